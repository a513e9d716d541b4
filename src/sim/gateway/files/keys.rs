//! Where files are kept: the keys of their objects. The name of an object is its bucket and its key, `bucket/a/b.txt`.

use chrono::{DateTime, Utc};

use super::super::auth::Caller;
use crate::sim::clock::Clock;

/// The one bucket.
const BUCKET: &str = "bucket";
/// The folders under which the next one is the user's.
const OWNED: [&str; 4] = [
    "agent-outputs",
    "agent-workspace",
    "prefab-inputs",
    "prefab-outputs",
];

/// The name of the object that an S3 URL means.
pub(in super::super) fn parse(url: &str) -> Option<&str> {
    let name = url.strip_prefix("s3://")?;
    let (bucket, key) = name.split_once('/')?;
    (!bucket.is_empty() && !key.is_empty()).then_some(name)
}

/// The S3 URL of an object.
pub(in super::super) fn url(name: &str) -> String {
    format!("s3://{name}")
}

/// The key in the name of an object.
pub(super) fn key(name: &str) -> &str {
    name.split_once('/').map_or(name, |(_, key)| key)
}

/// The user whom an object belongs to, if it belongs to one.
pub(in super::super) fn owner(name: &str) -> Option<&str> {
    let mut folders = key(name).split('/');
    OWNED.contains(&folders.next()?).then(|| folders.next())?
}

/// A name below a folder of a user and a day.
pub(in super::super) fn dated(folder: &str, user: &str, stamp: Stamp, file: &str) -> String {
    let day = stamp.0.format("%Y/%m/%d");
    format!("{BUCKET}/{folder}/{user}/{day}/{}", stamp.file(file))
}

/// The folder in which an agent keeps files, with its slash.
pub(super) fn folder_of(folder: &str, caller: &Caller, agent: &str) -> String {
    format!("{BUCKET}/{folder}/{}/{agent}/", caller.user)
}

/// A moment that no other file has.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Stamp(DateTime<Utc>);

impl Stamp {
    /// The name of a file, so that no other file of that name is in its way.
    pub(super) fn file(self, name: &str) -> String {
        let name = name.rsplit('/').next().unwrap_or_default();
        format!("{}-{name}", self.0.timestamp_millis())
    }
}

/// Gives out moments, each a millisecond after the one before at least.
#[derive(Debug, Default)]
pub(in super::super) struct Stamps(i64);

impl Stamps {
    pub(in super::super) fn next(&mut self, clock: &Clock) -> Stamp {
        let now = clock.wall(clock.now());
        self.0 = now.timestamp_millis().max(self.0 + 1);
        Stamp(DateTime::from_timestamp_millis(self.0).unwrap_or(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_name_a_bucket_and_a_key() {
        assert_eq!(parse("s3://b/k é.txt"), Some("b/k é.txt"));
        for bad in [
            "",
            "s3://",
            "s3://b",
            "s3://b/",
            "s3:///k",
            "http://b/k",
            "S3://b/k",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn folders_of_users_have_owners() {
        assert_eq!(owner("bucket/agent-outputs/user123/a/f"), Some("user123"));
        assert_eq!(owner("bucket/input.mp4"), None);
        assert_eq!(owner("bucket/agent-inputs/x"), None);
    }

    #[tokio::test(start_paused = true)]
    async fn no_two_files_have_one_name() {
        let (clock, mut stamps) = (Clock::new(1.0), Stamps::default());
        let names: Vec<String> = (0..3)
            .map(|_| stamps.next(&clock).file("/x/a.txt"))
            .collect();
        assert!(names[0] < names[1] && names[1] < names[2]);
        assert!(names.iter().all(|name| name.ends_with("-a.txt")));
    }
}
