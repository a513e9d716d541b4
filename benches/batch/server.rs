//! The server: the simulator, on one thread.

use quintet::sim::loopai::Simulator;

use crate::clock;

/// The task that it has from the start.
pub(crate) const TASK: &str = "550e8400-e29b-41d4-a716-446655440000";

/// What every simulator takes.
pub(crate) const KEY: &str = "quintet-sim";

/// Says where it listens, and serves.
pub(crate) fn listen() {
    clock::runtime().block_on(async {
        let simulator = Simulator::start().await.expect("a simulator");
        println!("{}", simulator.base_url().trim_start_matches("http://"));
        std::future::pending::<()>().await;
    });
}
