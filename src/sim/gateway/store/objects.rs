//! The objects of the store.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;

use crate::sim::random;

/// Objects that the users of the gateway already have.
const SEEDED: [(&str, &[u8]); 4] = [
    ("bucket/input.mp4", b"a video"),
    (
        "bucket/agent-inputs/.../input.mp4",
        b"a video of a front end",
    ),
    (
        "bucket/agent-outputs/user123/agent456/result.pdf",
        b"%PDF-1.7 a result",
    ),
    (
        "bucket/agent-outputs/another-user/agent789/private.txt",
        b"private",
    ),
];

/// An object. Times are simulated, since the start.
#[derive(Clone, Debug)]
pub(in super::super) struct Stored {
    pub(in super::super) content: Bytes,
    pub(super) content_type: Option<String>,
    pub(super) etag: String,
    pub(in super::super) modified: Duration,
    end: Option<Duration>,
}

impl Stored {
    pub(in super::super) fn new(content: Bytes, now: Duration) -> Self {
        Self {
            content,
            content_type: None,
            etag: format!("\"{}\"", random::hex(32)),
            modified: now,
            end: None,
        }
    }

    pub(in super::super) fn of_type(mut self, content_type: &str) -> Self {
        self.content_type = Some(content_type.to_owned());
        self
    }

    /// When it vanishes.
    pub(in super::super) fn until(mut self, end: Option<Duration>) -> Self {
        self.end = end;
        self
    }

    fn is_there(&self, now: Duration) -> bool {
        self.end.is_none_or(|end| now < end)
    }
}

/// All objects, by bucket and key.
#[derive(Debug)]
pub(in super::super) struct Objects(BTreeMap<String, Stored>);

impl Objects {
    pub(in super::super) fn seeded(now: Duration) -> Self {
        let objects = SEEDED.map(|(name, content)| {
            let stored = Stored::new(Bytes::from_static(content), now);
            (name.to_owned(), stored)
        });
        Self(BTreeMap::from(objects))
    }

    /// Stores an object, in the place of one of the same name.
    pub(in super::super) fn put(&mut self, name: String, stored: Stored) {
        self.0.insert(name, stored);
    }

    pub(in super::super) fn get(&self, now: Duration, name: &str) -> Option<&Stored> {
        self.0.get(name).filter(|stored| stored.is_there(now))
    }

    /// Those whose name begins so, in the order of their names.
    pub(in super::super) fn under(&self, now: Duration, prefix: &str) -> Vec<(&str, &Stored)> {
        let from = self.0.range(prefix.to_owned()..);
        from.take_while(|(name, _)| name.starts_with(prefix))
            .filter(|(_, stored)| stored.is_there(now))
            .map(|(name, stored)| (name.as_str(), stored))
            .collect()
    }

    /// Removes those whose name begins so; returns how many there were.
    pub(in super::super) fn remove(&mut self, now: Duration, prefix: &str) -> usize {
        let removed = self.under(now, prefix).len();
        self.0.retain(|name, _| !name.starts_with(prefix));
        removed
    }

    /// Removes one, if it is there.
    pub(in super::super) fn forget(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// Forgets what has vanished.
    pub(in super::super) fn purge(&mut self, now: Duration) {
        self.0.retain(|_, stored| stored.is_there(now));
    }
}
