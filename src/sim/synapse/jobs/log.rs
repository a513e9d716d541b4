//! What a job writes, and reading it from the start.

use std::fmt;
use std::sync::Arc;

use super::super::tail::Batching;

type Make = Arc<dyn Fn(u64) -> String + Send + Sync>;

/// Texts that are written one after the other, most often a line each.
#[derive(Clone)]
pub(super) enum Items {
    Given(Vec<Arc<str>>),
    /// So many, each made of its number, without its line end.
    Made(u64, Make),
}

impl Items {
    fn len(&self) -> u64 {
        match self {
            Self::Given(texts) => texts.len() as u64,
            Self::Made(count, _) => *count,
        }
    }

    fn get(&self, item: u64) -> Arc<str> {
        match self {
            Self::Given(texts) => {
                let text = usize::try_from(item).ok().and_then(|item| texts.get(item));
                text.cloned().unwrap_or_default()
            }
            Self::Made(_, make) => {
                let mut line = make(item);
                line.push('\n');
                line.into()
            }
        }
    }
}

/// A run of items.
#[derive(Clone)]
struct Segment {
    items: Items,
    /// The items from this one on are not in it.
    end: u64,
    /// How many items of the script are before its first one; `None` where it was written by a lever, in no script.
    before: Option<u64>,
    /// The first item of it.
    start: u64,
}

/// A log, written and unwritten. How much is written is told by the number of items of the script that are.
#[derive(Clone, Default)]
pub(super) struct Log {
    segments: Vec<Segment>,
}

/// How far somebody has read.
#[derive(Clone, Default)]
pub(in super::super) struct Cursor {
    segment: usize,
    /// How many items of the segment are read.
    item: u64,
    /// The item that is being read, and how much of it is read.
    open: Option<(Arc<str>, usize)>,
}

impl Log {
    /// Goes on with more items.
    pub(super) fn push(&mut self, items: Items) {
        self.segments.push(Segment {
            end: items.len(),
            before: Some(self.script_len()),
            start: 0,
            items,
        });
    }

    /// How many items the script has.
    pub(super) fn script_len(&self) -> u64 {
        let scripted = self.segments.iter().filter(|one| one.before.is_some());
        scripted.fold(0, |sum, one| sum.saturating_add(one.end - one.start))
    }

    /// Writes a text now, when `due` items of the script are written.
    pub(super) fn insert(&mut self, text: &str, due: u64) {
        let written = |one: &Segment| one.written(due) == one.end - one.start;
        let place = self.segments.iter().position(|one| !written(one));
        let place = place.unwrap_or(self.segments.len());
        let mut rest = self.segments.split_off(place);
        if let Some(first) = rest.first_mut() {
            let written = first.written(due);
            let mut done = first.clone();
            done.end = done.start + written;
            first.start = done.end;
            first.before = first.before.map(|before| before + written);
            self.segments.push(done);
        }
        self.segments.push(Segment {
            items: Items::Given(vec![text.into()]),
            end: 1,
            before: None,
            start: 0,
        });
        self.segments.append(&mut rest);
    }

    /// Nothing more is written than what is when `due` items of the script are.
    pub(super) fn truncate(&mut self, due: u64) {
        for segment in &mut self.segments {
            segment.end = segment.start + segment.written(due);
        }
    }

    /// The next piece of what is written when `due` items of the script are, with at most so many line ends; empty when
    /// everything is read.
    pub(super) fn read(
        &self,
        cursor: &mut Cursor,
        due: u64,
        batching: Batching,
        most_lines: u64,
    ) -> String {
        let mut batch = Batch::new(batching, most_lines);
        while batch.has_room()
            && let Some((text, read)) = self.open(cursor, due)
        {
            let taken = batch.take(&text[*read..]);
            *read += taken;
            if *read == text.len() {
                cursor.open = None;
            }
        }
        batch.text
    }

    /// The item to read next.
    fn open<'a>(&self, cursor: &'a mut Cursor, due: u64) -> Option<&'a mut (Arc<str>, usize)> {
        while cursor.open.is_none() {
            let segment = self.segments.get(cursor.segment)?;
            if cursor.item < segment.written(due) {
                let text = segment.items.get(segment.start + cursor.item);
                cursor.item += 1;
                cursor.open = (!text.is_empty()).then_some((text, 0));
            } else if cursor.item < segment.end - segment.start {
                return None;
            } else {
                cursor.segment += 1;
                cursor.item = 0;
            }
        }
        cursor.open.as_mut()
    }
}

impl Segment {
    /// How many items of it are written when `due` items of the script are.
    fn written(&self, due: u64) -> u64 {
        let len = self.end - self.start;
        self.before
            .map_or(len, |before| due.saturating_sub(before).min(len))
    }
}

/// A piece of a log that is being put together.
struct Batch {
    text: String,
    lines: u64,
    most_lines: u64,
    characters: usize,
    batching: Batching,
}

impl Batch {
    fn new(batching: Batching, most_lines: u64) -> Self {
        Self {
            text: String::new(),
            lines: 0,
            most_lines: batching.lines().min(most_lines.max(1)),
            characters: 0,
            batching,
        }
    }

    fn has_room(&self) -> bool {
        self.lines < self.most_lines && self.characters < self.batching.characters()
    }

    /// Takes the first line of a text, or as much of it as there is room for; says how many bytes.
    fn take(&mut self, text: &str) -> usize {
        let line = memchr::memchr(b'\n', text.as_bytes()).map_or(text.len(), |end| end + 1);
        let mut line = &text[..line];
        if self.batching.cuts_lines() {
            let room = self.batching.characters() - self.characters;
            if let Some((end, _)) = line.char_indices().nth(room) {
                line = &line[..end];
            }
        }
        self.characters += line.chars().count();
        self.lines += u64::from(line.ends_with('\n'));
        self.text.push_str(line);
        line.len()
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log")
            .field("segments", &self.segments.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cursor")
            .field("segment", &self.segment)
            .field("item", &self.item)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(log: &mut Log, texts: &[&str]) {
        log.push(Items::Given(
            texts.iter().map(|text| (*text).into()).collect(),
        ));
    }

    fn batches(log: &Log, due: u64, batching: Batching) -> Vec<String> {
        let mut cursor = Cursor::default();
        let next = || Some(log.read(&mut cursor, due, batching, u64::MAX));
        std::iter::from_fn(next)
            .take_while(|text| !text.is_empty())
            .collect()
    }

    #[test]
    fn batches_are_those_of_ray() {
        let mut log = Log::default();
        log.push(Items::Made(25, Arc::new(|line| line.to_string())));
        let ten = |from: u32, to: u32| (from..to).map(|line| format!("{line}\n")).collect();
        let expected: [String; 3] = [ten(0, 10), ten(10, 20), ten(20, 25)];
        assert_eq!(batches(&log, 25, Batching::Ray), expected);
        // Nobody waits for a batch to be full.
        assert_eq!(batches(&log, 12, Batching::Ray), [ten(0, 10), ten(10, 12)]);

        // A line is added as long as there are no more than 20000 characters.
        let mut log = Log::default();
        let wide = "\u{ac00}".repeat(9_999) + "\n";
        given(&mut log, &[&wide, &wide, "x\n", "y\n"]);
        let sizes = |batches: Vec<String>| {
            let sizes = batches.iter().map(|batch| batch.chars().count());
            sizes.collect::<Vec<_>>()
        };
        assert_eq!(sizes(batches(&log, 4, Batching::Ray)), [20_002, 2]);
        let huge = "x".repeat(1 << 22);
        let mut log = Log::default();
        given(&mut log, &[&huge, "\nshort\n"]);
        assert_eq!(sizes(batches(&log, 2, Batching::Ray)), [1 << 22, 7]);
    }

    #[test]
    fn pieces_do_not_care_for_lines() {
        let mut log = Log::default();
        given(&mut log, &["a\u{e9}\r\n", "\n", "bcd", "e\nf"]);
        let pieces = batches(&log, 9, Batching::Characters(3));
        assert_eq!(pieces, ["a\u{e9}\r", "\n\nb", "cde", "\nf"]);
        let lines = batches(&log, 9, Batching::Lines(1));
        assert_eq!(lines, ["a\u{e9}\r\n", "\n", "bcde\n", "f"]);
        assert_eq!(
            batches(&log, 9, Batching::Lines(2)),
            ["a\u{e9}\r\n\n", "bcde\nf"]
        );
    }

    #[test]
    fn what_a_lever_writes_comes_after_what_was_written() {
        let mut log = Log::default();
        log.push(Items::Made(4, Arc::new(|line| line.to_string())));
        given(&mut log, &["end\n"]);
        let whole = |log: &Log, due| batches(log, due, Batching::Lines(100)).concat();
        let mut cursor = Cursor::default();
        log.read(&mut cursor, 2, Batching::Ray, u64::MAX);

        log.insert("lever ", 2);
        log.insert("again\n", 2);
        assert_eq!(whole(&log, 2), "0\n1\nlever again\n");
        assert_eq!(whole(&log, 5), "0\n1\nlever again\n2\n3\nend\n");
        // Whoever reads along sees the same.
        let rest = log.read(&mut cursor, 5, Batching::Ray, u64::MAX);
        assert_eq!(rest, "lever again\n2\n3\nend\n");
        assert_eq!(log.script_len(), 5);

        log.truncate(3);
        assert_eq!(whole(&log, 5), "0\n1\nlever again\n2\n");
        log.insert("late\n", 5);
        assert_eq!(whole(&log, 5), "0\n1\nlever again\n2\nlate\n");
    }

    #[test]
    fn a_batch_may_be_kept_short() {
        let mut log = Log::default();
        log.push(Items::Made(u64::MAX, Arc::new(|line| line.to_string())));
        let mut cursor = Cursor::default();
        assert_eq!(log.read(&mut cursor, u64::MAX, Batching::Ray, 2), "0\n1\n");
        let next = log.read(&mut cursor, u64::MAX, Batching::Ray, 1);
        assert_eq!(next, "2\n");
    }
}
