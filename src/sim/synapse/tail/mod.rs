//! Following the log of a job: `/jobs/{job_id}/logs/` over a WebSocket, and `/jobs/{job_id}/logs/stream/`.
//!
//! Both transports take the same way: [`follow`] reads the log, [`feed`] makes steps of it, spoilt by what is planned for the
//! connection, and [`websocket`] or [`http`] does them.

mod counts;
mod fault;
mod feed;
mod follow;
mod frame;
mod framing;
mod http;
mod manner;
mod plan;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod websocket;

use super::backend::Shared;
use super::{lock, reply};
use crate::sim::exchange::{Reply, Request};
use crate::sim::websocket as upgrade;
pub(super) use counts::Counter;
pub use counts::TailCounts;
pub use fault::TailFault;
use fault::{Action, Armed};
use feed::Feed;
use follow::Follower;
use manner::Opening;
pub use manner::{Batching, Framing, Tail, TailEnd, Transport};
use plan::Plan;

/// How logs are handed out.
#[derive(Debug)]
pub(super) struct Tails {
    websocket: Tail,
    http: Tail,
    faults: Vec<TailFault>,
    pub(super) counter: Counter,
}

impl Default for Tails {
    fn default() -> Self {
        Self {
            websocket: Tail::websocket(),
            http: Tail::http(),
            faults: Vec::new(),
            counter: Counter::default(),
        }
    }
}

impl Tails {
    pub(super) fn set(&mut self, tail: Tail) {
        match tail.transport {
            Transport::WebSocket => self.websocket = tail,
            Transport::Http => self.http = tail,
        }
    }

    pub(super) fn inject(&mut self, fault: TailFault) {
        self.faults.push(fault);
    }

    fn of(&self, transport: Transport) -> &Tail {
        match transport {
            Transport::WebSocket => &self.websocket,
            Transport::Http => &self.http,
        }
    }

    /// Whether a request is taken for one to open a WebSocket.
    fn sees_upgrade(&self, request: &Request) -> bool {
        upgrade::is_wanted(request) && self.websocket.opening != Opening::Ignored
    }

    /// What goes wrong on a connection, or the reply in its place.
    fn admit(&mut self, transport: Transport, job: &str) -> Result<Vec<Armed>, reply::Refusal> {
        let tail = self.of(transport);
        if self.counter.counts().open >= tail.most {
            return Err(reply::too_many().into());
        }
        if let Opening::Refused(status) = tail.opening {
            return Err(reply::failure(status).into());
        }
        let armed = self.faults.iter_mut();
        let armed: Vec<Armed> = armed
            .filter_map(|fault| fault.arm(transport, job))
            .collect();
        self.faults.retain(TailFault::is_live);
        let refused = armed.iter().find_map(|one| match one.action {
            Action::Refuse(status) => Some(reply::failure(status)),
            _ => None,
        });
        refused.map_or(Ok(armed), |refusal| Err(refusal.into()))
    }
}

/// `GET /jobs/{job_id}/logs/` with an upgrade; `None` without one.
pub(super) fn websocket(shared: &Shared, id: &str, request: &Request) -> Option<Reply> {
    if !lock(shared).tails.sees_upgrade(request) {
        return None;
    }
    let feed = match open(shared, Transport::WebSocket, id) {
        Ok(feed) => feed,
        Err(refusal) => return Some(*refusal),
    };
    upgrade::accept_raw(request, |connection| websocket::run(connection, feed))
}

/// `GET /jobs/{job_id}/logs/stream/`
pub(super) fn stream(shared: &Shared, id: &str) -> Reply {
    match open(shared, Transport::Http, id) {
        Ok(feed) => http::reply(feed),
        Err(refusal) => *refusal,
    }
}

fn open(shared: &Shared, transport: Transport, id: &str) -> Result<Feed, reply::Refusal> {
    let mut world = lock(shared);
    let (clock, now) = (world.clock, world.clock.now());
    let job = world.jobs.with_log(id, now);
    let job = job.map(|record| record.job_id.clone());
    let job = job.ok_or_else(|| Box::new(reply::not_found("Job", id)));
    let admitted = job.and_then(|job| Ok((job, world.tails.admit(transport, id)?)));
    if admitted.is_err() {
        world.tails.counter.add(|counts| counts.refused += 1);
    }
    let (job, armed) = admitted?;
    let manner = world.tails.of(transport).clone();
    let open = world.tails.counter.open(transport);
    drop(world);
    let follower = Follower::new(shared, job, manner.batching);
    Ok(Feed::new(manner, open, follower, Plan::new(armed), clock))
}
