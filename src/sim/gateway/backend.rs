//! The server: what every request passes on its way to its operation.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::StatusCode;
use serde_json::json;

use super::auth::{Caller, Door};
use super::reply::Refusal;
use super::router::{self, Route, Target};
use super::run::{Layout, Runner};
use super::stream::Streams;
use super::world::World;
use super::{catalogue, files, lock, reply};
use crate::sim::clock::Clock;
use crate::sim::exchange::{Backend, Reply, Request};
use crate::sim::gauge::Gauge;

/// The state, which the object store shares.
pub(super) type Shared = Arc<Mutex<World>>;

/// What the gateway says about itself.
const NAME: &str = "Prefab Gateway";
const VERSION: &str = "1.0.0";

/// The simulated gateway.
#[derive(Debug)]
pub(super) struct Gateway {
    pub(super) shared: Shared,
    pub(super) gauge: Gauge,
    pub(super) streams: Streams,
    clock: Clock,
}

impl Backend for Gateway {
    const READ_TIMEOUT: Duration = Duration::from_secs(60);

    async fn handle(&self, request: Request) -> Option<Reply> {
        let route = match router::find(&request.method, &request.uri) {
            Target::Nothing => return Some(reply::no_route()),
            Target::WrongVerb(allowed) => return Some(reply::wrong_verb(&allowed)),
            Target::Redirect(location) => return Some(reply::redirect(&request, &location)),
            Target::Route(route) => route,
        };
        if let Some(reply) = self.public(&route, &request) {
            return Some(reply);
        }
        match self.caller(&route, &request) {
            Err(refusal) => Some(*refusal),
            Ok(caller) => Some(self.operate(route, &caller, &request).await),
        }
    }

    fn failure(&self, status: StatusCode, _: &Request) -> Reply {
        reply::failure(status)
    }
}

impl Gateway {
    pub(super) fn new(clock: Clock, store: String, whitelisted: bool) -> Self {
        Self {
            shared: Arc::new(Mutex::new(World::new(clock, store, whitelisted))),
            gauge: Gauge::default(),
            streams: Streams::default(),
            clock,
        }
    }

    /// The operations that need no credential, or one of their own.
    fn public(&self, route: &Route, request: &Request) -> Option<Reply> {
        Some(match route {
            Route::Root => {
                reply::ok(&json!({ "name": NAME, "version": VERSION, "status": "running" }))
            }
            Route::Health => reply::ok(&json!({ "status": "healthy", "version": VERSION })),
            Route::Convert => {
                let now = self.clock.now();
                lock(&self.shared).credentials.convert(now, request)
            }
            _ => return None,
        })
    }

    fn caller(&self, route: &Route, request: &Request) -> Result<Caller, Refusal> {
        let door = match route {
            Route::LegacyRun => Door::Legacy,
            Route::ListPrefabs
            | Route::Spec(..)
            | Route::StoreSecret
            | Route::ListSecrets
            | Route::SecretsOf(_)
            | Route::DeleteSecret(..) => Door::Either,
            _ => Door::Internal,
        };
        let world = lock(&self.shared);
        world
            .credentials
            .admit(self.clock.now(), door, &request.headers)
    }

    async fn operate(&self, route: Route, caller: &Caller, request: &Request) -> Reply {
        match route {
            Route::Run => self.runner().run(caller, Layout::Nested, request).await,
            Route::LegacyRun => {
                let layout = Layout::NestedOrFlat;
                self.runner().run(caller, layout, request).await
            }
            Route::Upload | Route::UploadTemp => {
                let form = match files::read_form(request).await {
                    Ok(form) => form,
                    Err(refusal) => return *refusal,
                };
                let mut world = lock(&self.shared);
                match route {
                    Route::Upload => files::upload(&mut world, caller, &form),
                    _ => files::upload_temp(&mut world, caller, &form),
                }
            }
            route => operate_at_once(&mut lock(&self.shared), &route, caller, request),
        }
    }

    fn runner(&self) -> Runner<'_> {
        Runner {
            shared: &self.shared,
            clock: self.clock,
            gauge: &self.gauge,
            streams: &self.streams,
        }
    }
}

fn operate_at_once(world: &mut World, route: &Route, caller: &Caller, request: &Request) -> Reply {
    match route {
        Route::GenerateUploadUrl => files::generate_upload_url(world, caller, request),
        Route::Download => files::download(world, request),
        Route::List => files::list(world, caller, request),
        Route::ListTemp => files::list_temp(world, caller, request),
        Route::CleanupTemp => files::cleanup_temp(world, caller, request),
        Route::ListPrefabs => catalogue::list(world, request),
        Route::Spec(id, version) => catalogue::spec(id, version),
        Route::StoreSecret => world.secrets.store(caller, request),
        Route::ListSecrets => world.secrets.list(caller),
        Route::SecretsOf(id) => world.secrets.list_of(caller, id),
        Route::DeleteSecret(id, name) => world.secrets.delete(caller, id, name),
        Route::Root
        | Route::Health
        | Route::Convert
        | Route::Run
        | Route::LegacyRun
        | Route::Upload
        | Route::UploadTemp => reply::no_route(),
    }
}
