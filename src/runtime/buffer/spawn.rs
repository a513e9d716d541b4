//! Where the worker runs. Nothing else in this crate spawns.

use std::io;
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::task::spawn_blocking;

use crate::error::{Error, ErrorKind, Result};

/// Runs it in the background: on the current runtime, or, where there is none, on a thread of its own.
pub(super) fn start(
    work: impl Future<Output = ()> + Send + 'static,
    own_thread: bool,
) -> io::Result<()> {
    match Handle::try_current() {
        Ok(runtime) if !own_thread => {
            drop(runtime.spawn(work));
            Ok(())
        }
        _ => {
            let runtime = Builder::new_current_thread().enable_all().build()?;
            let thread = thread::Builder::new().name("quintet-buffer".to_owned());
            thread.spawn(move || runtime.block_on(work)).map(drop)
        }
    }
}

/// Does what blocks on a thread that may be blocked.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let done = spawn_blocking(work).await;
    done.unwrap_or_else(|error| {
        let message = "the work on the disk was not done";
        Err(Error::new(ErrorKind::File, message).with_source(error))
    })
}
