//! The Gateway: facade, document and simulator against one another.
//!
//! Every call goes client → contract proxy → simulator, and every link leads to a proxy before the object store. The proxies
//! hold both sides to the unmodified document.

mod batches;
mod bytes;
mod calls;
mod catalogue;
mod coverage;
mod credentials;
mod errors;
mod files;
mod keys;
mod lie;
mod limits;
mod links;
mod pages;
mod refusals;
mod runs;
mod sessions;
mod stage;
mod streams;
mod versions;
