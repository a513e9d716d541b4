//! A spool in a file of redb.

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use redb::{Database, ReadableTable, Table, TableDefinition};

use super::{Changes, Found, Loaded, SpoolLimits, Stored};
use crate::error::{Error, ErrorKind, Result};
use crate::runtime::buffer::settings::DropPolicy;

/// By their place: when an entry came, in milliseconds, then the entry.
const ENTRIES: TableDefinition<'static, u64, &[u8]> = TableDefinition::new("entries");

/// The bytes of the time before each entry.
const STAMP: usize = size_of::<u64>();

/// What redb makes of it, boxed, because its own error is large.
type Tried<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Every change is on disk when it returns.
#[derive(Debug)]
pub(crate) struct Spool {
    database: Database,
    limits: SpoolLimits,
    found: Found,
    bytes: Mutex<u64>,
}

impl Spool {
    /// Opens or makes a spool.
    ///
    /// # Errors
    /// [`File`](ErrorKind::File) when that is not possible, also because another process has it open.
    pub(crate) fn open(path: &Path, limits: SpoolLimits) -> Result<Self> {
        if limits.bytes == 0 {
            return Err(Error::invalid(
                "the spool's number of bytes is zero; give it room or leave it out",
            ));
        }
        let open = || -> Tried<_> {
            let database = Database::create(path)?;
            let writing = database.begin_write()?;
            let found = look(&writing.open_table(ENTRIES)?)?;
            writing.commit()?;
            Ok((database, found))
        };
        let (database, found) = open().map_err(|error| {
            let message = format!("the spool {} cannot be opened", path.display());
            Error::new(ErrorKind::File, message).with_source(error)
        })?;
        Ok(Self {
            database,
            limits,
            found,
            bytes: Mutex::new(found.bytes),
        })
    }

    /// What an earlier run left.
    pub(in crate::runtime::buffer) fn found(&self) -> Found {
        self.found
    }

    /// Forgets what is settled, and adds what comes, as far as there is room.
    ///
    /// # Errors
    /// When it cannot be written; then nothing was.
    pub(in crate::runtime::buffer) fn write(&self, changes: &Changes) -> Result<Stored> {
        let mut bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        let (stored, left) = self.try_write(changes, *bytes).map_err(|error| {
            Error::new(ErrorKind::File, "the spool cannot be written").with_source(error)
        })?;
        *bytes = left;
        Ok(stored)
    }

    fn try_write(&self, changes: &Changes, mut bytes: u64) -> Tried<(Stored, u64)> {
        let mut stored = Stored::default();
        let writing = self.database.begin_write()?;
        {
            let mut table = writing.open_table(ENTRIES)?;
            for key in &changes.forget {
                bytes -= remove(&mut table, *key)?.min(bytes);
            }
            let stamp = now().to_be_bytes();
            for (key, entry) in &changes.add {
                let size = entry.len() as u64;
                while bytes + size > self.limits.bytes {
                    let Some(freed) = self.evict(&mut table, changes.keep_to, size)? else {
                        break;
                    };
                    bytes -= freed.min(bytes);
                    stored.evicted += 1;
                    stored.evicted_bytes += freed;
                }
                if bytes + size > self.limits.bytes {
                    break;
                }
                table.insert(key, [&stamp[..], entry].concat().as_slice())?;
                bytes += size;
                stored.added += 1;
            }
        }
        writing.commit()?;
        Ok((stored, bytes))
    }

    /// Takes out the oldest entry that is not about to be sent, if that is how room is made.
    fn evict(
        &self,
        table: &mut Table<'_, u64, &'static [u8]>,
        keep_to: u64,
        size: u64,
    ) -> Tried<Option<u64>> {
        if self.limits.policy == DropPolicy::Newest || size > self.limits.bytes {
            return Ok(None);
        }
        let oldest = table
            .range(keep_to.saturating_add(1)..)?
            .next()
            .transpose()?;
        let Some(key) = oldest.map(|(key, _)| key.value()) else {
            return Ok(None);
        };
        remove(table, key).map(Some)
    }

    /// Reads entries behind a place, not more than make up a batch. Those that are too old go.
    ///
    /// # Errors
    /// When it cannot be read, or what is too old not be taken out.
    pub(in crate::runtime::buffer) fn read(
        &self,
        after: u64,
        entries: usize,
        bytes: usize,
    ) -> Result<Loaded> {
        let mut loaded = Loaded::default();
        let mut expired = Vec::new();
        self.try_read(after, entries, bytes, &mut loaded, &mut expired)
            .map_err(|error| {
                Error::new(ErrorKind::File, "the spool cannot be read").with_source(error)
            })?;
        if !expired.is_empty() {
            self.write(&Changes {
                forget: expired,
                ..Changes::default()
            })?;
        }
        Ok(loaded)
    }

    fn try_read(
        &self,
        after: u64,
        entries: usize,
        bytes: usize,
        loaded: &mut Loaded,
        expired: &mut Vec<u64>,
    ) -> Tried<()> {
        let oldest = now().saturating_sub(millis(self.limits.age));
        let reading = self.database.begin_read()?;
        let table = reading.open_table(ENTRIES)?;
        let mut size = 0;
        for row in table.range(after.saturating_add(1)..)? {
            let (key, value) = row?;
            let (stamp, entry) = value.value().split_at_checked(STAMP).unwrap_or_default();
            let came = stamp.try_into().map_or(0, u64::from_be_bytes);
            if came < oldest {
                expired.push(key.value());
                loaded.expired += 1;
                loaded.expired_bytes += entry.len() as u64;
                continue;
            }
            if loaded.entries.len() == entries || size >= bytes {
                break;
            }
            size += entry.len();
            loaded
                .entries
                .push((key.value(), Bytes::copy_from_slice(entry)));
        }
        Ok(())
    }
}

fn look(table: &impl ReadableTable<u64, &'static [u8]>) -> Tried<Found> {
    let mut found = Found::default();
    for row in table.iter()? {
        let (key, value) = row?;
        found.entries += 1;
        found.bytes += value.value().len().saturating_sub(STAMP) as u64;
        found.last = key.value();
    }
    Ok(found)
}

/// Says how many bytes of entries are gone.
fn remove(table: &mut Table<'_, u64, &'static [u8]>, key: u64) -> Tried<u64> {
    let removed = table.remove(key)?;
    Ok(removed.map_or(0, |value| value.value().len().saturating_sub(STAMP) as u64))
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    millis(since.unwrap_or_default())
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(bytes: u64, policy: DropPolicy) -> SpoolLimits {
        SpoolLimits {
            bytes,
            age: Duration::from_secs(3600),
            policy,
        }
    }

    fn add(keys: std::ops::Range<u64>) -> Changes {
        let entry = |key: u64| (key, Bytes::from(format!("entry-{key:03}")));
        Changes {
            add: keys.map(entry).collect(),
            ..Changes::default()
        }
    }

    fn keys(spool: &Spool, after: u64) -> Vec<u64> {
        let loaded = spool.read(after, 1000, usize::MAX).unwrap();
        loaded.entries.iter().map(|(key, _)| *key).collect()
    }

    #[test]
    fn what_was_written_is_there_after_it_was_opened_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("spool");
        let spool = Spool::open(&path, limits(1000, DropPolicy::Newest)).unwrap();
        assert_eq!(spool.found(), Found::default());
        assert_eq!(spool.write(&add(1..6)).unwrap().added, 5);
        spool
            .write(&Changes {
                forget: vec![1, 3],
                ..Changes::default()
            })
            .unwrap();
        let error = Spool::open(&path, limits(1000, DropPolicy::Newest)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::File);
        drop(spool);
        let spool = Spool::open(&path, limits(1000, DropPolicy::Newest)).unwrap();
        let found = Found {
            entries: 3,
            bytes: 27,
            last: 5,
        };
        assert_eq!(spool.found(), found);
        let loaded = spool.read(2, 1, 100).unwrap();
        assert_eq!(loaded.entries, [(4, Bytes::from("entry-004"))]);
        assert_eq!(keys(&spool, 0), [2, 4, 5]);
        // One entry at least, however large.
        assert_eq!(spool.read(0, 10, 1).unwrap().entries.len(), 1);
    }

    #[test]
    fn a_full_spool_takes_no_more_or_gives_up_the_oldest() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("newest");
        let spool = Spool::open(&path, limits(45, DropPolicy::Newest)).unwrap();
        assert_eq!(spool.write(&add(1..9)).unwrap().added, 5);
        assert_eq!(keys(&spool, 0), [1, 2, 3, 4, 5]);

        let path = folder.path().join("oldest");
        let spool = Spool::open(&path, limits(45, DropPolicy::Oldest)).unwrap();
        spool.write(&add(1..6)).unwrap();
        let mut changes = add(6..8);
        changes.keep_to = 2;
        let stored = spool.write(&changes).unwrap();
        assert_eq!(
            (stored.added, stored.evicted, stored.evicted_bytes),
            (2, 2, 18)
        );
        assert_eq!(keys(&spool, 0), [1, 2, 5, 6, 7]);
        let huge = Changes {
            add: vec![(9, Bytes::from(vec![0; 46]))],
            ..Changes::default()
        };
        assert_eq!(spool.write(&huge).unwrap(), Stored::default());
    }

    #[test]
    fn what_is_too_old_goes() {
        let folder = tempfile::tempdir().unwrap();
        let mut limits = limits(1000, DropPolicy::Newest);
        let path = folder.path().join("spool");
        let spool = Spool::open(&path, limits.clone()).unwrap();
        spool.write(&add(1..4)).unwrap();
        drop(spool);
        let soon = now() + 2;
        while now() < soon {
            std::hint::spin_loop();
        }
        limits.age = Duration::ZERO;
        let spool = Spool::open(&path, limits).unwrap();
        let loaded = spool.read(0, 10, 100).unwrap();
        assert_eq!(
            (loaded.entries.len(), loaded.expired, loaded.expired_bytes),
            (0, 3, 27)
        );
        assert_eq!(spool.read(0, 10, 100).unwrap(), Loaded::default());
    }
}
