//! A spool in a file of redb.

use std::fmt;
use std::ops::RangeInclusive;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use redb::{Database, DatabaseError, ReadableTable, Table, TableDefinition, TableError};
use tokio::time::Instant;

use super::{Changes, Found, Loaded, SpoolLimits, Stored};
use crate::error::{Error, ErrorKind, Result};
use crate::runtime::buffer::settings::DropPolicy;

/// By their place: when an entry came, in milliseconds, then the entry.
const ENTRIES: TableDefinition<'static, u64, &[u8]> = TableDefinition::new("entries");

/// The bytes of the time before each entry.
const STAMP: usize = size_of::<u64>();

/// The most entries that are given up as too old in one go.
const EXPIRED_AT_ONCE: usize = 10_000;

/// What redb makes of it, boxed, because its own error is large.
type Tried<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Opens the file, the first time and whenever something went wrong with it.
type Open = dyn Fn() -> std::result::Result<Database, DatabaseError> + Send + Sync;

/// Every change is on disk when it returns.
pub(crate) struct Spool {
    open: Box<Open>,
    limits: SpoolLimits,
    found: Found,
    clock: Clock,
    file: Mutex<File>,
}

/// What is known of the file.
struct File {
    /// None after a failure: redb does nothing more with a file that failed once, so it is opened anew.
    database: Option<Database>,
    /// Of all entries.
    bytes: u64,
    /// Among these are all whose writing failed since the last one that did not. They may be there, and have stayed in memory.
    unwanted: Option<RangeInclusive<u64>>,
    /// Of the last changes.
    turn: u64,
    is_shut: bool,
}

impl Spool {
    /// Opens or makes a spool.
    ///
    /// # Errors
    /// [`File`](ErrorKind::File) when that is not possible, also because another process has it open.
    pub(crate) fn open(path: &Path, limits: SpoolLimits) -> Result<Self> {
        let file = path.to_owned();
        Self::new(move || Database::create(&file), limits).map_err(|error| {
            let message = format!("the spool {} {}", path.display(), error.message());
            error.with_message(message)
        })
    }

    /// A spool in what this opens.
    pub(in crate::runtime::buffer) fn new(
        open: impl Fn() -> std::result::Result<Database, DatabaseError> + Send + Sync + 'static,
        limits: SpoolLimits,
    ) -> Result<Self> {
        if limits.bytes == 0 {
            return Err(Error::invalid(
                "has a size of zero bytes; give it room or leave it out",
            ));
        }
        if limits.age.is_zero() {
            return Err(Error::invalid(
                "has an age of zero, so that it would keep nothing; give it time or leave it out",
            ));
        }
        let (database, found) = look_into(&open)
            .map_err(|error| Error::new(ErrorKind::File, why(&*error)).with_source(error))?;
        let file = File {
            database: Some(database),
            bytes: found.bytes,
            unwanted: None,
            turn: 0,
            is_shut: false,
        };
        Ok(Self {
            open: Box::new(open),
            limits,
            found,
            clock: Clock::start(),
            file: Mutex::new(file),
        })
    }

    /// What an earlier run left.
    pub(in crate::runtime::buffer) fn found(&self) -> Found {
        self.found
    }

    /// Lets go of the file, for good.
    pub(in crate::runtime::buffer) fn shut(&self) {
        let mut file = self.file();
        (file.database, file.is_shut) = (None, true);
    }

    fn file(&self) -> MutexGuard<'_, File> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The database, to be put back if nothing goes wrong with it.
    fn take(&self, file: &mut File) -> Tried<Database> {
        if file.is_shut {
            return Err("it is closed".into());
        }
        if let Some(database) = file.database.take() {
            return Ok(database);
        }
        let (database, found) = look_into(&*self.open)?;
        file.bytes = found.bytes;
        Ok(database)
    }

    /// Forgets what is settled, and adds what comes, as far as there is room. What is too old goes.
    ///
    /// # Errors
    /// When it cannot be written; then what was to come counts as not there.
    pub(in crate::runtime::buffer) fn write(&self, changes: &Changes) -> Result<Stored> {
        let mut file = self.file();
        // A worker that is gone may have left a thread behind. What that knows is settled by now.
        if changes.turn < file.turn {
            let message = "something newer was written to the spool";
            return Err(Error::new(ErrorKind::File, message));
        }
        file.turn = changes.turn;
        self.change(&mut file, changes)
    }

    fn change(&self, file: &mut File, changes: &Changes) -> Result<Stored> {
        let written = self.take(file).and_then(|database| {
            fenced(|| {
                let written = self.try_write(&database, file, changes)?;
                Ok((database, written))
            })
        });
        match written {
            Ok((database, (stored, left))) => {
                (file.database, file.bytes) = (Some(database), left);
                file.unwanted = None;
                Ok(stored)
            }
            Err(error) => {
                let known = file
                    .unwanted
                    .iter()
                    .flat_map(|keys| [*keys.start(), *keys.end()]);
                let keys = changes.add.iter().map(|(key, _)| *key).chain(known);
                let (first, last) = (keys.clone().min(), keys.max());
                file.unwanted = first.zip(last).map(|(first, last)| first..=last);
                let message = "the spool cannot be written";
                Err(Error::new(ErrorKind::File, message).with_source(error))
            }
        }
    }

    fn try_write(
        &self,
        database: &Database,
        file: &File,
        changes: &Changes,
    ) -> Tried<(Stored, u64)> {
        let mut stored = Stored::default();
        let mut bytes = file.bytes;
        let writing = database.begin_write()?;
        {
            let mut table = writing.open_table(ENTRIES)?;
            let unwanted = file.unwanted.clone().map(|keys| table.range(keys));
            let unwanted = unwanted.transpose()?.into_iter().flatten();
            let unwanted = unwanted.map(|row| row.map(|(key, _)| key.value()));
            let unwanted: Vec<u64> = unwanted.collect::<redb::Result<_, _>>()?;
            for key in changes.forget.iter().chain(&unwanted) {
                bytes -= remove(&mut table, *key)?.min(bytes);
            }
            if !changes.add.is_empty() {
                self.expire(&mut table, changes.keep_to, &mut stored)?;
                bytes -= stored.expired_bytes.min(bytes);
            }
            let stamp = self.clock.now().to_be_bytes();
            for (key, entry) in &changes.add {
                let size = entry.len() as u64;
                // It may be there, when nobody has seen the end of the write before.
                bytes -= remove(&mut table, *key)?.min(bytes);
                if !self.make_room(&mut table, changes.keep_to, size, &mut bytes, &mut stored)? {
                    stored.refused.push(*key);
                    continue;
                }
                let row = [&stamp[..], entry].concat();
                table.insert(key, row.as_slice())?;
                bytes += size;
            }
        }
        writing.commit()?;
        Ok((stored, bytes))
    }

    /// Takes out what is too old and not about to be sent.
    fn expire(
        &self,
        table: &mut Table<'_, u64, &'static [u8]>,
        keep_to: u64,
        stored: &mut Stored,
    ) -> Tried<()> {
        let mut expired = Vec::new();
        for row in table.range(keep_to.saturating_add(1)..)? {
            let (key, row) = row?;
            if !self.is_too_old(row.value()) || expired.len() == EXPIRED_AT_ONCE {
                break;
            }
            expired.push(key.value());
        }
        for key in expired {
            stored.expired += 1;
            stored.expired_bytes += remove(table, key)?;
        }
        Ok(())
    }

    /// Takes out the oldest entries that are not about to be sent, if that is how room is made.
    fn make_room(
        &self,
        table: &mut Table<'_, u64, &'static [u8]>,
        keep_to: u64,
        size: u64,
        bytes: &mut u64,
        stored: &mut Stored,
    ) -> Tried<bool> {
        if *bytes + size <= self.limits.bytes {
            return Ok(true);
        }
        if self.limits.policy == DropPolicy::Newest {
            return Ok(false);
        }
        let mut kept = 0;
        for row in table.range(..=keep_to)? {
            kept += length(&row?.1);
        }
        // What does not fit at all drives nothing out.
        if kept + size > self.limits.bytes {
            return Ok(false);
        }
        while *bytes + size > self.limits.bytes {
            let oldest = table.range(keep_to.saturating_add(1)..)?.next();
            let Some(key) = oldest.transpose()?.map(|(key, _)| key.value()) else {
                return Ok(false);
            };
            let freed = remove(table, key)?;
            *bytes -= freed.min(*bytes);
            stored.evicted += 1;
            stored.evicted_bytes += freed;
        }
        Ok(true)
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
        {
            let mut file = self.file();
            let read = self.take(&mut file).and_then(|database| {
                let range = (after, entries, bytes);
                fenced(|| {
                    self.try_read(&database, &file, range, &mut loaded, &mut expired)?;
                    Ok(database)
                })
            });
            file.database = Some(read.map_err(|error| {
                let message = "the spool cannot be read";
                Error::new(ErrorKind::File, message).with_source(error)
            })?);
        }
        if !expired.is_empty() {
            let changes = Changes {
                forget: expired,
                ..Changes::default()
            };
            self.change(&mut self.file(), &changes)?;
        }
        Ok(loaded)
    }

    fn try_read(
        &self,
        database: &Database,
        file: &File,
        (after, entries, bytes): (u64, usize, usize),
        loaded: &mut Loaded,
        expired: &mut Vec<u64>,
    ) -> Tried<()> {
        let reading = database.begin_read()?;
        let table = reading.open_table(ENTRIES)?;
        let mut size = 0;
        for row in table.range(after.saturating_add(1)..)? {
            let (key, row) = row?;
            let (key, row) = (key.value(), row.value());
            if file
                .unwanted
                .as_ref()
                .is_some_and(|keys| keys.contains(&key))
            {
                continue;
            }
            let entry = row.get(STAMP..).unwrap_or_default();
            if self.is_too_old(row) {
                expired.push(key);
                loaded.expired += 1;
                loaded.expired_bytes += entry.len() as u64;
                continue;
            }
            if loaded.entries.len() == entries || size >= bytes {
                break;
            }
            size += entry.len();
            loaded.entries.push((key, Bytes::copy_from_slice(entry)));
        }
        Ok(())
    }

    fn is_too_old(&self, row: &[u8]) -> bool {
        let oldest = self.clock.now().saturating_sub(millis(self.limits.age));
        let stamp = row.first_chunk().copied();
        stamp.map_or(0, u64::from_be_bytes) < oldest
    }
}

impl fmt::Debug for Spool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spool")
            .field("limits", &self.limits)
            .field("found", &self.found)
            .finish_non_exhaustive()
    }
}

/// The time of day, which is looked at once: entries of one run do not age because somebody sets the clock.
struct Clock {
    wall: Duration,
    since: Instant,
}

impl Clock {
    fn start() -> Self {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH);
        Self {
            wall: wall.unwrap_or_default(),
            since: Instant::now(),
        }
    }

    /// In milliseconds.
    fn now(&self) -> u64 {
        millis(self.wall + self.since.elapsed())
    }
}

/// Opens a file and looks what is in it.
fn look_into(open: &Open) -> Tried<(Database, Found)> {
    fenced(|| {
        let database = open().map_err(boxed)?;
        let reading = database.begin_read().map_err(boxed)?;
        let found = match reading.open_table(ENTRIES) {
            Err(TableError::TableDoesNotExist(_)) => {
                let writing = database.begin_write().map_err(boxed)?;
                writing.open_table(ENTRIES).map_err(boxed)?;
                writing.commit().map_err(boxed)?;
                Found::default()
            }
            table => look(&table.map_err(boxed)?).map_err(boxed)?,
        };
        drop(reading);
        if found.last > u64::MAX / 2 {
            return Err("there are no numbers for more entries".into());
        }
        Ok((database, found))
    })
}

/// Whatever it is, as the one type that [`why`] looks for.
fn boxed(error: impl Into<redb::Error>) -> Box<dyn std::error::Error + Send + Sync> {
    Box::new(error.into())
}

/// A damaged file makes redb panic now and then.
fn fenced<T>(work: impl FnOnce() -> Tried<T>) -> Tried<T> {
    let done = catch_unwind(AssertUnwindSafe(work));
    done.unwrap_or_else(|_| Err("it is damaged".into()))
}

/// What is wrong with a file that cannot be opened, and what is to be done.
fn why(error: &(dyn std::error::Error + 'static)) -> &'static str {
    use std::io::ErrorKind::{InvalidData, UnexpectedEof};
    match error.downcast_ref() {
        Some(redb::Error::DatabaseAlreadyOpen) => {
            "is in use by another logger, here or in another process; give each a file of its own"
        }
        Some(redb::Error::Io(error)) if !matches!(error.kind(), InvalidData | UnexpectedEof) => {
            "cannot be opened or written; its folder must exist, and the file be writable"
        }
        _ => "is damaged, or no spool; move it away, and a new one is made",
    }
}

fn look(table: &impl ReadableTable<u64, &'static [u8]>) -> redb::Result<Found> {
    let mut found = Found::default();
    for row in table.iter()? {
        let (key, row) = row?;
        found.entries += 1;
        found.bytes += length(&row);
        found.last = key.value();
    }
    Ok(found)
}

/// The bytes of the entry in a row.
fn length(row: &redb::AccessGuard<'_, &'static [u8]>) -> u64 {
    row.value().len().saturating_sub(STAMP) as u64
}

/// Says how many bytes of entries are gone.
fn remove(table: &mut Table<'_, u64, &'static [u8]>, key: u64) -> Tried<u64> {
    Ok(table.remove(key)?.map_or(0, |row| length(&row)))
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

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
        assert_eq!(spool.write(&add(1..6)).unwrap(), Stored::default());
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
        assert_eq!(spool.write(&add(1..9)).unwrap().refused, [6, 7, 8]);
        assert_eq!(keys(&spool, 0), [1, 2, 3, 4, 5]);

        let path = folder.path().join("oldest");
        let spool = Spool::open(&path, limits(45, DropPolicy::Oldest)).unwrap();
        spool.write(&add(1..6)).unwrap();
        let mut changes = add(6..8);
        changes.keep_to = 2;
        let stored = spool.write(&changes).unwrap();
        assert_eq!(
            (stored.refused, stored.evicted, stored.evicted_bytes),
            (vec![], 2, 18)
        );
        assert_eq!(keys(&spool, 0), [1, 2, 5, 6, 7]);
        // What does not fit at all drives nothing out, and keeps nothing out that does.
        let mut changes = add(9..10);
        changes.add.insert(0, (8, Bytes::from(vec![0; 46])));
        changes.add.push((10, Bytes::from(vec![0; 30])));
        changes.keep_to = 2;
        let stored = spool.write(&changes).unwrap();
        assert_eq!((stored.refused, stored.evicted), (vec![8, 10], 1));
        assert_eq!(keys(&spool, 0), [1, 2, 6, 7, 9]);
    }

    /// As after a write whose end nobody has seen.
    #[test]
    fn what_is_written_twice_counts_once() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::open(&folder.path().join("spool"), limits(45, DropPolicy::Newest));
        let spool = spool.unwrap();
        for _ in 0..3 {
            assert_eq!(spool.write(&add(1..6)).unwrap(), Stored::default());
        }
        assert_eq!(keys(&spool, 0), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_file_that_cannot_be_used_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("spool");
        let open = |path: &Path| Spool::open(path, limits(1000, DropPolicy::Newest));
        let refusal = |path: &Path| {
            let error = open(path).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::File);
            error.message().to_owned()
        };
        let text = refusal(&folder.path().join("absent").join("spool"));
        assert!(text.ends_with("its folder must exist, and the file be writable"));
        let text = refusal(folder.path());
        assert!(text.contains("cannot be opened"), "{text}");
        let spool = open(&path).unwrap();
        let text = refusal(&path);
        assert!(text.contains("is in use by another logger"), "{text}");
        spool.write(&add(1..100)).unwrap();
        spool.shut();
        // Who lets go of the file does not take it again.
        assert!(spool.read(0, 1, 1).is_err() && spool.write(&add(1..2)).is_err());
        assert_eq!(open(&path).unwrap().found().entries, 99);

        let whole = std::fs::read(&path).unwrap();
        for spoilt in [b"no spool".to_vec(), vec![0; 5000], vec![255; 1 << 16]] {
            std::fs::write(&path, spoilt).unwrap();
            let text = refusal(&path);
            assert!(text.contains("is damaged, or no spool"), "{text}");
        }
        // Wherever it is cut or damaged: it is refused, or what is there can be read.
        for place in (0..whole.len()).step_by(whole.len() / 60) {
            let mut spoilt = whole.clone();
            let end = spoilt.len().min(place + 64);
            spoilt[place..end].fill(0xa5);
            for spoilt in [&spoilt[..], &whole[..place]] {
                std::fs::write(&path, spoilt).unwrap();
                if let Ok(spool) = open(&path) {
                    spool.read(0, 1000, usize::MAX).ok();
                }
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_too_old_goes() {
        let folder = tempfile::tempdir().unwrap();
        let limits = limits(1000, DropPolicy::Newest);
        let path = folder.path().join("spool");
        let spool = Spool::open(&path, limits).unwrap();
        spool.write(&add(1..4)).unwrap();
        advance(Duration::from_secs(3000)).await;
        spool.write(&add(4..6)).unwrap();
        advance(Duration::from_secs(601)).await;
        // What is about to be sent stays.
        let mut changes = add(6..7);
        changes.keep_to = 1;
        let stored = spool.write(&changes).unwrap();
        assert_eq!((stored.expired, stored.expired_bytes), (2, 18));
        assert_eq!(keys(&spool, 1), [4, 5, 6]);
        advance(Duration::from_secs(3600)).await;
        // Not yet the last one.
        assert_eq!(keys(&spool, 1), [6]);
        advance(Duration::from_secs(1)).await;
        spool.write(&add(7..10)).unwrap();
        advance(Duration::from_secs(3601)).await;
        let loaded = spool.read(0, 10, 100).unwrap();
        assert_eq!(
            (loaded.entries.len(), loaded.expired, loaded.expired_bytes),
            (0, 3, 27)
        );
        assert_eq!(spool.read(0, 10, 100).unwrap(), Loaded::default());
    }
}
