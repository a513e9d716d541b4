//! The server: what every request passes on its way to its operation.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::StatusCode;

use super::router::{self, JobRoute, Route, Target};
use super::world::World;
use super::{jobs, lock, reply, tail};
use crate::sim::clock::Clock;
use crate::sim::exchange::{Backend, Reply, Request};

/// The state, which open connections share.
pub(super) type Shared = Arc<Mutex<World>>;

/// The simulated agent.
#[derive(Debug)]
pub(super) struct Agent {
    pub(super) shared: Shared,
}

impl Backend for Agent {
    const READ_TIMEOUT: Duration = Duration::from_secs(60);

    async fn handle(&self, request: Request) -> Option<Reply> {
        let route = match router::find(&request.method, &request.uri) {
            Target::Nothing => return Some(reply::no_route()),
            Target::WrongVerb(allowed) => return Some(reply::wrong_verb(&allowed)),
            Target::Redirect(path) => return Some(reply::redirect(&request, &path)),
            Target::Route(route) => route,
        };
        let admitted = lock(&self.shared).credentials.admit(&request.headers);
        match admitted {
            Err(refusal) => Some(*refusal),
            Ok(()) => Some(self.operate(&route, &request).await),
        }
    }

    fn failure(&self, status: StatusCode, _: &Request) -> Reply {
        reply::failure(status)
    }
}

impl Agent {
    pub(super) fn new(clock: Clock) -> Self {
        Self {
            shared: Arc::new(Mutex::new(World::new(clock))),
        }
    }

    async fn operate(&self, route: &Route, request: &Request) -> Reply {
        let shared = &self.shared;
        if route.needs_ray() && lock(shared).ray_down {
            return reply::no_ray();
        }
        match route {
            Route::Job(route) => self.job(route, request),
            _ => reply::no_route(),
        }
    }

    fn job(&self, route: &JobRoute, request: &Request) -> Reply {
        let shared = &self.shared;
        match route {
            JobRoute::List => jobs::list(&mut lock(shared)),
            JobRoute::Get(id) => jobs::get(&mut lock(shared), id),
            JobRoute::Stop(id) => {
                let mut world = lock(shared);
                let reply = jobs::stop(&mut world, id);
                world.changes.send_replace(());
                reply
            }
            JobRoute::Logs(id) => {
                tail::websocket(shared, id, request).unwrap_or_else(|| jobs::logs(shared, id))
            }
            JobRoute::Stream(id) => tail::stream(shared, id),
        }
    }
}
