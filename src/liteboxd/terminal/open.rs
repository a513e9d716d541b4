//! Opening a terminal.

use reqwest::Url;

use super::session::Terminal;
use crate::error::{Error, Result};
use crate::generated::liteboxd::OPERATIONS;
use crate::liteboxd::sandboxes::sandbox_id;
use crate::runtime::websocket::Opening;
use crate::runtime::{Call, CallOptions, Exchange, Invoke, Reading, find, path};

/// Opens a terminal; made by [`Sandboxes::terminal`](crate::liteboxd::Sandboxes::terminal).
#[derive(Debug)]
pub struct OpenTerminal {
    id: String,
    command: Vec<String>,
    cols: u16,
    rows: u16,
    opening: Opening,
}

impl OpenTerminal {
    pub(super) fn new(id: String) -> Self {
        Self {
            id,
            command: vec!["sh".to_owned()],
            cols: 80,
            rows: 24,
            opening: Opening::default(),
        }
    }

    fn url(&self, base: &str) -> Result<Url> {
        let id = sandbox_id(&self.id)?;
        if self.command.first().is_none_or(String::is_empty) {
            return Err(Error::invalid(
                "no command; give the program and its arguments, one string each, or leave it unset for `sh`",
            ));
        }
        check_size(self.cols, self.rows)?;
        let mut url = path::join(base, ["api", "v1", "sandboxes", id, "exec", "interactive"])?;
        let mut query = url.query_pairs_mut();
        for word in &self.command {
            query.append_pair("command", word);
        }
        query
            .append_pair("tty", "true")
            .append_pair("cols", &self.cols.to_string())
            .append_pair("rows", &self.rows.to_string());
        drop(query);
        Ok(url)
    }
}

impl Call<OpenTerminal> {
    /// The command and its arguments. Default: `sh`.
    pub fn command<C>(mut self, command: C) -> Self
    where
        C: IntoIterator,
        C::Item: Into<String>,
    {
        self.parameters.command = command.into_iter().map(Into::into).collect();
        self
    }

    /// The size in characters: columns, then rows. Default: 80×24.
    pub fn size(mut self, cols: u16, rows: u16) -> Self {
        (self.parameters.cols, self.parameters.rows) = (cols, rows);
        self
    }

    /// The largest message that is taken from the server, in bytes. Default: 4 MiB.
    pub fn max_message(mut self, bytes: usize) -> Self {
        self.parameters.opening.max_message = bytes;
        self
    }
}

impl Invoke for OpenTerminal {
    type Output = Terminal;
    const OPERATION: &'static str = "execute_interactive";

    fn adjust(&self, options: &mut CallOptions) {
        options.reading = Reading::Upgrade;
    }

    async fn invoke(self, exchange: Exchange) -> Result<Terminal> {
        let url = self.url(exchange.base())?;
        let operation = find(OPERATIONS, Self::OPERATION)?;
        let socket = self.opening.open(&exchange, operation, url).await?;
        Ok(Terminal::new(socket))
    }
}

/// Zero is taken for the default by the server, which is hardly meant.
pub(super) fn check_size(cols: u16, rows: u16) -> Result<()> {
    if cols == 0 || rows == 0 {
        return Err(Error::invalid(format!(
            "a terminal of {cols}×{rows} characters; give one or more columns and rows"
        )));
    }
    Ok(())
}
