// Generated from openapi/gateway.yaml by `cargo xtask codegen`; do not edit by hand.
// Document fingerprint: 2ffd921aa6c4dbf5

#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///What became of one call.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[non_exhaustive]
    pub struct CallResult {
        ///Why it failed; `message` and `type` by convention.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error: ::std::option::Option<
            ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        >,
        /**What came of it, unless it failed. Inside, `output` is what the function itself returned, with `success`,
`message`, `error` and `error_code` by convention, and may be `null`; `files` are the files that it made, lists
of `s3://` URLs by name.
*/
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output: ::std::option::Option<
            ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        >,
        ///How the call went.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<CallStatus>,
    }
    ///How one call went.
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
    pub enum CallStatus {
        #[serde(rename = "SUCCESS")]
        Success,
        #[serde(rename = "FAILED")]
        Failed,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for CallStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Success => f.write_str("SUCCESS"),
                Self::Failed => f.write_str("FAILED"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for CallStatus {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "SUCCESS" => Ok(Self::Success),
                "FAILED" => Ok(Self::Failed),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for CallStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for CallStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///What was removed.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct CleanupResult {
        ///How many files.
        pub deleted_count: i64,
    }
    ///What an API key was exchanged for.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ConvertedToken {
        ///The internal token.
        pub internal_token: crate::Secret,
    }
    ///State of a prefab's deployment.
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
    pub enum DeploymentStatus {
        #[serde(rename = "deployed")]
        Deployed,
        #[serde(rename = "failed")]
        Failed,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for DeploymentStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Deployed => f.write_str("deployed"),
                Self::Failed => f.write_str("failed"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for DeploymentStatus {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "deployed" => Ok(Self::Deployed),
                "failed" => Ok(Self::Failed),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for DeploymentStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for DeploymentStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///How a file is handed over.
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
    pub enum DownloadMode {
        #[serde(rename = "presigned")]
        Presigned,
    }
    impl ::std::fmt::Display for DownloadMode {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Presigned => f.write_str("presigned"),
            }
        }
    }
    impl ::std::str::FromStr for DownloadMode {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "presigned" => Ok(Self::Presigned),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for DownloadMode {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for DownloadMode {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///A file that is stored.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct FileInfo {
        ///Name within the bucket.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub key: ::std::option::Option<::std::string::String>,
        ///When it was written, as ISO 8601, maybe without an offset.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub last_modified: ::std::option::Option<::std::string::String>,
        ///Name of the file, as runs take it.
        pub s3_url: ::std::string::String,
        ///Size in bytes.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub size: ::std::option::Option<i64>,
    }
    ///One page of files.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct FileList {
        ///The files.
        pub files: ::std::vec::Vec<FileInfo>,
        ///Where the next page begins; on the last page absent, `null` or empty.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub next_token: ::std::option::Option<::std::string::String>,
    }
    ///The file that a link is wanted for.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct GenerateUploadUrlRequest {
        ///Media type that the file will be put with; `null` when it will be put without one.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub content_type: ::std::option::Option<::std::string::String>,
        ///Name of the file, without folders.
        pub filename: ::std::string::String,
    }
    ///State of the server. Provisional.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Health {
        ///`healthy`.
        pub status: ::std::string::String,
        ///Version of the server.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub version: ::std::option::Option<::std::string::String>,
    }
    ///What the server is. Provisional.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[non_exhaustive]
    pub struct Info {
        ///Name of the server.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///`running`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<::std::string::String>,
        ///Version of the server.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub version: ::std::option::Option<::std::string::String>,
    }
    ///One function of a prefab, with its input.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct PrefabCall {
        ///Name of the function, as the prefab's manifest has it.
        pub function_name: ::std::string::String,
        ///What the function gets.
        pub inputs: PrefabInputs,
        ///Id of the prefab.
        pub prefab_id: ::std::string::String,
        ///Version of the prefab.
        pub version: ::std::string::String,
    }
    /**A prefab. Provisional: one server calls its id `id`, another `prefab_id`, and fields that are not described here
are kept.
*/
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct PrefabInfo {
        ///Who made it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub author: ::std::option::Option<::std::string::String>,
        ///When it was deployed, as ISO 8601, maybe without an offset.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub deployed_at: ::std::option::Option<::std::string::String>,
        ///Why the deployment failed.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub deployment_error: ::std::option::Option<::std::string::String>,
        ///State of its deployment.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub deployment_status: ::std::option::Option<DeploymentStatus>,
        ///What it is for.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///Its functions, as its manifest describes them.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub functions: ::std::vec::Vec<
            ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        >,
        ///Where its source is.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub github_url: ::std::option::Option<::std::string::String>,
        ///Id of the prefab.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Where the prefab itself listens, inside of the cluster.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub knative_service_url: ::std::option::Option<::std::string::String>,
        ///Name to show.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///Id of the prefab, under its other name.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prefab_id: ::std::option::Option<::std::string::String>,
        ///Whether a function needs a secret.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub requires_secrets: ::std::option::Option<bool>,
        ///The secrets that its functions need, each once.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub secrets: ::std::vec::Vec<SecretRequirement>,
        ///Tags.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub tags: ::std::vec::Vec<::std::string::String>,
        ///When it was changed, as ISO 8601, maybe without an offset.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub updated_at: ::std::option::Option<::std::string::String>,
        ///Version.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub version: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///What a function gets.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct PrefabInputs {
        ///Input files by the name that the manifest gives them, as `s3://` URLs.
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty"
        )]
        pub files: ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::vec::Vec<::std::string::String>,
        >,
        ///Parameters by name, any JSON; may be empty.
        pub parameters: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The user's secrets for one prefab, without their values. Provisional.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct PrefabSecretList {
        ///Id of the prefab.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub prefab_id: ::std::option::Option<::std::string::String>,
        ///Names of the secrets.
        pub secret_names: ::std::vec::Vec<::std::string::String>,
    }
    ///The functions of one version of a prefab. Provisional.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct PrefabSpec {
        ///What it is for.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///Its functions, as its manifest describes them.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub functions: ::std::vec::Vec<
            ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        >,
        ///Id of the prefab.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Name to show.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///Version.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub version: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///Where to read a file from.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct PresignedUrl {
        ///The presigned link; whoever knows it may read the file.
        pub presigned_url: crate::Secret,
    }
    ///What became of the calls.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct RunReply {
        ///Id that the server gave to the request.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub job_id: ::std::option::Option<::std::string::String>,
        ///One result per call, in their order.
        pub results: ::std::vec::Vec<CallResult>,
        ///How the calls went together.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<RunStatus>,
    }
    ///Functions to execute.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct RunRequest {
        ///The calls, in the order of their execution.
        pub calls: ::std::vec::Vec<PrefabCall>,
    }
    ///How all calls of a request went together.
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
    pub enum RunStatus {
        #[serde(rename = "COMPLETED")]
        Completed,
        #[serde(rename = "PARTIAL_SUCCESS")]
        PartialSuccess,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for RunStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Completed => f.write_str("COMPLETED"),
                Self::PartialSuccess => f.write_str("PARTIAL_SUCCESS"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for RunStatus {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "COMPLETED" => Ok(Self::Completed),
                "PARTIAL_SUCCESS" => Ok(Self::PartialSuccess),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for RunStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for RunStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///The user's secrets, without their values. Provisional.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct SecretList {
        ///The secrets.
        pub secrets: ::std::vec::Vec<SecretName>,
    }
    ///Which secret of which prefab. Provisional.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct SecretName {
        ///Id of the prefab.
        pub prefab_id: ::std::string::String,
        ///Name of the secret.
        pub secret_name: ::std::string::String,
    }
    ///A secret that a prefab needs. Provisional.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct SecretRequirement {
        ///What it is for.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///Name of the secret.
        pub name: ::std::string::String,
        ///Whether the prefab cannot do without it; absent means that it cannot.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub required: ::std::option::Option<bool>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///A secret of the user for a prefab.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct StoreSecretRequest {
        ///Id of the prefab.
        pub prefab_id: ::std::string::String,
        ///Name of the secret, as the prefab's manifest has it.
        pub secret_name: ::std::string::String,
        ///The secret itself.
        pub secret_value: crate::Secret,
    }
    ///Where to put a file.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct UploadTarget {
        ///Name of the file once it is there, as runs take it.
        pub s3_url: ::std::string::String,
        ///The presigned link; whoever knows it may write the file.
        pub upload_url: crate::Secret,
    }
    ///A file that was stored.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct UploadedFile {
        ///Name of the file, as it was sent.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub filename: ::std::option::Option<::std::string::String>,
        ///Name of the file, as runs take it.
        pub s3_url: ::std::string::String,
        ///Size in bytes.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub size: ::std::option::Option<i64>,
        ///Whether it was; other than true was never seen.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub success: ::std::option::Option<bool>,
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
    /**Tell what the server is

Provisional. Needs no credential.

Sends a `GET` request to `/`

*/
    pub async fn get_info<'a>(&'a self) -> crate::Result<types::Info> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/", self.baseurl,);
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
        self.inner.json(build(), &OPERATIONS[5usize]).await
    }
    /**Tell whether the server lives

Provisional. Needs no credential.

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
        self.inner.json(build(), &OPERATIONS[4usize]).await
    }
    /**Remove the temporary files of a session

The only end that a session has; it has no beginning but its first file.

Sends a `DELETE` request to `/internal/files/cleanup_temp`

Arguments:
- `session_id`: The session.
*/
    pub async fn cleanup_temp_files<'a>(
        &'a self,
        session_id: &'a str,
    ) -> crate::Result<types::CleanupResult> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/internal/files/cleanup_temp", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("session_id", &session_id))
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[0usize]).await
    }
    /**Get a link to read a file from

The link needs no credential and works until it expires; reading it is `get_object`. Whether an agent is needed is
not known.


Sends a `GET` request to `/internal/files/download`

Arguments:
- `expires_in`: Seconds that the link works; clients have always sent it, 3600 unless told otherwise.
- `mode`: How the file is handed over; servers know one way.
- `s3_url`: The file, as `s3://bucket/key`.
*/
    pub async fn get_presigned_url<'a>(
        &'a self,
        expires_in: Option<i64>,
        mode: types::DownloadMode,
        s3_url: &'a str,
    ) -> crate::Result<types::PresignedUrl> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/internal/files/download", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("expires_in", &expires_in))
                .query(&progenitor_client::QueryParam::new("mode", &mode))
                .query(&progenitor_client::QueryParam::new("s3_url", &s3_url))
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[8usize]).await
    }
    /**Get a link to upload an input file to

The first of two steps; the second is `put_object`, with the content type that was named here, or with none when it
was `null`. Works without an agent. Nothing exists until the file was put.


Sends a `POST` request to `/internal/files/generate_upload_url`

Arguments:
- `body`: Name and type of the file.
*/
    pub async fn generate_upload_url<'a>(
        &'a self,
        body: &'a types::GenerateUploadUrlRequest,
    ) -> crate::Result<types::UploadTarget> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/internal/files/generate_upload_url", self.baseurl,);
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
    /**List the files that the agent stored for good

In pages. The token of a reply is the `continuation_token` of the next request.

Sends a `GET` request to `/internal/files/list`

Arguments:
- `continuation_token`: The `next_token` of the page before; absent on the first page.
- `limit`: Files per page; clients have always sent it, 100 unless told otherwise.
*/
    pub async fn list_files<'a>(
        &'a self,
        continuation_token: Option<&'a str>,
        limit: Option<i64>,
    ) -> crate::Result<types::FileList> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/internal/files/list", self.baseurl,);
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
                        "continuation_token",
                        &continuation_token,
                    ),
                )
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[9usize]).await
    }
    /**List the temporary files of the agent, or of one session

In pages, as `list_files`.

Sends a `GET` request to `/internal/files/list_temp`

Arguments:
- `continuation_token`: The `next_token` of the page before; absent on the first page.
- `limit`: Files per page; clients have always sent it, 100 unless told otherwise.
- `session_id`: The session; absent means all of the agent's.
*/
    pub async fn list_temp_files<'a>(
        &'a self,
        continuation_token: Option<&'a str>,
        limit: Option<i64>,
        session_id: Option<&'a str>,
    ) -> crate::Result<types::FileList> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/internal/files/list_temp", self.baseurl,);
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
                        "continuation_token",
                        &continuation_token,
                    ),
                )
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .query(&progenitor_client::QueryParam::new("session_id", &session_id))
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[13usize]).await
    }
    /**Store a file of the agent for good

Through the server, in one step. Needs an agent. The file lies below `agent-outputs/{user}/{agent}/` of the bucket.


Sends a `POST` request to `/internal/files/upload`

Arguments:
- `content_type`: The media type of the body, with its boundary.
- `body`
*/
    pub async fn upload_file<'a, B: Into<reqwest::Body>>(
        &'a self,
        content_type: &'a str,
        body: B,
    ) -> crate::Result<types::UploadedFile> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/internal/files/upload", self.baseurl,);
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
        self.inner.json(build(), &OPERATIONS[20usize]).await
    }
    /**Store a file of the agent for a while

Through the server, in one step; removed when its time is over, or with its session. Needs an agent. The file lies
below `agent-workspace/{user}/{agent}/{session}/` of the bucket. The parts come in the order in which they are
described.


Sends a `POST` request to `/internal/files/upload_temp`

Arguments:
- `content_type`: The media type of the body, with its boundary.
- `body`
*/
    pub async fn upload_temp_file<'a, B: Into<reqwest::Body>>(
        &'a self,
        content_type: &'a str,
        body: B,
    ) -> crate::Result<types::UploadedFile> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/internal/files/upload_temp", self.baseurl,);
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
        self.inner.json(build(), &OPERATIONS[21usize]).await
    }
    /**Exchange an API key for an internal token

The API key is the bearer token; there is no body, and `Content-Length: 0` says so. Another exchange gives another
token and does no harm. How long a token lives is unknown. It names no agent, so that operations on an agent's
files refuse it.


Sends a `POST` request to `/v1/auth/convert_to_internal_token`

*/
    pub async fn convert_to_internal_token<'a>(
        &'a self,
    ) -> crate::Result<types::ConvertedToken> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/v1/auth/convert_to_internal_token", self.baseurl,);
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
        self.inner.json(build(), &OPERATIONS[1usize]).await
    }
    /**Execute prefab functions

Calls are executed one after the other, and results keep their order. Only an exception inside a function makes a
`FAILED` result; whatever the server itself finds wrong with one call is the failure of the whole request, and the
results of the calls before it are lost although they took effect. No calls are no results. A function that its
manifest calls streaming answers as `run_stream` does: nothing in the request tells the two apart.


Sends a `POST` request to `/v1/internal/run`

Arguments:
- `body`: The calls, in the order of their execution.
*/
    pub async fn run<'a>(
        &'a self,
        body: &'a types::RunRequest,
    ) -> crate::Result<types::RunReply> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/v1/internal/run", self.baseurl,);
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
        self.inner.json(build(), &OPERATIONS[15usize]).await
    }
    /**Execute a streaming prefab function

The same request as `run`, byte by byte; the server streams when the function's manifest says so. A function that
does not stream answers as `run` does. Dropping the connection does not stop the function.


Sends a `POST` request to `/v1/internal/run#stream`

Arguments:
- `body`: The calls, in the order of their execution.
*/
    pub async fn run_stream<'a>(
        &'a self,
        body: &'a types::RunRequest,
    ) -> crate::Result<()> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/v1/internal/run#stream", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .post(url)
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.raw(build(), &OPERATIONS[18usize]).await
    }
    /**List the prefabs

Provisional. All in one reply, latest update first. An unknown status is a 500.


Sends a `GET` request to `/v1/prefabs`

Arguments:
- `status`: Only prefabs in this state of deployment, `deployed` or `failed`; absent means all.
*/
    pub async fn list_prefabs<'a>(
        &'a self,
        status: Option<&'a str>,
    ) -> crate::Result<::std::vec::Vec<types::PrefabInfo>> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/v1/prefabs", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("status", &status))
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[11usize]).await
    }
    /**Get the functions of one version of a prefab

Provisional. There is no route to the latest version.

Sends a `GET` request to `/v1/prefabs/{prefab_id}/{version}/spec`

Arguments:
- `prefab_id`: Id of the prefab.
- `version`: Version of the prefab.
*/
    pub async fn get_prefab_spec<'a>(
        &'a self,
        prefab_id: &'a str,
        version: &'a str,
    ) -> crate::Result<types::PrefabSpec> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/v1/prefabs/{}/{}/spec", self.baseurl, encode_path(& prefab_id
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
        self.inner.json(build(), &OPERATIONS[7usize]).await
    }
    /**Execute prefab functions with a legacy credential

What clients called before internal tokens existed. Request, reply and failures are those of `run`. An API key wins
over a JWT; the earliest server took a JWT only, and parameters flat in `inputs`.


Sends a `POST` request to `/v1/run`

Arguments:
- `body`: The calls, in the order of their execution.
*/
    pub async fn run_legacy<'a>(
        &'a self,
        body: &'a types::RunRequest,
    ) -> crate::Result<types::RunReply> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/v1/run", self.baseurl,);
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
        self.inner.json(build(), &OPERATIONS[16usize]).await
    }
    /**Execute a streaming prefab function with a legacy credential

To `run_legacy` what `run_stream` is to `run`.

Sends a `POST` request to `/v1/run#stream`

Arguments:
- `body`: The calls, in the order of their execution.
*/
    pub async fn run_legacy_stream<'a>(
        &'a self,
        body: &'a types::RunRequest,
    ) -> crate::Result<()> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/v1/run#stream", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .post(url)
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.raw(build(), &OPERATIONS[17usize]).await
    }
    /**List the names of the user's secrets

Provisional. Names only, of all prefabs.

Sends a `GET` request to `/v1/secrets`

*/
    pub async fn list_secrets<'a>(&'a self) -> crate::Result<types::SecretList> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/v1/secrets", self.baseurl,);
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
    /**Store a secret for a prefab, or replace it

Provisional. The value is the user's alone and never read back.

Sends a `POST` request to `/v1/secrets`

Arguments:
- `body`: The secret.
*/
    pub async fn store_secret<'a>(
        &'a self,
        body: &'a types::StoreSecretRequest,
    ) -> crate::Result<()> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/v1/secrets", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .post(url)
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.raw(build(), &OPERATIONS[19usize]).await
    }
    /**List the names of the user's secrets for one prefab

Provisional. An unknown prefab has no secrets, which is no failure.

Sends a `GET` request to `/v1/secrets/{prefab_id}`

Arguments:
- `prefab_id`: Id of the prefab.
*/
    pub async fn list_prefab_secrets<'a>(
        &'a self,
        prefab_id: &'a str,
    ) -> crate::Result<types::PrefabSecretList> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/v1/secrets/{}", self.baseurl, encode_path(& prefab_id.to_string()),
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
        self.inner.json(build(), &OPERATIONS[10usize]).await
    }
    /**Delete a secret

Provisional. One that does not exist is no failure.

Sends a `DELETE` request to `/v1/secrets/{prefab_id}/{secret_name}`

Arguments:
- `prefab_id`: Id of the prefab.
- `secret_name`: Name of the secret.
*/
    pub async fn delete_secret<'a>(
        &'a self,
        prefab_id: &'a str,
        secret_name: &'a str,
    ) -> crate::Result<()> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/v1/secrets/{}/{}", self.baseurl, encode_path(& prefab_id
                .to_string()), encode_path(& secret_name.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self.client.delete(url).headers(header_map).build()?;
            Ok(request)
        };
        self.inner.raw(build(), &OPERATIONS[2usize]).await
    }
}
/// Every operation of the document, by id.
pub(crate) static OPERATIONS: &[crate::runtime::Operation] = &[
    crate::runtime::Operation {
        id: "cleanup_temp_files",
        method: "DELETE",
        path: "/internal/files/cleanup_temp",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "convert_to_internal_token",
        method: "POST",
        path: "/v1/auth/convert_to_internal_token",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "delete_secret",
        method: "DELETE",
        path: "/v1/secrets/{prefab_id}/{secret_name}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[204u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "generate_upload_url",
        method: "POST",
        path: "/internal/files/generate_upload_url",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
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
        id: "get_info",
        method: "GET",
        path: "/",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "get_object",
        method: "GET",
        path: "/{path}",
        idempotent: true,
        streaming: true,
        streams_reply: true,
        success: &[200u16, 206u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "get_prefab_spec",
        method: "GET",
        path: "/v1/prefabs/{prefab_id}/{version}/spec",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "get_presigned_url",
        method: "GET",
        path: "/internal/files/download",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "list_files",
        method: "GET",
        path: "/internal/files/list",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "list_prefab_secrets",
        method: "GET",
        path: "/v1/secrets/{prefab_id}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "list_prefabs",
        method: "GET",
        path: "/v1/prefabs",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "list_secrets",
        method: "GET",
        path: "/v1/secrets",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "list_temp_files",
        method: "GET",
        path: "/internal/files/list_temp",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "put_object",
        method: "PUT",
        path: "/{path}",
        idempotent: true,
        streaming: true,
        streams_reply: true,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "run",
        method: "POST",
        path: "/v1/internal/run",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "run_legacy",
        method: "POST",
        path: "/v1/run",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "run_legacy_stream",
        method: "POST",
        path: "/v1/run",
        idempotent: false,
        streaming: true,
        streams_reply: true,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "run_stream",
        method: "POST",
        path: "/v1/internal/run",
        idempotent: false,
        streaming: true,
        streams_reply: true,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "store_secret",
        method: "POST",
        path: "/v1/secrets",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[204u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "upload_file",
        method: "POST",
        path: "/internal/files/upload",
        idempotent: false,
        streaming: true,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "upload_temp_file",
        method: "POST",
        path: "/internal/files/upload_temp",
        idempotent: false,
        streaming: true,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
];
