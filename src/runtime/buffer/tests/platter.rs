//! A disk in memory that fails when it is told to.

use std::io::{Error, ErrorKind, Result};
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicBool, AtomicU32};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use redb::{Database, StorageBackend};

use crate::runtime::buffer::{DropPolicy, Spool, SpoolLimits};

/// Clones are the same disk.
#[derive(Debug, Clone, Default)]
pub(super) struct Platter {
    bytes: Arc<Mutex<Vec<u8>>>,
    /// Nothing more can be written.
    pub(super) is_full: Arc<AtomicBool>,
    /// What was written is there, but nobody is told so.
    pub(super) is_mute: Arc<AtomicBool>,
    pub(super) is_unreadable: Arc<AtomicBool>,
    /// Writes come to no end.
    pub(super) is_stuck: Arc<AtomicBool>,
    /// Writes that wait for one.
    waiting: Arc<AtomicU32>,
}

impl Platter {
    /// What the next process finds, when this one is killed now.
    pub(super) fn after_a_kill(&self) -> Self {
        let bytes = self.bytes.lock().unwrap().clone();
        Self {
            bytes: Arc::new(Mutex::new(bytes)),
            ..Self::default()
        }
    }

    pub(super) fn spool(&self, bytes: u64, age: Duration, policy: DropPolicy) -> Spool {
        self.open(SpoolLimits { bytes, age, policy }).unwrap()
    }

    pub(super) fn open(&self, limits: SpoolLimits) -> crate::error::Result<Spool> {
        let platter = self.clone();
        let open = move || {
            // Without a cache, so that whatever is read is read from here.
            let mut builder = Database::builder();
            builder.set_cache_size(0);
            builder.create_with_backend(platter.clone())
        };
        Spool::new(open, limits)
    }

    /// Whether a write is stuck.
    pub(super) fn waits(&self) -> bool {
        self.waiting.load(SeqCst) > 0
    }

    /// A spool that takes all.
    pub(super) fn large(&self) -> Spool {
        self.spool(1 << 40, Duration::MAX, DropPolicy::Newest)
    }
}

impl StorageBackend for Platter {
    fn len(&self) -> Result<u64> {
        Ok(self.bytes.lock().unwrap().len() as u64)
    }

    fn read(&self, offset: u64, len: usize) -> Result<Vec<u8>> {
        let bytes = self.bytes.lock().unwrap();
        let start = usize::try_from(offset).unwrap();
        let found = bytes.get(start..start + len);
        match self.is_unreadable.load(SeqCst) {
            true => Err(Error::other("scripted")),
            false => found
                .map(<[u8]>::to_vec)
                .ok_or(ErrorKind::UnexpectedEof.into()),
        }
    }

    fn set_len(&self, len: u64) -> Result<()> {
        let mut bytes = self.bytes.lock().unwrap();
        let len = usize::try_from(len).unwrap();
        if len > bytes.len() && self.is_full.load(SeqCst) {
            return Err(ErrorKind::StorageFull.into());
        }
        bytes.resize(len, 0);
        Ok(())
    }

    fn sync_data(&self, _: bool) -> Result<()> {
        self.waiting.fetch_add(1, SeqCst);
        while self.is_stuck.load(SeqCst) {
            std::thread::yield_now();
        }
        self.waiting.fetch_sub(1, SeqCst);
        match self.is_mute.load(SeqCst) {
            true => Err(Error::other("scripted")),
            false => Ok(()),
        }
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<()> {
        if self.is_full.load(SeqCst) {
            return Err(ErrorKind::StorageFull.into());
        }
        let start = usize::try_from(offset).unwrap();
        self.bytes.lock().unwrap()[start..start + data.len()].copy_from_slice(data);
        Ok(())
    }
}
