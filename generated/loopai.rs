// Generated from openapi/loopai.yaml by `cargo xtask codegen`; do not edit by hand.
// Document fingerprint: 05be0d812692c1f5

#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///State of a program.
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
    pub enum ArtifactStatus {
        #[serde(rename = "draft")]
        Draft,
        #[serde(rename = "validated")]
        Validated,
        #[serde(rename = "active")]
        Active,
        #[serde(rename = "deprecated")]
        Deprecated,
        #[serde(rename = "failed")]
        Failed,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for ArtifactStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Draft => f.write_str("draft"),
                Self::Validated => f.write_str("validated"),
                Self::Active => f.write_str("active"),
                Self::Deprecated => f.write_str("deprecated"),
                Self::Failed => f.write_str("failed"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for ArtifactStatus {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "draft" => Ok(Self::Draft),
                "validated" => Ok(Self::Validated),
                "active" => Ok(Self::Active),
                "deprecated" => Ok(Self::Deprecated),
                "failed" => Ok(Self::Failed),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ArtifactStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ArtifactStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///What became of a batch.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct BatchExecuteReply {
        ///How long an item took on average, in milliseconds; 0 without items.
        pub avg_latency_ms: f64,
        ///Id of the batch.
        pub batch_id: ::std::string::String,
        ///When it ended.
        pub completed_at: crate::runtime::Timestamp,
        ///How many failed.
        pub failure_count: i64,
        ///A result per executed item.
        pub results: ::std::vec::Vec<BatchItemReply>,
        ///When it began.
        pub started_at: crate::runtime::Timestamp,
        ///How many succeeded.
        pub success_count: i64,
        ///The task.
        pub task_id: ::std::string::String,
        ///How long all took, in milliseconds.
        pub total_duration_ms: f64,
        ///How many items were executed.
        pub total_items: i64,
        ///The version that was executed, or 0 when the request left it open.
        pub version: i64,
    }
    ///A batch.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct BatchExecuteRequest {
        ///The items.
        pub items: ::std::vec::Vec<BatchItem>,
        ///How many items run at a time, 1 to 100; 10 unless given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub max_concurrency: ::std::option::Option<i64>,
        ///Whether to start no more items after one failed; `false` unless given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub stop_on_first_error: ::std::option::Option<bool>,
        ///The task.
        pub task_id: ::std::string::String,
        ///How long each item may take, in milliseconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub timeout_ms: ::std::option::Option<i64>,
        ///The version to execute; the active one unless given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub version: ::std::option::Option<i64>,
    }
    ///One input of a batch.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct BatchItem {
        ///Whether it is to be validated in any case; `false` unless given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub force_validation: ::std::option::Option<bool>,
        ///What its result is called.
        pub id: ::std::string::String,
        ///The input; any JSON but `null`.
        pub input: ::serde_json::Value,
    }
    ///What became of an item.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct BatchItemReply {
        ///Why it failed; absent when it did not.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error_message: ::std::option::Option<::std::string::String>,
        ///Id of the execution; absent when there was none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub execution_id: ::std::option::Option<::std::string::String>,
        ///The id that the item was sent with.
        pub id: ::std::string::String,
        ///How long it took, in milliseconds.
        pub latency_ms: f64,
        ///The output; absent when there is none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output: ::std::option::Option<::serde_json::Value>,
        ///Whether it is validated.
        pub sampled_for_validation: bool,
        ///Whether it succeeded.
        pub success: bool,
    }
    ///An output and what was expected.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct BatchValidateItem {
        ///What was expected; any JSON but `null`.
        pub expected_output: ::serde_json::Value,
        ///What its result is called.
        pub id: ::std::string::String,
        ///The input; nothing looks at it.
        pub input: ::serde_json::Value,
        ///The output; any JSON but `null`.
        pub output: ::serde_json::Value,
    }
    ///Outputs to compare.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct BatchValidateRequest {
        ///The pairs.
        pub items: ::std::vec::Vec<BatchValidateItem>,
        ///The task.
        pub task_id: ::std::string::String,
    }
    ///What the comparison of a batch gave.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct BatchValidation {
        ///The share that was as expected, from 0 to 1; 0 without items.
        pub accuracy_rate: f64,
        ///Id of the batch.
        pub batch_id: ::std::string::String,
        ///How many were not.
        pub invalid_count: i64,
        ///A result per item.
        pub results: ::std::vec::Vec<ValidationResult>,
        ///The task.
        pub task_id: ::std::string::String,
        ///How long it took, in milliseconds.
        pub total_duration_ms: f64,
        ///How many items there were.
        pub total_items: i64,
        ///How many were as expected.
        pub valid_count: i64,
    }
    ///A program that is rolled out in stages.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Canary {
        ///When it ended.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub completed_at: ::std::option::Option<crate::runtime::Timestamp>,
        ///The share of executions that the new program has, from 0 to 1.
        pub current_percentage: f64,
        ///The program that was there before.
        pub current_program_id: ::std::string::String,
        ///How far it is.
        pub current_stage: CanaryStage,
        ///Its steps.
        pub history: ::std::vec::Vec<CanaryEvent>,
        ///Its id.
        pub id: ::std::string::String,
        ///The program that is rolled out.
        pub new_program_id: ::std::string::String,
        ///When it began.
        pub started_at: crate::runtime::Timestamp,
        ///Its state.
        pub status: CanaryStatus,
        ///Why it is in that state.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status_reason: ::std::option::Option<::std::string::String>,
        ///The task.
        pub task_id: ::std::string::String,
    }
    ///What happened to a canary.
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
    pub enum CanaryAction {
        #[serde(rename = "started")]
        Started,
        #[serde(rename = "promoted")]
        Promoted,
        #[serde(rename = "paused")]
        Paused,
        #[serde(rename = "rolled_back")]
        RolledBack,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for CanaryAction {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Started => f.write_str("started"),
                Self::Promoted => f.write_str("promoted"),
                Self::Paused => f.write_str("paused"),
                Self::RolledBack => f.write_str("rolled_back"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for CanaryAction {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "started" => Ok(Self::Started),
                "promoted" => Ok(Self::Promoted),
                "paused" => Ok(Self::Paused),
                "rolled_back" => Ok(Self::RolledBack),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for CanaryAction {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for CanaryAction {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///A step of a canary.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct CanaryEvent {
        ///What happened.
        pub action: CanaryAction,
        ///The share of executions it had then, from 0 to 1.
        pub percentage: f64,
        ///Why.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reason: ::std::option::Option<::std::string::String>,
        ///The stage it was at then.
        pub stage: CanaryStage,
        ///When.
        pub timestamp: crate::runtime::Timestamp,
    }
    ///How far a canary is.
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
    pub enum CanaryStage {
        NotStarted,
        #[serde(rename = "Stage1_5Percent")]
        Stage1_5Percent,
        #[serde(rename = "Stage2_25Percent")]
        Stage2_25Percent,
        #[serde(rename = "Stage3_50Percent")]
        Stage3_50Percent,
        #[serde(rename = "Stage4_100Percent")]
        Stage4_100Percent,
        Completed,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for CanaryStage {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::NotStarted => f.write_str("NotStarted"),
                Self::Stage1_5Percent => f.write_str("Stage1_5Percent"),
                Self::Stage2_25Percent => f.write_str("Stage2_25Percent"),
                Self::Stage3_50Percent => f.write_str("Stage3_50Percent"),
                Self::Stage4_100Percent => f.write_str("Stage4_100Percent"),
                Self::Completed => f.write_str("Completed"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for CanaryStage {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "NotStarted" => Ok(Self::NotStarted),
                "Stage1_5Percent" => Ok(Self::Stage1_5Percent),
                "Stage2_25Percent" => Ok(Self::Stage2_25Percent),
                "Stage3_50Percent" => Ok(Self::Stage3_50Percent),
                "Stage4_100Percent" => Ok(Self::Stage4_100Percent),
                "Completed" => Ok(Self::Completed),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for CanaryStage {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for CanaryStage {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///State of a canary.
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
    pub enum CanaryStatus {
        InProgress,
        Paused,
        RolledBack,
        Completed,
        Failed,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for CanaryStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::InProgress => f.write_str("InProgress"),
                Self::Paused => f.write_str("Paused"),
                Self::RolledBack => f.write_str("RolledBack"),
                Self::Completed => f.write_str("Completed"),
                Self::Failed => f.write_str("Failed"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for CanaryStatus {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "InProgress" => Ok(Self::InProgress),
                "Paused" => Ok(Self::Paused),
                "RolledBack" => Ok(Self::RolledBack),
                "Completed" => Ok(Self::Completed),
                "Failed" => Ok(Self::Failed),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for CanaryStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for CanaryStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Two programs to compare.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct CompareRequest {
        ///What counts as better.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub configuration: ::std::option::Option<ComparisonConfiguration>,
        ///The program as it is.
        pub control_program_id: ::std::string::String,
        ///The program that may take its place.
        pub treatment_program_id: ::std::string::String,
    }
    ///What a comparison gave.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Comparison {
        ///When.
        pub compared_at: crate::runtime::Timestamp,
        ///How sure that is, from 0 to 1.
        pub confidence: f64,
        ///The program as it is.
        pub control_program_id: ::std::string::String,
        ///What to do.
        pub recommendation: ComparisonRecommendation,
        ///The counts.
        pub statistics: ComparisonStatistics,
        ///The task of both.
        pub task_id: ::std::string::String,
        ///The program that may take its place.
        pub treatment_program_id: ::std::string::String,
    }
    ///What counts as better.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[non_exhaustive]
    pub struct ComparisonConfiguration {
        ///How much worse is too much; 0.05 unless given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub max_degradation_threshold: ::std::option::Option<f64>,
        ///How much better is enough; 0.02 unless given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub min_improvement_threshold: ::std::option::Option<f64>,
        ///How many executions each needs; 100 unless given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub minimum_sample_size: ::std::option::Option<i64>,
        ///How sure the result must be, from 0 to 1; 0.95 unless given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub required_confidence: ::std::option::Option<f64>,
        ///How many hours back executions count; 24 unless given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub test_duration_hours: ::std::option::Option<i64>,
    }
    ///What to do after a comparison.
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
    pub enum ComparisonRecommendation {
        #[serde(rename = "promote")]
        Promote,
        #[serde(rename = "rollback")]
        Rollback,
        #[serde(rename = "continue")]
        Continue,
        #[serde(rename = "manual_review")]
        ManualReview,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for ComparisonRecommendation {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Promote => f.write_str("promote"),
                Self::Rollback => f.write_str("rollback"),
                Self::Continue => f.write_str("continue"),
                Self::ManualReview => f.write_str("manual_review"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for ComparisonRecommendation {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "promote" => Ok(Self::Promote),
                "rollback" => Ok(Self::Rollback),
                "continue" => Ok(Self::Continue),
                "manual_review" => Ok(Self::ManualReview),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ComparisonRecommendation {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ComparisonRecommendation {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///What a comparison counted.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ComparisonStatistics {
        ///How the one did.
        pub control_metrics: ProgramMetrics,
        ///The executions of the one.
        pub control_sample_size: i64,
        ///Whether it does not.
        pub is_significant: bool,
        ///How likely chance explains that, from 0 to 1.
        pub p_value: f64,
        ///By how much the other is better.
        pub performance_delta: f64,
        ///How the other did.
        pub treatment_metrics: ProgramMetrics,
        ///The executions of the other.
        pub treatment_sample_size: i64,
    }
    ///How complex a program is.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[non_exhaustive]
    pub struct ComplexityMetrics {
        ///The number of independent ways through it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cyclomatic_complexity: ::std::option::Option<i64>,
        ///How long an execution is expected to take, in milliseconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub estimated_latency_ms: ::std::option::Option<f64>,
        ///Its lines.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub lines_of_code: ::std::option::Option<i64>,
    }
    ///State of a part.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ComponentHealth {
        ///What is wrong.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub message: ::std::option::Option<::std::string::String>,
        ///How long it took to answer, in milliseconds.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub response_time: ::std::option::Option<i64>,
        ///`healthy` or `unhealthy`.
        pub status: ::std::string::String,
    }
    ///How sure the server is.
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
    pub enum Confidence {
        #[serde(rename = "high")]
        High,
        #[serde(rename = "medium")]
        Medium,
        #[serde(rename = "low")]
        Low,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for Confidence {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::High => f.write_str("high"),
                Self::Medium => f.write_str("medium"),
                Self::Low => f.write_str("low"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for Confidence {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "high" => Ok(Self::High),
                "medium" => Ok(Self::Medium),
                "low" => Ok(Self::Low),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for Confidence {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for Confidence {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///A task to create.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct CreateTaskRequest {
        ///How often it is to be right, from 0 to 1; 0.9 unless given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub accuracy_target: ::std::option::Option<f64>,
        ///What its program is to do; at most 5000 characters.
        pub description: ::std::string::String,
        ///Examples for the generator; none unless given.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub examples: ::std::vec::Vec<::serde_json::Value>,
        ///What an input looks like; any JSON.
        pub input_schema: ::serde_json::Value,
        ///How long an execution is to take at most, in milliseconds; 10 unless given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub latency_target_ms: ::std::option::Option<i64>,
        ///Its name, which no other task has. At most 200 of `a-z`, `A-Z`, `0-9`, `_`, `-` and `.`.
        pub name: ::std::string::String,
        ///What an output looks like; any JSON.
        pub output_schema: ::serde_json::Value,
        ///The share of executions to be validated, from 0 to 1; 0.1 unless given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub sampling_rate: ::std::option::Option<f64>,
    }
    ///An attempt to deliver an event.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Delivery {
        ///Which attempt it was, from 1.
        pub attempt_number: i64,
        ///When.
        pub attempted_at: crate::runtime::Timestamp,
        ///How long it took, in milliseconds.
        pub duration_ms: f64,
        ///What went wrong.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error_message: ::std::option::Option<::std::string::String>,
        ///The event.
        pub event_id: ::std::string::String,
        ///Its id.
        pub id: ::std::string::String,
        ///The first 1000 characters of the reply.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub response_body: ::std::option::Option<::std::string::String>,
        ///The status of the reply; absent when there was none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status_code: ::std::option::Option<i64>,
        ///The subscription.
        pub subscription_id: ::std::string::String,
        ///Whether it was taken.
        pub success: bool,
        ///Where it went.
        pub url: ::std::string::String,
    }
    ///State of the server and of its parts.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct DetailedHealth {
        ///The parts, `api`, `database` and `redis`.
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty"
        )]
        pub components: ::std::collections::BTreeMap<
            ::std::string::String,
            ComponentHealth,
        >,
        ///What the server is run for, such as `Production`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub environment: ::std::option::Option<::std::string::String>,
        ///`healthy` or `degraded`.
        pub status: ::std::string::String,
        ///The server's time.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub timestamp: ::std::option::Option<crate::runtime::Timestamp>,
        ///The server's version, such as `1.0.0.0`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub version: ::std::option::Option<::std::string::String>,
    }
    ///An input of the edge runtime.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct EdgeExecuteRequest {
        ///The input; all values are texts.
        pub input: ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::string::String,
        >,
    }
    ///What the edge runtime's program gave.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct EdgeExecution {
        ///How long the program took, in milliseconds.
        pub latency_ms: f64,
        ///The output, made a text.
        pub output: ::std::string::String,
    }
    ///State of the edge runtime.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct EdgeHealth {
        ///The version that it executes.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub active_version: ::std::option::Option<i64>,
        ///`healthy`.
        pub status: ::std::string::String,
        ///The task whose program it executes.
        pub task_id: ::std::string::String,
        ///The runtime's version.
        pub version: ::std::string::String,
    }
    ///What the edge runtime did today.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct EdgeMetrics {
        ///How long they took on average, in milliseconds; 0 when there were none.
        pub avg_latency_ms: f64,
        ///How many executions there were.
        pub executions_today: i64,
    }
    ///What became of an execution.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ExecuteReply {
        ///Why it failed; absent when it did not.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error_message: ::std::option::Option<::std::string::String>,
        ///When it ran.
        pub executed_at: crate::runtime::Timestamp,
        ///Id of the execution.
        pub execution_id: ::std::string::String,
        ///How long the program took, in milliseconds.
        pub latency_ms: f64,
        ///How much memory it took, in MB; no published server tells.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub memory_usage_mb: ::std::option::Option<f64>,
        ///The output; absent when there is none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub output: ::std::option::Option<::serde_json::Value>,
        ///The program that ran.
        pub program_id: ::std::string::String,
        ///Whether it is validated.
        pub sampled_for_validation: bool,
        ///How it ended.
        pub status: ExecutionStatus,
        ///The task.
        pub task_id: ::std::string::String,
        ///Its version.
        pub version: i64,
    }
    ///An execution.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ExecuteRequest {
        ///Whether it is to be validated in any case; `false` unless given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub force_validation: ::std::option::Option<bool>,
        ///The input; any JSON but `null`.
        pub input: ::serde_json::Value,
        ///The task, as in the path.
        pub task_id: ::std::string::String,
        ///How long it may take, in milliseconds; 5000 unless given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub timeout_ms: ::std::option::Option<i64>,
        ///The version to execute; the active one unless given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub version: ::std::option::Option<i64>,
    }
    ///How an execution ended.
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
    pub enum ExecutionStatus {
        #[serde(rename = "success")]
        Success,
        #[serde(rename = "error")]
        Error,
        #[serde(rename = "timeout")]
        Timeout,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for ExecutionStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Success => f.write_str("success"),
                Self::Error => f.write_str("error"),
                Self::Timeout => f.write_str("timeout"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for ExecutionStatus {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "success" => Ok(Self::Success),
                "error" => Ok(Self::Error),
                "timeout" => Ok(Self::Timeout),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ExecutionStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ExecutionStatus {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///State of the server.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Health {
        ///What the server is run for, such as `Production`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub environment: ::std::option::Option<::std::string::String>,
        ///`healthy`, or whatever else it is.
        pub status: ::std::string::String,
        ///The server's time.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub timestamp: ::std::option::Option<crate::runtime::Timestamp>,
        ///The server's version, such as `1.0.0.0`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub version: ::std::option::Option<::std::string::String>,
    }
    ///A better version of a program.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Improvement {
        ///What was changed.
        pub changes_applied: ::std::vec::Vec<::std::string::String>,
        ///The new program.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub new_program_id: ::std::option::Option<::std::string::String>,
        ///Its version.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub new_version: ::std::option::Option<i64>,
        ///Always `true`.
        pub success: bool,
    }
    ///Whether the server is alive.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Liveness {
        ///`alive`.
        pub status: ::std::string::String,
    }
    ///A generated program.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ProgramArtifact {
        ///Its text.
        pub code: ::std::string::String,
        ///How complex it is.
        pub complexity_metrics: ComplexityMetrics,
        ///How sure its generator was, from 0 to 1.
        pub confidence_score: f64,
        ///When it was generated.
        pub created_at: crate::runtime::Timestamp,
        ///When it was deployed.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub deployed_at: ::std::option::Option<crate::runtime::Timestamp>,
        ///How much of the executions it serves. Canaries write a share of 1, everything else a percentage.
        pub deployment_percentage: f64,
        ///What that cost.
        pub generation_cost: f64,
        ///How long that took, in seconds.
        pub generation_time_sec: f64,
        ///Its id.
        pub id: ::std::string::String,
        ///Its language, `typescript` or `python`.
        pub language: ::std::string::String,
        ///The model that made it.
        pub llm_model: ::std::string::String,
        ///Whose model made it.
        pub llm_provider: ::std::string::String,
        ///Its state.
        pub status: ArtifactStatus,
        ///How it was made.
        pub synthesis_strategy: SynthesisStrategy,
        ///The task that it is for.
        pub task_id: ::std::string::String,
        ///Its version, from 1.
        pub version: i64,
    }
    ///How a program did.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ProgramMetrics {
        ///Average time of an execution, in milliseconds.
        pub average_latency_ms: f64,
        ///The share of executions that failed, from 0 to 1.
        pub error_rate: f64,
        ///How many failed.
        pub failed_executions: i64,
        ///Median time, in milliseconds.
        pub p50_latency_ms: f64,
        ///95th percentile of the time, in milliseconds.
        pub p95_latency_ms: f64,
        ///99th percentile of the time, in milliseconds.
        pub p99_latency_ms: f64,
        ///How many succeeded.
        pub successful_executions: i64,
        ///How many executions there were.
        pub total_executions: i64,
        ///The share of validations that found nothing wrong, from 0 to 1.
        pub validation_rate: f64,
    }
    ///Whether the server can take requests.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Readiness {
        ///Whether the database answers.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub database: ::std::option::Option<bool>,
        ///What went wrong.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error: ::std::option::Option<::std::string::String>,
        ///Whether Redis answers.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub redis: ::std::option::Option<bool>,
        ///`ready` or `not_ready`.
        pub status: ::std::string::String,
    }
    ///Whether a program should be improved, and how.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Recommendations {
        ///What is wrong most often.
        pub common_errors: ::std::vec::Vec<::std::string::String>,
        ///How sure the server is.
        pub confidence: Confidence,
        ///How many found something wrong.
        pub failed_validations_count: i64,
        ///Whether it should.
        pub should_improve: bool,
        ///What could be done.
        pub suggested_fixes: ::std::vec::Vec<::std::string::String>,
        ///The share of validations that found nothing wrong, from 0 to 1.
        pub validation_rate: f64,
    }
    ///The end of a canary.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct RollbackCanaryRequest {
        ///Why.
        pub reason: ::std::string::String,
    }
    ///A canary to begin.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct StartCanaryRequest {
        ///The program to roll out.
        pub new_program_id: ::std::string::String,
        ///The task.
        pub task_id: ::std::string::String,
    }
    ///A subscription to begin.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct SubscribeRequest {
        ///The events to deliver, at least one.
        pub event_types: ::std::vec::Vec<WebhookEventType>,
        ///Headers of the deliveries by name; credentials may be among them.
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty"
        )]
        pub headers: ::std::collections::BTreeMap<::std::string::String, crate::Secret>,
        ///How often a delivery is tried in all; 3 unless given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub max_retries: ::std::option::Option<i64>,
        ///What signs the deliveries; none unless given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub secret: ::std::option::Option<crate::Secret>,
        ///How long a delivery may take, in seconds; 30 unless given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub timeout_seconds: ::std::option::Option<i64>,
        ///Where deliveries go; an absolute URL.
        pub url: ::std::string::String,
    }
    ///A subscription to events.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Subscription {
        ///When it began.
        pub created_at: crate::runtime::Timestamp,
        ///The events that are delivered.
        pub event_types: ::std::vec::Vec<WebhookEventType>,
        ///Headers of the deliveries by name.
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty"
        )]
        pub headers: ::std::collections::BTreeMap<::std::string::String, crate::Secret>,
        ///Its id.
        pub id: ::std::string::String,
        ///Whether events are delivered.
        pub is_active: bool,
        ///How often a delivery is tried in all; 0 means that none is made.
        pub max_retries: i64,
        ///What signs the deliveries.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub secret: ::std::option::Option<crate::Secret>,
        ///How long a delivery may take, in seconds.
        pub timeout_seconds: i64,
        ///Where deliveries go; an absolute URL.
        pub url: ::std::string::String,
    }
    ///How a program was made.
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
    pub enum SynthesisStrategy {
        #[serde(rename = "rule")]
        Rule,
        #[serde(rename = "ml")]
        Ml,
        #[serde(rename = "hybrid")]
        Hybrid,
        #[serde(rename = "dsl")]
        Dsl,
        #[serde(rename = "auto")]
        Auto,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for SynthesisStrategy {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::Rule => f.write_str("rule"),
                Self::Ml => f.write_str("ml"),
                Self::Hybrid => f.write_str("hybrid"),
                Self::Dsl => f.write_str("dsl"),
                Self::Auto => f.write_str("auto"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for SynthesisStrategy {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "rule" => Ok(Self::Rule),
                "ml" => Ok(Self::Ml),
                "hybrid" => Ok(Self::Hybrid),
                "dsl" => Ok(Self::Dsl),
                "auto" => Ok(Self::Auto),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for SynthesisStrategy {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for SynthesisStrategy {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///A task.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Task {
        ///How often it is to be right, from 0 to 1.
        pub accuracy_target: f64,
        ///The version that is executed unless another is asked for; absent as long as there is none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub active_version: ::std::option::Option<i64>,
        ///When it was created.
        pub created_at: crate::runtime::Timestamp,
        ///What its program is to do.
        pub description: ::std::string::String,
        ///The examples for the generator.
        pub examples: ::std::vec::Vec<::serde_json::Value>,
        ///Its id.
        pub id: ::std::string::String,
        ///What an input looks like; any JSON.
        pub input_schema: ::serde_json::Value,
        ///How long an execution is to take at most, in milliseconds.
        pub latency_target_ms: i64,
        ///Its name, which no other task has.
        pub name: ::std::string::String,
        ///What an output looks like; any JSON.
        pub output_schema: ::serde_json::Value,
        ///The share of executions to be validated, from 0 to 1.
        pub sampling_rate: f64,
        ///How many versions there are.
        pub total_versions: i64,
        ///When it was last changed.
        pub updated_at: crate::runtime::Timestamp,
    }
    ///What the comparison of an item gave.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ValidationResult {
        ///1 when it is as expected, else 0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub confidence_score: ::std::option::Option<f64>,
        ///The id that the item was sent with.
        pub id: ::std::string::String,
        ///Whether the output is as expected.
        pub is_valid: bool,
        ///The same in words.
        pub message: ::std::string::String,
    }
    ///Counts of validations.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ValidationStatistics {
        ///Their average score, from 0 to 1.
        pub average_score: f64,
        ///How many found something wrong.
        pub invalid_count: i64,
        ///How many there were.
        pub total_validations: i64,
        ///How many found nothing wrong.
        pub valid_count: i64,
        ///The share that found nothing wrong, from 0 to 1.
        pub validation_rate: f64,
    }
    ///How well a program does.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct ValidationSummary {
        ///The program.
        pub program_id: ::std::string::String,
        ///Whether it should be improved.
        pub recommendations: Recommendations,
        ///Counts.
        pub statistics: ValidationStatistics,
    }
    ///What an event tells.
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
    pub enum WebhookEventType {
        #[serde(rename = "programExecutionFailed")]
        ProgramExecutionFailed,
        #[serde(rename = "validationFailed")]
        ValidationFailed,
        #[serde(rename = "programImproved")]
        ProgramImproved,
        #[serde(rename = "canaryRollback")]
        CanaryRollback,
        #[serde(rename = "canaryCompleted")]
        CanaryCompleted,
        #[serde(rename = "abTestCompleted")]
        AbTestCompleted,
        /// A value that this version of the document does not know, as the server wrote it.
        #[serde(untagged)]
        Other(String),
    }
    impl ::std::fmt::Display for WebhookEventType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::ProgramExecutionFailed => f.write_str("programExecutionFailed"),
                Self::ValidationFailed => f.write_str("validationFailed"),
                Self::ProgramImproved => f.write_str("programImproved"),
                Self::CanaryRollback => f.write_str("canaryRollback"),
                Self::CanaryCompleted => f.write_str("canaryCompleted"),
                Self::AbTestCompleted => f.write_str("abTestCompleted"),
                Self::Other(value) => f.write_str(value),
            }
        }
    }
    impl ::std::str::FromStr for WebhookEventType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "programExecutionFailed" => Ok(Self::ProgramExecutionFailed),
                "validationFailed" => Ok(Self::ValidationFailed),
                "programImproved" => Ok(Self::ProgramImproved),
                "canaryRollback" => Ok(Self::CanaryRollback),
                "canaryCompleted" => Ok(Self::CanaryCompleted),
                "abTestCompleted" => Ok(Self::AbTestCompleted),
                _ => Ok(Self::Other(value.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for WebhookEventType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for WebhookEventType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
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
    /**Execute the program of a task on several inputs

Items start together, as many at a time as `max_concurrency` says, and results come in the order of the items, or in
that of their ids as texts. What fails is a result among the others, also when there is no such task.
`stop_on_first_error` has no effect on published servers; where it has, items that were skipped are not among the
results. Ids are echoed as they are, also empty and double ones. With more than one item at a time, items may fail
because the server's database connection does not bear it.


Sends a `POST` request to `/api/v1/batch/execute`

Arguments:
- `body`: The items.
*/
    pub async fn batch_execute<'a>(
        &'a self,
        body: &'a types::BatchExecuteRequest,
    ) -> crate::Result<types::BatchExecuteReply> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/batch/execute", self.baseurl,);
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
    /**Compare outputs with what was expected

Nothing is executed, and the task is not looked up. Objects and arrays are compared as the texts that they came as, so
that white space, the order of keys, and `1` or `1.0` matter. Everything else is compared as a text without quotes:
`"1"` equals `1`, and `"True"` equals `true`.


Sends a `POST` request to `/api/v1/batch/validate`

Arguments:
- `body`: The pairs.
*/
    pub async fn batch_validate<'a>(
        &'a self,
        body: &'a types::BatchValidateRequest,
    ) -> crate::Result<types::BatchValidation> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/batch/validate", self.baseurl,);
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
    /**Tell whether the server works

Looks at nothing but itself.

Sends a `GET` request to `/api/v1/health`

*/
    pub async fn get_health<'a>(&'a self) -> crate::Result<types::Health> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/health", self.baseurl,);
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
    /**Tell whether the server and what it needs work

The database is called healthy as soon as it was asked, whatever it answered. A 503 has the same body as a 200.


Sends a `GET` request to `/api/v1/health/detailed`

*/
    pub async fn get_detailed_health<'a>(
        &'a self,
    ) -> crate::Result<types::DetailedHealth> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/health/detailed", self.baseurl,);
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
    /**Tell whether the server is alive

Always the same.

Sends a `GET` request to `/api/v1/health/live`

*/
    pub async fn get_liveness<'a>(&'a self) -> crate::Result<types::Liveness> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/health/live", self.baseurl,);
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
    /**Tell whether the server can take requests

A 503 is an answer, too.

Sends a `GET` request to `/api/v1/health/ready`

*/
    pub async fn get_readiness<'a>(&'a self) -> crate::Result<types::Readiness> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/health/ready", self.baseurl,);
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
    /**Create a task

The program is generated by the first execution, not here. A name can be taken once, and nothing finds a task by its
name: repeating a creation whose reply was lost answers 409 and does not tell the id.


Sends a `POST` request to `/api/v1/tasks`

Arguments:
- `body`: The task.
*/
    pub async fn create_task<'a>(
        &'a self,
        body: &'a types::CreateTaskRequest,
    ) -> crate::Result<types::Task> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/tasks", self.baseurl,);
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
    /**Get a task

Versions may be up to ten minutes old, since replies come from a cache. An id that is no GUID is a bad request.


Sends a `GET` request to `/api/v1/tasks/{task_id}`

Arguments:
- `task_id`: Id of the task.
*/
    pub async fn get_task<'a>(&'a self, task_id: &'a str) -> crate::Result<types::Task> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/tasks/{}", self.baseurl, encode_path(& task_id.to_string()),
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
    /**List the programs of a task

All in one reply, by version. A task that does not exist has none.

Sends a `GET` request to `/api/v1/tasks/{task_id}/artifacts`

Arguments:
- `task_id`: Id of the task.
*/
    pub async fn list_artifacts<'a>(
        &'a self,
        task_id: &'a str,
    ) -> crate::Result<::std::vec::Vec<types::ProgramArtifact>> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/tasks/{}/artifacts", self.baseurl, encode_path(& task_id
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
        self.inner.json(build(), &OPERATIONS[22usize]).await
    }
    /**Get one program of a task

One row of `list_artifacts`.

Sends a `GET` request to `/api/v1/tasks/{task_id}/artifacts/{version}`

Arguments:
- `task_id`: Id of the task.
- `version`: Version of the program.
*/
    pub async fn get_artifact<'a>(
        &'a self,
        task_id: &'a str,
        version: i64,
    ) -> crate::Result<types::ProgramArtifact> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/tasks/{}/artifacts/{}", self.baseurl, encode_path(& task_id
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
        self.inner.json(build(), &OPERATIONS[10usize]).await
    }
    /**Execute the program of a task

A program that fails is a 200 whose `status` is not `success`; a time limit that passed is an `error` too. Whatever
the server cannot do (no such task, no such version, a program that cannot be generated) is a 500. The first execution
of a task without a program generates one within the request, which takes up to 96 s. The input is not compared with
the input schema. Each execution is recorded.


Sends a `POST` request to `/api/v1/tasks/{task_id}/execute`

Arguments:
- `task_id`: Id of the task.
- `body`: The input, with the id of the task once more.
*/
    pub async fn execute<'a>(
        &'a self,
        task_id: &'a str,
        body: &'a types::ExecuteRequest,
    ) -> crate::Result<types::ExecuteReply> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/tasks/{}/execute", self.baseurl, encode_path(& task_id
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
        self.inner.json(build(), &OPERATIONS[8usize]).await
    }
    /**Begin to roll a program out

Begins at the first stage. Each success is another canary.

Sends a `POST` request to `/api/v1/validation/programs/canary/start`

Arguments:
- `body`: The task and the program.
*/
    pub async fn start_canary<'a>(
        &'a self,
        body: &'a types::StartCanaryRequest,
    ) -> crate::Result<types::Canary> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/validation/programs/canary/start", self.baseurl,
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
        self.inner.json(build(), &OPERATIONS[27usize]).await
    }
    /**Take a canary to its next stage

No body. Each call is one stage. A success may be a canary that was paused or rolled back instead; a paused one cannot
be taken any further.


Sends a `POST` request to `/api/v1/validation/programs/canary/{canary_id}/progress`

Arguments:
- `canary_id`: Id of the canary.
*/
    pub async fn progress_canary<'a>(
        &'a self,
        canary_id: &'a str,
    ) -> crate::Result<types::Canary> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/validation/programs/canary/{}/progress", self.baseurl,
                encode_path(& canary_id.to_string()),
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
        self.inner.json(build(), &OPERATIONS[25usize]).await
    }
    /**Roll a canary back

The program that was there before serves everything again.

Sends a `POST` request to `/api/v1/validation/programs/canary/{canary_id}/rollback`

Arguments:
- `canary_id`: Id of the canary.
- `body`: Why.
*/
    pub async fn rollback_canary<'a>(
        &'a self,
        canary_id: &'a str,
        body: &'a types::RollbackCanaryRequest,
    ) -> crate::Result<types::Canary> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/validation/programs/canary/{}/rollback", self.baseurl,
                encode_path(& canary_id.to_string()),
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
        self.inner.json(build(), &OPERATIONS[26usize]).await
    }
    /**Compare two programs by what is recorded of them

Nothing is executed.

Sends a `POST` request to `/api/v1/validation/programs/compare`

Arguments:
- `body`: The programs, and what counts as better.
*/
    pub async fn compare_programs<'a>(
        &'a self,
        body: &'a types::CompareRequest,
    ) -> crate::Result<types::Comparison> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/validation/programs/compare", self.baseurl,);
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
    /**Generate a better version of a program

No body. A program that needs no improvement, one that does not exist and one that cannot be generated are bad
requests. Each success is another version.


Sends a `POST` request to `/api/v1/validation/programs/{program_id}/improve`

Arguments:
- `program_id`: Id of the program.
*/
    pub async fn improve_program<'a>(
        &'a self,
        program_id: &'a str,
    ) -> crate::Result<types::Improvement> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/validation/programs/{}/improve", self.baseurl, encode_path(&
                program_id.to_string()),
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
        self.inner.json(build(), &OPERATIONS[21usize]).await
    }
    /**Tell whether a program should be improved, and how

Zeros with the confidence `low` may mean that the server failed.

Sends a `GET` request to `/api/v1/validation/programs/{program_id}/recommendations`

Arguments:
- `program_id`: Id of the program.
*/
    pub async fn get_recommendations<'a>(
        &'a self,
        program_id: &'a str,
    ) -> crate::Result<types::Recommendations> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/validation/programs/{}/recommendations", self.baseurl,
                encode_path(& program_id.to_string()),
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
    /**Tell how well a program does

A program that does not exist has a summary of zeros; 404 means that the server failed.

Sends a `GET` request to `/api/v1/validation/programs/{program_id}/summary`

Arguments:
- `program_id`: Id of the program.
*/
    pub async fn get_validation_summary<'a>(
        &'a self,
        program_id: &'a str,
    ) -> crate::Result<types::ValidationSummary> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/validation/programs/{}/summary", self.baseurl, encode_path(&
                program_id.to_string()),
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
    /**Get the canary of a task

None is a 204; so is a server that failed.

Sends a `GET` request to `/api/v1/validation/tasks/{task_id}/canary`

Arguments:
- `task_id`: Id of the task.
*/
    pub async fn get_canary<'a>(
        &'a self,
        task_id: &'a str,
    ) -> crate::Result<types::Canary> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/validation/tasks/{}/canary", self.baseurl, encode_path(&
                task_id.to_string()),
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
    /**List the subscriptions

All in one reply, with their secrets.

Sends a `GET` request to `/api/v1/webhooks`

*/
    pub async fn list_webhooks<'a>(
        &'a self,
    ) -> crate::Result<::std::vec::Vec<types::Subscription>> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/webhooks", self.baseurl,);
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
    /**Subscribe a URL to events

Each success is another subscription, also for the same URL. It is lost when the server restarts. The secret signs
deliveries and is returned in clear.


Sends a `POST` request to `/api/v1/webhooks/subscribe`

Arguments:
- `body`: The subscription.
*/
    pub async fn subscribe_webhook<'a>(
        &'a self,
        body: &'a types::SubscribeRequest,
    ) -> crate::Result<types::Subscription> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/api/v1/webhooks/subscribe", self.baseurl,);
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
        self.inner.json(build(), &OPERATIONS[28usize]).await
    }
    /**End a subscription

A repeated call answers 404.

Sends a `DELETE` request to `/api/v1/webhooks/{subscription_id}`

Arguments:
- `subscription_id`: Id of the subscription.
*/
    pub async fn delete_webhook<'a>(
        &'a self,
        subscription_id: &'a str,
    ) -> crate::Result<()> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/webhooks/{}", self.baseurl, encode_path(& subscription_id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self.client.delete(url).headers(header_map).build()?;
            Ok(request)
        };
        self.inner.raw(build(), &OPERATIONS[4usize]).await
    }
    /**List the deliveries of a subscription

The newest first. A subscription that does not exist has none.

Sends a `GET` request to `/api/v1/webhooks/{subscription_id}/history`

Arguments:
- `subscription_id`: Id of the subscription.
- `limit`: The most deliveries to give; 100 unless told otherwise.
*/
    pub async fn get_webhook_history<'a>(
        &'a self,
        subscription_id: &'a str,
        limit: Option<i64>,
    ) -> crate::Result<::std::vec::Vec<types::Delivery>> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/api/v1/webhooks/{}/history", self.baseurl, encode_path(&
                subscription_id.to_string()),
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
                .query(&progenitor_client::QueryParam::new("limit", &limit))
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[20usize]).await
    }
    /**Execute the program of the edge runtime's task

All values of the input are texts, and so is the output. A program sees the text under `text`, else the one under
`input`, else all as a text of Python's. A program that fails is a 500 that does not tell why. Each execution is
recorded.


Sends a `POST` request to `/execute`

Arguments:
- `body`: The input.
*/
    pub async fn edge_execute<'a>(
        &'a self,
        body: &'a types::EdgeExecuteRequest,
    ) -> crate::Result<types::EdgeExecution> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/execute", self.baseurl,);
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
        self.inner.json(build(), &OPERATIONS[5usize]).await
    }
    /**Tell in a word whether the server works

Not JSON, although other clients have always expected it here.

Sends a `GET` request to `/health`

*/
    pub async fn probe_health<'a>(&'a self) -> crate::Result<()> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/health", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self.client.get(url).headers(header_map).build()?;
            Ok(request)
        };
        self.inner.raw(build(), &OPERATIONS[24usize]).await
    }
    /**Tell whether the edge runtime works, and what it runs

Another shape than that of the cloud API.

Sends a `GET` request to `/health#edge`

*/
    pub async fn edge_health<'a>(&'a self) -> crate::Result<types::EdgeHealth> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/health#edge", self.baseurl,);
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
        self.inner.json(build(), &OPERATIONS[6usize]).await
    }
    /**Read what the server counts

In the text format of Prometheus. Not counted by the rate limit.

Sends a `GET` request to `/metrics`

*/
    pub async fn get_metrics<'a>(&'a self) -> crate::Result<()> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/metrics", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self.client.get(url).headers(header_map).build()?;
            Ok(request)
        };
        self.inner.raw(build(), &OPERATIONS[15usize]).await
    }
    /**Read what the edge runtime did today

The day is that of its own clock and place.

Sends a `GET` request to `/metrics#edge`

*/
    pub async fn edge_metrics<'a>(&'a self) -> crate::Result<types::EdgeMetrics> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/metrics#edge", self.baseurl,);
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
}
/// Every operation of the document, by id.
pub(crate) static OPERATIONS: &[crate::runtime::Operation] = &[
    crate::runtime::Operation {
        id: "batch_execute",
        method: "POST",
        path: "/api/v1/batch/execute",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "batch_validate",
        method: "POST",
        path: "/api/v1/batch/validate",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "compare_programs",
        method: "POST",
        path: "/api/v1/validation/programs/compare",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "create_task",
        method: "POST",
        path: "/api/v1/tasks",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[201u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "delete_webhook",
        method: "DELETE",
        path: "/api/v1/webhooks/{subscription_id}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[204u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "edge_execute",
        method: "POST",
        path: "/execute",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "edge_health",
        method: "GET",
        path: "/health",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "edge_metrics",
        method: "GET",
        path: "/metrics",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "execute",
        method: "POST",
        path: "/api/v1/tasks/{task_id}/execute",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "execute_stream",
        method: "POST",
        path: "/api/v1/tasks/stream/execute",
        idempotent: false,
        streaming: true,
        streams_reply: true,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "get_artifact",
        method: "GET",
        path: "/api/v1/tasks/{task_id}/artifacts/{version}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "get_canary",
        method: "GET",
        path: "/api/v1/validation/tasks/{task_id}/canary",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16, 204u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "get_detailed_health",
        method: "GET",
        path: "/api/v1/health/detailed",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "get_health",
        method: "GET",
        path: "/api/v1/health",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "get_liveness",
        method: "GET",
        path: "/api/v1/health/live",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "get_metrics",
        method: "GET",
        path: "/metrics",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "get_readiness",
        method: "GET",
        path: "/api/v1/health/ready",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "get_recommendations",
        method: "GET",
        path: "/api/v1/validation/programs/{program_id}/recommendations",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "get_task",
        method: "GET",
        path: "/api/v1/tasks/{task_id}",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "get_validation_summary",
        method: "GET",
        path: "/api/v1/validation/programs/{program_id}/summary",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "get_webhook_history",
        method: "GET",
        path: "/api/v1/webhooks/{subscription_id}/history",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "improve_program",
        method: "POST",
        path: "/api/v1/validation/programs/{program_id}/improve",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "list_artifacts",
        method: "GET",
        path: "/api/v1/tasks/{task_id}/artifacts",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "list_webhooks",
        method: "GET",
        path: "/api/v1/webhooks",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "probe_health",
        method: "GET",
        path: "/health",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "progress_canary",
        method: "POST",
        path: "/api/v1/validation/programs/canary/{canary_id}/progress",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "rollback_canary",
        method: "POST",
        path: "/api/v1/validation/programs/canary/{canary_id}/rollback",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "start_canary",
        method: "POST",
        path: "/api/v1/validation/programs/canary/start",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
    crate::runtime::Operation {
        id: "subscribe_webhook",
        method: "POST",
        path: "/api/v1/webhooks/subscribe",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[201u16],
        meanings: &[
            crate::runtime::Meaning {
                status: 429u16,
                text: "",
                kind: crate::ErrorKind::RateLimited,
                processed: false,
            },
            crate::runtime::Meaning {
                status: 503u16,
                text: "",
                kind: crate::ErrorKind::Unavailable,
                processed: false,
            },
        ],
    },
];
