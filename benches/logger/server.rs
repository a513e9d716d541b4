//! The service: the simulator, on one thread. It keeps the numbers of what it stores.

use quintet::sim::gt8004::{Keep, Simulator};

use crate::clock;

/// What every simulator takes.
pub(crate) const KEY: &str = "quintet-sim";

/// Says where it listens, and serves.
pub(crate) fn listen() {
    clock::runtime().block_on(async {
        let simulator = Simulator::builder().keep(Keep::Numbers).start().await;
        let simulator = simulator.expect("a simulator");
        println!("{}", simulator.base_url().trim_start_matches("http://"));
        std::future::pending::<()>().await;
    });
}
