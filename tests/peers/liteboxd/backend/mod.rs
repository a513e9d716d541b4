//! What the tests of LiteBoxd's own backend fix on the wire, against the simulator. Contract: §6.
//!
//! Each test names the backend's tests that it stands for. Not here:
//! - `TestStartWithNilStoppedAt`: a row of the database that no request can make.
//! - `TestListForUserIncludesTerminatingWithoutDecryptingToken`, in part: that a token is not decrypted cannot be seen, only
//!   that it is not sent.
//! - `TestClassifyPVCMappingStateDanglingMetadataForNonDeletingRecord`: volumes of the simulator are neither lost nor
//!   orphaned.
//! - `TestAuthMiddlewareUsesDBTokenHash`: how the server keeps tokens cannot be seen; that the right one is taken is here.
//! - `TestRunWebSocketProxySession…`, `TestProxyCloseForUnexpectedUsesFailureSide`: the simulator's gateway ends in the
//!   application itself, so there is no session between two connections.

mod access;
mod deletion;
mod lifecycle;
mod power;
mod records;
mod templates;
mod volumes;
