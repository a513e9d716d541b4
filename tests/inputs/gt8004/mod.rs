//! What cannot work with GT8004. Calls and the settings of loggers are in `tests/contract/gt8004/limits.rs`.

mod environment;
mod extremes;
mod settings;

use super::{Row, assert_refused};
