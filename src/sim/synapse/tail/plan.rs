//! What goes wrong on one connection, and where.

use super::fault::{Action, Armed, At};

/// The faults of a connection, and how far it is.
#[derive(Debug, Default)]
pub(super) struct Plan {
    armed: Vec<Armed>,
    lines: u64,
    messages: u64,
    bytes: u64,
}

impl Plan {
    pub(super) fn new(armed: Vec<Armed>) -> Self {
        Self {
            armed,
            ..Self::default()
        }
    }

    /// How many lines may be in the next message, so that a fault stands between two messages.
    pub(super) fn room(&self) -> u64 {
        let points = self.armed.iter().filter_map(|one| match one.at {
            At::Lines(lines) if lines > self.lines => Some(lines - self.lines),
            _ => None,
        });
        points.min().unwrap_or(u64::MAX)
    }

    /// What happens before anything else is sent.
    pub(super) fn due(&mut self) -> Option<Action> {
        let due = self
            .armed
            .iter()
            .position(|one| !one.mid && self.is_reached(one.at));
        due.map(|place| self.armed.remove(place).action)
    }

    /// What happens while a message of so many bytes is sent, and how many of them are sent before.
    pub(super) fn inside(&mut self, bytes: usize) -> Option<(usize, Action)> {
        for (place, one) in self.armed.iter().enumerate() {
            let cut = match one.at {
                at if one.mid && self.is_reached(at) => bytes / 2,
                At::Bytes(point) => match usize::try_from(point.saturating_sub(self.bytes)) {
                    Ok(cut) if cut < bytes => cut,
                    _ => continue,
                },
                _ => continue,
            };
            return Some((cut, self.armed.remove(place).action));
        }
        None
    }

    /// So much was sent.
    pub(super) fn sent(&mut self, messages: u64, lines: u64, bytes: usize) {
        self.messages += messages;
        self.lines += lines;
        self.bytes += bytes as u64;
    }

    fn is_reached(&self, at: At) -> bool {
        match at {
            At::Lines(lines) => self.lines >= lines,
            At::Messages(messages) => self.messages >= messages,
            At::Bytes(bytes) => self.bytes >= bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{TailFault, Transport};
    use super::*;

    fn plan(faults: impl IntoIterator<Item = TailFault>) -> Plan {
        let armed = faults
            .into_iter()
            .filter_map(|mut fault| fault.arm(Transport::Http, "job"));
        Plan::new(armed.collect())
    }

    #[test]
    fn a_fault_stands_between_two_messages() {
        let mut plan = plan([
            TailFault::silence().after_lines(3),
            TailFault::cut().after_messages(1),
        ]);
        assert_eq!((plan.due(), plan.room()), (None, 3));
        plan.sent(1, 2, 99);
        assert_eq!(plan.due(), Some(Action::Cut));
        assert_eq!((plan.due(), plan.room()), (None, 1));
        plan.sent(1, 1, 99);
        assert_eq!(plan.due(), Some(Action::Silence));
        assert_eq!(plan.room(), u64::MAX);
    }

    #[test]
    fn a_fault_stands_inside_of_a_message() {
        let mut plan = plan([
            TailFault::cut().after_lines(2).mid_message(),
            TailFault::reset().after_bytes(150),
        ]);
        assert_eq!((plan.due(), plan.inside(100)), (None, None));
        plan.sent(1, 2, 100);
        assert_eq!((plan.due(), plan.inside(9)), (None, Some((4, Action::Cut))));
        assert_eq!(plan.inside(50), None);
        assert_eq!(plan.inside(51), Some((50, Action::Reset)));
        assert_eq!(plan.inside(51), None);
    }

    #[test]
    fn a_fault_counts_the_connections_that_it_matches() {
        let fault = TailFault::cut().on(Transport::Http).job("job").skip(1);
        let mut fault = fault.times(2);
        let mut hits = |transport, job| fault.arm(transport, job).is_some();
        assert!(!hits(Transport::WebSocket, "job") && !hits(Transport::Http, "other"));
        let http = [(); 4].map(|()| hits(Transport::Http, "job"));
        assert_eq!(http, [false, true, true, false]);
        assert!(!fault.is_live() && TailFault::cut().always().is_live());
    }

    #[test]
    fn a_seed_gives_the_same_places() {
        let places = || {
            let mut fault = TailFault::cut().after_random_bytes(7, 1..=1000).always();
            [(); 5].map(|()| fault.arm(Transport::Http, "job").map(|armed| armed.at))
        };
        let drawn = places();
        assert_eq!(drawn, places());
        assert!(drawn.iter().any(|at| *at != drawn[0]), "{drawn:?}");
    }
}
