//! The longest times that can be given mean "for ever"; none of them is a panic.

use std::time::Duration;

use quintet::RetryPolicy;
use quintet::sim::synapse::{Simulator, TailFault};
use quintet::synapse::{Client, Protocol, TailLimits};

const FOR_EVER: Duration = Duration::MAX;

#[tokio::test]
async fn the_longest_times_mean_for_ever() {
    let simulator = Simulator::builder().time_scale(10_000.0);
    let simulator = simulator.start().await.unwrap();
    let endless = RetryPolicy::default().max_retry_after(FOR_EVER);
    let client = Client::builder()
        .base_url(simulator.base_url())
        .token(simulator.token())
        .timeout(FOR_EVER)
        .connect_timeout(FOR_EVER)
        .idle_timeout(FOR_EVER)
        .retry(endless.base_delay(Duration::ZERO))
        .build()
        .unwrap();
    let jobs = client.jobs();
    jobs.list().timeout(FOR_EVER).await.unwrap();
    let wait = jobs.wait("raysubmit_succeeded");
    wait.interval(FOR_EVER).timeout(FOR_EVER).await.unwrap();
    let system = client.system();
    let soon = Duration::from_millis(1);
    let settled = system.wait().interval(soon).timeout(FOR_EVER);
    let restart = system.restart().timeout(FOR_EVER);
    assert!(!restart.and_wait(settled).await.unwrap().in_progress);

    // The client's own idle limit is longer than a tail may have; that is no fault of the tail.
    for protocol in [Protocol::WebSocket, Protocol::Http] {
        simulator.inject_tail(TailFault::cut().after_lines(2));
        let limits = TailLimits::default()
            .lines(u64::MAX)
            .messages(u64::MAX)
            .bytes(u64::MAX);
        let tail = jobs.tail("raysubmit_succeeded").protocol(protocol);
        let tail = tail.timeout(FOR_EVER).reconnects(u32::MAX).limits(limits);
        let mut tail = tail.await.unwrap();
        let mut lines = 0;
        while tail.next_line().await.unwrap().is_some() {
            lines += 1;
        }
        assert_eq!((lines, tail.reconnected()), (4, 1));
    }
}
