//! One execution. Contract: §1.2.

use std::time::Duration;

use super::super::payload::Payload;
use super::super::{check, refusal, wire};
use super::Execution;
use crate::error::Result;
use crate::generated::loopai::Client as Raw;
use crate::runtime::{Call, CallOptions, Exchange, Invoke};

/// Executes the program of a task; made by [`Client::execute`](crate::loopai::Client::execute).
#[derive(Debug, Clone)]
pub struct Execute {
    task: String,
    input: Payload,
    pub(in crate::loopai) settings: Settings,
    must_succeed: bool,
    limit: Duration,
}

/// What executions have in common, of one input or of many.
#[derive(Debug, Clone, Default)]
pub(in crate::loopai) struct Settings {
    pub(in crate::loopai) version: Option<u32>,
    pub(in crate::loopai) force_validation: bool,
    pub(in crate::loopai) timeout: Option<Duration>,
}

impl Settings {
    /// Version and time in milliseconds.
    pub(in crate::loopai) fn checked(&self) -> Result<(Option<i64>, Option<i64>)> {
        let time = |time| check::milliseconds("an execution timeout", time);
        Ok((
            self.version.map(check::version).transpose()?,
            self.timeout.map(time).transpose()?,
        ))
    }
}

impl Execute {
    /// An execution that has, unless told, that long.
    pub(in crate::loopai) fn new(task: String, input: Payload, limit: Duration) -> Self {
        Self {
            task,
            input,
            settings: Settings::default(),
            must_succeed: false,
            limit,
        }
    }
}

impl Call<Execute> {
    /// The version to execute. Default: the active one.
    pub fn version(mut self, version: u32) -> Self {
        self.parameters.settings.version = Some(version);
        self
    }

    /// Has the execution validated in any case. Default: the task's sampling rate decides.
    pub fn force_validation(mut self) -> Self {
        self.parameters.settings.force_validation = true;
        self
    }

    /// How long the program may take: 1 to 60,000 ms. Default: the server's, 5 s.
    pub fn execution_timeout(mut self, limit: Duration) -> Self {
        self.parameters.settings.timeout = Some(limit);
        self
    }

    /// Makes a program that failed an error, as [`Execution::into_result`] does; the reply is the
    /// [`body`](crate::Error::body) of that. Default: it is a result.
    pub fn must_succeed(mut self) -> Self {
        self.parameters.must_succeed = true;
        self
    }
}

impl Invoke for Execute {
    type Output = Execution;
    const OPERATION: &'static str = "execute";

    fn adjust(&self, options: &mut CallOptions) {
        options.timeout.get_or_insert(self.limit);
    }

    async fn invoke(self, exchange: Exchange) -> Result<Execution> {
        let task = check::runnable(&self.task)?;
        let mut body = wire::execute(task, self.input.checked("input")?);
        (body.version, body.timeout_ms) = self.settings.checked()?;
        body.force_validation = self.settings.force_validation.then_some(true);
        if self.must_succeed {
            exchange.keep_reply();
        }
        let reply = Raw::of(&exchange).execute(task, &body).await;
        let execution = Execution::read(&exchange, reply).map_err(refusal::of_execution)?;
        match execution.failure().filter(|_| self.must_succeed) {
            Some(failure) => Err(exchange.judged(failure)),
            None => Ok(execution),
        }
    }
}
