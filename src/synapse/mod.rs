//! Synapse: jobs and their logs, plugin releases and containers, on an agent.

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
