//! A job over time.

use std::time::Duration;

use super::super::tail::Batching;
use super::log::{Cursor, Log};
use super::spec::{Job, JobStatus};

/// How long a job goes on after it was told to stop.
const GRACE: Duration = Duration::from_secs(2);

/// A job that the cluster knows.
#[derive(Debug)]
pub(in super::super) struct Record {
    pub(super) spec: Job,
    /// Ray's own id of it.
    pub(in super::super) job_id: String,
    /// When it runs, or ran, from; `None` while a lever has to start it.
    pub(super) start: Option<Duration>,
    log: Log,
    /// When it will have stopped.
    stop: Option<Duration>,
    pub(super) end: Option<End>,
}

/// How a job ended.
#[derive(Clone, Debug)]
pub(super) struct End {
    pub(super) at: Duration,
    pub(super) status: JobStatus,
}

/// Why a job cannot be stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Over(pub(super) JobStatus);

impl Record {
    pub(super) fn new(spec: Job, job_id: String, now: Duration) -> Self {
        let mut record = Self {
            start: spec.wait.map(|wait| now.saturating_add(wait)),
            log: spec.log.clone(),
            spec,
            job_id,
            stop: None,
            end: None,
        };
        record.settle(now);
        record
    }

    pub(super) fn is(&self, id: &str) -> bool {
        (self.spec.id == id && !self.spec.is_driver) || self.job_id == id
    }

    /// Lets everything happen that is due.
    pub(super) fn settle(&mut self, now: Duration) {
        if self.end.is_some() {
            return;
        }
        let stopped = self.stop.map(|at| (at, JobStatus::Stopped));
        let through = match self.spec.then {
            JobStatus::Running | JobStatus::Pending => None,
            status => self.last_line().map(|at| (at, status)),
        };
        let first = [stopped, through].into_iter().flatten();
        let first = first.min_by_key(|(at, _)| *at);
        if let Some((at, status)) = first.filter(|(at, _)| *at <= now) {
            self.finish(at, status);
        }
    }

    /// When the script is written to its end.
    fn last_line(&self) -> Option<Duration> {
        let lines = u32::try_from(self.log.script_len());
        let pace = match lines {
            _ if self.spec.pace.is_zero() => Duration::ZERO,
            Ok(lines) => self.spec.pace.saturating_mul(lines),
            Err(_) => return None,
        };
        Some(self.start?.saturating_add(pace))
    }

    pub(super) fn status(&self, now: Duration) -> JobStatus {
        match (&self.end, self.start) {
            (Some(end), _) => end.status,
            (None, Some(start)) if start <= now => JobStatus::Running,
            (None, _) => JobStatus::Pending,
        }
    }

    /// How many items of the script are written.
    fn due(&self, now: Duration) -> u64 {
        let now = self.end.as_ref().map_or(now, |end| end.at);
        let pace = self.spec.pace.as_nanos();
        match self.start {
            Some(start) if start <= now && pace == 0 => u64::MAX,
            Some(start) if start <= now => {
                let items = (now - start).as_nanos() / pace + 1;
                items.try_into().unwrap_or(u64::MAX)
            }
            _ => 0,
        }
    }

    /// What is written behind the cursor; see [`Log::read`].
    pub(in super::super) fn read(
        &self,
        now: Duration,
        cursor: &mut Cursor,
        batching: Batching,
        most_lines: u64,
    ) -> String {
        self.log.read(cursor, self.due(now), batching, most_lines)
    }

    /// Whether nothing more will be written.
    pub(in super::super) fn is_over(&self) -> bool {
        self.end.is_some()
    }

    pub(super) fn append(&mut self, text: &str, now: Duration) {
        let due = self.due(now);
        self.log.insert(text, due);
    }

    /// Starts, unless it has.
    pub(super) fn begin(&mut self, now: Duration) {
        if self.start.is_none_or(|start| start > now) {
            self.start = Some(now);
        }
    }

    /// Ends, unless it has. What is not written yet never will be.
    pub(super) fn finish(&mut self, at: Duration, status: JobStatus) {
        if self.end.is_none() && status.is_final() {
            let due = self.due(at);
            self.log.truncate(due);
            self.end = Some(End { at, status });
        }
    }

    /// Begins to stop.
    pub(super) fn stop(&mut self, now: Duration) -> Result<(), Over> {
        if let Some(end) = &self.end {
            return Err(Over(end.status));
        }
        self.stop.get_or_insert(now.saturating_add(GRACE));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn text(record: &mut Record, now: Duration) -> String {
        record.settle(now);
        let all = Batching::Lines(u64::MAX);
        record.read(now, &mut Cursor::default(), all, u64::MAX)
    }

    fn record(job: Job) -> Record {
        Record::new(job, "01000000".to_owned(), SECOND)
    }

    #[test]
    fn a_job_writes_at_its_pace_and_ends() {
        let job = Job::new("a").lines(["0", "1", "2"]).every(SECOND);
        let mut job = record(job.then(JobStatus::Succeeded));
        assert_eq!(text(&mut job, SECOND), "0\n");
        assert_eq!(
            text(&mut job, SECOND * 3 - Duration::from_millis(1)),
            "0\n1\n"
        );
        assert_eq!(job.status(SECOND * 3), JobStatus::Running);
        assert_eq!(text(&mut job, SECOND * 9), "0\n1\n2\n");
        assert_eq!(job.status(SECOND * 9), JobStatus::Succeeded);
        assert_eq!(job.end.map(|end| end.at), Some(SECOND * 4));
    }

    #[test]
    fn a_job_without_a_pace_is_over_at_once() {
        let mut job = record(Job::new("a").line("0").then(JobStatus::Failed));
        assert_eq!(job.status(SECOND), JobStatus::Failed);
        assert_eq!(text(&mut job, SECOND), "0\n");
        assert_eq!(job.stop(SECOND), Err(Over(JobStatus::Failed)));
    }

    #[test]
    fn a_stopped_job_goes_on_for_a_moment() {
        let job = Job::new("a").generate(u64::MAX, |line| line.to_string());
        let mut job = record(job.every(SECOND));
        assert_eq!(job.stop(SECOND * 2), Ok(()));
        assert_eq!(job.stop(SECOND * 3), Ok(()));
        job.settle(SECOND * 3);
        assert_eq!(job.status(SECOND * 3), JobStatus::Running);
        assert_eq!(text(&mut job, SECOND * 60), "0\n1\n2\n3\n");
        assert_eq!(job.status(SECOND * 60), JobStatus::Stopped);
    }

    #[test]
    fn a_pending_job_has_no_log() {
        let mut job = record(Job::new("a").line("0").pending_for(SECOND));
        assert_eq!(job.status(SECOND), JobStatus::Pending);
        assert_eq!(text(&mut job, SECOND), "");
        assert_eq!(text(&mut job, SECOND * 2), "0\n");

        let mut job = record(Job::new("b").line("0").pending().then(JobStatus::Succeeded));
        assert_eq!(text(&mut job, SECOND * 99), "");
        job.begin(SECOND * 100);
        assert_eq!(text(&mut job, SECOND * 100), "0\n");
        assert!(job.is_over());
    }

    #[test]
    fn a_lever_ends_a_job_where_it_is() {
        let mut job = record(Job::new("a").lines(["0", "1"]).every(SECOND));
        job.append("lever\n", SECOND);
        job.finish(SECOND, JobStatus::Succeeded);
        job.finish(SECOND * 2, JobStatus::Failed);
        assert_eq!(text(&mut job, SECOND * 5), "0\nlever\n");
        assert_eq!(job.status(SECOND * 5), JobStatus::Succeeded);
    }
}
