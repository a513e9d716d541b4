//! Logs that are followed over real sockets.

mod faults;
mod manners;
mod sockets;
mod streams;

use super::super::{Job, JobStatus, Simulator};

async fn start() -> Simulator {
    Simulator::builder()
        .time_scale(1000.0)
        .start()
        .await
        .unwrap()
}

/// A simulator with a job that has written these lines and is over.
async fn with_lines(lines: u64) -> Simulator {
    let simulator = start().await;
    let job = Job::new("job").generate(lines, |line| format!("line {line}"));
    simulator.add_job(job.then(JobStatus::Succeeded));
    simulator
}

/// `line 3\nline 4\n…` as it stands in JSON.
fn lines(from: u64, to: u64) -> String {
    (from..to).map(|line| format!("line {line}\\n")).collect()
}

/// A message with these lines.
fn message(from: u64, to: u64) -> String {
    format!("{{\"type\":\"log\",\"message\":\"{}\"}}", lines(from, to))
}

/// An event with these lines.
fn event(from: u64, to: u64) -> String {
    format!(
        "data: {{\"type\": \"log\", \"message\": \"{}\"}}\n\n",
        lines(from, to)
    )
}

const COMPLETE: &str = r#"{"type":"complete"}"#;
const COMPLETE_EVENT: &str = "data: {\"type\": \"complete\"}\n\n";
/// A close frame with code 1000, as text.
const NORMAL: &str = "\u{3}\u{fffd}";
