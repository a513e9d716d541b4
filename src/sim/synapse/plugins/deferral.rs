//! Inferences that take longer than a request.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::sim::random;

/// What becomes of inferences that take long.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Deferral {
    /// The result is there after so many looks that found it pending.
    After(usize),
    /// So says the first look.
    Fails(String),
    /// The result is never there.
    Never,
}

/// Results that are waited for, by ticket.
#[derive(Debug, Default)]
pub(super) struct Tickets {
    open: BTreeMap<String, (Deferral, Value)>,
    /// How many there ever were.
    count: usize,
}

impl Tickets {
    /// Gives a ticket for a result.
    pub(super) fn defer(&mut self, deferral: Deferral, result: Value) -> Value {
        self.count += 1;
        let ticket = format!("t{}-{}", self.count, random::hex(8));
        let told = told("pending", &ticket);
        self.open.insert(ticket, (deferral, result));
        told
    }

    /// What a ticket gives now. A result and a failure are given once.
    pub(super) fn poll(&mut self, ticket: &str) -> Value {
        match self.open.get_mut(ticket) {
            None => told("not_found", ticket),
            Some((Deferral::After(0), result)) => {
                let result = result.take();
                self.open.remove(ticket);
                result
            }
            Some((Deferral::After(looks), _)) => {
                *looks -= 1;
                told("pending", ticket)
            }
            Some((Deferral::Never, _)) => told("pending", ticket),
            Some((Deferral::Fails(error), _)) => {
                let mut failed = told("failed", ticket);
                failed["error"] = error.as_str().into();
                self.open.remove(ticket);
                failed
            }
        }
    }
}

fn told(status: &str, ticket: &str) -> Value {
    json!({ "__synapse_deferred__": true, "status": status, "ticket": ticket })
}
