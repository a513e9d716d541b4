//! Reads the parts of a `multipart/form-data` body while it passes.

/// Of a part, so much is kept; a file is as long as it likes.
const LONGEST_VALUE: usize = 64 * 1024;

/// One part: its name and the beginning of its content.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) name: String,
    value: Vec<u8>,
    is_whole: bool,
}

impl Part {
    /// The content as text, when it is short and UTF-8.
    pub(super) fn text(&self) -> Option<&str> {
        let value = std::str::from_utf8(&self.value).ok();
        value.filter(|_| self.is_whole)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Preamble,
    PartHead,
    Content,
    Done,
    Malformed,
}

/// An incremental reader that keeps no more than a delimiter's length of a long part.
#[derive(Debug)]
pub(super) struct Reader {
    /// `\r\n--boundary`; the body is read as if it began with `\r\n`.
    delimiter: Vec<u8>,
    unread: Vec<u8>,
    place: Place,
    parts: Vec<Part>,
}

impl Reader {
    pub(super) fn new(boundary: &str) -> Self {
        Self {
            delimiter: format!("\r\n--{boundary}").into_bytes(),
            unread: b"\r\n".to_vec(),
            place: Place::Preamble,
            parts: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.unread.extend_from_slice(bytes);
        while self.step() {}
    }

    /// The parts, when the body is well-formed and complete.
    pub(super) fn parts(&self) -> Option<&[Part]> {
        (self.place == Place::Done).then_some(&self.parts)
    }

    /// Reads one element; false when more bytes are needed.
    fn step(&mut self) -> bool {
        match self.place {
            Place::Preamble | Place::Content => self.up_to_delimiter(),
            Place::PartHead => self.part_head(),
            Place::Done | Place::Malformed => {
                self.unread.clear();
                false
            }
        }
    }

    fn up_to_delimiter(&mut self) -> bool {
        let found = find(&self.unread, &self.delimiter);
        let overlap = self.delimiter.len() - 1;
        let end = found.unwrap_or_else(|| self.unread.len().saturating_sub(overlap));
        let content: Vec<u8> = self.unread.drain(..end).collect();
        if self.place == Place::Content
            && let Some(part) = self.parts.last_mut()
        {
            let room = LONGEST_VALUE - part.value.len();
            part.is_whole &= content.len() <= room;
            part.value.extend(content.into_iter().take(room));
        }
        if found.is_some() {
            self.unread.drain(..self.delimiter.len());
            self.place = Place::PartHead;
        }
        found.is_some()
    }

    /// Behind a delimiter: `--` ends the body, else the headers of a part follow.
    fn part_head(&mut self) -> bool {
        if self.unread.starts_with(b"--") {
            self.place = Place::Done;
            return true;
        }
        let Some(end) = find(&self.unread, b"\r\n\r\n") else {
            return false;
        };
        let head: Vec<u8> = self.unread.drain(..end + 4).collect();
        match part_name(&String::from_utf8_lossy(&head)) {
            Some(name) => {
                self.place = Place::Content;
                self.parts.push(Part {
                    name,
                    value: Vec::new(),
                    is_whole: true,
                });
            }
            None => self.place = Place::Malformed,
        }
        true
    }
}

fn part_name(head: &str) -> Option<String> {
    let disposition = head.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_wanted = name.eq_ignore_ascii_case("content-disposition");
        is_wanted.then_some(value)
    })?;
    super::media::parameter(disposition, "name")
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack
        .windows(needle.len())
        .position(|window| window == needle)
}
