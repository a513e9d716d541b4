//! A batch that survives a crash: every result goes to a journal, and a batch that starts again leaves out what is in it.
//!
//! ```text
//! cargo run --features sim --example loopai_resume
//! LOOPAI_BASE_URL=https://loopai.example LOOPAI_API_KEY=key \
//!     cargo run --features sim --example loopai_resume -- inputs.jsonl journal.jsonl
//! ```
//!
//! Without files it shows that it works: it is the child that it kills in the middle of a batch, and starts again, with a
//! simulator in this process as the server.
//!
//! A line of the inputs is `{"id": …, "input": …}`, a line of the journal `{"id": …, "output": …}` or
//! `{"id": …, "failure": …}`. Each is on the disk before the next result is taken. So the journal has exactly one line for an
//! input, what is in it is not executed again, and a crash repeats at most the executions that were under way. An input whose
//! request failed is not in the journal: starting again executes it.

#![allow(clippy::print_stdout)]

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use futures_util::StreamExt;
use quintet::batch::Order;
use quintet::loopai::{BatchItem, Client, Execution};
use quintet::sim::loopai::Simulator;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const TASK: &str = "550e8400-e29b-41d4-a716-446655440000";

/// How many executions are under way at a time, and so the most that a crash repeats.
pub(crate) const CONCURRENCY: usize = 16;

/// A line of the inputs.
#[derive(Deserialize)]
struct Input {
    id: String,
    input: Value,
}

/// A line of the journal.
#[derive(Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<String>,
}

impl Entry {
    fn new(id: String, execution: Execution) -> Self {
        let failure = match execution.is_success() {
            true => None,
            false => Some(execution.error_message.unwrap_or_default()),
        };
        Self {
            id,
            output: execution.output,
            failure,
        }
    }
}

/// The results so far, on the disk.
pub(crate) struct Journal(File);

impl Journal {
    /// Opens a journal, or begins one; gives the ids in it as well. A last line that is torn, by a crash while it was written,
    /// is taken off.
    pub(crate) fn open(path: &Path) -> io::Result<(Self, HashSet<String>)> {
        let mut options = OpenOptions::new();
        let options = options.read(true).append(true).create(true);
        let file = options.open(path)?;
        let (mut reported, mut whole, mut line) = (HashSet::new(), 0, Vec::new());
        let mut reader = BufReader::new(&file);
        while reader.read_until(b'\n', &mut line)? > 0 && line.ends_with(b"\n") {
            let entry: Entry = serde_json::from_slice(&line)?;
            reported.insert(entry.id);
            whole += line.len() as u64;
            line.clear();
        }
        file.set_len(whole)?;
        file.sync_all()?;
        // The name of a new file has to last as well.
        #[cfg(unix)]
        if let Some(folder) = path.canonicalize()?.parent() {
            File::open(folder)?.sync_all()?;
        }
        Ok((Self(file), reported))
    }

    /// Writes a line, and returns when it is on the disk.
    ///
    /// Where executions are faster than the disk, take several results with `ready_chunks` and sync once for all of them; a
    /// crash then repeats these, too.
    fn append(&mut self, entry: &Entry) -> Result<()> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        self.0.write_all(&line)?;
        self.0.sync_data()?;
        Ok(())
    }
}

/// The inputs, each read when it is asked for.
fn read(path: &Path) -> io::Result<impl Iterator<Item = io::Result<Input>> + Send + use<>> {
    let lines = BufReader::new(File::open(path)?).lines();
    Ok(lines.map(|line| Ok(serde_json::from_str(&line?)?)))
}

/// Executes the inputs that are not in the journal; how many requests failed.
async fn run(client: &Client, inputs: &Path, journal: &Path) -> Result<usize> {
    let (mut journal, reported) = Journal::open(journal)?;
    // A mistake in the file is told before anything is sent.
    for input in read(inputs)? {
        input?;
    }
    let open = read(inputs)?.filter_map(io::Result::ok);
    let open = open.filter(move |line| !reported.contains(&line.id));
    let open = open.map(|line| BatchItem::new(line.id, line.input));
    // As completed: in order, results would wait for others outside of the journal.
    let batch = client.execute_many(TASK, open).concurrency(CONCURRENCY);
    let mut results = batch.order(Order::AsCompleted).results()?;
    let mut failed = 0;
    while let Some(result) = results.next().await {
        match result.outcome {
            Ok(execution) => {
                let entry = Entry::new(result.id, execution);
                journal.append(&entry)?;
                println!("reported {}", entry.id);
            }
            Err(error) => {
                failed += 1;
                println!("failed {}: {error}", result.id);
            }
        }
    }
    Ok(failed)
}

/// Runs to the end, with the server that the environment names.
pub(crate) fn work(inputs: &Path, journal: &Path) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    match runtime.block_on(run(&Client::from_env()?, inputs, journal))? {
        0 => Ok(()),
        failed => Err(format!("{failed} requests failed; start again to repeat them").into()),
    }
}

/// So many inputs as a file.
pub(crate) fn write_inputs(path: &Path, count: usize) -> io::Result<()> {
    let mut file = io::BufWriter::new(File::create(path)?);
    for number in 0..count {
        let input = json!({"text": format!("Is number {number} spam?")});
        writeln!(
            file,
            "{}",
            json!({"id": format!("email-{number}"), "input": input})
        )?;
    }
    file.flush()
}

/// Starts a child that works, and waits until it has reported so many results.
pub(crate) fn start(command: &mut Command, server: &Simulator, results: usize) -> Result<Child> {
    let mut child = command
        .env("LOOPAI_BASE_URL", server.base_url())
        .env("LOOPAI_API_KEY", server.token())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut output = BufReader::new(child.stdout.take().ok_or("no output")?);
    let mut reported = 0;
    let mut line = String::new();
    while reported < results && output.read_line(&mut line)? > 0 {
        reported += usize::from(line.starts_with("reported "));
        line.clear();
    }
    if reported == results {
        child.stdout = Some(output.into_inner());
    }
    Ok(child)
}

/// Kills a child in the middle, and has another one do the rest.
fn show() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let [inputs, journal] = ["inputs.jsonl", "journal.jsonl"].map(|name| folder.path().join(name));
    let count = 5000;
    write_inputs(&inputs, count)?;
    // The simulator lives on it.
    let runtime = tokio::runtime::Runtime::new()?;
    let server = runtime.block_on(Simulator::start())?;
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(&inputs).arg(&journal);

    let mut child = start(&mut command, &server, 300)?;
    child.kill()?;
    child.wait()?;
    let lines = || -> Result<usize> { Ok(BufReader::new(File::open(&journal)?).lines().count()) };
    println!(
        "killed: {} of {count} results in the journal, {} executions",
        lines()?,
        server.executions(TASK)
    );

    let mut child = start(&mut command, &server, 0)?;
    let mut output = child.stdout.take().ok_or("no output")?;
    output.read_to_end(&mut Vec::new())?;
    child.wait()?;
    println!(
        "resumed: {} of {count} results in the journal, {} executions",
        lines()?,
        server.executions(TASK)
    );
    Ok(())
}

fn main() -> Result<()> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    match &arguments[..] {
        [inputs, journal] => work(inputs.as_ref(), journal.as_ref()),
        _ => show(),
    }
}
