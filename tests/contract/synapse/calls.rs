//! The calls of the facade, by name, so that a table can hold them.

use quintet::synapse::{
    Builds, Client, Containers, Docker, FeasibilityKind, Jobs, Nodes, Plugins, Protocol, Resources,
    Serve, System, TailJobLogs, Tasks,
};
use quintet::{Call, Invoke, Result};

use super::stage::{Stage, drive};
use crate::support::contract::{Document, OperationSpec};

/// A call of the facade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Facade {
    Health,
    ListJobs,
    GetJob,
    Logs,
    TailWebSocket,
    TailHttp,
    StopJob,
    ListNodes,
    GetNode,
    ListTasks,
    GetTask,
    ListServe,
    GetServe,
    DeleteServe,
    GpuStatus,
    Cluster,
    Feasibility,
    Policy,
    UpdatePolicy,
    ListReleases,
    CreateRelease,
    GetRelease,
    DeleteRelease,
    Run,
    RunDebug,
    Build,
    ListDocker,
    CreateDocker,
    GetDocker,
    DeleteDocker,
    StopDocker,
    StartDocker,
    ListContainers,
    CreateContainer,
    GetContainer,
    UpdateContainer,
    DeleteContainer,
    ComposeConfig,
    SystemStatus,
    UpdateSystem,
    RestartSystem,
}

use Facade::{
    Build, Cluster, ComposeConfig, CreateContainer, CreateDocker, CreateRelease, DeleteContainer,
    DeleteDocker, DeleteRelease, DeleteServe, Feasibility, GetContainer, GetDocker, GetJob,
    GetNode, GetRelease, GetServe, GetTask, GpuStatus, Health, ListContainers, ListDocker,
    ListJobs, ListNodes, ListReleases, ListServe, ListTasks, Logs, Policy, RestartSystem, Run,
    RunDebug, StartDocker, StopDocker, StopJob, SystemStatus, TailHttp, TailWebSocket,
    UpdateContainer, UpdatePolicy, UpdateSystem,
};

impl Facade {
    #[rustfmt::skip]
    pub(super) const ALL: [Self; 41] = [
        Health, ListJobs, GetJob, Logs, TailWebSocket, TailHttp, StopJob, ListNodes, GetNode, ListTasks, GetTask,
        ListServe, GetServe, DeleteServe, GpuStatus, Cluster, Feasibility, Policy, UpdatePolicy, ListReleases,
        CreateRelease, GetRelease, DeleteRelease, Run, RunDebug, Build, ListDocker, CreateDocker, GetDocker,
        DeleteDocker, StopDocker, StartDocker, ListContainers, CreateContainer, GetContainer, UpdateContainer,
        DeleteContainer, ComposeConfig, SystemStatus, UpdateSystem, RestartSystem,
    ];

    /// The `operationId`.
    pub(super) fn operation(self) -> &'static str {
        match self {
            Health => "health_check",
            ListJobs => "list_jobs",
            GetJob => "get_job",
            Logs => "get_job_logs",
            TailWebSocket => "websocket_tail_job_logs",
            TailHttp => "stream_tail_job_logs",
            StopJob => "stop_job",
            ListNodes => "list_nodes",
            GetNode => "get_node",
            ListTasks => "list_tasks",
            GetTask => "get_task",
            ListServe => "list_serve_applications",
            GetServe => "get_serve_application",
            DeleteServe => "delete_serve_application",
            GpuStatus => "get_gpu_status",
            Cluster => "get_cluster_resources",
            Feasibility => "check_feasibility",
            Policy => "get_runtime_policy",
            UpdatePolicy => "update_runtime_policy",
            ListReleases => "list_plugin_releases",
            CreateRelease => "create_plugin_release",
            GetRelease => "get_plugin_release",
            DeleteRelease => "delete_plugin_release",
            Run => "run_plugin_release",
            RunDebug => "run_debug_plugin_release",
            Build => "get_build_status",
            ListDocker => "list_docker_containers",
            CreateDocker => "create_docker_container",
            GetDocker => "get_docker_container",
            DeleteDocker => "delete_docker_container",
            StopDocker => "stop_docker_container",
            StartDocker => "start_docker_container",
            ListContainers => "list_containers",
            CreateContainer => "create_container",
            GetContainer => "get_container",
            UpdateContainer => "update_container",
            DeleteContainer => "delete_container",
            ComposeConfig => "get_compose_config",
            SystemStatus => "get_system_status",
            UpdateSystem => "update_system",
            RestartSystem => "restart_system",
        }
    }

    /// What the document says about it.
    pub(super) fn documented(self) -> OperationSpec {
        let operations = Document::load("synapse").operations().into_iter();
        let mut named = operations.filter(|spec| spec.id == self.operation());
        named.next().unwrap()
    }

    /// Whether the call may be sent twice: what reads, what deletes, and what only asks.
    pub(super) fn is_idempotent(self) -> bool {
        let method = self.documented().method;
        matches!(&*method, "GET" | "DELETE") || self == Feasibility
    }

    /// What it is made for, when that does not matter: an id or a name that need not be there.
    pub(super) fn subject(self) -> &'static str {
        match self {
            GetJob | Logs | TailWebSocket | TailHttp | StopJob => "raysubmit_abc123",
            GetNode => "node-abc123",
            GetTask => "task-xyz789",
            GetServe | DeleteServe => "my-app",
            GetContainer | UpdateContainer | DeleteContainer => "1",
            _ => "detector@1.2.0",
        }
    }

    /// The path and query of the request for a subject.
    pub(super) fn target(self, subject: &str) -> String {
        let path = self.documented().path;
        let path = match path.split_once('{') {
            Some((before, rest)) => {
                let (_, after) = rest.split_once('}').unwrap();
                format!("{before}{subject}{after}")
            }
            None => path,
        };
        let query = match self {
            Cluster => "?use_cache=true",
            ListReleases | ListContainers => "?page_size=100",
            _ => "",
        };
        path + query
    }

    /// Makes the call for a subject.
    pub(super) async fn call(self, stage: &Stage, client: &Client, subject: &str) -> Result<()> {
        match self {
            Health => done(stage, drive!(stage, Client, health, client)).await,
            GpuStatus => done(stage, drive!(stage, Client, gpu_status, client)).await,
            ListJobs | GetJob | Logs | StopJob | TailWebSocket | TailHttp => {
                self.jobs(stage, client, subject).await
            }
            ListNodes | GetNode | ListTasks | GetTask => self.rows(stage, client, subject).await,
            ListServe | GetServe | DeleteServe => self.serve(stage, client, subject).await,
            Cluster | Feasibility | Policy | UpdatePolicy => self.resources(stage, client).await,
            ListReleases | CreateRelease | GetRelease | DeleteRelease | Run | RunDebug => {
                self.plugins(stage, client, subject).await
            }
            ListDocker | CreateDocker | GetDocker | DeleteDocker | StopDocker | StartDocker => {
                self.docker(stage, client, subject).await
            }
            ComposeConfig | SystemStatus | UpdateSystem | RestartSystem => {
                self.system(stage, client).await
            }
            _ => self.containers(stage, client, subject).await,
        }
    }

    async fn jobs(self, stage: &Stage, client: &Client, id: &str) -> Result<()> {
        let all = drive!(stage, Client, jobs, client);
        match self {
            ListJobs => done(stage, drive!(stage, Jobs, list, &all)).await,
            GetJob => done(stage, drive!(stage, Jobs, get, &all, id)).await,
            Logs => done(stage, drive!(stage, Jobs, logs, &all, id)).await,
            StopJob => done(stage, drive!(stage, Jobs, stop, &all, id)).await,
            tail => {
                let protocol = match tail {
                    TailHttp => Protocol::Http,
                    _ => Protocol::WebSocket,
                };
                let call = drive!(stage, Jobs, tail, &all, id);
                let call = drive!(stage, TailJobLogs, protocol, call, protocol);
                stage.follow(tail.operation(), call).await.map(drop)
            }
        }
    }

    async fn rows(self, stage: &Stage, client: &Client, id: &str) -> Result<()> {
        let nodes = drive!(stage, Client, nodes, client);
        let tasks = drive!(stage, Client, tasks, client);
        match self {
            ListNodes => done(stage, drive!(stage, Nodes, list, &nodes)).await,
            GetNode => done(stage, drive!(stage, Nodes, get, &nodes, id)).await,
            ListTasks => done(stage, drive!(stage, Tasks, list, &tasks)).await,
            _ => done(stage, drive!(stage, Tasks, get, &tasks, id)).await,
        }
    }

    async fn serve(self, stage: &Stage, client: &Client, name: &str) -> Result<()> {
        let all = drive!(stage, Client, serve, client);
        match self {
            ListServe => done(stage, drive!(stage, Serve, list, &all)).await,
            GetServe => done(stage, drive!(stage, Serve, get, &all, name)).await,
            _ => done(stage, drive!(stage, Serve, delete, &all, name)).await,
        }
    }

    async fn resources(self, stage: &Stage, client: &Client) -> Result<()> {
        let all = drive!(stage, Client, resources, client);
        match self {
            Cluster => done(stage, drive!(stage, Resources, cluster, &all)).await,
            Feasibility => {
                let kind = FeasibilityKind::Job;
                done(
                    stage,
                    drive!(stage, Resources, feasibility, &all, kind, 1.0),
                )
                .await
            }
            Policy => done(stage, drive!(stage, Resources, policy, &all)).await,
            _ => done(stage, drive!(stage, Resources, update_policy, &all)).await,
        }
    }

    async fn plugins(self, stage: &Stage, client: &Client, lookup: &str) -> Result<()> {
        let all = drive!(stage, Client, plugins, client);
        match self {
            ListReleases => done(stage, drive!(stage, Plugins, list, &all)).await,
            CreateRelease => {
                let (plugin, version) = lookup.rsplit_once('@').unwrap();
                done(stage, drive!(stage, Plugins, create, &all, plugin, version)).await
            }
            GetRelease => done(stage, drive!(stage, Plugins, get, &all, lookup)).await,
            DeleteRelease => done(stage, drive!(stage, Plugins, delete, &all, lookup)).await,
            Run => done(stage, drive!(stage, Plugins, run, &all, lookup, "train")).await,
            _ => done(stage, drive!(stage, Plugins, run_debug, &all, "train")).await,
        }
    }

    async fn docker(self, stage: &Stage, client: &Client, subject: &str) -> Result<()> {
        let all = drive!(stage, Client, docker, client);
        match self {
            ListDocker => done(stage, drive!(stage, Docker, list, &all)).await,
            CreateDocker => done(stage, drive!(stage, Docker, create, &all, subject)).await,
            GetDocker => done(stage, drive!(stage, Docker, get, &all, subject)).await,
            DeleteDocker => done(stage, drive!(stage, Docker, delete, &all, subject)).await,
            StopDocker => done(stage, drive!(stage, Docker, stop, &all, subject)).await,
            _ => done(stage, drive!(stage, Docker, start, &all, subject)).await,
        }
    }

    async fn containers(self, stage: &Stage, client: &Client, subject: &str) -> Result<()> {
        let all = drive!(stage, Client, containers, client);
        let builds = drive!(stage, Client, builds, client);
        let id = subject.parse().unwrap_or_default();
        match self {
            Build => done(stage, drive!(stage, Builds, get, &builds, subject)).await,
            ListContainers => done(stage, drive!(stage, Containers, list, &all)).await,
            CreateContainer => done(stage, drive!(stage, Containers, create, &all, subject)).await,
            GetContainer => done(stage, drive!(stage, Containers, get, &all, id)).await,
            UpdateContainer => done(stage, drive!(stage, Containers, update, &all, id)).await,
            _ => done(stage, drive!(stage, Containers, delete, &all, id)).await,
        }
    }

    async fn system(self, stage: &Stage, client: &Client) -> Result<()> {
        let all = drive!(stage, Client, system, client);
        match self {
            ComposeConfig => done(stage, drive!(stage, System, compose_config, &all)).await,
            SystemStatus => done(stage, drive!(stage, System, status, &all)).await,
            UpdateSystem => done(stage, drive!(stage, System, update, &all)).await,
            _ => done(stage, drive!(stage, System, restart, &all)).await,
        }
    }
}

async fn done<I: Invoke>(stage: &Stage, call: Call<I>) -> Result<()> {
    stage.settle(call).await.map(drop)
}
