//! Loopai: facade, document and simulators against one another.
//!
//! Every call goes client → contract proxy → simulator, and the proxy holds both sides to the unmodified document: one proxy
//! before the cloud API, one before the edge runtime.

mod batches;
mod calls;
mod coverage;
mod credentials;
mod edge;
mod errors;
mod executions;
mod health;
mod lenient;
mod lie;
mod limits;
mod many;
mod once;
mod programs;
mod refusals;
mod stage;
mod stream;
mod tasks;
mod webhooks;
