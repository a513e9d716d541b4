//! The agent's own installation.

use std::time::Duration;

use super::super::{Absence, Simulator, SystemOutcome};

/// Updates and restarts.
impl Simulator {
    /// What comes of updates and restarts from now on.
    pub fn set_system_outcome(&self, outcome: SystemOutcome) {
        self.with(|world| world.system.outcome = outcome);
    }

    /// What it looks like when the agent is away.
    pub fn set_system_absence(&self, absence: Absence) {
        self.with(|world| world.system.absence = absence);
    }

    /// How long an update or a restart works before the agent goes away, and how long it is away then, in simulated time. The
    /// default is 5 and 10 seconds.
    pub fn set_system_times(&self, work: Duration, away: Duration) {
        self.with(|world| world.system.times = (work, away));
    }
}
