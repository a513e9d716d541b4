//! What the tests and the weaknesses of the published client of GT8004 demand of this crate. Contract: §7, §8.
//!
//! The names of the tests begin with the number of the contract: `c05_` is case 5 of §7, `n05_` the fifth case that the newer
//! version of the client adds there, `w05_` weakness 5 of §8. Where a case cannot hold as it is written, its test proves what the
//! contract recommends, and says so. What the contract describes besides is in `behaviour`.

mod behaviour;
mod chaos;
#[cfg(all(unix, feature = "spool"))]
mod full_disk;
#[cfg(feature = "spool")]
mod kills;
mod logger;
mod middleware;
mod newer;
mod numbers;
#[cfg(feature = "spool")]
mod process;
mod proxied;
mod service;
mod stage;
mod tools;
mod transport;
mod types;
mod weaknesses;
