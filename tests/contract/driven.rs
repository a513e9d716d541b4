//! What a test has called of a facade.

use std::collections::BTreeSet;
use std::sync::Mutex;

/// The methods of a facade that were called, and the operations they stand for.
#[derive(Debug, Default)]
pub(super) struct Driven {
    methods: Mutex<BTreeSet<String>>,
    operations: Mutex<BTreeSet<String>>,
}

impl Driven {
    /// Notes a method of a type; [`drive!`] does.
    pub(super) fn method(&self, owner: &str, method: &str) {
        let owner: String = owner.split_whitespace().collect();
        let mut methods = self.methods.lock().unwrap();
        methods.insert(format!("{owner}::{method}"));
    }

    /// Notes that a call makes this operation.
    pub(super) fn operation(&self, id: &str) {
        self.operations.lock().unwrap().insert(id.to_owned());
    }

    /// The methods so far, as `Sandboxes::get`.
    pub(super) fn methods(&self) -> BTreeSet<String> {
        self.methods.lock().unwrap().clone()
    }

    /// The ids of the operations so far.
    pub(super) fn operations(&self) -> BTreeSet<String> {
        self.operations.lock().unwrap().clone()
    }
}

/// Calls a method of a facade and notes its name in the `driven` of a stage: `drive!(stage, Sandboxes, get, &sandboxes, id)`.
macro_rules! drive {
    ($stage:expr, $type:ty, $method:ident $(, $argument:expr)*) => {{
        $stage.driven.method(stringify!($type), stringify!($method));
        <$type>::$method($($argument),*)
    }};
}
pub(super) use drive;
