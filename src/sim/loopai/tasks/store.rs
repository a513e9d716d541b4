//! The tasks that there are.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Artifact, Task};

/// How long a task is read from a cache: in production, and in Development.
const CACHED: [Duration; 2] = [Duration::from_secs(600), Duration::from_secs(120)];

/// All tasks.
#[derive(Debug, Default)]
pub(in super::super) struct Tasks {
    tasks: BTreeMap<String, Task>,
    /// Names, which are unique, with the ids of their tasks.
    names: BTreeMap<String, String>,
    /// What was read, and when.
    cache: BTreeMap<String, (Duration, String)>,
}

impl Tasks {
    pub(in super::super) fn insert(&mut self, task: Task) {
        self.names.insert(task.wish.name.clone(), task.id.clone());
        self.tasks.insert(task.id.clone(), task);
    }

    pub(in super::super) fn has_name(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    pub(in super::super) fn get(&self, id: &str) -> Option<&Task> {
        self.tasks.get(id)
    }

    pub(in super::super) fn get_mut(&mut self, id: &str) -> Option<&mut Task> {
        self.tasks.get_mut(id)
    }

    /// A program and the task that it belongs to.
    pub(in super::super) fn program(&self, id: &str) -> Option<(&Task, &Artifact)> {
        self.tasks.values().find_map(|task| {
            let mut artifacts = task.artifacts.iter();
            let artifact = artifacts.find(|artifact| artifact.id == id)?;
            Some((task, artifact))
        })
    }

    /// Task and version of a program.
    pub(in super::super) fn locate(&self, program: &str) -> Option<(String, i32)> {
        let (task, artifact) = self.program(program)?;
        Some((task.id.clone(), artifact.version))
    }

    /// What a task looked like when it was last read, unless that is too long ago; else what it looks like now.
    pub(in super::super) fn cached(
        &mut self,
        id: &str,
        now: Duration,
        development: bool,
        look: impl FnOnce(&Task) -> String,
    ) -> Option<String> {
        let task = self.tasks.get(id)?;
        let lasts = CACHED[usize::from(development)];
        let known = self.cache.get(id).filter(|(at, _)| now < *at + lasts);
        if let Some((_, text)) = known {
            return Some(text.clone());
        }
        let text = look(task);
        self.cache.insert(id.to_owned(), (now, text.clone()));
        Some(text)
    }

    /// Everything is read anew.
    pub(in super::super) fn forget_reads(&mut self) {
        self.cache.clear();
    }
}
