//! What is checked, and when. Contract: §2.2, §7 (15, 19).

use std::time::Duration;

use quintet::blocking::Blocking;

use super::super::stage::{ALL, Agent, numbered};

#[tokio::test]
async fn w15_a_tail_that_cannot_be_is_told_at_once() {
    let agent = Agent::with(numbered(1)).await;
    for protocol in ALL {
        let tail = || agent.client.jobs().tail("job/../x").protocol(protocol);
        let error = tail().await.unwrap_err();
        assert!(error.is_invalid_input(), "{error}");
        let limit = Duration::from_secs(301);
        let error = agent.tail(protocol).idle_timeout(limit).await.unwrap_err();
        assert!(error.is_invalid_input(), "{error}");
        // From a plain thread as well.
        let tail = tail();
        let error = std::thread::spawn(move || tail.blocking().unwrap_err());
        assert!(error.join().unwrap().is_invalid_input());
    }
    assert!(agent.simulator.requests().is_empty());
}

/// `NaN` and `True` are no times, and so nothing that could be given.
#[tokio::test]
async fn w19_no_line_end_belongs_to_an_id() {
    let agent = Agent::with(numbered(1)).await;
    let jobs = agent.client.jobs();
    for id in ["job\n", "job\r\n", "\njob", "job\u{2028}", "job\0"] {
        for error in [
            jobs.tail(id).await.unwrap_err(),
            jobs.stop(id).await.unwrap_err(),
        ] {
            assert!(error.is_invalid_input(), "{id:?}: {error}");
        }
    }
    assert!(agent.simulator.requests().is_empty());
    assert!(Duration::try_from_secs_f64(f64::NAN).is_err());
}
