//! Which operation a method and a path mean.

use http::{Method, Uri};

use crate::sim::fastapi::router::{self, Verbs};

/// An operation of the agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Health,
    Job(JobRoute),
    Nodes,
    Node(String),
    Tasks,
    Task(String),
    Applications,
    Application(String),
    DeleteApplication(String),
    GpuStatus,
    Resources,
    Feasibility,
    Policy,
    UpdatePolicy,
    Plugin(PluginRoute),
    Build(String),
    Docker(DockerRoute),
    Container(ContainerRoute),
    System(SystemRoute),
}

impl Route {
    /// Whether it is of no use while the cluster does not answer.
    pub(super) fn needs_ray(&self) -> bool {
        match self {
            Self::Job(_)
            | Self::Nodes
            | Self::Node(_)
            | Self::Tasks
            | Self::Task(_)
            | Self::Applications
            | Self::Application(_)
            | Self::DeleteApplication(_)
            | Self::GpuStatus
            | Self::Resources
            | Self::Feasibility
            | Self::Plugin(PluginRoute::Run(_) | PluginRoute::RunDebug) => true,
            Self::Health
            | Self::Policy
            | Self::UpdatePolicy
            | Self::Plugin(_)
            | Self::Build(_)
            | Self::Docker(_)
            | Self::Container(_)
            | Self::System(_) => false,
        }
    }
}

/// An operation on jobs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum JobRoute {
    List,
    Get(String),
    /// The whole log, or a WebSocket.
    Logs(String),
    Stream(String),
    Stop(String),
}

/// An operation on plugin releases; the text is an id or `code@version`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PluginRoute {
    List,
    Create,
    Get(String),
    Delete(String),
    Run(String),
    RunDebug,
}

/// An operation on Docker containers, by Docker's own id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DockerRoute {
    List,
    Create,
    Get(String),
    Delete(String),
    Stop(String),
    Start(String),
}

/// An operation on the agent's records of containers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ContainerRoute {
    List,
    Create,
    Get(String),
    Update(String),
    Delete(String),
}

/// An operation on the agent's own installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SystemRoute {
    ComposeConfig,
    Status,
    Update,
    Restart,
}

/// What the router says to a request.
pub(super) type Target = router::Target<Route>;

/// Finds the target of a request.
pub(super) fn find(method: &Method, uri: &Uri) -> Target {
    router::find(method, uri, routes)
}

/// The operations at a path.
fn routes(path: &str) -> Verbs<Route> {
    let Some(path) = path.strip_prefix('/') else {
        return Vec::new();
    };
    let segments: Vec<&str> = path.split('/').collect();
    // A parameter is never empty; only what is behind the last slash may be.
    let (_, inner) = segments.split_last().unwrap_or((&"", &[]));
    if inner.contains(&"") {
        return Vec::new();
    }
    match segments.as_slice() {
        ["health", ""] => vec![("GET", Route::Health)],
        ["jobs", rest @ ..] => of(jobs(rest), Route::Job),
        ["plugin_releases", rest @ ..] => of(plugins(rest), Route::Plugin),
        ["containers", "docker", rest @ ..] if !rest.is_empty() => of(docker(rest), Route::Docker),
        ["containers", rest @ ..] => of(containers(rest), Route::Container),
        ["system", rest @ ..] => of(system(rest), Route::System),
        ["builds", id, ""] => vec![("GET", Route::Build((*id).to_owned()))],
        rest => cluster(rest),
    }
}

fn of<R>(verbs: Verbs<R>, whole: impl Fn(R) -> Route) -> Verbs<Route> {
    let verbs = verbs.into_iter();
    verbs.map(|(verb, route)| (verb, whole(route))).collect()
}

fn jobs(path: &[&str]) -> Verbs<JobRoute> {
    match path {
        [""] => vec![("GET", JobRoute::List)],
        [id, rest @ ..] => {
            let id = (*id).to_owned();
            match rest {
                [""] => vec![("GET", JobRoute::Get(id))],
                ["logs", ""] => vec![("GET", JobRoute::Logs(id))],
                ["logs", "stream", ""] => vec![("GET", JobRoute::Stream(id))],
                ["stop", ""] => vec![("POST", JobRoute::Stop(id))],
                _ => Vec::new(),
            }
        }
        [] => Vec::new(),
    }
}

fn cluster(path: &[&str]) -> Verbs<Route> {
    match path {
        ["nodes", ""] => vec![("GET", Route::Nodes)],
        ["nodes", id, ""] => vec![("GET", Route::Node((*id).to_owned()))],
        ["tasks", ""] => vec![("GET", Route::Tasks)],
        ["tasks", id, ""] => vec![("GET", Route::Task((*id).to_owned()))],
        ["serve_applications", ""] => vec![("GET", Route::Applications)],
        ["serve_applications", name, ""] => vec![
            ("GET", Route::Application((*name).to_owned())),
            ("DELETE", Route::DeleteApplication((*name).to_owned())),
        ],
        ["gpu_status", ""] => vec![("GET", Route::GpuStatus)],
        ["resources", "cluster", ""] => vec![("GET", Route::Resources)],
        ["resources", "feasibility", ""] => vec![("POST", Route::Feasibility)],
        ["resources", "policy", ""] => {
            vec![("GET", Route::Policy), ("PATCH", Route::UpdatePolicy)]
        }
        _ => Vec::new(),
    }
}

fn plugins(path: &[&str]) -> Verbs<PluginRoute> {
    match path {
        [""] => vec![("GET", PluginRoute::List), ("POST", PluginRoute::Create)],
        ["run_debug", ""] => vec![("POST", PluginRoute::RunDebug)],
        [lookup] => vec![
            ("GET", PluginRoute::Get((*lookup).to_owned())),
            ("DELETE", PluginRoute::Delete((*lookup).to_owned())),
        ],
        [lookup, "run", ""] => vec![("POST", PluginRoute::Run((*lookup).to_owned()))],
        _ => Vec::new(),
    }
}

fn docker(path: &[&str]) -> Verbs<DockerRoute> {
    match path {
        [""] => vec![("GET", DockerRoute::List), ("POST", DockerRoute::Create)],
        [id] => vec![
            ("GET", DockerRoute::Get((*id).to_owned())),
            ("DELETE", DockerRoute::Delete((*id).to_owned())),
        ],
        [id, "stop", ""] => vec![("POST", DockerRoute::Stop((*id).to_owned()))],
        [id, "start", ""] => vec![("POST", DockerRoute::Start((*id).to_owned()))],
        _ => Vec::new(),
    }
}

fn containers(path: &[&str]) -> Verbs<ContainerRoute> {
    match path {
        [""] => vec![
            ("GET", ContainerRoute::List),
            ("POST", ContainerRoute::Create),
        ],
        [id] => vec![
            ("GET", ContainerRoute::Get((*id).to_owned())),
            ("PATCH", ContainerRoute::Update((*id).to_owned())),
            ("DELETE", ContainerRoute::Delete((*id).to_owned())),
        ],
        _ => Vec::new(),
    }
}

fn system(path: &[&str]) -> Verbs<SystemRoute> {
    match path {
        ["compose-config", ""] => vec![("GET", SystemRoute::ComposeConfig)],
        ["status", ""] => vec![("GET", SystemRoute::Status)],
        ["update", ""] => vec![("POST", SystemRoute::Update)],
        ["restart", ""] => vec![("POST", SystemRoute::Restart)],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(method: &str, target: &'static str) -> Target {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        find(&method, &Uri::from_static(target))
    }

    #[test]
    fn slashes_are_exact() {
        let to = |location: &str| Target::Redirect(location.to_owned());
        assert_eq!(found("GET", "/jobs"), to("/jobs/"));
        assert_eq!(found("GET", "/jobs/a?x=1"), to("/jobs/a/?x=1"));
        assert_eq!(
            found("GET", "/jobs/a/logs/stream"),
            to("/jobs/a/logs/stream/")
        );
        assert_eq!(
            found("DELETE", "/plugin_releases/a@1/"),
            to("/plugin_releases/a@1")
        );
        assert_eq!(found("GET", "/containers/7/"), to("/containers/7"));
        assert_eq!(
            found("GET", "/containers/docker/a/"),
            to("/containers/docker/a")
        );
        assert_eq!(
            found("POST", "/containers/docker/a/stop"),
            to("/containers/docker/a/stop/")
        );
        assert_eq!(found("GET", "/health"), to("/health/"));
    }

    #[test]
    fn a_lookup_may_have_an_at_sign() {
        let get = Route::Plugin(PluginRoute::Get("detector@1.2.0".to_owned()));
        assert_eq!(
            found("GET", "/plugin_releases/detector@1.2.0"),
            Target::Route(get.clone())
        );
        assert_eq!(
            found("GET", "/plugin_releases/detector%401.2.0"),
            Target::Route(get)
        );
        let run = Route::Plugin(PluginRoute::RunDebug);
        assert_eq!(
            found("POST", "/plugin_releases/run_debug/"),
            Target::Route(run)
        );
    }

    #[test]
    fn docker_is_no_id() {
        let list = Route::Docker(DockerRoute::List);
        assert_eq!(found("GET", "/containers/docker/"), Target::Route(list));
        // The framework takes the path of an id that has no slash.
        let get = Route::Container(ContainerRoute::Get("docker".to_owned()));
        assert_eq!(found("GET", "/containers/docker"), Target::Route(get));
    }

    #[test]
    fn nothing_is_empty() {
        assert_eq!(found("GET", "/jobs//logs/"), Target::Nothing);
        assert_eq!(found("GET", "//jobs/"), Target::Nothing);
        assert_eq!(found("GET", "/"), Target::Nothing);
        assert_eq!(found("GET", "/jobs/a%2Fb/"), Target::Nothing);
    }

    #[test]
    fn a_wrong_verb_is_told_the_right_ones() {
        let verbs = |verbs: &str| Target::WrongVerb(verbs.to_owned());
        assert_eq!(found("GET", "/jobs/a/stop/"), verbs("POST"));
        assert_eq!(found("PUT", "/resources/policy/"), verbs("GET, PATCH"));
        assert_eq!(found("POST", "/containers/7"), verbs("GET, PATCH, DELETE"));
    }
}
