//! A client in front of a simulator, held to the document: what the stages of all backends share.

use quintet::sim::{Fault, Recorded};
use serde_json::Value;

use super::contract::{ContractProxy, Document};

/// A simulator, as the stages see it.
pub(crate) trait Simulated {
    /// The client of its backend.
    type Client;

    /// The document of its backend, for the servers that are behind its main port.
    fn document() -> Document;

    /// Its main port: `http://127.0.0.1:PORT`.
    fn root(&self) -> String;

    /// A client with the simulator's own credential that sends no request twice, to the simulator or to a proxy of it.
    fn client(&self, root: &str) -> Self::Client;

    /// Puts proxies before its other ports, and has it name these instead of the ports.
    async fn others(&self, _proxy: &ContractProxy) -> Vec<ContractProxy> {
        Vec::new()
    }

    fn inject(&self, fault: Fault);
    fn requests(&self) -> Vec<Recorded>;
    fn clear_requests(&self);
}

/// A client, the proxy that reads along, and the simulator. What does not conform to the document fails the test.
pub(crate) struct Stage<S: Simulated> {
    pub(crate) client: S::Client,
    pub(crate) proxy: ContractProxy,
    /// Those before the simulator's other ports; what they find is in `proxy`, too.
    _others: Vec<ContractProxy>,
    pub(crate) simulator: S,
}

impl<S: Simulated> Stage<S> {
    /// A stage for a simulator that runs.
    pub(crate) async fn before(simulator: S) -> Self {
        let proxy = ContractProxy::start(S::document(), &simulator.root()).await;
        Self {
            client: simulator.client(&proxy.url()),
            _others: simulator.others(&proxy).await,
            proxy,
            simulator,
        }
    }

    /// Answers the next request with this, which need not conform to anything, and leaves the proxy out.
    pub(crate) fn canned(&self, status: u16, body: &Value) -> S::Client {
        self.canned_text(status, "application/json; charset=utf-8", &body.to_string())
    }

    /// As [`canned`](Self::canned), of another type.
    pub(crate) fn canned_text(&self, status: u16, media: &str, body: &str) -> S::Client {
        let fault = Fault::status(status).body(media, body);
        self.simulator.inject(fault);
        self.simulator.client(&self.simulator.root())
    }

    /// The only request since the last look.
    #[track_caller]
    pub(crate) fn request(&self) -> Recorded {
        let mut requests = self.simulator.requests();
        self.simulator.clear_requests();
        assert_eq!(requests.len(), 1, "{requests:#?}");
        requests.remove(0)
    }

    /// Whether a whole reply of this operation and status has passed.
    #[track_caller]
    pub(crate) fn assert_covered(&self, operation: &str, status: &str) {
        self.proxy.assert_covered(operation, status);
    }
}

/// The JSON that a request carried.
pub(crate) fn sent(request: &Recorded) -> Value {
    serde_json::from_slice(request.body()).unwrap()
}
