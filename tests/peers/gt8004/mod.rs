//! What the tests and the weaknesses of the published client of GT8004 demand of this crate. Contract: §7, §8.
//!
//! The names of the tests begin with the number of the contract: `c05_` is case 5 of §7, `w05_` weakness 5 of §8.

mod chaos;
#[cfg(all(unix, feature = "spool"))]
mod full_disk;
#[cfg(feature = "spool")]
mod kills;
mod logger;
mod middleware;
mod numbers;
#[cfg(feature = "spool")]
mod process;
mod service;
mod stage;
mod tools;
mod transport;
mod types;
mod weaknesses;
