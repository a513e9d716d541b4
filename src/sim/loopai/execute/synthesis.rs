//! Making programs, which takes its time.

use std::collections::BTreeSet;
use std::time::Duration;

use super::super::backend::Shared;
use super::super::lock;

/// What the generator of programs does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Generator {
    /// It makes programs. The default.
    #[default]
    Works,
    /// It answers with errors: three attempts, with waits of 2 and 4 simulated seconds.
    Fails,
    /// It does not answer: three attempts of 30 simulated seconds each, with the same waits.
    Hangs,
}

/// Waits between attempts, together.
const WAITS: Duration = Duration::from_secs(6);
/// All attempts of a generator that does not answer, with their waits.
const HANGS: Duration = Duration::from_secs(96);

/// The text of what is thrown when there is no program.
const FAILED: &str = "Program generation failed";

/// How programs are made, and for which tasks that is under way.
#[derive(Debug)]
pub(in super::super) struct Synthesis {
    pub(in super::super) generator: Generator,
    pub(in super::super) takes: Duration,
    under_way: BTreeSet<String>,
    /// How often the generator was asked.
    pub(in super::super) count: usize,
}

impl Default for Synthesis {
    fn default() -> Self {
        Self {
            generator: Generator::Works,
            takes: Duration::from_secs(4),
            under_way: BTreeSet::new(),
            count: 0,
        }
    }
}

/// A synthesis under way, which ends when this is dropped.
struct UnderWay<'a> {
    shared: &'a Shared,
    task: &'a str,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let mut world = lock(self.shared);
        world.synthesis.under_way.remove(self.task);
        world.changes.send_replace(());
    }
}

/// Spends the time that making a program takes.
pub(in super::super) async fn generate(shared: &Shared) -> Result<(), String> {
    let (clock, generator, takes) = {
        let mut world = lock(shared);
        world.synthesis.count += 1;
        let synthesis = &world.synthesis;
        let (generator, takes) = (synthesis.generator, synthesis.takes);
        (world.stamps.clock, generator, takes)
    };
    let (takes, made) = match generator {
        Generator::Works => (takes, Ok(())),
        Generator::Fails => (WAITS, Err(FAILED.to_owned())),
        Generator::Hangs => (HANGS, Err(FAILED.to_owned())),
    };
    if !takes.is_zero() {
        clock.sleep(takes).await;
    }
    made
}

/// The active version of a task. Without one it is made; who comes meanwhile waits for it.
pub(super) async fn active(shared: &Shared, task: &str) -> Result<i32, String> {
    let _under_way = loop {
        let mut changes = {
            let mut world = lock(shared);
            let known = world.tasks.get(task);
            if let Some(version) = known.ok_or_else(|| unknown(task))?.active {
                return Ok(version);
            }
            if world.synthesis.under_way.insert(task.to_owned()) {
                break UnderWay { shared, task };
            }
            world.changes.subscribe()
        };
        // The state, which this waits on, has the sender.
        let _ = changes.changed().await;
    };
    generate(shared).await?;
    let mut world = lock(shared);
    let now = world.stamps.clock.now();
    let known = world.tasks.get_mut(task).ok_or_else(|| unknown(task))?;
    let program = known.program();
    let version = known.add(program, now);
    known.activate(version, 100.0, now);
    Ok(version)
}

/// The text of what is thrown for a task that does not exist.
pub(super) fn unknown(task: &str) -> String {
    format!("Task with ID {task} not found")
}
