//! The same from a plain thread.

use quintet::blocking::{Blocking, BlockingStream};
use quintet::sim::synapse::{JobStatus, Simulator, TailFault};
use quintet::synapse::TailLimits;
use tokio::runtime::Runtime;

use super::{WAYS, jobs, numbered};

#[test]
fn a_tail_is_an_iterator() {
    let runtime = Runtime::new().unwrap();
    let simulator = runtime.block_on(Simulator::start()).unwrap();
    simulator.add_job(numbered(1_000).then(JobStatus::Succeeded));
    let jobs = jobs(&simulator.base_url(), simulator.token());
    for protocol in WAYS {
        simulator.inject_tail(TailFault::cut().after_lines(500));
        let tail = jobs
            .tail("job")
            .protocol(protocol)
            .limits(TailLimits::unlimited());
        let tail = tail.blocking().unwrap();
        let lines: Vec<String> = tail.blocking_iter().unwrap().map(Result::unwrap).collect();
        assert_eq!(lines.len(), 1_000);
        assert_eq!(lines[999], "line 999");
    }
    assert!(jobs.tail("nobody").blocking().unwrap_err().is_not_found());
}
