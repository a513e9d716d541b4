//! What a tour prints: one line per step, with its time.

use std::time::Duration;

use tokio::time::Instant;

/// The steps so far.
pub(crate) struct Report {
    begun: Instant,
    step: Instant,
    steps: usize,
}

impl Report {
    /// Prints where the tour goes and starts the clock.
    pub(crate) fn begin(backend: &str, place: &str) -> Self {
        println!("{backend} at {place}\n");
        let now = Instant::now();
        Self {
            begun: now,
            step: now,
            steps: 0,
        }
    }

    /// Prints what was done since the step before.
    pub(crate) fn step(&mut self, name: &str, what: &str) {
        let now = Instant::now();
        self.line(name, what, now - self.step);
        self.step = now;
        self.steps += 1;
    }

    /// Prints the sum.
    pub(crate) fn end(self) {
        println!();
        let sum = format!("{} steps", self.steps);
        self.line("done", &sum, self.begun.elapsed());
        println!();
    }

    fn line(&self, name: &str, what: &str, took: Duration) {
        println!("  {name:<9} {what:<56} {:>9.3} s", took.as_secs_f64());
    }
}
