// Generated from openapi/synapse.yaml by `cargo xtask codegen`; do not edit by hand.
// Document fingerprint: 0f61e01d14fcd226

#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///How far a build is.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Build {
        ///Why it failed, any JSON; most often a text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error: ::std::option::Option<::serde_json::Value>,
        ///The container, when the build is completed.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub result: ::std::option::Option<BuildResult>,
        /**`completed`, `failed` and `cancelled` are final; with any other text the build goes on, and which texts there are is
not known.
*/
        pub status: ::std::string::String,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The container that a build has made.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct BuildResult {
        ///Where it listens.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub endpoint: ::std::option::Option<::std::string::String>,
        ///Its id, a number or a text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::serde_json::Value>,
        ///The image that it was made from.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub image: ::std::option::Option<::std::string::String>,
        ///Its name.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///Whether it was there already and was started again.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub restarted: ::std::option::Option<bool>,
        ///Its state.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///What the cluster had and what was in use, at one time.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ClusterResourceSnapshot {
        ///When it was read.
        pub collected_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///Processors.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cpu: ::std::option::Option<ResourceCounter>,
        ///GPUs.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub gpu: ::std::option::Option<GpuSummary>,
        ///Memory in bytes.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub memory: ::std::option::Option<ResourceCounter>,
        ///How many nodes there are.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub node_counts: ::std::option::Option<NodeCounts>,
        ///The nodes, each by itself.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub nodes: ::std::vec::Vec<NodeResources>,
        ///The store that tasks share objects in, in bytes.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub object_store: ::std::option::Option<ResourceCounter>,
        ///How many jobs run; absent means 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub running_jobs: ::std::option::Option<i64>,
        ///Whether it is old because it could not be read anew; absent means that it is not.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub stale: ::std::option::Option<bool>,
        ///How many replicas of serve applications there are; absent means 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_serve_replicas: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///How the agent is installed.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ComposeConfig {
        ///Files that describe the installation, a list or a text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub config_files: ::std::option::Option<::serde_json::Value>,
        ///Whether it is one for GPUs.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub is_gpu_mode: ::std::option::Option<bool>,
        ///Folder of the installation.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub working_dir: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A container that the agent keeps a record of. Which fields it has besides these is not fixed.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Container {
        ///Id of the record.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<i64>,
        ///Its state.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A build that makes a container, and where it can be followed.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ContainerBuild {
        ///Id of the build.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub build_id: ::std::option::Option<::std::string::String>,
        ///Its progress, as an event stream.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub sse_url: ::std::option::Option<::std::string::String>,
        ///Its state, as `get_build_status` gives it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status_url: ::std::option::Option<::std::string::String>,
        ///Its progress, over a WebSocket.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub ws_url: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///One page of containers.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ContainerPage {
        ///How many there are on all pages.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub count: ::std::option::Option<i64>,
        ///URL of the page that follows; `null` on the last one.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub next: ::std::option::Option<::std::string::String>,
        ///URL of the page before; `null` on the first one.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub previous: ::std::option::Option<::std::string::String>,
        ///The containers.
        pub results: ::std::vec::Vec<Container>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A Docker container to make.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct CreateDockerContainerRequest {
        ///Environment variables by name.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub envs: ::std::option::Option<
            ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
        >,
        ///Labels.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub labels: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
        ///What is to be noted about it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub metadata: ::std::option::Option<
            ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        >,
        ///Parameters for the plugin.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub params: ::std::option::Option<
            ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        >,
        ///The release, as `code@version`.
        pub plugin_release: ::std::string::String,
    }
    ///A plugin release to fetch.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct CreatePluginReleaseRequest {
        ///Code of the plugin.
        pub plugin: ::std::string::String,
        ///Version of the release.
        pub version: ::std::string::String,
    }
    ///A Docker container. Which fields it has is not fixed.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct DockerContainer {
        ///Docker's id of it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::serde_json::Value>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Whether something could be run.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Feasibility {
        /**Whether it could, `true` or `false`. It may come as a text too, of which `true` alone means that it could. Whatever
else it is, it means that it could not.
*/
        pub allowed: ::serde_json::Value,
        ///How many replicas could be run.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub feasible_replicas: ::std::option::Option<i64>,
        ///Why not, for people.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub messages: ::std::vec::Vec<::serde_json::Value>,
        ///Why not, for programs; a list, or the only reason by itself.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reasons: ::std::option::Option<::serde_json::Value>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///What would be run.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[non_exhaustive]
    pub enum FeasibilityKind {
        #[serde(rename = "job")]
        Job,
        #[serde(rename = "serve")]
        Serve,
        #[serde(rename = "container")]
        Container,
        #[serde(rename = "task")]
        Task,
    }
    impl ::std::fmt::Display for FeasibilityKind {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Job => f.write_str("job"),
                Self::Serve => f.write_str("serve"),
                Self::Container => f.write_str("container"),
                Self::Task => f.write_str("task"),
            }
        }
    }
    impl ::std::str::FromStr for FeasibilityKind {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "job" => Ok(Self::Job),
                "serve" => Ok(Self::Serve),
                "container" => Ok(Self::Container),
                "task" => Ok(Self::Task),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for FeasibilityKind {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for FeasibilityKind {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///What would be run and what it needs.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct FeasibilityRequest {
        ///What it is.
        pub kind: FeasibilityKind,
        ///Memory that each replica needs; `null` means that it does not matter.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub memory_bytes: ::std::option::Option<i64>,
        ///More about it, most often nothing.
        pub metadata: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        ///Processors that each replica needs.
        pub num_cpus: f64,
        ///GPUs that each replica needs; 0 unless told otherwise.
        pub num_gpus: f64,
        ///How many of it; 1 unless told otherwise.
        pub replicas: i64,
    }
    ///A GPU of a node.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct GpuDevice {
        ///Its number on the node, from 0.
        pub index: i64,
        ///Memory, in MB; absent means 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub memory_total: ::std::option::Option<i64>,
        ///Memory in use, in MB; absent means 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub memory_used: ::std::option::Option<i64>,
        ///Share of the memory that is in use.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub memory_used_ratio: ::std::option::Option<f64>,
        ///Its model.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///The processes that use it. An object of names by process, a list as Ray has it, or `null`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub processes_pids: ::std::option::Option<::serde_json::Value>,
        ///How busy it is, in percent; `null` when it cannot be told.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub utilization_gpu: ::std::option::Option<f64>,
        ///Its id.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub uuid: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The GPUs of all nodes together; what is absent is 0.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct GpuSummary {
        ///How many have room.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub available_gpus: ::std::option::Option<i64>,
        ///What is left of their memory.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub available_memory_bytes: ::std::option::Option<i64>,
        ///Use of all, in percent.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub avg_utilization: ::std::option::Option<f64>,
        ///Use of the busiest, in percent.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub max_utilization: ::std::option::Option<f64>,
        ///How many there are.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_gpus: ::std::option::Option<i64>,
        ///Their memory.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_memory_bytes: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A job of the cluster.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Job {
        ///Where Ray's agent on its node listens.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub driver_agent_http_address: ::std::option::Option<::std::string::String>,
        ///What its process ended with.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub driver_exit_code: ::std::option::Option<i64>,
        ///The process that it is.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub driver_info: ::std::option::Option<JobDriver>,
        ///The node that its process is on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub driver_node_id: ::std::option::Option<::std::string::String>,
        ///When it ended, in milliseconds since 1970.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub end_time: ::std::option::Option<i64>,
        ///The command that it is.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub entrypoint: ::std::option::Option<::std::string::String>,
        ///What made it fail.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error_type: ::std::option::Option<JobErrorType>,
        ///Ray's own id of it, once it has one.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub job_id: ::std::option::Option<::std::string::String>,
        ///More on its state, for people.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub message: ::std::option::Option<::std::string::String>,
        ///What was noted about it when it was submitted.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub metadata: ::std::option::Option<
            ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        >,
        ///The environment that it runs in.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub runtime_env: ::std::option::Option<RuntimeEnvironment>,
        ///When it began, in milliseconds since 1970.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub start_time: ::std::option::Option<i64>,
        ///Its state.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<JobStatus>,
        ///Id that it was submitted under; `null` for one that connected by itself.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub submission_id: ::std::option::Option<::std::string::String>,
        ///How it came to the cluster.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<JobType>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The process of a job.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct JobDriver {
        ///Ray's own id of the job.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///The machine that the process is on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub node_ip_address: ::std::option::Option<::std::string::String>,
        ///The process, as a text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub pid: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///What made a job fail.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[non_exhaustive]
    pub enum JobErrorType {
        #[serde(rename = "RUNTIME_ENV_SETUP_FAILURE")]
        RuntimeEnvSetupFailure,
        #[serde(rename = "JOB_SUPERVISOR_ACTOR_START_TIMEOUT")]
        JobSupervisorActorStartTimeout,
        #[serde(rename = "JOB_SUPERVISOR_ACTOR_START_FAILURE")]
        JobSupervisorActorStartFailure,
        #[serde(rename = "JOB_SUPERVISOR_ACTOR_UNSCHEDULABLE")]
        JobSupervisorActorUnschedulable,
        #[serde(rename = "JOB_SUPERVISOR_ACTOR_UNKNOWN_FAILURE")]
        JobSupervisorActorUnknownFailure,
        #[serde(rename = "JOB_SUPERVISOR_ACTOR_DIED")]
        JobSupervisorActorDied,
        #[serde(rename = "JOB_ENTRYPOINT_COMMAND_START_ERROR")]
        JobEntrypointCommandStartError,
        #[serde(rename = "JOB_ENTRYPOINT_COMMAND_ERROR")]
        JobEntrypointCommandError,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for JobErrorType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::RuntimeEnvSetupFailure => f.write_str("RUNTIME_ENV_SETUP_FAILURE"),
                Self::JobSupervisorActorStartTimeout => {
                    f.write_str("JOB_SUPERVISOR_ACTOR_START_TIMEOUT")
                }
                Self::JobSupervisorActorStartFailure => {
                    f.write_str("JOB_SUPERVISOR_ACTOR_START_FAILURE")
                }
                Self::JobSupervisorActorUnschedulable => {
                    f.write_str("JOB_SUPERVISOR_ACTOR_UNSCHEDULABLE")
                }
                Self::JobSupervisorActorUnknownFailure => {
                    f.write_str("JOB_SUPERVISOR_ACTOR_UNKNOWN_FAILURE")
                }
                Self::JobSupervisorActorDied => f.write_str("JOB_SUPERVISOR_ACTOR_DIED"),
                Self::JobEntrypointCommandStartError => {
                    f.write_str("JOB_ENTRYPOINT_COMMAND_START_ERROR")
                }
                Self::JobEntrypointCommandError => {
                    f.write_str("JOB_ENTRYPOINT_COMMAND_ERROR")
                }
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for JobErrorType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "RUNTIME_ENV_SETUP_FAILURE" => Ok(Self::RuntimeEnvSetupFailure),
                "JOB_SUPERVISOR_ACTOR_START_TIMEOUT" => {
                    Ok(Self::JobSupervisorActorStartTimeout)
                }
                "JOB_SUPERVISOR_ACTOR_START_FAILURE" => {
                    Ok(Self::JobSupervisorActorStartFailure)
                }
                "JOB_SUPERVISOR_ACTOR_UNSCHEDULABLE" => {
                    Ok(Self::JobSupervisorActorUnschedulable)
                }
                "JOB_SUPERVISOR_ACTOR_UNKNOWN_FAILURE" => {
                    Ok(Self::JobSupervisorActorUnknownFailure)
                }
                "JOB_SUPERVISOR_ACTOR_DIED" => Ok(Self::JobSupervisorActorDied),
                "JOB_ENTRYPOINT_COMMAND_START_ERROR" => {
                    Ok(Self::JobEntrypointCommandStartError)
                }
                "JOB_ENTRYPOINT_COMMAND_ERROR" => Ok(Self::JobEntrypointCommandError),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for JobErrorType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for JobErrorType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///State of a job. `STOPPED`, `SUCCEEDED` and `FAILED` are final.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[non_exhaustive]
    pub enum JobStatus {
        #[serde(rename = "PENDING")]
        Pending,
        #[serde(rename = "RUNNING")]
        Running,
        #[serde(rename = "STOPPED")]
        Stopped,
        #[serde(rename = "SUCCEEDED")]
        Succeeded,
        #[serde(rename = "FAILED")]
        Failed,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for JobStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Pending => f.write_str("PENDING"),
                Self::Running => f.write_str("RUNNING"),
                Self::Stopped => f.write_str("STOPPED"),
                Self::Succeeded => f.write_str("SUCCEEDED"),
                Self::Failed => f.write_str("FAILED"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for JobStatus {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "PENDING" => Ok(Self::Pending),
                "RUNNING" => Ok(Self::Running),
                "STOPPED" => Ok(Self::Stopped),
                "SUCCEEDED" => Ok(Self::Succeeded),
                "FAILED" => Ok(Self::Failed),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for JobStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for JobStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///How a job came to the cluster.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[non_exhaustive]
    pub enum JobType {
        #[serde(rename = "SUBMISSION")]
        Submission,
        #[serde(rename = "DRIVER")]
        Driver,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for JobType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Submission => f.write_str("SUBMISSION"),
                Self::Driver => f.write_str("DRIVER"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for JobType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "SUBMISSION" => Ok(Self::Submission),
                "DRIVER" => Ok(Self::Driver),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for JobType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for JobType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///A node of the cluster.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Node {
        ///When it left, in milliseconds since 1970.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub end_time_ms: ::std::option::Option<i64>,
        ///Whether it leads the cluster.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub is_head_node: ::std::option::Option<bool>,
        ///Its labels.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub labels: ::std::option::Option<
            ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        >,
        ///Id of the node.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub node_id: ::std::option::Option<::std::string::String>,
        ///Its address.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub node_ip: ::std::option::Option<::std::string::String>,
        ///Its name, most often the address.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub node_name: ::std::option::Option<::std::string::String>,
        ///What it has, by the name of the resource.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub resources_total: ::std::option::Option<
            ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        >,
        ///When it joined, in milliseconds since 1970.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub start_time_ms: ::std::option::Option<i64>,
        ///Whether it takes part.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub state: ::std::option::Option<NodeState>,
        ///More on its state.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub state_message: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///How many nodes there are; what is absent is 0.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct NodeCounts {
        ///Those that take part.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub alive: ::std::option::Option<i64>,
        ///Those that do not any more.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub dead: ::std::option::Option<i64>,
        ///All that are known.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///What one node had, and what of it was in use.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct NodeResources {
        ///What GPUs it has.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub accelerator_type: ::std::option::Option<::std::string::String>,
        ///Its processors.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cpu: ::std::option::Option<ResourceCounter>,
        ///Its GPUs.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub gpus: ::std::vec::Vec<GpuDevice>,
        ///Its name.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub host_name: ::std::option::Option<::std::string::String>,
        ///Its address.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub ip: ::std::option::Option<::std::string::String>,
        ///Whether it leads the cluster; absent means that it does not.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub is_head_node: ::std::option::Option<bool>,
        ///Its memory in bytes.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub memory: ::std::option::Option<ResourceCounter>,
        ///Id of the node.
        pub node_id: ::std::string::String,
        ///Whether it takes part; absent means `ALIVE`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub state: ::std::option::Option<NodeState>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Whether a node takes part in the cluster.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[non_exhaustive]
    pub enum NodeState {
        #[serde(rename = "ALIVE")]
        Alive,
        #[serde(rename = "DEAD")]
        Dead,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for NodeState {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Alive => f.write_str("ALIVE"),
                Self::Dead => f.write_str("DEAD"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for NodeState {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "ALIVE" => Ok(Self::Alive),
                "DEAD" => Ok(Self::Dead),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for NodeState {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for NodeState {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///A plugin release on the agent. Which fields it has is not fixed, not even the type of its id.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct PluginRelease {
        ///Its id, a number or a text.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::serde_json::Value>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///One page of plugin releases.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct PluginReleasePage {
        ///How many there are on all pages.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub count: ::std::option::Option<i64>,
        ///URL of the page that follows; `null` on the last one.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub next: ::std::option::Option<::std::string::String>,
        ///URL of the page before; `null` on the first one.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub previous: ::std::option::Option<::std::string::String>,
        ///The releases.
        pub results: ::std::vec::Vec<PluginRelease>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///How much there is of a resource; what is absent is 0.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ResourceCounter {
        ///What is left.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub available: ::std::option::Option<f64>,
        ///All of it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total: ::std::option::Option<f64>,
        ///What is in use.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub used: ::std::option::Option<f64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///An action of a plugin that is not released.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct RunDebugPluginReleaseRequest {
        ///Name of the action.
        pub action: ::std::string::String,
        ///The plugin's configuration, in place of the one in its folder.
        #[serde(default, skip_serializing_if = "::serde_json::Map::is_empty")]
        pub config: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        ///Id for the job that is made; absent means one of Ray's making.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub job_id: ::std::option::Option<::std::string::String>,
        ///Language of the texts that the action makes for people.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub language: ::std::option::Option<::std::string::String>,
        ///Python sources by the name of their module.
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty"
        )]
        pub modules: ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::string::String,
        >,
        ///Parameters of the action.
        #[serde(default, skip_serializing_if = "::serde_json::Map::is_empty")]
        pub params: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        ///Folder of the plugin on the agent's machine.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub plugin_path: ::std::option::Option<::std::string::String>,
        ///Python packages to install before, as pip names them.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub requirements: ::std::vec::Vec<::std::string::String>,
    }
    ///An action to run. Fields that are not described here are handed on.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct RunPluginReleaseRequest {
        ///Name of the action, as the plugin's configuration has it; `null` where the plugin needs none.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub action: ::std::option::Option<::std::string::String>,
        ///Id for the job that is made; absent means one of Ray's making.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub job_id: ::std::option::Option<::std::string::String>,
        ///Language of the texts that the action makes for people.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub language: ::std::option::Option<::std::string::String>,
        ///Parameters of the action.
        #[serde(default, skip_serializing_if = "::serde_json::Map::is_empty")]
        pub params: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        ///Python packages to install before, as pip names them.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub requirements: ::std::vec::Vec<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The environment of a job.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct RuntimeEnvironment {
        ///Environment variables by name; tokens are among them.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub env_vars: ::std::option::Option<
            ::std::collections::BTreeMap<::std::string::String, crate::Secret>,
        >,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /**Limits that an agent runs work under, all or some. `max_concurrent_jobs` (3; 0 is no limit),
`max_concurrent_serve_replicas` (16), `gatekeeping_enabled` (true), `cpu_max_utilization_percent`,
`memory_max_utilization_percent`, `gpu_max_utilization_percent` and `gpu_max_memory_percent` (each 90.0),
`max_concurrent_ray_jobs` (0, which is no limit) and `resource_cache_ttl_seconds` (5.0). In brackets stands what holds
when the field is absent. Any JSON, so that a field that is absent differs from one that is `null`.
*/
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[serde(transparent)]
    pub struct RuntimePolicy(
        pub ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    );
    impl ::std::ops::Deref for RuntimePolicy {
        type Target = ::serde_json::Map<::std::string::String, ::serde_json::Value>;
        fn deref(
            &self,
        ) -> &::serde_json::Map<::std::string::String, ::serde_json::Value> {
            &self.0
        }
    }
    impl ::std::convert::From<RuntimePolicy>
    for ::serde_json::Map<::std::string::String, ::serde_json::Value> {
        fn from(value: RuntimePolicy) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<
        ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    > for RuntimePolicy {
        fn from(
            value: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        ) -> Self {
            Self(value)
        }
    }
    ///An application that stays and answers requests.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ServeApplication {
        ///What it consists of, any JSON.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub deployments: ::std::option::Option<::serde_json::Value>,
        ///Where its documentation is.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub docs_path: ::std::option::Option<::std::string::String>,
        ///When it was deployed, in seconds since 1970.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub last_deployed_time_s: ::std::option::Option<f64>,
        ///More on its state.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub message: ::std::option::Option<::std::string::String>,
        ///Its name.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///Where its requests go, below the address of all applications.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub route_prefix: ::std::option::Option<::std::string::String>,
        ///Its state.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<ServeApplicationStatus>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///State of a serve application.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[non_exhaustive]
    pub enum ServeApplicationStatus {
        #[serde(rename = "NOT_STARTED")]
        NotStarted,
        #[serde(rename = "DEPLOYING")]
        Deploying,
        #[serde(rename = "DEPLOY_FAILED")]
        DeployFailed,
        #[serde(rename = "RUNNING")]
        Running,
        #[serde(rename = "UNHEALTHY")]
        Unhealthy,
        #[serde(rename = "DELETING")]
        Deleting,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for ServeApplicationStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::NotStarted => f.write_str("NOT_STARTED"),
                Self::Deploying => f.write_str("DEPLOYING"),
                Self::DeployFailed => f.write_str("DEPLOY_FAILED"),
                Self::Running => f.write_str("RUNNING"),
                Self::Unhealthy => f.write_str("UNHEALTHY"),
                Self::Deleting => f.write_str("DELETING"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for ServeApplicationStatus {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "NOT_STARTED" => Ok(Self::NotStarted),
                "DEPLOYING" => Ok(Self::Deploying),
                "DEPLOY_FAILED" => Ok(Self::DeployFailed),
                "RUNNING" => Ok(Self::Running),
                "UNHEALTHY" => Ok(Self::Unhealthy),
                "DELETING" => Ok(Self::Deleting),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ServeApplicationStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ServeApplicationStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///What became of the wish to stop a job.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct StoppedJob {
        ///The job.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub job_id: ::std::option::Option<::std::string::String>,
        ///`STOPPING`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///What is done to the agent.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[non_exhaustive]
    pub enum SystemOperation {
        #[serde(rename = "update")]
        Update,
        #[serde(rename = "restart")]
        Restart,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for SystemOperation {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Update => f.write_str("update"),
                Self::Restart => f.write_str("restart"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for SystemOperation {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "update" => Ok(Self::Update),
                "restart" => Ok(Self::Restart),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for SystemOperation {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for SystemOperation {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///What came of an update or a restart, and what was said meanwhile.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct SystemResult {
        ///The same for people.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub message: ::std::option::Option<::std::string::String>,
        ///What fetching the images printed; a restart has none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub pull_output: ::std::option::Option<::std::string::String>,
        ///What came of it.
        pub status: SystemResultStatus,
        ///What starting the agent printed.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub up_output: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///What came of an update or a restart.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[non_exhaustive]
    pub enum SystemResultStatus {
        #[serde(rename = "success")]
        Success,
        #[serde(rename = "error")]
        Error,
        #[serde(rename = "in_progress")]
        InProgress,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for SystemResultStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Success => f.write_str("success"),
                Self::Error => f.write_str("error"),
                Self::InProgress => f.write_str("in_progress"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for SystemResultStatus {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "success" => Ok(Self::Success),
                "error" => Ok(Self::Error),
                "in_progress" => Ok(Self::InProgress),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for SystemResultStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for SystemResultStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Whether something is done to the agent.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct SystemStatus {
        ///Tag of the image that answers requests.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub api_tag: ::std::option::Option<::std::string::String>,
        ///Whether something is under way.
        pub in_progress: bool,
        ///What is under way; `null` when nothing is.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub operation: ::std::option::Option<SystemOperation>,
        ///When it began, as ISO 8601, maybe without an offset; `null` when nothing is under way.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub started_at: ::std::option::Option<::std::string::String>,
        ///Tag of the image that works.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub worker_tag: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A task of the cluster.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Task {
        ///Its actor.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub actor_id: ::std::option::Option<::std::string::String>,
        ///Which attempt at it this is, from 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub attempt_number: ::std::option::Option<i64>,
        ///When it was made, in milliseconds since 1970.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub creation_time_ms: ::std::option::Option<i64>,
        ///When it ended, in milliseconds since 1970.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub end_time_ms: ::std::option::Option<i64>,
        ///What made it fail, for people.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error_message: ::std::option::Option<::std::string::String>,
        ///What made it fail, for programs.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error_type: ::std::option::Option<::std::string::String>,
        ///The function or class that it runs.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub func_or_class_name: ::std::option::Option<::std::string::String>,
        ///Ray's own id of its job.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub job_id: ::std::option::Option<::std::string::String>,
        ///Its name.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///The node that it is on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub node_id: ::std::option::Option<::std::string::String>,
        ///The task that began it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub parent_task_id: ::std::option::Option<::std::string::String>,
        ///When it began to run, in milliseconds since 1970.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub start_time_ms: ::std::option::Option<i64>,
        ///Its state.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub state: ::std::option::Option<TaskState>,
        ///Id of the task.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub task_id: ::std::option::Option<::std::string::String>,
        ///What it is for.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<TaskType>,
        ///The worker that it is on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub worker_id: ::std::option::Option<::std::string::String>,
        ///The process of that worker.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub worker_pid: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///State of a task. `FINISHED` and `FAILED` are final.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[non_exhaustive]
    pub enum TaskState {
        #[serde(rename = "NIL")]
        Nil,
        #[serde(rename = "PENDING_ARGS_AVAIL")]
        PendingArgsAvail,
        #[serde(rename = "PENDING_NODE_ASSIGNMENT")]
        PendingNodeAssignment,
        #[serde(rename = "PENDING_OBJ_STORE_MEM_AVAIL")]
        PendingObjStoreMemAvail,
        #[serde(rename = "PENDING_ARGS_FETCH")]
        PendingArgsFetch,
        #[serde(rename = "SUBMITTED_TO_WORKER")]
        SubmittedToWorker,
        #[serde(rename = "PENDING_ACTOR_TASK_ARGS_FETCH")]
        PendingActorTaskArgsFetch,
        #[serde(rename = "PENDING_ACTOR_TASK_ORDERING_OR_CONCURRENCY")]
        PendingActorTaskOrderingOrConcurrency,
        #[serde(rename = "RUNNING")]
        Running,
        #[serde(rename = "RUNNING_IN_RAY_GET")]
        RunningInRayGet,
        #[serde(rename = "RUNNING_IN_RAY_WAIT")]
        RunningInRayWait,
        #[serde(rename = "FINISHED")]
        Finished,
        #[serde(rename = "FAILED")]
        Failed,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for TaskState {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Nil => f.write_str("NIL"),
                Self::PendingArgsAvail => f.write_str("PENDING_ARGS_AVAIL"),
                Self::PendingNodeAssignment => f.write_str("PENDING_NODE_ASSIGNMENT"),
                Self::PendingObjStoreMemAvail => {
                    f.write_str("PENDING_OBJ_STORE_MEM_AVAIL")
                }
                Self::PendingArgsFetch => f.write_str("PENDING_ARGS_FETCH"),
                Self::SubmittedToWorker => f.write_str("SUBMITTED_TO_WORKER"),
                Self::PendingActorTaskArgsFetch => {
                    f.write_str("PENDING_ACTOR_TASK_ARGS_FETCH")
                }
                Self::PendingActorTaskOrderingOrConcurrency => {
                    f.write_str("PENDING_ACTOR_TASK_ORDERING_OR_CONCURRENCY")
                }
                Self::Running => f.write_str("RUNNING"),
                Self::RunningInRayGet => f.write_str("RUNNING_IN_RAY_GET"),
                Self::RunningInRayWait => f.write_str("RUNNING_IN_RAY_WAIT"),
                Self::Finished => f.write_str("FINISHED"),
                Self::Failed => f.write_str("FAILED"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for TaskState {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "NIL" => Ok(Self::Nil),
                "PENDING_ARGS_AVAIL" => Ok(Self::PendingArgsAvail),
                "PENDING_NODE_ASSIGNMENT" => Ok(Self::PendingNodeAssignment),
                "PENDING_OBJ_STORE_MEM_AVAIL" => Ok(Self::PendingObjStoreMemAvail),
                "PENDING_ARGS_FETCH" => Ok(Self::PendingArgsFetch),
                "SUBMITTED_TO_WORKER" => Ok(Self::SubmittedToWorker),
                "PENDING_ACTOR_TASK_ARGS_FETCH" => Ok(Self::PendingActorTaskArgsFetch),
                "PENDING_ACTOR_TASK_ORDERING_OR_CONCURRENCY" => {
                    Ok(Self::PendingActorTaskOrderingOrConcurrency)
                }
                "RUNNING" => Ok(Self::Running),
                "RUNNING_IN_RAY_GET" => Ok(Self::RunningInRayGet),
                "RUNNING_IN_RAY_WAIT" => Ok(Self::RunningInRayWait),
                "FINISHED" => Ok(Self::Finished),
                "FAILED" => Ok(Self::Failed),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for TaskState {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for TaskState {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///What a task is for.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[non_exhaustive]
    pub enum TaskType {
        #[serde(rename = "NORMAL_TASK")]
        NormalTask,
        #[serde(rename = "ACTOR_CREATION_TASK")]
        ActorCreationTask,
        #[serde(rename = "ACTOR_TASK")]
        ActorTask,
        #[serde(rename = "DRIVER_TASK")]
        DriverTask,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for TaskType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::NormalTask => f.write_str("NORMAL_TASK"),
                Self::ActorCreationTask => f.write_str("ACTOR_CREATION_TASK"),
                Self::ActorTask => f.write_str("ACTOR_TASK"),
                Self::DriverTask => f.write_str("DRIVER_TASK"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for TaskType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "NORMAL_TASK" => Ok(Self::NormalTask),
                "ACTOR_CREATION_TASK" => Ok(Self::ActorCreationTask),
                "ACTOR_TASK" => Ok(Self::ActorTask),
                "DRIVER_TASK" => Ok(Self::DriverTask),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for TaskType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for TaskType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Changes to a container's record.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[non_exhaustive]
    pub struct UpdateContainerRequest {
        ///The state to set.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<::std::string::String>,
    }
    ///Which images to update to.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[non_exhaustive]
    pub struct UpdateSystemRequest {
        ///Tag of the image that answers requests.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub api_tag: ::std::option::Option<::std::string::String>,
        ///Tag of the image that works.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub worker_tag: ::std::option::Option<::std::string::String>,
    }
    /// Error types.
    pub mod error {
        /// Error from a `TryFrom` or `FromStr` implementation.
        pub struct ConversionError(::std::borrow::Cow<'static, str>);
        impl ::std::error::Error for ConversionError {}
        impl ::std::fmt::Display for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::std::fmt::Debug for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
        impl From<&'static str> for ConversionError {
            fn from(value: &'static str) -> Self {
                Self(value.into())
            }
        }
        impl From<String> for ConversionError {
            fn from(value: String) -> Self {
                Self(value.into())
            }
        }
    }
}
/// Builds the requests of one call.
#[derive(Clone, Copy, Debug)]
pub struct Client<'e> {
    pub(crate) baseurl: &'e str,
    pub(crate) client: &'e reqwest::Client,
    pub(crate) inner: &'e crate::runtime::Exchange,
}
impl<'e> Client<'e> {}
#[allow(clippy::all)]
impl<'e> Client<'e> {
    /**Read how far a build is

A build begins with `create_container`.

Sends a `GET` request to `/builds/{build_id}/`

Arguments:
- `build_id`: Id of the build.
*/
    pub async fn get_build_status<'a>(
        &'a self,
        build_id: &'a str,
    ) -> crate::Result<types::Build> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/builds/{}/", self.baseurl, encode_path(& build_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[8usize]).await
    }
    /**List the containers that the agent keeps a record of

In pages, as `list_plugin_releases`.

Sends a `GET` request to `/containers/`

Arguments:
- `page`: Number of the page, from 1, as `next` names it; absent means 1.
- `page_size`: Items per page; clients that list everything have sent 100.
- `status`: Only containers of this status; absent means all.
*/
    pub async fn list_containers<'a>(
        &'a self,
        page: Option<i64>,
        page_size: Option<i64>,
        status: Option<&'a str>,
    ) -> crate::Result<types::ContainerPage> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/containers/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("page", &page))
                .query(&progenitor_client::QueryParam::new("page_size", &page_size))
                .query(&progenitor_client::QueryParam::new("status", &status))
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[23usize]).await
    }
    /**Make a container of a plugin release or of a plugin file

Starts a build and answers at once; `get_build_status` tells what becomes of it. A release is named as `code@version`
in `plugin_release`, and once more in `plugin` and `version`, which are what comes before and after the last `@`. With
a plugin file the request is a form: what is an object in JSON is there a text that holds JSON, and each label is a
part of its own.


Sends a `POST` request to `/containers/`

Arguments:
- `content_type`: The media type of the body, with its boundary.
- `body`
*/
    pub async fn create_container<'a, B: Into<reqwest::Body>>(
        &'a self,
        content_type: &'a str,
        body: B,
    ) -> crate::Result<types::ContainerBuild> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/containers/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1);
            header_map.append("Content-Type", content_type.to_string().try_into()?);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .header(
                    ::reqwest::header::CONTENT_TYPE,
                    ::reqwest::header::HeaderValue::from_static(
                        "application/octet-stream",
                    ),
                )
                .body(body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[1usize]).await
    }
    /**List the Docker containers

All in one reply.

Sends a `GET` request to `/containers/docker/`

*/
    pub async fn list_docker_containers<'a>(
        &'a self,
    ) -> crate::Result<::std::vec::Vec<types::DockerContainer>> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/containers/docker/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[24usize]).await
    }
    /**Make a Docker container of a plugin release

And start it.

Sends a `POST` request to `/containers/docker/`

Arguments:
- `body`: The release and what it gets.
*/
    pub async fn create_docker_container<'a>(
        &'a self,
        body: &'a types::CreateDockerContainerRequest,
    ) -> crate::Result<types::DockerContainer> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/containers/docker/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[2usize]).await
    }
    /**Get a Docker container

One row of `list_docker_containers`, maybe with more to it.

Sends a `GET` request to `/containers/docker/{id}`

Arguments:
- `id`: Docker's id of the container.
*/
    pub async fn get_docker_container<'a>(
        &'a self,
        id: &'a str,
    ) -> crate::Result<types::DockerContainer> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/containers/docker/{}", self.baseurl, encode_path(& id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[12usize]).await
    }
    /**Remove a Docker container

It is gone with all that was written in it.

Sends a `DELETE` request to `/containers/docker/{id}`

Arguments:
- `id`: Docker's id of the container.
*/
    pub async fn delete_docker_container<'a>(
        &'a self,
        id: &'a str,
    ) -> crate::Result<::serde_json::Value> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/containers/docker/{}", self.baseurl, encode_path(& id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[5usize]).await
    }
    /**Start a Docker container that was stopped

Without a body.

Sends a `POST` request to `/containers/docker/{id}/start/`

Arguments:
- `id`: Docker's id of the container.
*/
    pub async fn start_docker_container<'a>(
        &'a self,
        id: &'a str,
    ) -> crate::Result<types::DockerContainer> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/containers/docker/{}/start/", self.baseurl, encode_path(& id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[33usize]).await
    }
    /**Stop a Docker container

Without a body. It can be started again.

Sends a `POST` request to `/containers/docker/{id}/stop/`

Arguments:
- `id`: Docker's id of the container.
*/
    pub async fn stop_docker_container<'a>(
        &'a self,
        id: &'a str,
    ) -> crate::Result<types::DockerContainer> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/containers/docker/{}/stop/", self.baseurl, encode_path(& id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[34usize]).await
    }
    /**Get a container's record

One row of `list_containers`, maybe with more to it.

Sends a `GET` request to `/containers/{id}`

Arguments:
- `id`: Id of the container's record.
*/
    pub async fn get_container<'a>(
        &'a self,
        id: i64,
    ) -> crate::Result<types::Container> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/containers/{}", self.baseurl, encode_path(& id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[11usize]).await
    }
    /**Delete a container's record and stop the container

The Docker container ends too.

Sends a `DELETE` request to `/containers/{id}`

Arguments:
- `id`: Id of the container's record.
*/
    pub async fn delete_container<'a>(
        &'a self,
        id: i64,
    ) -> crate::Result<::serde_json::Value> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/containers/{}", self.baseurl, encode_path(& id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[4usize]).await
    }
    /**Change a container's record

Nothing has to be given.

Sends a `PATCH` request to `/containers/{id}`

Arguments:
- `id`: Id of the container's record.
- `body`: What to change.
*/
    pub async fn update_container<'a>(
        &'a self,
        id: i64,
        body: &'a types::UpdateContainerRequest,
    ) -> crate::Result<types::Container> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/containers/{}", self.baseurl, encode_path(& id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .patch(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[37usize]).await
    }
    /**Read what the GPUs of all nodes do

Summed up by the agent in a form that is not fixed. `get_cluster_resources` has the same with names.

Sends a `GET` request to `/gpu_status/`

*/
    pub async fn get_gpu_status<'a>(
        &'a self,
    ) -> crate::Result<::serde_json::Map<::std::string::String, ::serde_json::Value>> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/gpu_status/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[13usize]).await
    }
    /**Tell whether the agent works

What the reply says is not fixed; the status is the answer. Older agents looked at Docker for it. While the agent
restarts, nobody answers, or somebody else with 503.


Sends a `GET` request to `/health/`

*/
    pub async fn health_check<'a>(
        &'a self,
    ) -> crate::Result<::serde_json::Map<::std::string::String, ::serde_json::Value>> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/health/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[22usize]).await
    }
    /**List the jobs

All in one reply, those that were submitted and those that connected to the cluster by themselves.

Sends a `GET` request to `/jobs/`

*/
    pub async fn list_jobs<'a>(&'a self) -> crate::Result<::std::vec::Vec<types::Job>> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/jobs/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[25usize]).await
    }
    /**Get a job

One row of `list_jobs`.

Sends a `GET` request to `/jobs/{job_id}/`

Arguments:
- `job_id`: Id of the job, `submission_id` of its row, or `job_id` of one that was not submitted.
*/
    pub async fn get_job<'a>(&'a self, job_id: &'a str) -> crate::Result<types::Job> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/jobs/{}/", self.baseurl, encode_path(& job_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[14usize]).await
    }
    /**Read the whole log of a job as it is now

Either `text/plain`, and then the body is the log, whatever it looks like, or `application/json`, and then it is one
string that holds the log. The same path opens a WebSocket, see `websocket_tail_job_logs`.


Sends a `GET` request to `/jobs/{job_id}/logs/`

Arguments:
- `job_id`: Id of the job, `submission_id` of its row, or `job_id` of one that was not submitted.
*/
    pub async fn get_job_logs<'a>(&'a self, job_id: &'a str) -> crate::Result<()> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/jobs/{}/logs/", self.baseurl, encode_path(& job_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self.client.get(url).headers(header_map).build()?;
            Ok(request)
        };
        self.inner.raw(build(), &OPERATIONS[15usize]).await
    }
    /**Follow the log of a job, as an event stream

What `websocket_tail_job_logs` sends as messages, here as events: each one `data` line with the same JSON object, or
with a piece of the log as it is. Begins with the first line of the log. The body may go on for as long as the job
runs, and be silent for as long as the job is.


Sends a `GET` request to `/jobs/{job_id}/logs/stream/`

Arguments:
- `job_id`: Id of the job, `submission_id` of its row, or `job_id` of one that was not submitted.
*/
    pub async fn stream_tail_job_logs<'a>(
        &'a self,
        job_id: &'a str,
    ) -> crate::Result<()> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/jobs/{}/logs/stream/", self.baseurl, encode_path(& job_id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self.client.get(url).headers(header_map).build()?;
            Ok(request)
        };
        self.inner.raw(build(), &OPERATIONS[36usize]).await
    }
    /**Stop a job

Without a body. Answers before the job has stopped; its status becomes `STOPPED`, unless it ends in another way
meanwhile.


Sends a `POST` request to `/jobs/{job_id}/stop/`

Arguments:
- `job_id`: Id of the job, `submission_id` of its row, or `job_id` of one that was not submitted.
*/
    pub async fn stop_job<'a>(
        &'a self,
        job_id: &'a str,
    ) -> crate::Result<types::StoppedJob> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/jobs/{}/stop/", self.baseurl, encode_path(& job_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[35usize]).await
    }
    /**List the nodes of the cluster

All in one reply.

Sends a `GET` request to `/nodes/`

*/
    pub async fn list_nodes<'a>(
        &'a self,
    ) -> crate::Result<::std::vec::Vec<types::Node>> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/nodes/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[26usize]).await
    }
    /**Get a node of the cluster

One row of `list_nodes`, maybe with more to it.

Sends a `GET` request to `/nodes/{node_id}/`

Arguments:
- `node_id`: Id of the node.
*/
    pub async fn get_node<'a>(&'a self, node_id: &'a str) -> crate::Result<types::Node> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/nodes/{}/", self.baseurl, encode_path(& node_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[16usize]).await
    }
    /**List the plugin releases on the agent

In pages. `next` is the URL of the page that follows, whole, with whatever query leads there.

Sends a `GET` request to `/plugin_releases/`

Arguments:
- `page`: Number of the page, from 1, as `next` names it; absent means 1.
- `page_size`: Items per page; clients that list everything have sent 100.
*/
    pub async fn list_plugin_releases<'a>(
        &'a self,
        page: Option<i64>,
        page_size: Option<i64>,
    ) -> crate::Result<types::PluginReleasePage> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/plugin_releases/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("page", &page))
                .query(&progenitor_client::QueryParam::new("page_size", &page_size))
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[27usize]).await
    }
    /**Fetch a plugin release and keep it on the agent

The agent fetches it from the backend that it belongs to.

Sends a `POST` request to `/plugin_releases/`

Arguments:
- `body`: Which release.
*/
    pub async fn create_plugin_release<'a>(
        &'a self,
        body: &'a types::CreatePluginReleaseRequest,
    ) -> crate::Result<types::PluginRelease> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/plugin_releases/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[3usize]).await
    }
    /**Run an action of a plugin that is not released

From a folder on the agent's machine, or from sources that come along. Otherwise as `run_plugin_release`.

Sends a `POST` request to `/plugin_releases/run_debug/`

Arguments:
- `body`: The action, what it gets, and the plugin.
*/
    pub async fn run_debug_plugin_release<'a>(
        &'a self,
        body: &'a types::RunDebugPluginReleaseRequest,
    ) -> crate::Result<::serde_json::Value> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/plugin_releases/run_debug/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[31usize]).await
    }
    /**Get a plugin release on the agent

One row of `list_plugin_releases`.

Sends a `GET` request to `/plugin_releases/{lookup}`

Arguments:
- `lookup`: The release, by its id or as `code@version`.
*/
    pub async fn get_plugin_release<'a>(
        &'a self,
        lookup: &'a str,
    ) -> crate::Result<types::PluginRelease> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/plugin_releases/{}", self.baseurl, encode_path(& lookup.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[17usize]).await
    }
    /**Remove a plugin release from the agent

It can be fetched again.

Sends a `DELETE` request to `/plugin_releases/{lookup}`

Arguments:
- `lookup`: The release, by its id or as `code@version`.
*/
    pub async fn delete_plugin_release<'a>(
        &'a self,
        lookup: &'a str,
    ) -> crate::Result<::serde_json::Value> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/plugin_releases/{}", self.baseurl, encode_path(& lookup.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[6usize]).await
    }
    /**Run an action of a plugin release

What the reply is depends on the action. One that makes a job names it and does not wait for it. An inference answers
when the model has, or with a ticket: `{"__synapse_deferred__": true, "status": "pending", "ticket": "…"}`. The result
is fetched by the same request with `params` that hold `method: post` and `json: {"__synapse_poll__": "<ticket>"}`, and
the same `model`; then `status` may also be `failed`, with an `error`, or `not_found`.

For an inference three keys of `params` are the agent's own: `model`, which model is meant, `method`, the HTTP method
(`post` when absent), and `json`, the body; without `json` the other keys are the body.


Sends a `POST` request to `/plugin_releases/{lookup}/run/`

Arguments:
- `lookup`: The release, by its id or as `code@version`.
- `body`: The action and what it gets.
*/
    pub async fn run_plugin_release<'a>(
        &'a self,
        lookup: &'a str,
        body: &'a types::RunPluginReleaseRequest,
    ) -> crate::Result<::serde_json::Value> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/plugin_releases/{}/run/", self.baseurl, encode_path(& lookup
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[32usize]).await
    }
    /**Read what the cluster has and what is in use

The agent keeps what it has read for a few seconds, see `resource_cache_ttl_seconds` of the policy.

Sends a `GET` request to `/resources/cluster/`

Arguments:
- `use_cache`: Whether what was read a moment ago will do; clients have always sent it, `true` unless told otherwise.
*/
    pub async fn get_cluster_resources<'a>(
        &'a self,
        use_cache: bool,
    ) -> crate::Result<types::ClusterResourceSnapshot> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/resources/cluster/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("use_cache", &use_cache))
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[9usize]).await
    }
    /**Ask whether something could be run now

Nothing is run or set aside.

Sends a `POST` request to `/resources/feasibility/`

Arguments:
- `body`: What would be run.
*/
    pub async fn check_feasibility<'a>(
        &'a self,
        body: &'a types::FeasibilityRequest,
    ) -> crate::Result<types::Feasibility> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/resources/feasibility/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[0usize]).await
    }
    /**Read the limits that the agent runs work under

A field that the agent does not know is absent, which tells one version of it from another.

Sends a `GET` request to `/resources/policy/`

*/
    pub async fn get_runtime_policy<'a>(
        &'a self,
    ) -> crate::Result<types::RuntimePolicy> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/resources/policy/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[18usize]).await
    }
    /**Change the limits that the agent runs work under

Fields that are absent stay as they are. The reply is the whole policy that holds now.

Sends a `PATCH` request to `/resources/policy/`

Arguments:
- `body`: The fields to change.
*/
    pub async fn update_runtime_policy<'a>(
        &'a self,
        body: &'a types::RuntimePolicy,
    ) -> crate::Result<types::RuntimePolicy> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/resources/policy/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .patch(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[38usize]).await
    }
    /**List the serve applications

All in one reply, as an array, where Ray itself has them by name.

Sends a `GET` request to `/serve_applications/`

*/
    pub async fn list_serve_applications<'a>(
        &'a self,
    ) -> crate::Result<::std::vec::Vec<types::ServeApplication>> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/serve_applications/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[28usize]).await
    }
    /**Get a serve application

One row of `list_serve_applications`.

Sends a `GET` request to `/serve_applications/{name}/`

Arguments:
- `name`: Name of the application, most often the release that it serves, as `code@version`.
*/
    pub async fn get_serve_application<'a>(
        &'a self,
        name: &'a str,
    ) -> crate::Result<types::ServeApplication> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/serve_applications/{}/", self.baseurl, encode_path(& name
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[19usize]).await
    }
    /**Delete a serve application

Its replicas end.

Sends a `DELETE` request to `/serve_applications/{name}/`

Arguments:
- `name`: Name of the application, most often the release that it serves, as `code@version`.
*/
    pub async fn delete_serve_application<'a>(
        &'a self,
        name: &'a str,
    ) -> crate::Result<::serde_json::Value> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/serve_applications/{}/", self.baseurl, encode_path(& name
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[7usize]).await
    }
    /**Read how the agent is installed

What Docker Compose needs to know of it.

Sends a `GET` request to `/system/compose-config/`

*/
    pub async fn get_compose_config<'a>(
        &'a self,
    ) -> crate::Result<types::ComposeConfig> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/system/compose-config/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[10usize]).await
    }
    /**Restart the agent

Without a body. Otherwise as `update_system`, but nothing is fetched.

Sends a `POST` request to `/system/restart/`

*/
    pub async fn restart_system<'a>(&'a self) -> crate::Result<types::SystemResult> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/system/restart/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[30usize]).await
    }
    /**Read whether the agent is being updated or restarted

And which images it runs.

Sends a `GET` request to `/system/status/`

*/
    pub async fn get_system_status<'a>(&'a self) -> crate::Result<types::SystemStatus> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/system/status/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[20usize]).await
    }
    /**Update the agent

Fetches images and starts the agent with them. The agent may be gone before it answers; `health_check` tells when it
is back, but not whether the update succeeded. The body is `null` when no tag is given.


Sends a `POST` request to `/system/update/`

Arguments:
- `body`: The tags to update to; those that are absent are the agent's to choose.
*/
    pub async fn update_system<'a>(
        &'a self,
        body: Option<&'a types::UpdateSystemRequest>,
    ) -> crate::Result<types::SystemResult> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/system/update/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[39usize]).await
    }
    /**List the tasks of the cluster

In one reply. Ray itself gives no more than 100 rows unless it is asked, which the agent cannot be.

Sends a `GET` request to `/tasks/`

*/
    pub async fn list_tasks<'a>(
        &'a self,
    ) -> crate::Result<::std::vec::Vec<types::Task>> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/tasks/", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[29usize]).await
    }
    /**Get a task of the cluster

One row of `list_tasks`, maybe with more to it.

Sends a `GET` request to `/tasks/{task_id}/`

Arguments:
- `task_id`: Id of the task.
*/
    pub async fn get_task<'a>(&'a self, task_id: &'a str) -> crate::Result<types::Task> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/tasks/{}/", self.baseurl, encode_path(& task_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[21usize]).await
    }
}
/// Every operation of the document, by id.
pub(crate) static OPERATIONS: &[crate::runtime::Operation] = &[
    crate::runtime::Operation {
        id: "check_feasibility",
        method: "POST",
        path: "/resources/feasibility/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "create_container",
        method: "POST",
        path: "/containers/",
        idempotent: false,
        streaming: true,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "create_docker_container",
        method: "POST",
        path: "/containers/docker/",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "create_plugin_release",
        method: "POST",
        path: "/plugin_releases/",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "delete_container",
        method: "DELETE",
        path: "/containers/{id}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16, 204u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "delete_docker_container",
        method: "DELETE",
        path: "/containers/docker/{id}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16, 204u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "delete_plugin_release",
        method: "DELETE",
        path: "/plugin_releases/{lookup}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16, 204u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "delete_serve_application",
        method: "DELETE",
        path: "/serve_applications/{name}/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16, 204u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "get_build_status",
        method: "GET",
        path: "/builds/{build_id}/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "get_cluster_resources",
        method: "GET",
        path: "/resources/cluster/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "get_compose_config",
        method: "GET",
        path: "/system/compose-config/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "get_container",
        method: "GET",
        path: "/containers/{id}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "get_docker_container",
        method: "GET",
        path: "/containers/docker/{id}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "get_gpu_status",
        method: "GET",
        path: "/gpu_status/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "get_job",
        method: "GET",
        path: "/jobs/{job_id}/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "get_job_logs",
        method: "GET",
        path: "/jobs/{job_id}/logs/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "get_node",
        method: "GET",
        path: "/nodes/{node_id}/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "get_plugin_release",
        method: "GET",
        path: "/plugin_releases/{lookup}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "get_runtime_policy",
        method: "GET",
        path: "/resources/policy/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "get_serve_application",
        method: "GET",
        path: "/serve_applications/{name}/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "get_system_status",
        method: "GET",
        path: "/system/status/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "get_task",
        method: "GET",
        path: "/tasks/{task_id}/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "health_check",
        method: "GET",
        path: "/health/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "list_containers",
        method: "GET",
        path: "/containers/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "list_docker_containers",
        method: "GET",
        path: "/containers/docker/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "list_jobs",
        method: "GET",
        path: "/jobs/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "list_nodes",
        method: "GET",
        path: "/nodes/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "list_plugin_releases",
        method: "GET",
        path: "/plugin_releases/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "list_serve_applications",
        method: "GET",
        path: "/serve_applications/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "list_tasks",
        method: "GET",
        path: "/tasks/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "restart_system",
        method: "POST",
        path: "/system/restart/",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "run_debug_plugin_release",
        method: "POST",
        path: "/plugin_releases/run_debug/",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "run_plugin_release",
        method: "POST",
        path: "/plugin_releases/{lookup}/run/",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "start_docker_container",
        method: "POST",
        path: "/containers/docker/{id}/start/",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "stop_docker_container",
        method: "POST",
        path: "/containers/docker/{id}/stop/",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "stop_job",
        method: "POST",
        path: "/jobs/{job_id}/stop/",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "stream_tail_job_logs",
        method: "GET",
        path: "/jobs/{job_id}/logs/stream/",
        idempotent: true,
        streaming: true,
        streams_reply: true,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "update_container",
        method: "PATCH",
        path: "/containers/{id}",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "update_runtime_policy",
        method: "PATCH",
        path: "/resources/policy/",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "update_system",
        method: "POST",
        path: "/system/update/",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "websocket_tail_job_logs",
        method: "GET",
        path: "/jobs/{job_id}/logs/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[],
        meanings: &[],
    },
];
