//! Synapse: jobs and their logs, plugin releases and containers, on an agent.
//!
//! ```no_run
//! # async fn f() -> quintet::Result<()> {
//! use quintet::synapse::Client;
//!
//! let token = "0123456789abcdef0123456789abcdef01234567";
//! let client = Client::builder().base_url("http://localhost:8100").token(token).build()?;
//! client.plugins().run("detector@1.2.0", "train").param("epochs", 3).job_id("train-1").await?;
//! let job = client.jobs().wait("train-1").await?;
//! println!("exit code {:?}", job.driver_exit_code);
//! println!("{}", client.jobs().logs("train-1").await?);
//! # Ok(()) }
//! ```
//!
//! # Credentials
//! | whose | builder | sent as |
//! |---|---|---|
//! | the agent's, which is needed | [`token`](crate::Builder::token) | `Authorization`, without a scheme |
//! | the user's that requests are made for | [`user_token`](crate::Builder::user_token) | `SYNAPSE-User: Token …` |
//! | the tenant's that requests are made for | [`tenant`](crate::Builder::tenant) | `SYNAPSE-Tenant: Token …` |
//!
//! All three go with every request and every WebSocket, to the agent's own origin and nowhere else. None is shown.
//!
//! # Defaults
//! | what | default |
//! |---|---|
//! | base URL | none: no address of an agent is well known |
//! | making a connection | 3 s |
//! | time of a call | 10 s, repetitions included; of an update or a restart of the agent 300 s; none for a container out of a file |
//! | following a log | as long as it goes on; the agent may be silent for 30 s; 8 reconnections in a row without a new line |
//! | how much of a log | 10000 messages, 50000 lines, 50 MiB; a line is cut at 10240 bytes |
//! | waiting for a job | every 2 s, for an hour |
//! | waiting for a build | every 2 s, for 300 s |
//! | waiting for a deferred result | after 2 s, then ever more seldom up to every 10 s, for 600 s |
//! | waiting for the agent after an update or a restart | after 2 s, then every 2 s, for 120 s |
//! | a page of a list | 100 items |
//!
//! # Where the methods are
//! | in the document of Synapse's agent client | here |
//! |---|---|
//! | `AgentClient(base_url, agent_token, user_token, tenant, timeout)`, `AsyncAgentClient` | [`Client::builder`], [`Client::from_env`] |
//! | the synchronous client | `blocking` of the feature `blocking`, for every call and wait |
//! | `timeout={"connect": …, "read": …}` | [`connect_timeout`](crate::Builder::connect_timeout), [`timeout`](crate::Builder::timeout), and [`timeout`](crate::Call::timeout) of a call |
//! | `health_check` | [`Client::health`] |
//! | `list_jobs`, `get_job`, `get_job_logs`, `list_job_logs`, `stop_job` | [`Client::jobs`]: `list`, `get`, `logs`, `stop`; also `wait` |
//! | `tail_job_logs`, `websocket_tail_job_logs`, `stream_tail_job_logs` | [`Jobs::tail`] with a [`Protocol`] |
//! | `stream_limits`, `StreamLimits` | [`TailLimits`], of each tail |
//! | `list_nodes`, `get_node` | [`Client::nodes`] |
//! | `list_tasks`, `get_task` | [`Client::tasks`] |
//! | `list_serve_applications`, `get_serve_application`, `delete_serve_application` | [`Client::serve`] |
//! | `get_gpu_status` | [`Client::gpu_status`] |
//! | `get_cluster_resources`, `check_feasibility`, `get_runtime_policy`, `update_runtime_policy` | [`Client::resources`]: `cluster`, `feasibility`, `policy`, `update_policy` |
//! | `…_plugin_release(s)`, `run_plugin_release`, `run_debug_plugin_release` | [`Client::plugins`] |
//! | `get_build_status`, `wait_for_build` | [`Client::builds`] |
//! | `…_container(s)` | [`Client::containers`] |
//! | `…_docker_container(s)` | [`Client::docker`] |
//! | `get_compose_config`, `get_system_status`, `update_system`, `restart_system`, `wait_for_system_ready` | [`Client::system`] |
//! | `GpuUnavailableError`, `ValidationError` | [`Refusal::of`] the error |
//! | `ClientError` with 400, 404, 408, 429, 500, 503 | [`Error::status`](crate::Error::status) where the agent answered, [`ErrorKind`](crate::ErrorKind) in any case |
//! | `close` | dropping the last clone of the client |
//!
//! # Where the agent surprises
//! - What changes something is sent once, whatever the agent answers; published clients send it up to four times.
//! - Every connection that follows a log gets it from the beginning, and may end in good order although there is more:
//!   [`Jobs::tail`] skips what it gave out, and asks again before it takes an end for the end; see [`Tail::outcome`].
//! - What an agent answers to something that it did is fixed nowhere. Fields are optional, unknown ones are kept, any 2xx is a
//!   success, and no body at all is not taken for a failure.
//! - Ids of jobs that people made may have other characters than those that can be stopped and followed: see [`Jobs::get`].
//! - An update that failed is a 200; here it is an error. See [`System::update`].
//! - `/health/` says that an agent is back, not that an update succeeded: see [`System::wait`].
//! - A list of tasks ends at 100: see [`Tasks::list`].
//! - Environments of jobs hold tokens: [`RuntimeEnvironment`] does not show them.

mod access;
mod builds;
mod check;
mod client;
mod containers;
mod fields;
mod gpu_status;
mod health;
mod jobs;
mod nodes;
mod page;
mod plugins;
mod refusal;
mod reply;
mod resources;
mod serve;
mod system;
mod tasks;

pub use crate::generated::synapse::types::{
    Build, BuildResult, ClusterResourceSnapshot, ComposeConfig, Container, ContainerBuild,
    ContainerPage, DockerContainer, Feasibility, FeasibilityKind, GpuDevice, GpuSummary, Job,
    JobDriver, JobErrorType, JobStatus, JobType, Node, NodeCounts, NodeResources, NodeState,
    PluginRelease, PluginReleasePage, ResourceCounter, RuntimeEnvironment, RuntimePolicy,
    ServeApplication, ServeApplicationStatus, StoppedJob, SystemOperation, SystemResult,
    SystemResultStatus, SystemStatus, Task, TaskState, TaskType,
};
pub use crate::runtime::TailOutcome;
pub use builds::{Builds, GetBuild, UntilBuilt};
pub use client::{Client, Synapse};
pub use containers::{
    ContainerKind, Containers, CreateContainer, CreateDockerContainer, DeleteContainer,
    DeleteDockerContainer, Docker, GetContainer, GetDockerContainer, ListContainers,
    ListDockerContainers, StartDockerContainer, StopDockerContainer, UpdateContainer,
};
pub use gpu_status::GetGpuStatus;
pub use health::CheckHealth;
pub use jobs::{
    GetJob, GetJobLogs, Jobs, ListJobs, Protocol, StopJob, Tail, TailJobLogs, TailLimits,
    UntilOver, UntilSucceeded,
};
pub use nodes::{GetNode, ListNodes, Nodes};
pub use plugins::{
    CreatePluginRelease, Deferred, DeferredStatus, DeletePluginRelease, GetPluginRelease,
    ListPluginReleases, Plugins, RunDebugPluginRelease, RunPluginRelease, UntilInferred,
};
pub use refusal::{InputFault, Refusal};
pub use resources::{CheckFeasibility, GetClusterResources, GetPolicy, Resources, UpdatePolicy};
pub use serve::{DeleteServeApplication, GetServeApplication, ListServeApplications, Serve};
pub use system::{
    GetComposeConfig, GetSystemStatus, RestartSystem, System, UntilSettled, UpdateSystem,
};
pub use tasks::{GetTask, ListTasks, Tasks};
