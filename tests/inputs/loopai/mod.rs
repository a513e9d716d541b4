//! What cannot work with Loopai. Tasks, executions and batches are in `tests/peers/loopai`, the environment too.

mod calls;
mod settings;

use super::{Row, assert_refused};
