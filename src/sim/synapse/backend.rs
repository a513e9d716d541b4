//! The server: what every request passes on its way to its operation.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::StatusCode;

use serde_json::json;

use super::containers::docker;
use super::router::{
    self, ContainerRoute, DockerRoute, JobRoute, PluginRoute, Route, SystemRoute, Target,
};
use super::world::World;
use super::{cluster, containers, jobs, lock, plugins, reply, resources, system, tail};
use crate::sim::clock::Clock;
use crate::sim::door::Door;
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
        if let Some(status) = self.absent() {
            return Some(reply::failure(status));
        }
        let route = match router::find(&request.method, &request.uri) {
            Target::Nothing => return Some(reply::no_route()),
            Target::WrongVerb(allowed) => return Some(reply::wrong_verb(&allowed)),
            Target::Redirect(path) => return Some(reply::redirect(&request, &path)),
            Target::Route(route) => route,
        };
        match self.admit(&route, &request) {
            Err(refusal) => Some(*refusal),
            Ok(()) => Some(self.operate(&route, &request).await),
        }
    }

    fn failure(&self, status: StatusCode, _: &Request) -> Reply {
        reply::failure(status)
    }
}

impl Agent {
    pub(super) fn new(clock: Clock, door: Door) -> Self {
        Self {
            shared: Arc::new(Mutex::new(World::new(clock, door))),
        }
    }

    /// What somebody else says while the agent is away.
    fn absent(&self) -> Option<StatusCode> {
        let world = lock(&self.shared);
        world.system.absent(world.clock.now())
    }

    fn admit(&self, route: &Route, request: &Request) -> Result<(), reply::Refusal> {
        let world = lock(&self.shared);
        world.credentials.admit(&request.headers)?;
        match world.ray_down && route.needs_ray() {
            true => Err(reply::no_ray().into()),
            false => Ok(()),
        }
    }

    async fn operate(&self, route: &Route, request: &Request) -> Reply {
        let shared = &self.shared;
        match route {
            Route::Job(route) => job(shared, route, request),
            Route::Container(ContainerRoute::Create) => {
                match containers::read_form(request).await {
                    Ok(form) => containers::create(&mut lock(shared), request, form.as_ref()),
                    Err(refusal) => *refusal,
                }
            }
            Route::System(SystemRoute::Update) => system::update(shared, request).await,
            Route::System(SystemRoute::Restart) => system::restart(shared).await,
            route => {
                let mut world = lock(shared);
                let reply = operate_at_once(&mut world, route, request);
                world.changes.send_replace(());
                reply
            }
        }
    }
}

fn job(shared: &Shared, route: &JobRoute, request: &Request) -> Reply {
    match route {
        JobRoute::List => jobs::list(&mut lock(shared)),
        JobRoute::Get(id) => jobs::get(&mut lock(shared), id),
        JobRoute::Stop(id) => jobs::stop(&mut lock(shared), id),
        JobRoute::Logs(id) => {
            let tail = tail::websocket(shared, id, request);
            tail.unwrap_or_else(|| jobs::logs(shared, id))
        }
        JobRoute::Stream(id) => tail::stream(shared, id),
    }
}

fn operate_at_once(world: &mut World, route: &Route, request: &Request) -> Reply {
    match route {
        Route::Health => reply::ok(&json!({ "status": "ok" })),
        Route::Nodes => cluster::nodes(world),
        Route::Node(id) => cluster::node(world, id),
        Route::Tasks => cluster::tasks(world),
        Route::Task(id) => cluster::task(world, id),
        Route::Applications => cluster::applications(world),
        Route::Application(name) => cluster::application(world, name),
        Route::DeleteApplication(name) => cluster::delete_application(world, name),
        Route::GpuStatus => resources::gpu_status(world),
        Route::Resources => resources::cluster(world, request),
        Route::Feasibility => resources::check(world, request),
        Route::Policy => resources::policy(world),
        Route::UpdatePolicy => resources::update_policy(world, request),
        Route::Plugin(route) => plugin(world, route, request),
        Route::Build(id) => containers::build(world, id),
        Route::Docker(route) => docker_container(world, route, request),
        Route::Container(route) => container(world, route, request),
        Route::System(SystemRoute::ComposeConfig) => system::compose_config(),
        Route::System(SystemRoute::Status) => system::status(world),
        Route::Job(_) | Route::System(SystemRoute::Update | SystemRoute::Restart) => {
            reply::no_route()
        }
    }
}

fn plugin(world: &mut World, route: &PluginRoute, request: &Request) -> Reply {
    match route {
        PluginRoute::List => plugins::list(world, request),
        PluginRoute::Create => plugins::create(world, request),
        PluginRoute::Get(lookup) => plugins::get(world, lookup),
        PluginRoute::Delete(lookup) => plugins::delete(world, lookup),
        PluginRoute::Run(lookup) => plugins::run(world, lookup, request),
        PluginRoute::RunDebug => plugins::run_debug(world, request),
    }
}

fn docker_container(world: &mut World, route: &DockerRoute, request: &Request) -> Reply {
    match route {
        DockerRoute::List => docker::list(world),
        DockerRoute::Create => docker::create(world, request),
        DockerRoute::Get(id) => docker::get(world, id),
        DockerRoute::Delete(id) => docker::delete(world, id),
        DockerRoute::Stop(id) => docker::stop(world, id),
        DockerRoute::Start(id) => docker::start(world, id),
    }
}

fn container(world: &mut World, route: &ContainerRoute, request: &Request) -> Reply {
    match route {
        ContainerRoute::List => containers::list(world, request),
        ContainerRoute::Create => reply::no_route(),
        ContainerRoute::Get(id) => containers::get(world, id),
        ContainerRoute::Update(id) => containers::update(world, id, request),
        ContainerRoute::Delete(id) => containers::delete(world, id),
    }
}
