//! The inputs: a JSONL file, a line for each.

use std::io::{BufRead, BufReader, BufWriter, Write};

use serde::Deserialize;
use serde_json::Value;
use tempfile::NamedTempFile;

/// A line of the file.
#[derive(Deserialize)]
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) input: Value,
}

/// A file of so many lines, which is gone with this.
pub(crate) struct File {
    file: NamedTempFile,
    pub(crate) lines: usize,
}

impl File {
    pub(crate) fn write(lines: usize) -> Self {
        let file = NamedTempFile::new().expect("a temporary file");
        let mut writer = BufWriter::new(&file);
        for number in 0..lines {
            let id = id(number);
            let text = ["Buy now, free money", "Lunch tomorrow at noon?"][number % 2];
            writeln!(
                writer,
                r#"{{"id":"{id}","input":{{"text":"{text} ({number})"}}}}"#
            )
            .expect("a line is written");
        }
        writer.flush().expect("the file is written");
        drop(writer);
        Self { file, lines }
    }

    /// The lines, each read when it is asked for.
    pub(crate) fn read(&self) -> impl Iterator<Item = Line> + Send + use<> {
        let file = self.file.reopen().expect("the file");
        BufReader::new(file).lines().map(|line| {
            let line = line.expect("a line");
            serde_json::from_str(&line).expect("JSON")
        })
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.file.as_file().metadata().expect("the file").len()
    }
}

/// The id of a line.
pub(crate) fn id(number: usize) -> String {
    format!("email-{number:07}")
}

/// Which lines have given a result: a byte for each.
pub(crate) struct Seen(Vec<bool>);

impl Seen {
    pub(crate) fn of(file: &File) -> Self {
        Self(vec![false; file.lines])
    }

    /// Notes the result of a line.
    pub(crate) fn note(&mut self, id: &str) {
        let number = id.strip_prefix("email-").expect("an id of the file");
        let number: usize = number.parse().expect("an id of the file");
        let seen = self.0.get_mut(number).expect("an id of the file");
        assert!(!*seen, "{id} has two results");
        *seen = true;
    }

    pub(crate) fn all(&self) -> bool {
        self.0.iter().all(|seen| *seen)
    }
}
