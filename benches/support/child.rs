//! This program again, as a child that serves on loopback until its standard input closes.
//!
//! A process of its own, so that what is measured is the client alone.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

/// The server as its client sees it; dropping it ends it.
pub(crate) struct Server {
    pub(crate) base: String,
    child: Child,
}

impl Server {
    /// Starts this program with arguments that make it [`serve`].
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let program = std::env::current_exe().expect("the path of this program");
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a server");
        let output = child.stdout.take().expect("the server's output");
        let mut address = String::new();
        BufReader::new(output)
            .read_line(&mut address)
            .expect("the server's address");
        Self {
            base: format!("http://{}", address.trim()),
            child,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        self.child.wait().expect("the server's end");
    }
}

/// Is the server: `listen` prints its address and serves, until standard input closes.
pub(crate) fn serve(listen: impl FnOnce() + Send + 'static) {
    std::thread::spawn(listen);
    std::io::stdin()
        .read_to_end(&mut Vec::new())
        .expect("standard input");
}
