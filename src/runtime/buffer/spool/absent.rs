//! Without the feature `spool` there is none.

use super::{Changes, Found, Loaded, Stored};
use crate::error::Result;

/// Never made.
#[derive(Debug)]
pub(crate) enum Spool {}

impl Spool {
    pub(in crate::runtime::buffer) fn found(&self) -> Found {
        match *self {}
    }

    pub(in crate::runtime::buffer) fn write(&self, _: &Changes) -> Result<Stored> {
        match *self {}
    }

    pub(in crate::runtime::buffer) fn read(&self, _: u64, _: usize, _: usize) -> Result<Loaded> {
        match *self {}
    }

    pub(in crate::runtime::buffer) fn shut(&self) {
        match *self {}
    }
}
