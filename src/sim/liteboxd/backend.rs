//! The server: what every request passes on its way to its operation.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::json;

use super::auth::{Caller, Denial};
use super::router::{self, Route, Target};
use super::world::World;
use super::{
    auth, create, exec, files, gateway, history, lists, logs, power, pvcs, random, reconcile,
    reply, terminal, transfer,
};
use crate::sim::clock::Clock;
use crate::sim::exchange::{Backend, Reply, Request};
use crate::sim::lock::lock;
use crate::sim::multipart::Form;

/// The state, for what goes on after a reply.
pub(super) type Shared = Arc<Mutex<World>>;

/// The simulated LiteBoxd server.
#[derive(Debug)]
pub(super) struct LiteBoxd {
    world: Shared,
    draining: AtomicBool,
    clock: Clock,
}

impl Backend for LiteBoxd {
    const READ_TIMEOUT: Duration = Duration::from_secs(10);

    async fn handle(&self, request: Request) -> Option<Reply> {
        let id = request_id(&request.headers);
        let mut reply = match router::find(&request.method, &request.uri) {
            // Redirects are made before anything else sees the request.
            Target::Redirect(location) => return Some(reply::redirect(&request.method, &location)),
            Target::Route(Route::Health) => reply::json(StatusCode::OK, &json!({ "status": "ok" })),
            Target::Route(Route::Ready) => self.ready(),
            _ if self.is_draining() => {
                reply::error(StatusCode::SERVICE_UNAVAILABLE, "service is draining")
            }
            Target::Nothing => reply::no_route(),
            // The gateway asks for the sandbox's token, not for the API key.
            Target::Route(Route::Port(door)) => {
                gateway::pass(&self.world, self.clock, &door, &request).await?
            }
            Target::Route(Route::Login) => auth::login(&mut self.world(), &request),
            Target::Route(route) => match self.caller(&request.headers) {
                Err(denial) => denial.reply(),
                Ok(caller) => self.operate(route, &caller, &request).await?,
            },
        };
        reply.headers_mut().insert(reply::REQUEST_ID, id);
        Some(reply)
    }

    fn failure(&self, status: StatusCode, request: &Request) -> Reply {
        let mut reply = reply::failure(status, request.uri.path());
        reply
            .headers_mut()
            .insert(reply::REQUEST_ID, request_id(&request.headers));
        reply
    }
}

impl LiteBoxd {
    pub(super) fn new(clock: Clock, root: String) -> Self {
        Self {
            world: Arc::new(Mutex::new(World::new(clock, root))),
            draining: AtomicBool::new(false),
            clock,
        }
    }

    pub(super) fn set_draining(&self, on: bool) {
        self.draining.store(on, Ordering::Relaxed);
    }

    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }

    fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }

    fn ready(&self) -> Reply {
        match self.is_draining() {
            true => reply::json(
                StatusCode::SERVICE_UNAVAILABLE,
                &json!({ "status": "draining" }),
            ),
            false => reply::json(StatusCode::OK, &json!({ "status": "ok" })),
        }
    }

    fn caller(&self, headers: &HeaderMap) -> Result<Caller, Denial> {
        let mut world = self.world();
        let now = world.advance();
        Caller::find(&mut world.accounts, now, headers)
    }

    async fn operate(&self, route: Route, caller: &Caller, request: &Request) -> Option<Reply> {
        match route {
            Route::Auth(route) => Some(route.operate(&mut self.world(), caller, request)),
            Route::Exec(id) => self.exec(&id, request).await,
            Route::Interactive(id) => Some(terminal::open(&self.world, self.clock, &id, request)),
            Route::Upload(id) => {
                let form = Form::read(request).await;
                Some(files::upload(&mut self.world(), &id, &form))
            }
            Route::Import => {
                let form = Form::read(request).await;
                Some(transfer::import(&mut self.world(), &form))
            }
            route => Some(operate_at_once(&mut self.world(), &route, request)),
        }
    }

    async fn exec(&self, id: &str, request: &Request) -> Option<Reply> {
        let execution = exec::exec(&mut self.world(), id, request);
        if !execution.takes.is_zero() {
            self.clock.sleep(execution.takes).await;
        }
        (!execution.is_too_late()).then_some(execution.reply)
    }
}

fn operate_at_once(world: &mut World, route: &Route, request: &Request) -> Reply {
    match route {
        Route::CreateSandbox => create::create(world, request),
        Route::ListSandboxes => lists::list(world, request),
        Route::ListMetadata => lists::metadata(world, request),
        Route::ListPvcs => pvcs::list(world, request),
        Route::Reconcile => reconcile::run_now(world),
        Route::ListReconcileRuns => reconcile::list(world, request),
        Route::GetReconcileRun(id) => reconcile::get(world, id),
        Route::GetSandbox(id) => lists::get(world, id),
        Route::DeleteSandbox(id) => power::delete(world, id),
        Route::Restart(id) => power::restart(world, id),
        Route::Stop(id) => power::stop(world, id),
        Route::Start(id) => power::start(world, id),
        Route::Logs(id) => logs::get(world, id),
        Route::Download(id) => files::download(world, id, request),
        Route::StatusHistory(id) => history::list(world, id, request),
        Route::Templates(route) => route.operate(world, request),
        Route::ExportTemplate(name) => transfer::export(world, name, request),
        Route::ExportTemplates => transfer::export_all(world, request),
        Route::Prepull(route) => route.operate(world, request),
        Route::Health
        | Route::Ready
        | Route::Exec(_)
        | Route::Upload(_)
        | Route::Import
        | Route::Interactive(_)
        | Route::Port(_)
        | Route::Login
        | Route::Auth(_) => reply::no_route(),
    }
}

/// The caller's request id if it is a version 4 UUID, otherwise a new one.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    let kept = headers
        .get(reply::REQUEST_ID)
        .filter(|id| id.to_str().is_ok_and(random::is_uuid_v4));
    kept.cloned()
        .or_else(|| HeaderValue::from_str(&random::uuid()).ok())
        .unwrap_or_else(|| HeaderValue::from_static(""))
}
