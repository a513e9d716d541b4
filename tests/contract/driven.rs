//! What a test has called of a facade.

use std::collections::BTreeSet;
use std::sync::Mutex;

use quintet::{Call, Invoke, Response, Result};

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

    /// Makes a call, and notes its operation.
    pub(super) async fn settle<I: Invoke>(&self, call: Call<I>) -> Result<Response<I::Output>> {
        self.settle_as(I::OPERATION, call).await
    }

    /// The same for a call whose parameters decide which operation it is.
    pub(super) async fn settle_as<I: Invoke>(
        &self,
        operation: &str,
        call: Call<I>,
    ) -> Result<Response<I::Output>> {
        let shown = format!("Call {{ operation: {operation:?}, .. }}");
        assert_eq!(format!("{call:?}"), shown);
        self.operation(operation);
        call.response().await
    }

    /// Makes a call, and gives its value.
    pub(super) async fn done<I: Invoke>(&self, call: Call<I>) -> I::Output {
        let reply = self.settle(call).await.unwrap();
        assert_eq!(reply.attempts(), 1, "{}", I::OPERATION);
        reply.into_value()
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
