//! LiteBoxd: facade, document and simulator against one another.
//!
//! Every call goes client → contract proxy → simulator. The proxy holds both sides to the unmodified document.

mod accounts;
mod coverage;
mod facade;
mod lie;
mod oversight;
mod plain;
mod ports;
mod quirks;
mod records;
mod refusals;
mod semantics;
mod stage;
mod templates;
mod transfer;
mod values;
