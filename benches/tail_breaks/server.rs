//! The server: a simulator whose connections break where a seed says.

use quintet::sim::synapse::{Job, JobStatus, Simulator, TailFault, Transport};
use quintet::synapse::Protocol;

pub(crate) const JOB: &str = "job";

/// What every simulator takes.
pub(crate) const TOKEN: &str = "quintet-sim";

/// How much there is to read, and where connections break.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) lines: u64,
    pub(crate) seed: u64,
    pub(crate) protocol: Protocol,
}

impl Plan {
    /// As the program was told, by [`arguments`](Self::arguments).
    pub(crate) fn of(arguments: &[String]) -> Self {
        let [lines, seed, protocol] = arguments else {
            panic!("not lines, seed and protocol: {arguments:?}");
        };
        Self {
            lines: lines.parse().expect("a number"),
            seed: seed.parse().expect("a number"),
            protocol: protocol.parse().expect("a protocol"),
        }
    }

    pub(crate) fn arguments(&self) -> [String; 3] {
        [
            self.lines.to_string(),
            self.seed.to_string(),
            self.protocol.to_string(),
        ]
    }

    /// How often connections break at least.
    pub(crate) fn breaks(&self) -> u64 {
        let over_http = self.faults(Transport::Http).len() as u64;
        // `auto` leaves WebSockets when one breaks that brought nothing new, or cannot be opened.
        over_http + u64::from(self.protocol == Protocol::Auto)
    }

    /// One for each of the first connections.
    fn faults(&self, transport: Transport) -> Vec<TailFault> {
        let end = self.lines - 1;
        // Less than the whole log has on the wire.
        let bytes = self.lines * 8;
        let faults = [
            TailFault::cut()
                .after_random_lines(self.seed, 1..=end)
                .mid_message(),
            TailFault::reset().after_random_bytes(self.seed + 1, 1..=bytes),
            TailFault::cut().after_random_lines(self.seed + 2, 1..=end),
            TailFault::close(1011, "so it is").after_random_lines(self.seed + 3, 1..=end),
            TailFault::close(1000, "").after_random_lines(self.seed + 4, 1..=end),
            TailFault::cut().after_random_bytes(self.seed + 5, 1..=bytes),
            TailFault::close(4000, "").after_random_lines(self.seed + 6, 1..=end),
            TailFault::close(1004, "").after_random_lines(self.seed + 7, 1..=end),
        ];
        let faults = faults.into_iter().enumerate();
        faults
            .map(|(place, fault)| fault.skip(place).on(transport))
            .collect()
    }
}

/// Each of another length, so that none passes for another.
pub(crate) fn line(number: u64) -> String {
    let width = number as usize % 50;
    format!("line {number} {:>width$}", "x")
}

/// Says where it listens, and serves.
pub(crate) fn listen(plan: Plan) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let simulator = Simulator::start().await.expect("a simulator");
        let job = Job::new(JOB).generate(plan.lines, line);
        simulator.add_job(job.then(JobStatus::Succeeded));
        for transport in [Transport::WebSocket, Transport::Http] {
            for fault in plan.faults(transport) {
                simulator.inject_tail(fault);
            }
        }
        if plan.protocol == Protocol::Auto {
            let refusal = TailFault::refuse(501).on(Transport::WebSocket);
            simulator.inject_tail(refusal.skip(3).always());
        }
        println!("{}", simulator.base_url().trim_start_matches("http://"));
        std::future::pending::<()>().await;
    });
}
