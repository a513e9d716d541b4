//! What a connection that follows a log does, step by step, whatever the transport.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use tokio::time::Instant;

use super::counts::Open;
use super::fault::Action;
use super::follow::{Follower, Next};
use super::frame;
use super::framing::Event;
use super::plan::Plan;
use super::{Framing, Tail, TailEnd, Transport};
use crate::sim::clock::Clock;

/// What a connection does next. After anything but [`Step::Write`] nothing follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Write(Bytes),
    /// Nothing more is sent, but the connection stays as it is.
    Stay,
    /// Nothing more is sent or answered.
    Silence,
    Close(u16, String),
    Cut,
    Reset,
}

/// Where the steps of a connection come from.
pub(super) struct Feed {
    pub(super) manner: Tail,
    pub(super) open: Open,
    follower: Follower,
    plan: Plan,
    clock: Clock,
    /// What is to be done before anything else, each after a pause.
    queue: VecDeque<(Duration, Step)>,
    /// When the first of the queue is due, once it has been looked at.
    resume: Option<Instant>,
    slow: Option<(usize, Duration)>,
    /// When a sign of life is due, in simulated time.
    alive: Option<Duration>,
    is_over: bool,
}

impl Feed {
    pub(super) fn new(
        manner: Tail,
        open: Open,
        follower: Follower,
        plan: Plan,
        clock: Clock,
    ) -> Self {
        Self {
            alive: manner.keepalive.map(|span| clock.now() + span),
            manner,
            open,
            follower,
            plan,
            clock,
            queue: VecDeque::new(),
            resume: None,
            slow: None,
            is_over: false,
        }
    }

    /// The next step. Nothing is lost when this is not awaited to its end.
    pub(super) async fn next(&mut self) -> Step {
        loop {
            if let Some((pause, _)) = self.queue.front() {
                if !pause.is_zero() {
                    let due = *self.resume.get_or_insert_with(|| Instant::now() + *pause);
                    tokio::time::sleep_until(due).await;
                }
                self.resume = None;
                if let Some((_, step)) = self.queue.pop_front() {
                    return step;
                }
            } else if self.is_over {
                return Step::Stay;
            } else if let Some(action) = self.plan.due() {
                self.act(action);
            } else {
                let room = self.plan.room();
                tokio::select! {
                    next = self.follower.next(room) => self.hear(next),
                    () = until(self.clock, self.alive) => self.sign_of_life(),
                }
            }
        }
    }

    fn hear(&mut self, next: Next) {
        match next {
            Next::Text(text) => {
                let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64;
                if self.tell(Event::Log(&text), 1, lines) {
                    self.open.0.add(|counts| {
                        counts.messages += 1;
                        counts.lines += lines;
                    });
                }
            }
            Next::Over => self.finish(),
            Next::Gone => self.act(Action::Error("The job does not exist any more".to_owned())),
        }
    }

    /// The log is over.
    fn finish(&mut self) {
        if matches!(self.manner.end, TailEnd::Complete | TailEnd::Open) {
            self.tell(Event::Complete, 1, 0);
        }
        if !self.is_over && self.manner.end != TailEnd::Cut {
            self.open.0.add(|counts| counts.completed += 1);
        }
        self.end(match self.manner.end {
            TailEnd::Complete | TailEnd::Closed => Step::Close(1000, String::new()),
            TailEnd::Cut => Step::Cut,
            TailEnd::Open => Step::Stay,
        });
    }

    fn sign_of_life(&mut self) {
        let now = self.clock.now();
        self.alive = self.manner.keepalive.map(|span| now + span);
        match (self.manner.transport, self.manner.framing) {
            (Transport::WebSocket, _) => {
                let mut ping = BytesMut::new();
                frame::write(&mut ping, true, frame::PING, b"sim");
                self.send(ping.freeze(), 0, 0);
            }
            (Transport::Http, Framing::Events | Framing::TextEvents) => {
                self.send(Bytes::from_static(b": keepalive\n\n"), 0, 0);
            }
            (Transport::Http, Framing::Json | Framing::Text) => return,
        }
        self.open.0.add(|counts| counts.signs_of_life += 1);
    }

    /// Something goes wrong.
    fn act(&mut self, action: Action) {
        match action {
            Action::Cut => self.end(Step::Cut),
            Action::Reset => self.end(Step::Reset),
            Action::Silence => self.end(Step::Silence),
            Action::Close(code, reason) => self.end(Step::Close(code, reason)),
            Action::Error(message) => {
                self.tell(Event::Error(&message), 1, 0);
                self.end(Step::Close(1000, String::new()));
            }
            Action::Message { payload, is_binary } => {
                let wire = self.wrap(payload, is_binary);
                self.send(wire, 1, 0);
            }
            Action::Raw(bytes) => self.send(bytes, 0, 0),
            Action::Slow(bytes, pause) => self.slow = Some((bytes, pause)),
            // Connections that are refused have no feed.
            Action::Refuse(_) => {}
        }
    }

    /// Sends an event, if it can be said; whether all of it was sent.
    fn tell(&mut self, event: Event<'_>, messages: u64, lines: u64) -> bool {
        if let Some(payload) = self.manner.framing.encode(event, self.manner.transport) {
            let wire = self.wrap(payload.into(), self.manner.binary);
            self.send(wire, messages, lines);
        }
        !self.is_over
    }

    /// A payload as the transport carries it.
    fn wrap(&self, payload: Bytes, is_binary: bool) -> Bytes {
        let opcode = if is_binary {
            frame::BINARY
        } else {
            frame::TEXT
        };
        match self.manner.transport {
            Transport::Http => payload,
            Transport::WebSocket => {
                let mut wire = BytesMut::new();
                frame::write_message(&mut wire, opcode, &payload, self.manner.fragment);
                wire.freeze()
            }
        }
    }

    /// Sends bytes, unless something goes wrong on the way.
    fn send(&mut self, wire: Bytes, messages: u64, lines: u64) {
        while !self.is_over
            && let Some((cut, action)) = self.plan.inside(wire.len())
        {
            if action.is_final() {
                self.push(wire.slice(..cut));
            }
            self.act(action);
        }
        if !self.is_over {
            self.plan.sent(messages, lines, wire.len());
            self.push(wire);
        }
    }

    fn push(&mut self, mut wire: Bytes) {
        let fragment = match self.manner.transport {
            Transport::Http => self.manner.fragment,
            Transport::WebSocket => usize::MAX,
        };
        let (slow, pause) = self.slow.unwrap_or((usize::MAX, Duration::ZERO));
        while !wire.is_empty() {
            let piece = wire.split_to(wire.len().min(fragment).min(slow));
            self.queue.push_back((pause, Step::Write(piece)));
        }
    }

    fn end(&mut self, step: Step) {
        if !self.is_over {
            self.queue.push_back((Duration::ZERO, step));
            self.is_over = true;
        }
    }
}

/// Waits for a time of the simulated clock; for ever without one.
async fn until(clock: Clock, at: Option<Duration>) {
    match at {
        Some(at) => clock.sleep(at.saturating_sub(clock.now())).await,
        None => std::future::pending().await,
    }
}
