//! Running a command.

use std::time::Duration;

use super::sandbox_id;
use crate::error::{Error, Result};
use crate::generated::liteboxd::Client as Raw;
use crate::generated::liteboxd::types::ExecRequest;
use crate::liteboxd::ExecResult;
use crate::runtime::{Call, CallOptions, Exchange, Invoke};

/// How much longer the call may take than the command.
const MARGIN: Duration = Duration::from_secs(10);

/// Runs a command; made by [`Sandboxes::execute`](super::Sandboxes::execute).
#[derive(Debug)]
pub struct Execute {
    id: String,
    command: Vec<String>,
    limit: Duration,
    write_timeout: Duration,
}

impl Execute {
    pub(super) fn new(id: String, command: Vec<String>, write_timeout: Duration) -> Self {
        Self {
            id,
            command,
            limit: Duration::from_secs(30),
            write_timeout,
        }
    }

    fn check(&self) -> Result<()> {
        let limit = self.limit;
        if self.command.first().is_none_or(String::is_empty) {
            return Err(Error::invalid(
                "no command; give the program and its arguments, one string each",
            ));
        }
        if limit.is_zero() || limit.subsec_nanos() > 0 {
            return Err(Error::invalid(format!(
                "a command timeout of {limit:?}; give one or more whole seconds"
            )));
        }
        if limit > self.write_timeout {
            let most = self.write_timeout;
            return Err(Error::invalid(format!(
                "a command timeout of {limit:?}; the server discards results after {most:?} (its WRITE_TIMEOUT), so run \
                 the command in the background, or tell `server_write_timeout` if the server is set up for more"
            )));
        }
        Ok(())
    }
}

impl Call<Execute> {
    /// How long the command may run, in whole seconds. Default: 30 s; at most the server's write timeout, 60 s.
    ///
    /// The call itself may take 10 s longer, unless [`timeout`](Call::timeout) says otherwise.
    pub fn command_timeout(mut self, limit: Duration) -> Self {
        self.parameters.limit = limit;
        self
    }
}

impl Invoke for Execute {
    type Output = ExecResult;
    const OPERATION: &'static str = "execute_command";

    fn adjust(&self, options: &mut CallOptions) {
        options
            .timeout
            .get_or_insert(self.limit.saturating_add(MARGIN));
    }

    async fn invoke(self, exchange: Exchange) -> Result<ExecResult> {
        let id = sandbox_id(&self.id)?;
        self.check()?;
        let timeout = i64::try_from(self.limit.as_secs()).unwrap_or(i64::MAX);
        let body = ExecRequest {
            command: self.command,
            timeout: Some(timeout),
        };
        Raw::of(&exchange).execute_command(id, &body).await
    }
}

impl ExecResult {
    /// Whether the command ended by itself with exit code 0.
    #[must_use]
    pub fn success(&self) -> bool {
        self.exit_code == 0
    }

    /// Whether the command was cut off by its time limit.
    ///
    /// The server reports this as exit code 1 and a line of its own at the end of `stderr`; a command that fails and
    /// prints that very line cannot be told apart. (Contract §1.2.4.)
    #[must_use]
    pub fn timed_out(&self) -> bool {
        self.exit_code == 1 && self.stderr.ends_with("context deadline exceeded")
    }
}
