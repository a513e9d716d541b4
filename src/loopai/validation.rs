//! How well programs do, and better ones. Contract: §1.5.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};

use super::check;
use super::wire::{self, Leniency};
use crate::error::{Error, Result};
use crate::generated::loopai::Client as Raw;
use crate::generated::loopai::types::{CompareRequest, ComparisonConfiguration};
use crate::loopai::{Comparison, Improvement, Recommendations, ValidationSummary};
use crate::runtime::{Call, CallOptions, Exchange, Invoke, Transport};

/// How well programs do; made by [`Client::validation`](super::Client::validation).
#[derive(Debug, Clone)]
pub struct Validation {
    transport: Arc<Transport>,
}

impl Validation {
    pub(super) fn new(transport: &Arc<Transport>) -> Self {
        let transport = Arc::clone(transport);
        Self { transport }
    }

    /// Reads how well a program does, and whether it should be improved. One that does not exist has zeros.
    /// (Contract §1.5.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when the server failed: that is what it answers then.
    pub fn summary(&self, program_id: impl Into<String>) -> Call<GetValidationSummary> {
        let program = program_id.into();
        Call::new(&self.transport, GetValidationSummary { program })
    }

    /// Reads whether a program should be improved, and how. (Contract §1.5.)
    ///
    /// Zeros with the confidence `low` may mean that the server failed.
    ///
    /// # Errors
    /// As every call.
    pub fn recommendations(&self, program_id: impl Into<String>) -> Call<GetRecommendations> {
        let program = program_id.into();
        Call::new(&self.transport, GetRecommendations { program })
    }

    /// Has a better version of a program generated, which takes as long as a first execution. (Contract §1.5.)
    ///
    /// Each success is another version, so it is sent once: again only when no connection was made, or when the server
    /// answered 429 or 503.
    ///
    /// # Errors
    /// [`BadRequest`](crate::ErrorKind::BadRequest) when there is no such program, it needs no improvement, or none could be
    /// generated.
    pub fn improve(&self, program_id: impl Into<String>) -> Call<ImproveProgram> {
        let program = program_id.into();
        Call::new(&self.transport, ImproveProgram { program })
    }

    /// Compares two programs by what is recorded of their executions. (Contract §1.5.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::loopai::Client, old: &str, new: &str) -> quintet::Result<()> {
    /// let comparison = client.validation().compare(old, new).minimum_sample_size(50).await?;
    /// println!("{}, p = {}", comparison.recommendation, comparison.statistics.p_value);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`BadRequest`](crate::ErrorKind::BadRequest) when they cannot be compared.
    pub fn compare(
        &self,
        control_program_id: impl Into<String>,
        treatment_program_id: impl Into<String>,
    ) -> Call<ComparePrograms> {
        let compare = ComparePrograms {
            control: control_program_id.into(),
            treatment: treatment_program_id.into(),
            configuration: None,
        };
        Call::new(&self.transport, compare)
    }
}

/// Reads how well a program does; made by [`Validation::summary`].
#[derive(Debug, Clone)]
pub struct GetValidationSummary {
    program: String,
}

const SUMMARY: Leniency = Leniency {
    nested: &["statistics", "recommendations"],
    complete: |_| (),
};

impl Invoke for GetValidationSummary {
    type Output = ValidationSummary;
    const OPERATION: &'static str = "get_validation_summary";

    async fn invoke(self, exchange: Exchange) -> Result<ValidationSummary> {
        let program = check::id("program id", &self.program)?;
        let summary = Raw::of(&exchange).get_validation_summary(program).await;
        wire::lenient(&exchange, summary, SUMMARY)
    }
}

/// Reads whether a program should be improved; made by [`Validation::recommendations`].
#[derive(Debug, Clone)]
pub struct GetRecommendations {
    program: String,
}

impl Invoke for GetRecommendations {
    type Output = Recommendations;
    const OPERATION: &'static str = "get_recommendations";

    async fn invoke(self, exchange: Exchange) -> Result<Recommendations> {
        let program = check::id("program id", &self.program)?;
        let recommendations = Raw::of(&exchange).get_recommendations(program).await;
        wire::lenient(&exchange, recommendations, wire::PLAIN)
    }
}

/// Has a better version generated; made by [`Validation::improve`].
#[derive(Debug, Clone)]
pub struct ImproveProgram {
    program: String,
}

/// How long generating a program may take: three attempts of 30 s, and pauses.
const GENERATION: Duration = Duration::from_secs(120);

impl Invoke for ImproveProgram {
    type Output = Improvement;
    const OPERATION: &'static str = "improve_program";

    fn adjust(&self, options: &mut CallOptions) {
        options.timeout.get_or_insert(GENERATION);
    }

    async fn invoke(self, exchange: Exchange) -> Result<Improvement> {
        let program = check::id("program id", &self.program)?;
        let improvement = Raw::of(&exchange).improve_program(program).await;
        wire::lenient(&exchange, improvement, wire::PLAIN)
    }
}

/// Compares two programs; made by [`Validation::compare`].
#[derive(Debug, Clone)]
pub struct ComparePrograms {
    control: String,
    treatment: String,
    configuration: Option<ComparisonConfiguration>,
}

const COMPARISON: Leniency = Leniency {
    nested: &["statistics"],
    complete: complete_comparison,
};

/// The statistics hold types of ours in turn.
fn complete_comparison(comparison: &mut Map<String, Value>) {
    for metrics in ["control_metrics", "treatment_metrics"] {
        let statistics = comparison.get_mut("statistics");
        if let Some(metrics) = statistics.and_then(|statistics| statistics.get_mut(metrics)) {
            *metrics = wire::read(metrics.take(), wire::PLAIN);
        }
    }
}

impl ComparePrograms {
    fn configuration(&mut self) -> &mut ComparisonConfiguration {
        self.configuration.get_or_insert(ComparisonConfiguration {
            max_degradation_threshold: None,
            min_improvement_threshold: None,
            minimum_sample_size: None,
            required_confidence: None,
            test_duration_hours: None,
        })
    }

    fn body(&self) -> Result<CompareRequest> {
        let control = check::id("control program id", &self.control)?;
        let treatment = check::id("treatment program id", &self.treatment)?;
        if let Some(configuration) = &self.configuration {
            let numbers = [
                configuration.required_confidence,
                configuration.max_degradation_threshold,
                configuration.min_improvement_threshold,
            ];
            if numbers.iter().flatten().any(|number| !number.is_finite()) {
                return Err(Error::invalid(
                    "a confidence or threshold that is no finite number, which JSON has no word for; give one",
                ));
            }
            for (what, number) in [
                (
                    "a minimum sample size of",
                    configuration.minimum_sample_size,
                ),
                (
                    "a test duration in hours of",
                    configuration.test_duration_hours,
                ),
            ] {
                let number = number.map(|number| u32::try_from(number).unwrap_or(u32::MAX));
                number
                    .map(|number| check::count(what, number))
                    .transpose()?;
            }
        }
        Ok(CompareRequest {
            control_program_id: control.to_owned(),
            treatment_program_id: treatment.to_owned(),
            configuration: self.configuration.clone(),
        })
    }
}

impl Call<ComparePrograms> {
    /// How many executions each program needs. Default: the server's, 100.
    pub fn minimum_sample_size(mut self, executions: u32) -> Self {
        self.parameters.configuration().minimum_sample_size = Some(executions.into());
        self
    }

    /// How sure the result must be, from 0 to 1. Default: the server's, 0.95.
    pub fn required_confidence(mut self, share: f64) -> Self {
        self.parameters.configuration().required_confidence = Some(share);
        self
    }

    /// How much worse is too much. Default: the server's, 0.05.
    pub fn max_degradation_threshold(mut self, threshold: f64) -> Self {
        self.parameters.configuration().max_degradation_threshold = Some(threshold);
        self
    }

    /// How much better is enough. Default: the server's, 0.02.
    pub fn min_improvement_threshold(mut self, threshold: f64) -> Self {
        self.parameters.configuration().min_improvement_threshold = Some(threshold);
        self
    }

    /// How far back executions count, in hours. Default: the server's, 24.
    pub fn test_duration_hours(mut self, hours: u32) -> Self {
        self.parameters.configuration().test_duration_hours = Some(hours.into());
        self
    }
}

impl Invoke for ComparePrograms {
    type Output = Comparison;
    const OPERATION: &'static str = "compare_programs";

    async fn invoke(self, exchange: Exchange) -> Result<Comparison> {
        let body = self.body()?;
        let comparison = Raw::of(&exchange).compare_programs(&body).await;
        wire::lenient(&exchange, comparison, COMPARISON)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::loopai::Client;

    const ID: &str = "550e8400-e29b-41d4-a716-446655440000";

    fn compare() -> Call<ComparePrograms> {
        let client = Client::builder().base_url("http://127.0.0.1:9").build();
        client.unwrap().validation().compare(ID, ID)
    }

    #[test]
    fn only_what_was_given_is_sent() {
        let sent = |call: Call<ComparePrograms>| {
            serde_json::to_value(call.parameters.body().unwrap()).unwrap()
        };
        let both = json!({"control_program_id": ID, "treatment_program_id": ID});
        assert_eq!(sent(compare()), both);
        let call = compare().minimum_sample_size(5).required_confidence(0.5);
        let call = call
            .max_degradation_threshold(0.1)
            .min_improvement_threshold(0.2);
        let configuration = json!({
            "minimum_sample_size": 5, "required_confidence": 0.5, "max_degradation_threshold": 0.1,
            "min_improvement_threshold": 0.2, "test_duration_hours": 1,
        });
        assert_eq!(
            sent(call.test_duration_hours(1))["configuration"],
            configuration
        );
    }

    #[test]
    fn what_cannot_be_sent_is_refused() {
        let error = compare().required_confidence(f64::NAN).parameters.body();
        assert!(error.unwrap_err().message().contains("finite"));
        let error = compare().minimum_sample_size(u32::MAX).parameters.body();
        assert!(
            error
                .unwrap_err()
                .message()
                .contains("give at most 2147483647")
        );
        let mut call = compare();
        call.parameters.control = "x".to_owned();
        let error = call.parameters.body().unwrap_err();
        assert!(
            error.message().starts_with("control program id \"x\""),
            "{error}"
        );
    }
}
