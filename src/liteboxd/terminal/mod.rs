//! Terminals: an interactive command over a WebSocket. Contract: §1.2.6.

mod frame;
mod open;
mod session;

pub use open::OpenTerminal;
pub use session::{Terminal, TerminalInput};

use crate::liteboxd::Sandboxes;
use crate::runtime::Call;

impl Sandboxes {
    /// Runs a command on a terminal of a sandbox: `sh` on 80×24 characters, unless told otherwise. (Contract §1.2.6.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
    /// let mut terminal = client.sandboxes().terminal("a1b2c3d4").size(120, 40).await?;
    /// terminal.send("ls -l; exit\n").await?;
    /// while let Some(output) = terminal.read().await? {
    ///     print!("{output}");
    /// }
    /// println!("exit {}", terminal.wait().await?);
    /// # Ok(()) }
    /// ```
    ///
    /// It is sent again only when no connection could be made or the server was shutting down, because a command would
    /// start twice. [`timeout`](Call::timeout) limits the opening, not the session, which has no limit.
    ///
    /// The session always has a terminal. Without one (`tty=false`) the server of today loses all output and reports
    /// success after 30 s, so this is not offered; [`execute`](Self::execute) runs commands without.
    ///
    /// # Errors
    /// As every call. An unknown sandbox and an unknown command are none: the session opens, and ends at once with exit
    /// code 1 and without output, which is all that the server says.
    pub fn terminal(&self, id: impl Into<String>) -> Call<OpenTerminal> {
        self.call(OpenTerminal::new(id.into()))
    }
}
