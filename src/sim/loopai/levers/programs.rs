//! Tasks, programs and canaries.

use std::time::Duration;

use super::super::seed;
use super::super::{CanaryVerdict, Generator, Simulator};

/// Tasks, programs and canaries.
impl Simulator {
    /// The task that is there from the start: `550e8400-e29b-41d4-a716-446655440000`.
    pub fn task_id(&self) -> &'static str {
        seed::TASK
    }

    /// The id of a version of a task's program.
    pub fn program_id(&self, task_id: &str, version: i32) -> Option<String> {
        self.with(|world| {
            let artifact = world.tasks.get(task_id)?.version(version)?;
            Some(artifact.id.clone())
        })
    }

    /// Adds a version of a task's program, made after its examples and not used yet; its number. `None` if there is no such
    /// task.
    pub fn add_program(&self, task_id: &str) -> Option<i32> {
        self.with(|world| {
            let now = world.stamps.clock.now();
            let task = world.tasks.get_mut(task_id)?;
            let program = task.program();
            Some(task.add(program, now))
        })
    }

    /// So many validations of a program more, with these ends. A program that does not exist is left alone.
    pub fn add_validations(&self, program_id: &str, valid: u64, invalid: u64) {
        self.with(|world| {
            let Some((task, version)) = world.tasks.locate(program_id) else {
                return;
            };
            let task = world.tasks.get_mut(&task);
            if let Some(artifact) = task.and_then(|task| task.version_mut(version)) {
                artifact.record.valid += valid;
                artifact.record.invalid += invalid;
            }
        });
    }

    /// What the generator of programs does.
    pub fn set_generator(&self, generator: Generator) {
        self.with(|world| world.synthesis.generator = generator);
    }

    /// How long making a program takes, in simulated time. The default is 4 seconds.
    pub fn set_synthesis_time(&self, time: Duration) {
        self.with(|world| world.synthesis.takes = time);
    }

    /// How often the generator was asked for a program.
    pub fn syntheses(&self) -> usize {
        self.with(|world| world.synthesis.count)
    }

    /// What is thought of canaries that are to go on. `None`, the default, is what the numbers of both programs say.
    pub fn set_canary_verdict(&self, verdict: Option<CanaryVerdict>) {
        self.with(|world| world.canaries.verdict = verdict);
    }

    /// Tasks are read anew, although what was read is not ten minutes old.
    pub fn clear_task_cache(&self) {
        self.with(|world| world.tasks.forget_reads());
    }
}
