//! GT8004: client, logger, middleware, document and simulator against one another.
//!
//! Every request goes client → contract proxy → simulator, and the proxy holds both sides to the unmodified document.

mod batches;
mod calls;
mod columns;
#[cfg(feature = "spool")]
mod coverage;
mod credentials;
mod entries;
mod errors;
mod health;
mod layer;
mod lenient;
mod lie;
mod limits;
mod once;
mod refusals;
mod shipping;
mod stage;
