//! One function, run once.

use super::call::takes_inputs;
use super::send::Terms;
use super::{PrefabCall, RunResult};
use crate::error::Result;
use crate::runtime::{Call, CallOptions, Exchange, Invoke};

/// Runs a function; made by [`Client::run`](crate::gateway::Client::run) and others.
#[derive(Debug, Clone)]
pub struct Run {
    call: PrefabCall,
    terms: Terms,
    must_succeed: bool,
}

impl Run {
    pub(super) fn new(call: PrefabCall, terms: Terms) -> Self {
        Self {
            call,
            terms,
            must_succeed: false,
        }
    }
}

takes_inputs!(Run);

impl Call<Run> {
    /// Makes a call that did not succeed an error, as [`RunResult::into_result`] does; the reply is the
    /// [`body`](crate::Error::body) of that. Default: it is a result.
    pub fn must_succeed(mut self) -> Self {
        self.parameters.must_succeed = true;
        self
    }
}

impl Invoke for Run {
    type Output = RunResult;
    const OPERATION: &'static str = "run";

    fn operation(&self) -> &'static str {
        self.terms.operation()
    }

    fn adjust(&self, options: &mut CallOptions) {
        self.terms.adjust(options);
    }

    async fn invoke(self, exchange: Exchange) -> Result<RunResult> {
        let calls = vec![self.call.checked()?];
        let reply = self.terms.send(&exchange, calls).await?;
        let mut results = RunResult::all(reply);
        let result = results
            .pop()
            .ok_or_else(|| exchange.broken_promise("the reply has no result"))?;
        if self.must_succeed {
            result.into_result().map_err(|error| exchange.judged(error))
        } else {
            Ok(result)
        }
    }
}
