//! What the gateway knows.

use std::collections::{BTreeMap, BTreeSet};

use super::LastPage;
use super::auth::{Caller, Credentials};
use super::files::keys::{self, Stamps};
use super::quota::Quota;
use super::secrets::Secrets;
use super::store::{Objects, Signer};
use crate::sim::clock::Clock;

/// The whole state, object store included.
#[derive(Debug)]
pub(super) struct World {
    pub(super) clock: Clock,
    pub(super) credentials: Credentials,
    pub(super) secrets: Secrets,
    pub(super) quota: Quota,
    /// Prefabs that do not answer.
    pub(super) down: BTreeSet<String>,
    /// How often each function was executed, by prefab and name.
    pub(super) executions: BTreeMap<(String, String), usize>,
    pub(super) objects: Objects,
    pub(super) stamps: Stamps,
    pub(super) signer: Signer,
    /// Whether the store serves ranges.
    pub(super) ranges: bool,
    pub(super) last_page: LastPage,
}

impl World {
    pub(super) fn new(clock: Clock, store: String, whitelisted: bool) -> Self {
        Self {
            clock,
            credentials: Credentials::new(whitelisted),
            secrets: Secrets::default(),
            quota: Quota::default(),
            down: BTreeSet::new(),
            executions: BTreeMap::new(),
            objects: Objects::seeded(clock.now()),
            stamps: Stamps::default(),
            signer: Signer::new(store),
            ranges: true,
            last_page: LastPage::default(),
        }
    }

    /// The name of a new object in which a prefab leaves its output.
    pub(super) fn output_name(&mut self, caller: &Caller, file: &str) -> String {
        let stamp = self.stamps.next(&self.clock);
        keys::dated("prefab-outputs", &caller.user, stamp, file)
    }
}
