//! What waiting for something ends with.

use super::Result;

/// What can be waited for: a result, or the ledger of a logger that is closed, which cannot fail.
///
/// ```no_run
/// # #[cfg(feature = "gt8004")]
/// # fn f(logger: &quintet::gt8004::Logger) -> quintet::Result<()> {
/// use std::time::Duration;
/// use quintet::blocking::Blocking;
///
/// logger.flush().blocking()?;
/// let ledger = logger.close(Duration::from_secs(5)).blocking()?;
/// println!("{ledger}");
/// # Ok(()) }
/// ```
pub trait Outcome {
    /// What there is when nothing failed.
    type Value;

    /// The same as a result.
    ///
    /// # Errors
    /// As it was.
    fn into_result(self) -> Result<Self::Value>;
}

impl<T> Outcome for Result<T> {
    type Value = T;

    fn into_result(self) -> Self {
        self
    }
}
