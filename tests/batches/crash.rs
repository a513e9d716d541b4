//! A process that is killed in the middle of a batch, and another one that goes on from its journal. Both are this very binary,
//! and do what the example does.

#[allow(dead_code)]
#[path = "../../examples/loopai_resume.rs"]
mod example;

use std::collections::{HashMap, HashSet};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use example::{CONCURRENCY, Entry, Journal, start, work, write_inputs};
use quintet::sim::Fault;
use quintet::sim::loopai::Simulator;

use super::sent;

const CHILD: &str = "batches::crash::child";
/// Tells the child that it is one, and in which folder it works.
const MARK: &str = "QUINTET_TEST_BATCH_FOLDER";
const INPUTS: usize = 400;

/// Not a test of its own: without the mark it does nothing.
#[test]
fn child() {
    if let Some(folder) = std::env::var_os(MARK) {
        let folder = Path::new(&folder);
        work(&folder.join("inputs"), &folder.join("journal")).unwrap();
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", CHILD, "--nocapture", "--test-threads=1"]);
    command.env(MARK, folder);
    command
}

/// The ids in the whole lines of the journal.
fn reported(folder: &Path) -> Vec<String> {
    let journal = fs::read_to_string(folder.join("journal")).unwrap();
    let whole = journal.rfind('\n').map_or("", |end| &journal[..end]);
    let entry = |line: &str| serde_json::from_str::<Entry>(line).unwrap();
    whole.lines().map(|line| entry(line).id).collect()
}

/// Counts the requests for each input, by the id that its text tells.
fn count(simulator: &Simulator, requests: &mut HashMap<String, usize>) {
    for request in simulator.requests() {
        let body = sent(&request);
        let text = body["input"]["text"].as_str().unwrap();
        let number = text.split(' ').nth(2).unwrap();
        *requests.entry(format!("email-{number}")).or_default() += 1;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_goes_on_where_it_was_killed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_inputs(&folder.join("inputs"), INPUTS).unwrap();
    let mut requests = HashMap::new();
    let mut known = HashSet::new();
    for (kill, results) in [1, 60, 110].into_iter().enumerate() {
        let simulator = Simulator::start().await.unwrap();
        // However late it is killed, it is not at its end.
        let stuck = Fault::delay(Duration::from_secs(1_000_000)).after(120);
        simulator.inject(stuck.times(INPUTS));
        let mut child = start(&mut command(folder), &simulator, results).unwrap();
        // SIGKILL, of which the child learns nothing.
        child.kill().unwrap();
        assert!(!child.wait().unwrap().success());
        let mut before = requests.clone();
        count(&simulator, &mut requests);
        // What was reported before was not executed again.
        for id in &known {
            assert_eq!(requests.get(id), before.get(id), "{id}");
        }
        before.retain(|id, _| !known.contains(id));
        assert!(before.len() <= CONCURRENCY * kill, "{before:?}");
        let now = reported(folder);
        assert!(now.len() >= known.len() + results && now.len() < INPUTS);
        known = now.into_iter().collect();
        // As when the machine itself stops while a line is written.
        let mut journal = OpenOptions::new().append(true).open(folder.join("journal"));
        let torn = br#"{"id":"email-399","outp"#;
        journal.as_mut().unwrap().write_all(torn).unwrap();
    }

    let simulator = Simulator::start().await.unwrap();
    let mut child = start(&mut command(folder), &simulator, INPUTS).unwrap();
    assert!(child.wait().unwrap().success());
    count(&simulator, &mut requests);
    let all = reported(folder);
    let ids: HashSet<&String> = all.iter().collect();
    assert_eq!(
        (all.len(), ids.len(), requests.len()),
        (INPUTS, INPUTS, INPUTS)
    );
    let repeated: usize = requests.values().map(|sent| sent - 1).sum();
    assert!(repeated <= 3 * CONCURRENCY, "{repeated} were repeated");

    // What is complete sends nothing.
    simulator.clear_requests();
    let mut child = start(&mut command(folder), &simulator, INPUTS).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(simulator.requests().len(), 0);
    assert_eq!(reported(folder), all);
}

#[test]
fn a_journal_is_read_up_to_its_last_whole_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let lines = "{\"id\":\"a\",\"output\":1}\n{\"id\":\"ä\",\"failure\":\"no\"}\n";
    let first = lines.find('\n').unwrap() + 1;
    for cut in 0..=lines.len() {
        fs::write(&path, &lines.as_bytes()[..cut]).unwrap();
        let (_, reported) = Journal::open(&path).unwrap();
        let whole = match cut {
            _ if cut == lines.len() => cut,
            _ if cut >= first => first,
            _ => 0,
        };
        assert_eq!(fs::read(&path).unwrap(), lines.as_bytes()[..whole]);
        assert_eq!(reported.len(), lines[..whole].lines().count());
    }
    fs::write(&path, "nothing of ours\n").unwrap();
    assert!(Journal::open(&path).is_err());
    assert_eq!(fs::read(&path).unwrap(), b"nothing of ours\n");
}
