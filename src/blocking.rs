//! Every call and every stream from synchronous code.
//!
//! There is no second API: whatever the async clients give is waited for here.
//!
//! ```no_run
//! use quintet::blocking::{Blocking, BlockingStream};
//!
//! let client = quintet::liteboxd::Client::from_env()?;
//! let sandbox = client.sandboxes().create("python-data-science").blocking()?;
//! let sandbox = client.sandboxes().wait_for_ready(&sandbox.id).blocking()?;
//! for chunk in client.sandboxes().download(&sandbox.id, "/etc/hostname").blocking()?.blocking_iter()? {
//!     println!("{} bytes", chunk?.len());
//! }
//! # Ok::<(), quintet::Error>(())
//! ```

use std::pin::Pin;
use std::sync::OnceLock;

use futures_core::Stream;
use futures_util::StreamExt;
use tokio::runtime::{Builder, Handle, Runtime};

pub use crate::error::Outcome;
use crate::error::{Error, ErrorKind, Result};

/// Waits for anything that can be awaited.
pub trait Blocking<T>: IntoFuture<Output: Outcome<Value = T>> + Sized {
    /// Makes the call and blocks the thread until it is over.
    ///
    /// # Errors
    /// As the call itself; [`InvalidInput`](ErrorKind::InvalidInput) inside of async code, whose thread must not block.
    fn blocking(self) -> Result<T> {
        let runtime = runtime()?;
        runtime.block_on(self.into_future()).into_result()
    }
}

impl<T, F: IntoFuture<Output: Outcome<Value = T>>> Blocking<T> for F {}

/// Reads any stream as an iterator.
pub trait BlockingStream: Stream + Send + Sized + 'static {
    /// The items, each waited for when it is asked for.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) inside of async code, whose thread must not block.
    fn blocking_iter(self) -> Result<BlockingIter<Self::Item>> {
        Ok(BlockingIter {
            runtime: runtime()?,
            stream: Box::pin(self),
        })
    }
}

impl<S: Stream + Send + 'static> BlockingStream for S {}

/// A stream as an iterator; made by [`BlockingStream::blocking_iter`].
#[must_use = "an iterator does nothing until it is read"]
pub struct BlockingIter<T> {
    runtime: &'static Runtime,
    stream: Pin<Box<dyn Stream<Item = T> + Send>>,
}

impl<T> Iterator for BlockingIter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.runtime.block_on(self.stream.next())
    }
}

impl<T> std::fmt::Debug for BlockingIter<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BlockingIter").finish_non_exhaustive()
    }
}

/// The runtime behind all blocking calls of the process. Connections live on it between calls, so it is never stopped.
fn runtime() -> Result<&'static Runtime> {
    static RUNTIME: OnceLock<std::io::Result<Runtime>> = OnceLock::new();
    if Handle::try_current().is_ok() {
        return Err(Error::invalid(
            "a blocking call inside of async code would stop its thread; use `.await` there",
        ));
    }
    let built = RUNTIME.get_or_init(|| {
        Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("quintet-blocking")
            .enable_all()
            .build()
    });
    built.as_ref().map_err(|error| {
        Error::new(
            ErrorKind::Connect,
            format!("the runtime cannot start: {error}"),
        )
    })
}
