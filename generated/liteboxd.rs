// Generated from openapi/liteboxd.yaml by `cargo xtask codegen`; do not edit by hand.
// Document fingerprint: c9ed94184262d7fa

#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///An API key, without the key itself.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ApiKey {
        ///When the key was created.
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///When the key expires; null means never.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub expires_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        ///Id.
        pub id: ::std::string::String,
        ///When the key was last used; null means never.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub last_used_at: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        ///Name for people.
        pub name: ::std::string::String,
        ///The first characters of the key, to tell keys apart.
        pub prefix: ::std::string::String,
    }
    ///How a caller is authenticated.
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
    pub enum AuthMethod {
        #[serde(rename = "session")]
        Session,
        #[serde(rename = "api_key")]
        ApiKey,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for AuthMethod {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Session => f.write_str("session"),
                Self::ApiKey => f.write_str("api_key"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for AuthMethod {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "session" => Ok(Self::Session),
                "api_key" => Ok(Self::ApiKey),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for AuthMethod {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for AuthMethod {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///A change of the password.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ChangePasswordRequest {
        ///The new password, 8 characters to 72 bytes.
        pub new_password: crate::Secret,
        ///The password so far.
        pub old_password: crate::Secret,
    }
    ///An API key to create.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct CreateApiKeyRequest {
        ///Lifetime in days; absent or not positive means forever.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub expires_in_days: ::std::option::Option<i64>,
        ///Name for people.
        pub name: ::std::string::String,
    }
    ///An image to pull to all nodes.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct CreatePrepullRequest {
        ///The image; blanks around it are removed.
        pub image: ::std::string::String,
        ///Seconds; accepted and ignored by the server.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub timeout: ::std::option::Option<i64>,
    }
    ///What to make a sandbox from.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct CreateSandboxRequest {
        ///What to change of the template.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub overrides: ::std::option::Option<SandboxOverrides>,
        ///Name of the template.
        pub template: ::std::string::String,
        ///Version of the template; absent or 0 means the latest.
        #[serde(
            rename = "templateVersion",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub template_version: ::std::option::Option<i64>,
    }
    ///A template to create.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct CreateTemplateRequest {
        ///Whether to pull the image to all nodes; absent means false.
        #[serde(
            rename = "autoPrepull",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub auto_prepull: ::std::option::Option<bool>,
        ///What the template is for.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///Name for people.
        #[serde(
            rename = "displayName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub display_name: ::std::option::Option<::std::string::String>,
        ///Whether the template is public; absent means true.
        #[serde(
            rename = "isPublic",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub is_public: ::std::option::Option<bool>,
        ///Name, 1 to 63 lower-case letters, digits and inner hyphens.
        pub name: ::std::string::String,
        ///Specification of the first version.
        pub spec: TemplateSpec,
        ///Tags.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub tags: ::std::vec::Vec<::std::string::String>,
    }
    ///A new API key, with the key itself.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct CreatedApiKey {
        ///When the key was created.
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///When the key expires; null means never.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub expires_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        ///Id.
        pub id: ::std::string::String,
        ///The key, shown only here.
        pub key: crate::Secret,
        ///Name for people.
        pub name: ::std::string::String,
        ///The first characters of the key, to tell keys apart.
        pub prefix: ::std::string::String,
    }
    ///How far a deletion has come.
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
    pub enum DeletionPhase {
        #[serde(rename = "requested")]
        Requested,
        #[serde(rename = "quiescing_runtime")]
        QuiescingRuntime,
        #[serde(rename = "deleting_storage")]
        DeletingStorage,
        #[serde(rename = "force_cleanup")]
        ForceCleanup,
        #[serde(rename = "verifying")]
        Verifying,
        #[serde(rename = "completed")]
        Completed,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for DeletionPhase {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Requested => f.write_str("requested"),
                Self::QuiescingRuntime => f.write_str("quiescing_runtime"),
                Self::DeletingStorage => f.write_str("deleting_storage"),
                Self::ForceCleanup => f.write_str("force_cleanup"),
                Self::Verifying => f.write_str("verifying"),
                Self::Completed => f.write_str("completed"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for DeletionPhase {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "requested" => Ok(Self::Requested),
                "quiescing_runtime" => Ok(Self::QuiescingRuntime),
                "deleting_storage" => Ok(Self::DeletingStorage),
                "force_cleanup" => Ok(Self::ForceCleanup),
                "verifying" => Ok(Self::Verifying),
                "completed" => Ok(Self::Completed),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for DeletionPhase {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for DeletionPhase {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///What the server works towards.
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
    pub enum DesiredState {
        #[serde(rename = "active")]
        Active,
        #[serde(rename = "deleted")]
        Deleted,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for DesiredState {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Active => f.write_str("active"),
                Self::Deleted => f.write_str("deleted"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for DesiredState {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "active" => Ok(Self::Active),
                "deleted" => Ok(Self::Deleted),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for DesiredState {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for DesiredState {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///How record and cluster differ.
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
    pub enum DriftType {
        #[serde(rename = "missing_in_k8s")]
        MissingInK8s,
        #[serde(rename = "missing_in_db")]
        MissingInDb,
        #[serde(rename = "status_mismatch")]
        StatusMismatch,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for DriftType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::MissingInK8s => f.write_str("missing_in_k8s"),
                Self::MissingInDb => f.write_str("missing_in_db"),
                Self::StatusMismatch => f.write_str("status_mismatch"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for DriftType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "missing_in_k8s" => Ok(Self::MissingInK8s),
                "missing_in_db" => Ok(Self::MissingInDb),
                "status_mismatch" => Ok(Self::StatusMismatch),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for DriftType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for DriftType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///A command.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ExecAction {
        ///The executable and its arguments.
        pub command: ::std::vec::Vec<::std::string::String>,
    }
    ///A command to run.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ExecRequest {
        ///The executable and its arguments.
        pub command: ::std::vec::Vec<::std::string::String>,
        ///Most seconds the command may run; absent or not positive means 30.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub timeout: ::std::option::Option<i64>,
    }
    ///How a command ended.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ExecResult {
        ///Exit code; 1 also when the command could not run or ran out of time.
        pub exit_code: i64,
        ///Standard error, and the server's own error in a last line.
        pub stderr: ::std::string::String,
        ///Standard output; bytes that are not UTF-8 are replaced.
        pub stdout: ::std::string::String,
    }
    ///A file that is written into every sandbox of a template.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct FileSpec {
        ///Content of the file.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content: ::std::option::Option<::std::string::String>,
        ///Absolute path in the sandbox.
        pub destination: ::std::string::String,
        ///Not supported by the server; fails silently.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub source: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///How a server is.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Health {
        ///Name of the server; only the gateway sends it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub service: ::std::option::Option<::std::string::String>,
        ///State of the server.
        pub status: HealthStatus,
    }
    ///State of a server.
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
    pub enum HealthStatus {
        #[serde(rename = "ok")]
        Ok,
        #[serde(rename = "draining")]
        Draining,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for HealthStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Ok => f.write_str("ok"),
                Self::Draining => f.write_str("draining"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for HealthStatus {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "ok" => Ok(Self::Ok),
                "draining" => Ok(Self::Draining),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for HealthStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for HealthStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Who a caller is.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Identity {
        ///How the caller is authenticated.
        pub auth_method: AuthMethod,
        ///Name of the administrator; only for sessions.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub username: ::std::option::Option<::std::string::String>,
    }
    ///What became of an imported template.
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
    pub enum ImportAction {
        #[serde(rename = "created")]
        Created,
        #[serde(rename = "updated")]
        Updated,
        #[serde(rename = "skipped")]
        Skipped,
        #[serde(rename = "failed")]
        Failed,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for ImportAction {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Created => f.write_str("created"),
                Self::Updated => f.write_str("updated"),
                Self::Skipped => f.write_str("skipped"),
                Self::Failed => f.write_str("failed"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for ImportAction {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "created" => Ok(Self::Created),
                "updated" => Ok(Self::Updated),
                "skipped" => Ok(Self::Skipped),
                "failed" => Ok(Self::Failed),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ImportAction {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ImportAction {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///What became of one imported template.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ImportItem {
        ///What became of it.
        pub action: ImportAction,
        ///Why it failed or was skipped.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error: ::std::option::Option<::std::string::String>,
        ///Name of the template.
        pub name: ::std::string::String,
        ///Version that was made.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub version: ::std::option::Option<i64>,
    }
    ///What became of the imported templates.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ImportResult {
        ///How many were created.
        pub created: i64,
        ///How many failed.
        pub failed: i64,
        ///Images that are being pulled; some may occur twice.
        #[serde(
            rename = "prepullStarted",
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty"
        )]
        pub prepull_started: ::std::vec::Vec<::std::string::String>,
        ///One by one; null when the document's list is empty.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub results: ::std::option::Option<::std::vec::Vec<ImportItem>>,
        ///How many were skipped.
        pub skipped: i64,
        ///How many templates the document had.
        pub total: i64,
        ///How many were updated.
        pub updated: i64,
    }
    ///State of a sandbox, as the server keeps it.
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
    pub enum LifecycleStatus {
        #[serde(rename = "creating")]
        Creating,
        #[serde(rename = "pending")]
        Pending,
        #[serde(rename = "running")]
        Running,
        #[serde(rename = "succeeded")]
        Succeeded,
        #[serde(rename = "failed")]
        Failed,
        #[serde(rename = "stopped")]
        Stopped,
        #[serde(rename = "terminating")]
        Terminating,
        #[serde(rename = "deleted")]
        Deleted,
        #[serde(rename = "lost")]
        Lost,
        #[serde(rename = "unknown")]
        Unknown,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for LifecycleStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Creating => f.write_str("creating"),
                Self::Pending => f.write_str("pending"),
                Self::Running => f.write_str("running"),
                Self::Succeeded => f.write_str("succeeded"),
                Self::Failed => f.write_str("failed"),
                Self::Stopped => f.write_str("stopped"),
                Self::Terminating => f.write_str("terminating"),
                Self::Deleted => f.write_str("deleted"),
                Self::Lost => f.write_str("lost"),
                Self::Unknown => f.write_str("unknown"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for LifecycleStatus {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "creating" => Ok(Self::Creating),
                "pending" => Ok(Self::Pending),
                "running" => Ok(Self::Running),
                "succeeded" => Ok(Self::Succeeded),
                "failed" => Ok(Self::Failed),
                "stopped" => Ok(Self::Stopped),
                "terminating" => Ok(Self::Terminating),
                "deleted" => Ok(Self::Deleted),
                "lost" => Ok(Self::Lost),
                "unknown" => Ok(Self::Unknown),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for LifecycleStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for LifecycleStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///A login that succeeded.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct LoginReply {
        ///What was done.
        pub message: ::std::string::String,
        ///Name of the administrator.
        pub username: ::std::string::String,
    }
    ///A login.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct LoginRequest {
        ///Password of the administrator.
        pub password: crate::Secret,
        ///Name of the administrator.
        pub username: ::std::string::String,
    }
    ///The end of a sandbox's log, and its events.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct LogsResult {
        ///Events as text; null when there are none or they cannot be read.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub events: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
        ///The last 100 lines.
        pub logs: ::std::string::String,
    }
    ///A reply that only says what was done.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct MessageReply {
        ///What was done.
        pub message: ::std::string::String,
    }
    ///What a sandbox may reach.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct NetworkSpec {
        ///Whether the internet can be reached.
        #[serde(rename = "allowInternetAccess")]
        pub allow_internet_access: bool,
        ///The only domains that can be reached; `*.` in front means all below. Normalised by the server.
        #[serde(
            rename = "allowedDomains",
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty"
        )]
        pub allowed_domains: ::std::vec::Vec<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///What to change of a template's volume for one sandbox.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[non_exhaustive]
    pub struct PersistenceOverrides {
        ///Size, a Kubernetes quantity; absent or empty keeps the template's.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub size: ::std::option::Option<::std::string::String>,
    }
    ///A volume that survives restarts.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct PersistenceSpec {
        ///Whether sandboxes are persistent.
        pub enabled: bool,
        ///How the volume is used; absent means `rootfs-overlay`, the only one so far.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub mode: ::std::option::Option<::std::string::String>,
        ///What becomes of the volume when the sandbox is deleted; absent means `Delete`.
        #[serde(
            rename = "reclaimPolicy",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub reclaim_policy: ::std::option::Option<ReclaimPolicy>,
        ///Size, a Kubernetes quantity; absent means `1Gi`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub size: ::std::option::Option<::std::string::String>,
        ///Storage class; required when enabled, and `local-path` is refused.
        #[serde(
            rename = "storageClassName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub storage_class_name: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The prepull tasks.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct PrepullList {
        ///The tasks, newest first.
        pub items: ::std::vec::Vec<PrepullTask>,
    }
    ///On how many nodes an image is.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct PrepullProgress {
        ///Nodes that have the image.
        pub ready: i64,
        ///Nodes that shall have the image.
        pub total: i64,
    }
    ///State of a prepull task.
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
    pub enum PrepullStatus {
        #[serde(rename = "pending")]
        Pending,
        #[serde(rename = "pulling")]
        Pulling,
        #[serde(rename = "completed")]
        Completed,
        #[serde(rename = "failed")]
        Failed,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for PrepullStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Pending => f.write_str("pending"),
                Self::Pulling => f.write_str("pulling"),
                Self::Completed => f.write_str("completed"),
                Self::Failed => f.write_str("failed"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for PrepullStatus {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "pending" => Ok(Self::Pending),
                "pulling" => Ok(Self::Pulling),
                "completed" => Ok(Self::Completed),
                "failed" => Ok(Self::Failed),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for PrepullStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for PrepullStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///A task that pulls an image to all nodes.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct PrepullTask {
        ///When it ended.
        #[serde(
            rename = "completedAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub completed_at: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        ///Why it failed.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error: ::std::option::Option<::std::string::String>,
        ///Id, `pp-` and eight hexadecimal digits.
        pub id: ::std::string::String,
        ///The image.
        pub image: ::std::string::String,
        ///On how many nodes the image is.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub progress: ::std::option::Option<PrepullProgress>,
        ///When it started.
        #[serde(rename = "startedAt")]
        pub started_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///State of the task.
        pub status: PrepullStatus,
        ///Name of the template that the task is for.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub template: ::std::option::Option<::std::string::String>,
    }
    ///A volume claim and the sandbox it belongs to.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct PvcMapping {
        ///Namespace of the volume claim.
        pub namespace: ::std::string::String,
        ///Phase of the volume claim.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub phase: ::std::option::Option<::std::string::String>,
        ///Name of the volume.
        #[serde(
            rename = "pvName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub pv_name: ::std::option::Option<::std::string::String>,
        ///Name of the volume claim.
        #[serde(rename = "pvcName")]
        pub pvc_name: ::std::string::String,
        ///What becomes of the volume when the sandbox is deleted.
        #[serde(
            rename = "reclaimPolicy",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub reclaim_policy: ::std::option::Option<ReclaimPolicy>,
        ///Size that was asked for, a Kubernetes quantity.
        #[serde(
            rename = "requestedSize",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub requested_size: ::std::option::Option<::std::string::String>,
        ///Id of the sandbox.
        #[serde(
            rename = "sandboxId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub sandbox_id: ::std::option::Option<::std::string::String>,
        ///State of the sandbox.
        #[serde(
            rename = "sandboxLifecycleStatus",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub sandbox_lifecycle_status: ::std::option::Option<LifecycleStatus>,
        ///Where the mapping was found.
        pub source: PvcSource,
        ///How claim and records match.
        pub state: PvcState,
        ///Storage class.
        #[serde(
            rename = "storageClassName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub storage_class_name: ::std::option::Option<::std::string::String>,
    }
    ///One page of volume claims.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct PvcMappingPage {
        ///The mappings, by name of the claim.
        pub items: ::std::vec::Vec<PvcMapping>,
        ///Number of this page, from 1.
        pub page: i64,
        ///Most items on a page.
        pub page_size: i64,
        ///How many mappings match on all pages.
        pub total: i64,
    }
    ///Where a mapping was found.
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
    pub enum PvcSource {
        #[serde(rename = "db+k8s")]
        DbK8s,
        #[serde(rename = "db")]
        Db,
        #[serde(rename = "k8s")]
        K8s,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for PvcSource {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::DbK8s => f.write_str("db+k8s"),
                Self::Db => f.write_str("db"),
                Self::K8s => f.write_str("k8s"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for PvcSource {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "db+k8s" => Ok(Self::DbK8s),
                "db" => Ok(Self::Db),
                "k8s" => Ok(Self::K8s),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for PvcSource {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for PvcSource {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///How a volume claim and the records match.
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
    pub enum PvcState {
        #[serde(rename = "bound")]
        Bound,
        #[serde(rename = "orphan_pvc")]
        OrphanPvc,
        #[serde(rename = "dangling_metadata")]
        DanglingMetadata,
        #[serde(rename = "deleting")]
        Deleting,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for PvcState {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Bound => f.write_str("bound"),
                Self::OrphanPvc => f.write_str("orphan_pvc"),
                Self::DanglingMetadata => f.write_str("dangling_metadata"),
                Self::Deleting => f.write_str("deleting"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for PvcState {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "bound" => Ok(Self::Bound),
                "orphan_pvc" => Ok(Self::OrphanPvc),
                "dangling_metadata" => Ok(Self::DanglingMetadata),
                "deleting" => Ok(Self::Deleting),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for PvcState {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for PvcState {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///The states that a list of volume claims can be filtered by.
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
    pub enum PvcStateFilter {
        #[serde(rename = "bound")]
        Bound,
        #[serde(rename = "orphan_pvc")]
        OrphanPvc,
        #[serde(rename = "dangling_metadata")]
        DanglingMetadata,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for PvcStateFilter {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Bound => f.write_str("bound"),
                Self::OrphanPvc => f.write_str("orphan_pvc"),
                Self::DanglingMetadata => f.write_str("dangling_metadata"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for PvcStateFilter {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "bound" => Ok(Self::Bound),
                "orphan_pvc" => Ok(Self::OrphanPvc),
                "dangling_metadata" => Ok(Self::DanglingMetadata),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for PvcStateFilter {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for PvcStateFilter {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///A command whose success means that the sandbox is ready.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ReadinessProbe {
        ///The command.
        pub exec: ExecAction,
        ///Ignored by the server; always in replies.
        #[serde(
            rename = "failureThreshold",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub failure_threshold: ::std::option::Option<i64>,
        ///Seconds before the first try; always in replies.
        #[serde(
            rename = "initialDelaySeconds",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub initial_delay_seconds: ::std::option::Option<i64>,
        ///Seconds between tries; 0 means 2. Always in replies.
        #[serde(
            rename = "periodSeconds",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub period_seconds: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///What becomes of the volume when the sandbox is deleted.
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
    pub enum ReclaimPolicy {
        Delete,
        Retain,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for ReclaimPolicy {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Delete => f.write_str("Delete"),
                Self::Retain => f.write_str("Retain"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for ReclaimPolicy {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "Delete" => Ok(Self::Delete),
                "Retain" => Ok(Self::Retain),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ReclaimPolicy {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ReclaimPolicy {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///What a reconcile run did about a difference.
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
    pub enum ReconcileAction {
        #[serde(rename = "mark_lost")]
        MarkLost,
        #[serde(rename = "mark_deleted")]
        MarkDeleted,
        #[serde(rename = "alert_only")]
        AlertOnly,
        #[serde(rename = "none")]
        None,
        #[serde(rename = "backfill_stopped_at")]
        BackfillStoppedAt,
        #[serde(rename = "cleanup_residual_pod")]
        CleanupResidualPod,
        #[serde(rename = "cleanup_unexpected_pod")]
        CleanupUnexpectedPod,
        #[serde(rename = "cleanup_failed")]
        CleanupFailed,
        #[serde(rename = "preserve_stopped")]
        PreserveStopped,
        #[serde(rename = "deletion_pending")]
        DeletionPending,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for ReconcileAction {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::MarkLost => f.write_str("mark_lost"),
                Self::MarkDeleted => f.write_str("mark_deleted"),
                Self::AlertOnly => f.write_str("alert_only"),
                Self::None => f.write_str("none"),
                Self::BackfillStoppedAt => f.write_str("backfill_stopped_at"),
                Self::CleanupResidualPod => f.write_str("cleanup_residual_pod"),
                Self::CleanupUnexpectedPod => f.write_str("cleanup_unexpected_pod"),
                Self::CleanupFailed => f.write_str("cleanup_failed"),
                Self::PreserveStopped => f.write_str("preserve_stopped"),
                Self::DeletionPending => f.write_str("deletion_pending"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for ReconcileAction {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "mark_lost" => Ok(Self::MarkLost),
                "mark_deleted" => Ok(Self::MarkDeleted),
                "alert_only" => Ok(Self::AlertOnly),
                "none" => Ok(Self::None),
                "backfill_stopped_at" => Ok(Self::BackfillStoppedAt),
                "cleanup_residual_pod" => Ok(Self::CleanupResidualPod),
                "cleanup_unexpected_pod" => Ok(Self::CleanupUnexpectedPod),
                "cleanup_failed" => Ok(Self::CleanupFailed),
                "preserve_stopped" => Ok(Self::PreserveStopped),
                "deletion_pending" => Ok(Self::DeletionPending),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ReconcileAction {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ReconcileAction {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///One difference that a reconcile run found.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ReconcileItem {
        ///What was done about it.
        pub action: ReconcileAction,
        ///When it was found.
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///More about it.
        pub detail: ::std::string::String,
        ///How record and cluster differ.
        pub drift_type: DriftType,
        ///Id.
        pub id: i64,
        ///Id of the run.
        pub run_id: ::std::string::String,
        ///Id of the sandbox.
        pub sandbox_id: ::std::string::String,
    }
    ///A reconcile run and what it found.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ReconcileReport {
        ///What it found.
        pub items: ::std::vec::Vec<ReconcileItem>,
        ///The run.
        pub run: ReconcileRun,
    }
    ///One comparison of the records with the cluster.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ReconcileRun {
        ///How many differences were found.
        pub drift_count: i64,
        ///Why it failed.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error: ::std::option::Option<::std::string::String>,
        ///When it ended.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub finished_at: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        ///How many differences were repaired.
        pub fixed_count: i64,
        ///Id, `rec-` and more.
        pub id: ::std::string::String,
        ///When it started.
        pub started_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///State of the run.
        pub status: ReconcileRunStatus,
        ///How many records were compared.
        pub total_db: i64,
        ///How many objects of the cluster were compared.
        pub total_k8s: i64,
        ///What started it.
        pub trigger_type: ReconcileTrigger,
    }
    ///The latest reconcile runs.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ReconcileRunList {
        ///The runs, newest first.
        pub items: ::std::vec::Vec<ReconcileRun>,
    }
    ///State of a reconcile run.
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
    pub enum ReconcileRunStatus {
        #[serde(rename = "running")]
        Running,
        #[serde(rename = "completed")]
        Completed,
        #[serde(rename = "failed")]
        Failed,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for ReconcileRunStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Running => f.write_str("running"),
                Self::Completed => f.write_str("completed"),
                Self::Failed => f.write_str("failed"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for ReconcileRunStatus {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "running" => Ok(Self::Running),
                "completed" => Ok(Self::Completed),
                "failed" => Ok(Self::Failed),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ReconcileRunStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ReconcileRunStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///What started a reconcile run.
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
    pub enum ReconcileTrigger {
        #[serde(rename = "scheduled")]
        Scheduled,
        #[serde(rename = "manual")]
        Manual,
        #[serde(rename = "startup")]
        Startup,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for ReconcileTrigger {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Scheduled => f.write_str("scheduled"),
                Self::Manual => f.write_str("manual"),
                Self::Startup => f.write_str("startup"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for ReconcileTrigger {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "scheduled" => Ok(Self::Scheduled),
                "manual" => Ok(Self::Manual),
                "startup" => Ok(Self::Startup),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ReconcileTrigger {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ReconcileTrigger {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Resource limits.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Resources {
        ///CPU limit, a Kubernetes quantity; absent or empty means `500m`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cpu: ::std::option::Option<::std::string::String>,
        ///Memory limit, a Kubernetes quantity; absent or empty means `512Mi`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub memory: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A version to return to.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct RollbackRequest {
        ///Why; absent means `Rolled back to version N`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub changelog: ::std::option::Option<::std::string::String>,
        ///Number of the version, from 1.
        #[serde(rename = "targetVersion")]
        pub target_version: i64,
    }
    ///The version that a rollback made.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct RollbackResult {
        ///Id of the template.
        pub id: ::std::string::String,
        ///Number of the new version.
        #[serde(rename = "latestVersion")]
        pub latest_version: i64,
        ///Name of the template.
        pub name: ::std::string::String,
        ///Number of the version before.
        #[serde(rename = "rolledBackFrom")]
        pub rolled_back_from: i64,
        ///Number of the version that was restored.
        #[serde(rename = "rolledBackTo")]
        pub rolled_back_to: i64,
        ///When it was done.
        #[serde(rename = "updatedAt")]
        pub updated_at: ::chrono::DateTime<::chrono::offset::Utc>,
    }
    ///How a sandbox runs; persistent ones are deployments.
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
    pub enum RuntimeKind {
        #[serde(rename = "pod")]
        Pod,
        #[serde(rename = "deployment")]
        Deployment,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for RuntimeKind {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Pod => f.write_str("pod"),
                Self::Deployment => f.write_str("deployment"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for RuntimeKind {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "pod" => Ok(Self::Pod),
                "deployment" => Ok(Self::Deployment),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for RuntimeKind {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for RuntimeKind {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///A sandbox.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Sandbox {
        ///Token for the gateway; only in the replies of creating and getting one sandbox.
        #[serde(
            rename = "accessToken",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub access_token: ::std::option::Option<crate::Secret>,
        ///Where the gateway serves the sandbox's ports; missing on older servers.
        #[serde(
            rename = "accessUrl",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub access_url: ::std::option::Option<::std::string::String>,
        ///CPU limit, a Kubernetes quantity.
        pub cpu: ::std::string::String,
        ///When the sandbox was created.
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///When the sandbox was fully deleted.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub deleted_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        ///The deletion; only once it began.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub deletion: ::std::option::Option<SandboxDeletion>,
        ///What the server works towards.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub desired_state: ::std::option::Option<DesiredState>,
        ///Environment variables; absent when there are none.
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty"
        )]
        pub env: ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::string::String,
        >,
        ///When the sandbox will be deleted; the end of the year 9999 means never, but `ttl` is the better source.
        pub expires_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///Id, eight hexadecimal digits.
        pub id: ::std::string::String,
        ///Container image.
        pub image: ::std::string::String,
        ///When the server last saw the pod.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub last_seen_at: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        ///State, as the server keeps it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub lifecycle_status: ::std::option::Option<LifecycleStatus>,
        ///Memory limit, a Kubernetes quantity.
        pub memory: ::std::string::String,
        ///The volume; only for persistent sandboxes.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub persistence: ::std::option::Option<SandboxPersistence>,
        ///Address of the pod; up to a minute old.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub pod_ip: ::std::option::Option<::std::string::String>,
        ///Phase of the pod; up to a minute old.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub pod_phase: ::std::option::Option<::std::string::String>,
        ///How the sandbox runs.
        #[serde(
            rename = "runtimeKind",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub runtime_kind: ::std::option::Option<RuntimeKind>,
        ///Name of the pod or deployment.
        #[serde(
            rename = "runtimeName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub runtime_name: ::std::option::Option<::std::string::String>,
        ///State, as users see it.
        pub status: SandboxStatus,
        ///Why the sandbox is in this state.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status_reason: ::std::option::Option<::std::string::String>,
        ///Name of the template it was made from.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub template: ::std::option::Option<::std::string::String>,
        ///Version of the template it was made from.
        #[serde(
            rename = "templateVersion",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub template_version: ::std::option::Option<i64>,
        ///Time to live in seconds; 0 means forever.
        pub ttl: i64,
        ///When the record last changed; missing on older servers.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub updated_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
    }
    ///How the deletion of a sandbox goes; zero values are absent.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[non_exhaustive]
    pub struct SandboxDeletion {
        ///How many steps were tried.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub attempts: ::std::option::Option<i64>,
        ///How hard the server tries, 0 to 3.
        #[serde(
            rename = "forceLevel",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub force_level: ::std::option::Option<i64>,
        ///When the last step was tried.
        #[serde(
            rename = "lastAttemptAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub last_attempt_at: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        ///Why the last step failed.
        #[serde(
            rename = "lastError",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub last_error: ::std::option::Option<::std::string::String>,
        ///When the next step is due.
        #[serde(
            rename = "nextRetryAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub next_retry_at: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        ///How far it has come.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub phase: ::std::option::Option<DeletionPhase>,
        ///When it was requested.
        #[serde(
            rename = "startedAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub started_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
    }
    ///The sandboxes that exist.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct SandboxList {
        ///The sandboxes, newest first.
        pub items: ::std::vec::Vec<Sandbox>,
    }
    ///One page of sandbox records.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct SandboxMetadataPage {
        ///The records, newest first.
        pub items: ::std::vec::Vec<Sandbox>,
        ///Number of this page, from 1.
        pub page: i64,
        ///Most items on a page.
        pub page_size: i64,
        ///How many records match on all pages.
        pub total: i64,
    }
    ///What to change of a template for one sandbox. Network, image, scripts, files and probe cannot be changed.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[non_exhaustive]
    pub struct SandboxOverrides {
        ///CPU limit, a Kubernetes quantity; absent or empty keeps the template's.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cpu: ::std::option::Option<::std::string::String>,
        ///Environment variables, merged over the template's; none can be removed.
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty"
        )]
        pub env: ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::string::String,
        >,
        ///Memory limit, a Kubernetes quantity; absent or empty keeps the template's.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub memory: ::std::option::Option<::std::string::String>,
        ///What to change of the volume; refused when the template is not persistent.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub persistence: ::std::option::Option<PersistenceOverrides>,
        ///Time to live in seconds; absent keeps the template's, 0 means forever.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub ttl: ::std::option::Option<i64>,
    }
    ///The volume of a persistent sandbox.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct SandboxPersistence {
        ///Whether the sandbox is persistent.
        pub enabled: bool,
        ///How the volume is used; `rootfs-overlay` so far.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub mode: ::std::option::Option<::std::string::String>,
        ///What becomes of the volume when the sandbox is deleted.
        #[serde(
            rename = "reclaimPolicy",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub reclaim_policy: ::std::option::Option<ReclaimPolicy>,
        ///Size, a Kubernetes quantity.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub size: ::std::option::Option<::std::string::String>,
        ///Storage class.
        #[serde(
            rename = "storageClassName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub storage_class_name: ::std::option::Option<::std::string::String>,
        ///Name of the volume claim.
        #[serde(
            rename = "volumeClaimName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub volume_claim_name: ::std::option::Option<::std::string::String>,
    }
    ///State of a sandbox, as users see it; derived from the lifecycle status.
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
    pub enum SandboxStatus {
        #[serde(rename = "pending")]
        Pending,
        #[serde(rename = "running")]
        Running,
        #[serde(rename = "succeeded")]
        Succeeded,
        #[serde(rename = "failed")]
        Failed,
        #[serde(rename = "stopped")]
        Stopped,
        #[serde(rename = "terminating")]
        Terminating,
        #[serde(rename = "unknown")]
        Unknown,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for SandboxStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Pending => f.write_str("pending"),
                Self::Running => f.write_str("running"),
                Self::Succeeded => f.write_str("succeeded"),
                Self::Failed => f.write_str("failed"),
                Self::Stopped => f.write_str("stopped"),
                Self::Terminating => f.write_str("terminating"),
                Self::Unknown => f.write_str("unknown"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for SandboxStatus {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "pending" => Ok(Self::Pending),
                "running" => Ok(Self::Running),
                "succeeded" => Ok(Self::Succeeded),
                "failed" => Ok(Self::Failed),
                "stopped" => Ok(Self::Stopped),
                "terminating" => Ok(Self::Terminating),
                "unknown" => Ok(Self::Unknown),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for SandboxStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for SandboxStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///One change of a sandbox's lifecycle status.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct StatusChange {
        ///When it changed.
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///Status before; empty for the first.
        pub from_status: ::std::string::String,
        ///Id; later changes have higher ones.
        pub id: i64,
        ///More facts, as JSON in a string; usually `{}`.
        pub payload_json: ::std::string::String,
        ///Why it changed.
        pub reason: ::std::string::String,
        ///Id of the sandbox.
        pub sandbox_id: ::std::string::String,
        ///Who changed it.
        pub source: StatusSource,
        ///Status after.
        pub to_status: LifecycleStatus,
    }
    ///The status changes of a sandbox.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct StatusHistory {
        ///The changes, newest first.
        pub items: ::std::vec::Vec<StatusChange>,
    }
    ///Who changed a status.
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
    pub enum StatusSource {
        #[serde(rename = "api")]
        Api,
        #[serde(rename = "system")]
        System,
        #[serde(rename = "reconcile")]
        Reconcile,
        #[serde(rename = "ttl_cleaner")]
        TtlCleaner,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for StatusSource {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Api => f.write_str("api"),
                Self::System => f.write_str("system"),
                Self::Reconcile => f.write_str("reconcile"),
                Self::TtlCleaner => f.write_str("ttl_cleaner"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for StatusSource {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "api" => Ok(Self::Api),
                "system" => Ok(Self::System),
                "reconcile" => Ok(Self::Reconcile),
                "ttl_cleaner" => Ok(Self::TtlCleaner),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for StatusSource {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for StatusSource {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///A template of sandboxes.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Template {
        ///Author; always empty so far.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub author: ::std::option::Option<::std::string::String>,
        ///When the template was created.
        #[serde(rename = "createdAt")]
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///What the template is for.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///Name for people.
        #[serde(
            rename = "displayName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub display_name: ::std::option::Option<::std::string::String>,
        ///Id, `tpl-` and eight hexadecimal digits.
        pub id: ::std::string::String,
        ///Whether the template is public.
        #[serde(rename = "isPublic")]
        pub is_public: bool,
        ///Number of the latest version, from 1.
        #[serde(rename = "latestVersion")]
        pub latest_version: i64,
        ///Name, which all calls use.
        pub name: ::std::string::String,
        ///Specification of the latest version.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub spec: ::std::option::Option<TemplateSpec>,
        ///Tags; null in the reply of a creation without tags.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub tags: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
        ///When the template last changed.
        #[serde(rename = "updatedAt")]
        pub updated_at: ::chrono::DateTime<::chrono::offset::Utc>,
    }
    ///One page of templates.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct TemplateList {
        ///The templates, newest first.
        pub items: ::std::vec::Vec<Template>,
        ///Number of this page, from 1.
        pub page: i64,
        ///Most items on a page.
        #[serde(rename = "pageSize")]
        pub page_size: i64,
        ///How many templates match on all pages.
        pub total: i64,
    }
    ///What a sandbox of a template is made of.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct TemplateSpec {
        ///Arguments of the container; absent means the image's.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub args: ::std::vec::Vec<::std::string::String>,
        ///Command of the container; absent means the image's.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub command: ::std::vec::Vec<::std::string::String>,
        ///Environment variables.
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty"
        )]
        pub env: ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::string::String,
        >,
        ///Files that are written once the sandbox is ready.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub files: ::std::vec::Vec<FileSpec>,
        ///Container image.
        pub image: ::std::string::String,
        ///What a sandbox may reach.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub network: ::std::option::Option<NetworkSpec>,
        ///A volume that survives restarts.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub persistence: ::std::option::Option<PersistenceSpec>,
        ///How to find out that a sandbox is ready; absent means that the pod is.
        #[serde(
            rename = "readinessProbe",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub readiness_probe: ::std::option::Option<ReadinessProbe>,
        ///Resource limits; always in replies.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub resources: ::std::option::Option<Resources>,
        ///Shell script that is run once right after the creation of the pod; failures are only logged.
        #[serde(
            rename = "startupScript",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub startup_script: ::std::option::Option<::std::string::String>,
        ///Most seconds until a sandbox must be ready; 0 or absent means 300.
        #[serde(
            rename = "startupTimeout",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub startup_timeout: ::std::option::Option<i64>,
        ///Time to live in seconds; 0 or absent means forever. Always in replies.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub ttl: ::std::option::Option<i64>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///One version of a template.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct TemplateVersion {
        ///What changed.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub changelog: ::std::option::Option<::std::string::String>,
        ///When it was made.
        #[serde(rename = "createdAt")]
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ///Who made it; always empty so far.
        #[serde(
            rename = "createdBy",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub created_by: ::std::option::Option<::std::string::String>,
        ///Id, `ver-` and eight hexadecimal digits.
        pub id: ::std::string::String,
        ///Specification.
        pub spec: TemplateSpec,
        ///Id of the template.
        #[serde(rename = "templateId")]
        pub template_id: ::std::string::String,
        ///Number, from 1.
        pub version: i64,
    }
    ///The versions of a template.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct TemplateVersionList {
        ///The versions, newest first.
        pub items: ::std::vec::Vec<TemplateVersion>,
        ///How many there are.
        pub total: i64,
    }
    ///A new version of a template.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct UpdateTemplateRequest {
        ///What changed.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub changelog: ::std::option::Option<::std::string::String>,
        ///What the template is for; absent or empty keeps it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///Name for people; absent or empty keeps it.
        #[serde(
            rename = "displayName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub display_name: ::std::option::Option<::std::string::String>,
        ///Whether the template is public; absent keeps it.
        #[serde(
            rename = "isPublic",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub is_public: ::std::option::Option<bool>,
        ///The whole new specification.
        pub spec: TemplateSpec,
        ///Tags; absent or null keeps them, an empty list clears them.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub tags: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
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
    /**List the API keys

Only for sessions. A bare array; the keys themselves are not shown.

Sends a `GET` request to `/api/v1/auth/api-keys`

*/
    pub async fn list_api_keys<'a>(
        &'a self,
    ) -> crate::Result<::std::vec::Vec<types::ApiKey>> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/auth/api-keys", self.baseurl,);
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
        self.inner.json(build(), &OPERATIONS[23usize]).await
    }
    /**Create an API key

Only for sessions. The key itself is shown in this reply only.

Sends a `POST` request to `/api/v1/auth/api-keys`

Arguments:
- `body`: Name and lifetime of the key.
*/
    pub async fn create_api_key<'a>(
        &'a self,
        body: &'a types::CreateApiKeyRequest,
    ) -> crate::Result<types::CreatedApiKey> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/auth/api-keys", self.baseurl,);
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
        self.inner.json(build(), &OPERATIONS[1usize]).await
    }
    /**Revoke an API key

Only for sessions. A repeated call answers 404.

Sends a `DELETE` request to `/api/v1/auth/api-keys/{id}`

Arguments:
- `id`: Id of the key, not the key itself.
*/
    pub async fn delete_api_key<'a>(
        &'a self,
        id: &'a str,
    ) -> crate::Result<types::MessageReply> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/auth/api-keys/{}", self.baseurl, encode_path(& id
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
        self.inner.json(build(), &OPERATIONS[5usize]).await
    }
    /**Change the password of the administrator

Only for sessions. A new password of more than 72 bytes is a 500.

Sends a `POST` request to `/api/v1/auth/change-password`

Arguments:
- `body`: The old and the new password.
*/
    pub async fn change_password<'a>(
        &'a self,
        body: &'a types::ChangePasswordRequest,
    ) -> crate::Result<types::MessageReply> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/auth/change-password", self.baseurl,);
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
    /**Open a session

The session is the cookie `liteboxd_session` of the reply; it lasts a day by default.

Sends a `POST` request to `/api/v1/auth/login`

Arguments:
- `body`: Name and password of the administrator.
*/
    pub async fn login<'a>(
        &'a self,
        body: &'a types::LoginRequest,
    ) -> crate::Result<types::LoginReply> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/auth/login", self.baseurl,);
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
    /**Close the session

Only for sessions. The reply clears the cookie.

Sends a `POST` request to `/api/v1/auth/logout`

*/
    pub async fn logout<'a>(&'a self) -> crate::Result<types::MessageReply> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/auth/logout", self.baseurl,);
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
    /**Tell who the caller is

The cheapest way to check a credential. An API key has no user name.

Sends a `GET` request to `/api/v1/auth/me`

*/
    pub async fn get_identity<'a>(&'a self) -> crate::Result<types::Identity> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/auth/me", self.baseurl,);
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
        self.inner.json(build(), &OPERATIONS[15usize]).await
    }
    /**List prepull tasks

Newest first, all in one reply; active tasks are brought up to date first. There is no route for a single task.


Sends a `GET` request to `/api/v1/images/prepull`

Arguments:
- `image`: Exact name of the image.
- `status`: Exact status; unknown values match nothing.
*/
    pub async fn list_prepulls<'a>(
        &'a self,
        image: Option<&'a str>,
        status: Option<types::PrepullStatus>,
    ) -> crate::Result<types::PrepullList> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/images/prepull", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("image", &image))
                .query(&progenitor_client::QueryParam::new("status", &status))
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[24usize]).await
    }
    /**Pull an image to all nodes

Starts a background task. A task that could not be started is a 202 with status `failed` and an error. A failing
store is a 400. An image that cannot be pulled stays `pulling`, and blocks new tasks for it, until it is deleted.


Sends a `POST` request to `/api/v1/images/prepull`

Arguments:
- `body`: The image.
*/
    pub async fn create_prepull<'a>(
        &'a self,
        body: &'a types::CreatePrepullRequest,
    ) -> crate::Result<types::PrepullTask> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/images/prepull", self.baseurl,);
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
    /**Delete a prepull task

Images that were pulled stay on the nodes. A repeated call answers 404.

Sends a `DELETE` request to `/api/v1/images/prepull/{id}`

Arguments:
- `id`: Id of the task.
*/
    pub async fn delete_prepull<'a>(&'a self, id: &'a str) -> crate::Result<()> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/images/prepull/{}", self.baseurl, encode_path(& id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self.client.delete(url).headers(header_map).build()?;
            Ok(request)
        };
        self.inner.raw(build(), &OPERATIONS[6usize]).await
    }
    /**List the sandboxes that exist

Newest first, all in one reply. Deleted sandboxes are never included, and items carry no access token.

Sends a `GET` request to `/api/v1/sandboxes`

Arguments:
- `include_terminating`: Whether sandboxes under deletion are included; absent means true.
*/
    pub async fn list_sandboxes<'a>(
        &'a self,
        include_terminating: Option<bool>,
    ) -> crate::Result<types::SandboxList> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/sandboxes", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(
                    &progenitor_client::QueryParam::new(
                        "include_terminating",
                        &include_terminating,
                    ),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[28usize]).await
    }
    /**Create a sandbox from a template

Answers at once with status `pending`; the sandbox becomes `running` later. The reply carries the access token.
Everything but a malformed body is a 500: an unknown template or version, a negative ttl, a refused override.
A resource quantity that does not parse panics the server (500, empty body) and leaves a record behind.


Sends a `POST` request to `/api/v1/sandboxes`

Arguments:
- `body`: The template and what to change of it.
*/
    pub async fn create_sandbox<'a>(
        &'a self,
        body: &'a types::CreateSandboxRequest,
    ) -> crate::Result<types::Sandbox> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/sandboxes", self.baseurl,);
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
    /**Search the records of sandboxes, deleted ones included

Newest first, in pages. Deleted rows show status `unknown` and lifecycle status `deleted`, and are kept for seven
days by default. Send times in UTC: the store compares the clock text and ignores the offset.


Sends a `GET` request to `/api/v1/sandboxes/metadata`

Arguments:
- `created_from`: Earliest creation time, inclusive, in UTC.
- `created_to`: Latest creation time, inclusive, in UTC.
- `deleted_from`: Earliest deletion time, inclusive, in UTC; implies deleted rows.
- `deleted_to`: Latest deletion time, inclusive, in UTC; implies deleted rows.
- `deletion_phase`: Exact phase of the deletion.
- `desired_state`: Exact desired state; unknown values match nothing.
- `id`: Prefix of the id; `%` and `_` act as wildcards.
- `lifecycle_status`: Exact lifecycle status.
- `page`: Number of the page, from 1; absent or not positive means 1.
- `page_size`: Items per page; absent or not positive means 20, more than 100 means 100.
- `template`: Exact name of the template.
*/
    pub async fn list_sandbox_metadata<'a>(
        &'a self,
        created_from: Option<&'a ::chrono::DateTime<::chrono::offset::Utc>>,
        created_to: Option<&'a ::chrono::DateTime<::chrono::offset::Utc>>,
        deleted_from: Option<&'a ::chrono::DateTime<::chrono::offset::Utc>>,
        deleted_to: Option<&'a ::chrono::DateTime<::chrono::offset::Utc>>,
        deletion_phase: Option<types::DeletionPhase>,
        desired_state: Option<types::DesiredState>,
        id: Option<&'a str>,
        lifecycle_status: Option<types::LifecycleStatus>,
        page: Option<i64>,
        page_size: Option<i64>,
        template: Option<&'a str>,
    ) -> crate::Result<types::SandboxMetadataPage> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/sandboxes/metadata", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(
                    &progenitor_client::QueryParam::new("created_from", &created_from),
                )
                .query(&progenitor_client::QueryParam::new("created_to", &created_to))
                .query(
                    &progenitor_client::QueryParam::new("deleted_from", &deleted_from),
                )
                .query(&progenitor_client::QueryParam::new("deleted_to", &deleted_to))
                .query(
                    &progenitor_client::QueryParam::new(
                        "deletion_phase",
                        &deletion_phase,
                    ),
                )
                .query(
                    &progenitor_client::QueryParam::new("desired_state", &desired_state),
                )
                .query(&progenitor_client::QueryParam::new("id", &id))
                .query(
                    &progenitor_client::QueryParam::new(
                        "lifecycle_status",
                        &lifecycle_status,
                    ),
                )
                .query(&progenitor_client::QueryParam::new("page", &page))
                .query(&progenitor_client::QueryParam::new("page_size", &page_size))
                .query(&progenitor_client::QueryParam::new("template", &template))
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[26usize]).await
    }
    /**List the volume claims of sandboxes and how they match the records

Ordered by name of the claim, in pages. Items may have the state `deleting`, but a filter by it is refused.


Sends a `GET` request to `/api/v1/sandboxes/pvcs`

Arguments:
- `page`: Number of the page, from 1; absent or not positive means 1.
- `page_size`: Items per page; absent or not positive means 20, more than 100 means 100.
- `sandbox_id`: Exact id of the sandbox.
- `state`: State of the mapping; `deleting` and unknown values answer 400.
- `storage_class`: Exact storage class.
*/
    pub async fn list_sandbox_pvcs<'a>(
        &'a self,
        page: Option<i64>,
        page_size: Option<i64>,
        sandbox_id: Option<&'a str>,
        state: Option<types::PvcStateFilter>,
        storage_class: Option<&'a str>,
    ) -> crate::Result<types::PvcMappingPage> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/sandboxes/pvcs", self.baseurl,);
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
                .query(&progenitor_client::QueryParam::new("sandbox_id", &sandbox_id))
                .query(&progenitor_client::QueryParam::new("state", &state))
                .query(
                    &progenitor_client::QueryParam::new("storage_class", &storage_class),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[27usize]).await
    }
    /**Reconcile the records with the cluster now

Despite the status the run is already complete in the reply.

Sends a `POST` request to `/api/v1/sandboxes/reconcile`

*/
    pub async fn reconcile_sandboxes<'a>(
        &'a self,
    ) -> crate::Result<types::ReconcileReport> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/sandboxes/reconcile", self.baseurl,);
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
        self.inner.json(build(), &OPERATIONS[40usize]).await
    }
    /**List the latest reconcile runs

Newest first.

Sends a `GET` request to `/api/v1/sandboxes/reconcile/runs`

Arguments:
- `limit`: Most runs to return; absent or not positive means 20, more than 100 means 100.
*/
    pub async fn list_reconcile_runs<'a>(
        &'a self,
        limit: Option<i64>,
    ) -> crate::Result<types::ReconcileRunList> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/sandboxes/reconcile/runs", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[25usize]).await
    }
    /**Get one reconcile run and what it found

Runs of any trigger can be read.

Sends a `GET` request to `/api/v1/sandboxes/reconcile/runs/{id}`

Arguments:
- `id`: Id of the run.
*/
    pub async fn get_reconcile_run<'a>(
        &'a self,
        id: &'a str,
    ) -> crate::Result<types::ReconcileReport> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/sandboxes/reconcile/runs/{}", self.baseurl, encode_path(& id
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
        self.inner.json(build(), &OPERATIONS[17usize]).await
    }
    /**Get one sandbox

Carries the access token, also while the sandbox terminates. Every failure is a 404: a missing or deleted sandbox,
but also a fault of the server's store.


Sends a `GET` request to `/api/v1/sandboxes/{id}`

Arguments:
- `id`: Id of the sandbox.
*/
    pub async fn get_sandbox<'a>(
        &'a self,
        id: &'a str,
    ) -> crate::Result<types::Sandbox> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/sandboxes/{}", self.baseurl, encode_path(& id.to_string()),
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
        self.inner.json(build(), &OPERATIONS[18usize]).await
    }
    /**Request the deletion of a sandbox

Deletion goes on in the background and takes some tens of seconds; the sandbox is gone when reading it answers 404.
Repeating the call is harmless as long as the record is kept, also after the deletion is complete.
Older servers delete at once and answer 204 without a body. An unknown id is a 500, not a 404.


Sends a `DELETE` request to `/api/v1/sandboxes/{id}`

Arguments:
- `id`: Id of the sandbox.
*/
    pub async fn delete_sandbox<'a>(
        &'a self,
        id: &'a str,
    ) -> crate::Result<types::Sandbox> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/sandboxes/{}", self.baseurl, encode_path(& id.to_string()),
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
    /**Run a command in a sandbox and wait for its end

The command is not run in a shell and has no standard input. A non-zero exit is a 200. So are a timeout, a missing
executable and a death by signal: exit code 1, and the server's own error as the last line of `stderr`, for example
`context deadline exceeded`. The server discards replies after 60 s, whatever the timeout.


Sends a `POST` request to `/api/v1/sandboxes/{id}/exec`

Arguments:
- `id`: Id of the sandbox.
- `body`: The command.
*/
    pub async fn execute_command<'a>(
        &'a self,
        id: &'a str,
        body: &'a types::ExecRequest,
    ) -> crate::Result<types::ExecResult> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/sandboxes/{}/exec", self.baseurl, encode_path(& id
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
        self.inner.json(build(), &OPERATIONS[10usize]).await
    }
    /**Read one file of a sandbox

The raw bytes, without a file name. The server reads the whole file first. A missing file and a directory are a 500.


Sends a `GET` request to `/api/v1/sandboxes/{id}/files`

Arguments:
- `id`: Id of the sandbox.
- `path`: Absolute path of the file in the sandbox.
*/
    pub async fn download_file<'a>(
        &'a self,
        id: &'a str,
        path: &'a str,
    ) -> crate::Result<()> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/sandboxes/{}/files", self.baseurl, encode_path(& id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .query(&progenitor_client::QueryParam::new("path", &path))
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.raw(build(), &OPERATIONS[9usize]).await
    }
    /**Write one file into a sandbox

The directory must exist and the container needs `tar`. The mode is 0644 and an existing file is overwritten. Order
of the parts, the file's name and its type are ignored. An upload that takes more than 10 s is cut by the server and
answers 400 `path is required`.


Sends a `POST` request to `/api/v1/sandboxes/{id}/files`

Arguments:
- `id`: Id of the sandbox.
- `content_type`: The media type of the body, with its boundary.
- `body`
*/
    pub async fn upload_file<'a, B: Into<reqwest::Body>>(
        &'a self,
        id: &'a str,
        content_type: &'a str,
        body: B,
    ) -> crate::Result<types::MessageReply> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/sandboxes/{}/files", self.baseurl, encode_path(& id
                .to_string()),
            );
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
        self.inner.json(build(), &OPERATIONS[46usize]).await
    }
    /**Read the last 100 log lines and the events of a sandbox

An unknown sandbox answers 200 too. `events` is null when there are none or they cannot be read.

Sends a `GET` request to `/api/v1/sandboxes/{id}/logs`

Arguments:
- `id`: Id of the sandbox.
*/
    pub async fn get_sandbox_logs<'a>(
        &'a self,
        id: &'a str,
    ) -> crate::Result<types::LogsResult> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/sandboxes/{}/logs", self.baseurl, encode_path(& id
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
    /**Restart a persistent sandbox

The status returns to `pending` and may stay there for up to a minute, until the server reconciles. Only persistent
sandboxes can restart.


Sends a `POST` request to `/api/v1/sandboxes/{id}/restart`

Arguments:
- `id`: Id of the sandbox.
*/
    pub async fn restart_sandbox<'a>(
        &'a self,
        id: &'a str,
    ) -> crate::Result<types::MessageReply> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/sandboxes/{}/restart", self.baseurl, encode_path(& id
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
        self.inner.json(build(), &OPERATIONS[41usize]).await
    }
    /**Start a stopped sandbox

The expiry moves by the time the sandbox was stopped. The status is `pending` until the server reconciles, up to a
minute later.


Sends a `POST` request to `/api/v1/sandboxes/{id}/start`

Arguments:
- `id`: Id of the sandbox.
*/
    pub async fn start_sandbox<'a>(
        &'a self,
        id: &'a str,
    ) -> crate::Result<types::MessageReply> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/sandboxes/{}/start", self.baseurl, encode_path(& id
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
        self.inner.json(build(), &OPERATIONS[43usize]).await
    }
    /**List the status changes of a sandbox

Newest first. An unknown sandbox has an empty list. Page on with the lowest id as `before_id`.

Sends a `GET` request to `/api/v1/sandboxes/{id}/status-history`

Arguments:
- `id`: Id of the sandbox.
- `before_id`: Return only items with a lower id; absent or 0 means the newest.
- `limit`: Most items to return; absent or not positive means 50, more than 200 means 200.
*/
    pub async fn list_status_history<'a>(
        &'a self,
        id: &'a str,
        before_id: Option<i64>,
        limit: Option<i64>,
    ) -> crate::Result<types::StatusHistory> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/sandboxes/{}/status-history", self.baseurl, encode_path(& id
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
                .query(&progenitor_client::QueryParam::new("before_id", &before_id))
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[29usize]).await
    }
    /**Stop a persistent sandbox and keep its data

The pod goes away, the volume stays, and the time to live is paused. A sandbox whose deletion was requested answers
404. The expiry of a sandbox that never expires may become `0001-01-01T00:00:00Z`.


Sends a `POST` request to `/api/v1/sandboxes/{id}/stop`

Arguments:
- `id`: Id of the sandbox.
*/
    pub async fn stop_sandbox<'a>(
        &'a self,
        id: &'a str,
    ) -> crate::Result<types::MessageReply> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/sandboxes/{}/stop", self.baseurl, encode_path(& id
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
        self.inner.json(build(), &OPERATIONS[44usize]).await
    }
    /**List templates

Newest first, in pages.

Sends a `GET` request to `/api/v1/templates`

Arguments:
- `page`: Number of the page, from 1; absent or not positive means 1.
- `page_size`: Items per page; absent, below 1 or above 100 means 20.
- `search`: Part of name, display name or description; ASCII letters match in either case.
- `tag`: A whole tag that the template has; `%` and `_` act as wildcards.
*/
    pub async fn list_templates<'a>(
        &'a self,
        page: Option<i64>,
        page_size: Option<i64>,
        search: Option<&'a str>,
        tag: Option<&'a str>,
    ) -> crate::Result<types::TemplateList> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/templates", self.baseurl,);
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
                .query(&progenitor_client::QueryParam::new("pageSize", &page_size))
                .query(&progenitor_client::QueryParam::new("search", &search))
                .query(&progenitor_client::QueryParam::new("tag", &tag))
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[31usize]).await
    }
    /**Create a template with its first version

A failing store is a 400 too. Prepulling starts in the background and its failures are not reported. Resource
quantities are not checked here; a bad one makes every sandbox of the template fail. A template named `export`
cannot be read afterwards.


Sends a `POST` request to `/api/v1/templates`

Arguments:
- `body`: Name, texts and specification.
*/
    pub async fn create_template<'a>(
        &'a self,
        body: &'a types::CreateTemplateRequest,
    ) -> crate::Result<types::Template> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/templates", self.baseurl,);
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
        self.inner.json(build(), &OPERATIONS[4usize]).await
    }
    /**Export templates as one YAML list

The server takes the 20 newest templates and filters after that, so older ones are never exported.

Sends a `GET` request to `/api/v1/templates/export`

Arguments:
- `names`: Only these names, separated by commas without blanks.
- `tag`: Only templates with this tag.
*/
    pub async fn export_templates<'a>(
        &'a self,
        names: Option<&'a str>,
        tag: Option<&'a str>,
    ) -> crate::Result<()> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/templates/export", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .query(&progenitor_client::QueryParam::new("names", &names))
                .query(&progenitor_client::QueryParam::new("tag", &tag))
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.raw(build(), &OPERATIONS[13usize]).await
    }
    /**Import templates from a YAML document

One template or a list; only the first document of the file is read. Items fail one by one: the reply is a 200 that
counts them, and those before stay applied. An unknown strategy fails every item. A wrong `kind` and an empty file
are a 500. Keys that are unknown or in the wrong case are dropped silently.


Sends a `POST` request to `/api/v1/templates/import`

Arguments:
- `content_type`: The media type of the body, with its boundary.
- `body`
*/
    pub async fn import_templates<'a, B: Into<reqwest::Body>>(
        &'a self,
        content_type: &'a str,
        body: B,
    ) -> crate::Result<types::ImportResult> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/templates/import", self.baseurl,);
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
        self.inner.json(build(), &OPERATIONS[22usize]).await
    }
    /**Get one template with its latest specification

The name `export` cannot be read, since it is another route.

Sends a `GET` request to `/api/v1/templates/{name}`

Arguments:
- `name`: Name of the template.
*/
    pub async fn get_template<'a>(
        &'a self,
        name: &'a str,
    ) -> crate::Result<types::Template> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/templates/{}", self.baseurl, encode_path(& name.to_string()),
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
        self.inner.json(build(), &OPERATIONS[20usize]).await
    }
    /**Replace the specification of a template by a new version

Every call makes a new version, also with an unchanged specification. Empty texts leave the texts as they are. The
specification is checked before the template is looked up.


Sends a `PUT` request to `/api/v1/templates/{name}`

Arguments:
- `name`: Name of the template.
- `body`: The whole new specification, and the texts to change.
*/
    pub async fn update_template<'a>(
        &'a self,
        name: &'a str,
        body: &'a types::UpdateTemplateRequest,
    ) -> crate::Result<types::Template> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/templates/{}", self.baseurl, encode_path(& name.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .put(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[45usize]).await
    }
    /**Delete a template and its versions

Sandboxes made from it live on. A repeated call answers 404.

Sends a `DELETE` request to `/api/v1/templates/{name}`

Arguments:
- `name`: Name of the template.
*/
    pub async fn delete_template<'a>(&'a self, name: &'a str) -> crate::Result<()> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/templates/{}", self.baseurl, encode_path(& name.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self.client.delete(url).headers(header_map).build()?;
            Ok(request)
        };
        self.inner.raw(build(), &OPERATIONS[8usize]).await
    }
    /**Export one template as YAML

Visibility, author, changelog and history are not exported.

Sends a `GET` request to `/api/v1/templates/{name}/export`

Arguments:
- `name`: Name of the template.
- `version`: Version to export; absent or 0 means the latest. Text that is not an integer answers 400.
*/
    pub async fn export_template<'a>(
        &'a self,
        name: &'a str,
        version: Option<i64>,
    ) -> crate::Result<()> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/templates/{}/export", self.baseurl, encode_path(& name
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .query(&progenitor_client::QueryParam::new("version", &version))
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.raw(build(), &OPERATIONS[12usize]).await
    }
    /**Pull the image of a template to all nodes

Starts a background task. A task that could not be started is a 202 with status `failed` and an error.


Sends a `POST` request to `/api/v1/templates/{name}/prepull`

Arguments:
- `name`: Name of the template.
*/
    pub async fn prepull_template_image<'a>(
        &'a self,
        name: &'a str,
    ) -> crate::Result<types::PrepullTask> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/templates/{}/prepull", self.baseurl, encode_path(& name
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
    /**Make a new version out of an older one

A missing version answers 404 with the code `TEMPLATE_NOT_FOUND`, like a missing template.

Sends a `POST` request to `/api/v1/templates/{name}/rollback`

Arguments:
- `name`: Name of the template.
- `body`: The version to return to.
*/
    pub async fn rollback_template<'a>(
        &'a self,
        name: &'a str,
        body: &'a types::RollbackRequest,
    ) -> crate::Result<types::RollbackResult> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/templates/{}/rollback", self.baseurl, encode_path(& name
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
        self.inner.json(build(), &OPERATIONS[42usize]).await
    }
    /**List the versions of a template

Newest first, all in one reply.

Sends a `GET` request to `/api/v1/templates/{name}/versions`

Arguments:
- `name`: Name of the template.
*/
    pub async fn list_template_versions<'a>(
        &'a self,
        name: &'a str,
    ) -> crate::Result<types::TemplateVersionList> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/templates/{}/versions", self.baseurl, encode_path(& name
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
        self.inner.json(build(), &OPERATIONS[30usize]).await
    }
    /**Get one version of a template

A missing template answers like a missing version.

Sends a `GET` request to `/api/v1/templates/{name}/versions/{version}`

Arguments:
- `name`: Name of the template.
- `version`: Number of the version, from 1.
*/
    pub async fn get_template_version<'a>(
        &'a self,
        name: &'a str,
        version: i64,
    ) -> crate::Result<types::TemplateVersion> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/templates/{}/versions/{}", self.baseurl, encode_path(& name
                .to_string()), encode_path(& version.to_string()),
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
    /**Tell whether the server lives

Answers also while the server drains. The gateway answers the same way and adds its name.

Sends a `GET` request to `/health`

*/
    pub async fn get_health<'a>(&'a self) -> crate::Result<types::Health> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/health", self.baseurl,);
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
    /**Tell whether the server takes requests

A draining server answers 503 with the status in the body.

Sends a `GET` request to `/readyz`

*/
    pub async fn get_readiness<'a>(&'a self) -> crate::Result<types::Health> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/readyz", self.baseurl,);
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
}
/// Every operation of the document, by id.
pub(crate) static OPERATIONS: &[crate::runtime::Operation] = &[
    crate::runtime::Operation {
        id: "change_password",
        method: "POST",
        path: "/api/v1/auth/change-password",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "create_api_key",
        method: "POST",
        path: "/api/v1/auth/api-keys",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[201u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "create_prepull",
        method: "POST",
        path: "/api/v1/images/prepull",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[202u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "create_sandbox",
        method: "POST",
        path: "/api/v1/sandboxes",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[201u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 500u16,
                text: "failed to get template: template '",
                kind: crate::ErrorKind::NotFound,
                processed: true,
            },
            crate::runtime::Meaning {
                status: 500u16,
                text: "failed to get template: version ",
                kind: crate::ErrorKind::NotFound,
                processed: true,
            },
            crate::runtime::Meaning {
                status: 500u16,
                text: "ttl must be >= 0",
                kind: crate::ErrorKind::BadRequest,
                processed: true,
            },
            crate::runtime::Meaning {
                status: 500u16,
                text: "persistence overrides are not allowed",
                kind: crate::ErrorKind::BadRequest,
                processed: true,
            },
            crate::runtime::Meaning {
                status: 500u16,
                text: "invalid overrides.persistence.size",
                kind: crate::ErrorKind::BadRequest,
                processed: true,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "create_template",
        method: "POST",
        path: "/api/v1/templates",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[201u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "delete_api_key",
        method: "DELETE",
        path: "/api/v1/auth/api-keys/{id}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "delete_prepull",
        method: "DELETE",
        path: "/api/v1/images/prepull/{id}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[204u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "delete_sandbox",
        method: "DELETE",
        path: "/api/v1/sandboxes/{id}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[202u16, 204u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 500u16,
                text: "sandbox not found",
                kind: crate::ErrorKind::NotFound,
                processed: true,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "delete_template",
        method: "DELETE",
        path: "/api/v1/templates/{name}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[204u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "download_file",
        method: "GET",
        path: "/api/v1/sandboxes/{id}/files",
        idempotent: true,
        streaming: true,
        streams_reply: true,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 500u16,
                text: "failed to resolve sandbox pod:",
                kind: crate::ErrorKind::NotFound,
                processed: true,
            },
            crate::runtime::Meaning {
                status: 500u16,
                text: "stderr: tar:",
                kind: crate::ErrorKind::NotFound,
                processed: true,
            },
            crate::runtime::Meaning {
                status: 500u16,
                text: "file not found in tar archive",
                kind: crate::ErrorKind::NotFound,
                processed: true,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "execute_command",
        method: "POST",
        path: "/api/v1/sandboxes/{id}/exec",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 500u16,
                text: "failed to resolve sandbox pod:",
                kind: crate::ErrorKind::NotFound,
                processed: true,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "execute_interactive",
        method: "GET",
        path: "/api/v1/sandboxes/{id}/exec/interactive",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "export_template",
        method: "GET",
        path: "/api/v1/templates/{name}/export",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "export_templates",
        method: "GET",
        path: "/api/v1/templates/export",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "get_health",
        method: "GET",
        path: "/health",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "get_identity",
        method: "GET",
        path: "/api/v1/auth/me",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "get_readiness",
        method: "GET",
        path: "/readyz",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "get_reconcile_run",
        method: "GET",
        path: "/api/v1/sandboxes/reconcile/runs/{id}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "get_sandbox",
        method: "GET",
        path: "/api/v1/sandboxes/{id}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "get_sandbox_logs",
        method: "GET",
        path: "/api/v1/sandboxes/{id}/logs",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "get_template",
        method: "GET",
        path: "/api/v1/templates/{name}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "get_template_version",
        method: "GET",
        path: "/api/v1/templates/{name}/versions/{version}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "import_templates",
        method: "POST",
        path: "/api/v1/templates/import",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 500u16,
                text: "invalid kind:",
                kind: crate::ErrorKind::BadRequest,
                processed: true,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "list_api_keys",
        method: "GET",
        path: "/api/v1/auth/api-keys",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "list_prepulls",
        method: "GET",
        path: "/api/v1/images/prepull",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "list_reconcile_runs",
        method: "GET",
        path: "/api/v1/sandboxes/reconcile/runs",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "list_sandbox_metadata",
        method: "GET",
        path: "/api/v1/sandboxes/metadata",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "list_sandbox_pvcs",
        method: "GET",
        path: "/api/v1/sandboxes/pvcs",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "list_sandboxes",
        method: "GET",
        path: "/api/v1/sandboxes",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "list_status_history",
        method: "GET",
        path: "/api/v1/sandboxes/{id}/status-history",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "list_template_versions",
        method: "GET",
        path: "/api/v1/templates/{name}/versions",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "list_templates",
        method: "GET",
        path: "/api/v1/templates",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "login",
        method: "POST",
        path: "/api/v1/auth/login",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "logout",
        method: "POST",
        path: "/api/v1/auth/logout",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "prepull_template_image",
        method: "POST",
        path: "/api/v1/templates/{name}/prepull",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[202u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "proxy_delete",
        method: "DELETE",
        path: "/api/v1/sandbox/{id}/port/{port}/{path}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "proxy_get",
        method: "GET",
        path: "/api/v1/sandbox/{id}/port/{port}/{path}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "proxy_patch",
        method: "PATCH",
        path: "/api/v1/sandbox/{id}/port/{port}/{path}",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "proxy_post",
        method: "POST",
        path: "/api/v1/sandbox/{id}/port/{port}/{path}",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "proxy_put",
        method: "PUT",
        path: "/api/v1/sandbox/{id}/port/{port}/{path}",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "reconcile_sandboxes",
        method: "POST",
        path: "/api/v1/sandboxes/reconcile",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[202u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "restart_sandbox",
        method: "POST",
        path: "/api/v1/sandboxes/{id}/restart",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "rollback_template",
        method: "POST",
        path: "/api/v1/templates/{name}/rollback",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "start_sandbox",
        method: "POST",
        path: "/api/v1/sandboxes/{id}/start",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "stop_sandbox",
        method: "POST",
        path: "/api/v1/sandboxes/{id}/stop",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "update_template",
        method: "PUT",
        path: "/api/v1/templates/{name}",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "upload_file",
        method: "POST",
        path: "/api/v1/sandboxes/{id}/files",
        idempotent: false,
        streaming: true,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 500u16,
                text: "failed to resolve sandbox pod:",
                kind: crate::ErrorKind::NotFound,
                processed: true,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "service is draining",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
];
