//! A Gateway client in front of a simulator, held to the document.

use quintet::Builder;
use quintet::RetryPolicy;
use quintet::gateway::{Client, Gateway};
use quintet::sim::gateway::Simulator;
use quintet::sim::{Fault, Recorded};

use super::contract::{ContractProxy, Document};
use super::stage::{self, Simulated};

pub(crate) use super::error::said;

/// A client, the proxies that read along, and the simulator. What does not conform to the document fails the test.
///
/// The client has an internal token, so that it is an agent's, and sends no request twice.
pub(crate) type Stage = stage::Stage<Simulator>;

impl Stage {
    /// Simulated time is real time: nothing expires in a test.
    pub(crate) async fn start() -> Self {
        let simulator = Simulator::builder().time_scale(1.0).start().await;
        Self::before(simulator.unwrap()).await
    }

    /// A client with a credential of its own: `stage.client_with(|builder| builder.api_key("sk-…"))`.
    pub(crate) fn client_with(
        &self,
        credential: impl FnOnce(Builder<Gateway>) -> Builder<Gateway>,
    ) -> Client {
        credential(settings(&self.proxy.url())).build().unwrap()
    }

    /// The only request to the object store since the last look.
    #[track_caller]
    pub(crate) fn store_request(&self) -> Recorded {
        let mut requests = self.simulator.store_requests();
        self.simulator.clear_store_requests();
        assert_eq!(requests.len(), 1, "{requests:#?}");
        requests.remove(0)
    }
}

impl Simulated for Simulator {
    type Client = Client;

    fn document() -> Document {
        Document::load("gateway")
    }

    fn root(&self) -> String {
        self.base_url()
    }

    fn client(&self, root: &str) -> Client {
        settings(root).token(self.token()).build().unwrap()
    }

    async fn others(&self, proxy: &ContractProxy) -> Vec<ContractProxy> {
        vec![before_the_store(self, proxy, &Self::document()).await]
    }

    fn inject(&self, fault: Fault) {
        self.inject(fault);
    }

    fn requests(&self) -> Vec<Recorded> {
        self.requests()
    }

    fn clear_requests(&self) {
        self.clear_requests();
    }
}

/// Puts a proxy before the object store, and has links lead to it. It must live as long as they are used.
pub(crate) async fn before_the_store(
    simulator: &Simulator,
    proxy: &ContractProxy,
    document: &Document,
) -> ContractProxy {
    let document = document.of_server("object store");
    let store = proxy.beside(document, &simulator.store_url()).await;
    simulator.set_public_store_url(&store.url());
    store
}

fn settings(root: &str) -> Builder<Gateway> {
    Client::builder()
        .base_url(root)
        .retry(RetryPolicy::default().max_attempts(1))
}
