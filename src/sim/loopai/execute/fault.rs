//! Executions that fail as they are told to.

use std::time::Duration;

/// Something that goes wrong inside an execution, once or a number of times; alone or in a batch.
///
/// ```
/// use quintet::sim::loopai::ExecutionFault;
/// use std::time::Duration;
///
/// // Whatever has the number 17 in it makes the program fail.
/// let fails = ExecutionFault::error("out of range").on_input("17").times(usize::MAX);
/// // The third execution takes two simulated seconds longer than the others.
/// let slow = ExecutionFault::slow(Duration::from_secs(2)).after(2);
/// # let _ = (fails, slow);
/// ```
///
/// At most one fault applies to an execution: the one that was injected first and is due.
#[derive(Clone, Debug)]
#[must_use = "a fault does nothing until it is injected into a simulator"]
pub struct ExecutionFault {
    pub(super) effect: Effect,
    needle: String,
    skip: usize,
    left: usize,
}

/// What happens.
#[derive(Clone, Debug)]
pub(super) enum Effect {
    /// The program throws this.
    Error(String),
    /// The server throws this.
    Exception(String),
    /// It takes so much longer.
    Slow(Duration),
}

impl ExecutionFault {
    /// The program throws this message: an answer with `"status": "error"`, a failed item with an `execution_id`.
    pub fn error(message: impl Into<String>) -> Self {
        Self::new(Effect::Error(message.into()))
    }

    /// The server throws this message: a 500, a failed item without an `execution_id`.
    pub fn exception(message: impl Into<String>) -> Self {
        Self::new(Effect::Exception(message.into()))
    }

    /// It takes so much longer, in simulated time. What takes longer than `timeout_ms` is ended then, and fails.
    pub fn slow(time: Duration) -> Self {
        Self::new(Effect::Slow(time))
    }

    fn new(effect: Effect) -> Self {
        Self {
            effect,
            needle: String::new(),
            skip: 0,
            left: 1,
        }
    }

    /// Only executions whose input, as JSON, has this text in it. The default is every execution.
    pub fn on_input(mut self, text: impl Into<String>) -> Self {
        self.needle = text.into();
        self
    }

    /// How many executions it applies to. The default is 1.
    pub fn times(mut self, n: usize) -> Self {
        self.left = n;
        self
    }

    /// Lets the first `n` matching executions pass. The default is 0.
    pub fn after(mut self, n: usize) -> Self {
        self.skip = n;
        self
    }
}

/// The faults that are still to come, in the order of their injection.
#[derive(Debug, Default)]
pub(in super::super) struct Faults(Vec<ExecutionFault>);

impl Faults {
    pub(in super::super) fn inject(&mut self, fault: ExecutionFault) {
        self.0.push(fault);
    }

    /// Counts an execution with this input for every fault; what happens to it, if anything.
    pub(super) fn take(&mut self, input: &str) -> Option<Effect> {
        let mut due = None;
        for fault in &mut self.0 {
            if !input.contains(&fault.needle) {
                continue;
            }
            if fault.skip > 0 {
                fault.skip -= 1;
            } else if fault.left > 0 && due.is_none() {
                fault.left -= 1;
                due = Some(fault.effect.clone());
            }
        }
        self.0.retain(|fault| fault.left > 0);
        due
    }
}
