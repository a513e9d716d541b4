//! Reads an event stream while it passes.
//!
//! What the events say is not described, so only the form is held to something: text, in lines that are empty, comments,
//! or one of the four fields.

const FIELDS: [&[u8]; 4] = [b"data", b"event", b"id", b"retry"];

/// Longer names than this are no field's.
const LONGEST_FIELD: usize = 5;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// An incremental reader that keeps a few bytes, however long a line is.
#[derive(Debug)]
pub(super) struct Reader {
    /// The bytes of a character whose end has not come.
    character: Vec<u8>,
    /// The line so far, up to where a field's name must have ended; `None` behind that.
    name: Option<Vec<u8>>,
    is_first_line: bool,
    finding: Option<String>,
}

impl Reader {
    pub(super) fn new() -> Self {
        Self {
            character: Vec::new(),
            name: Some(Vec::new()),
            is_first_line: true,
            finding: None,
        }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.characters(bytes);
        for byte in bytes {
            self.byte(*byte);
        }
    }

    /// What is wrong so far.
    pub(super) fn finding(&self) -> Option<&str> {
        self.finding.as_deref()
    }

    /// What is wrong, now that nothing follows.
    pub(super) fn last_finding(&mut self) -> Option<&str> {
        self.line_end();
        if !self.character.is_empty() {
            self.find(|| "ends inside a character".to_owned());
        }
        self.finding()
    }

    fn characters(&mut self, bytes: &[u8]) {
        let mut text = std::mem::take(&mut self.character);
        text.extend_from_slice(bytes);
        let Err(error) = std::str::from_utf8(&text) else {
            return;
        };
        match error.error_len() {
            None => self.character = text.split_off(error.valid_up_to()),
            Some(_) => self.find(|| "is not UTF-8".to_owned()),
        }
    }

    fn byte(&mut self, byte: u8) {
        match (byte, &mut self.name) {
            (b'\n' | b'\r', _) => {
                self.line_end();
                self.name = Some(Vec::new());
                self.is_first_line = false;
            }
            (b':', Some(_)) => self.name_end(),
            (byte, Some(name)) => {
                name.push(byte);
                if self.is_first_line && name == BYTE_ORDER_MARK {
                    name.clear();
                    self.is_first_line = false;
                } else if name.len() > LONGEST_FIELD {
                    self.name_end();
                }
            }
            (_, None) => {}
        }
    }

    /// A name without a colon is a field without a value; a line without anything ends an event.
    fn line_end(&mut self) {
        if self.name.as_ref().is_some_and(|name| !name.is_empty()) {
            self.name_end();
        }
    }

    /// Nothing before the colon makes a comment.
    fn name_end(&mut self) {
        let name = self.name.take().unwrap_or_default();
        if !name.is_empty() && !FIELDS.contains(&&*name) {
            let name = String::from_utf8_lossy(&name).into_owned();
            self.find(|| format!("has a line that begins with {name:?}, which is no event's"));
        }
    }

    /// Keeps the first finding; the others follow from it.
    fn find(&mut self, finding: impl FnOnce() -> String) {
        self.finding.get_or_insert_with(finding);
    }
}
