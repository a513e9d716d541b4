//! What one call gave, and the shapes inside of it. Contract: §1.2, §6, §9.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::CallStatus;
use crate::error::{Error, ErrorKind, Result};
use crate::generated::gateway::types::RunReply;

/// What one call gave. It may have failed: see [`is_success`](Self::is_success) and [`into_result`](Self::into_result).
///
/// ```
/// # use quintet::gateway::RunResult;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let result: RunResult = serde_json::from_str(
///     r#"{
///         "job_id": "2b1f",
///         "status": "SUCCESS",
///         "output": {
///             "status": "SUCCESS",
///             "output": {"success": true, "message": "cut into 2 parts", "parts": 2},
///             "files": {"parts": ["s3://bucket/1.mp4", "s3://bucket/2.mp4"]}
///         }
///     }"#,
/// )?;
/// assert!(result.is_success() && result.business_success());
/// assert_eq!(result.function_result()["parts"], 2);
/// assert_eq!(result.file_urls(), ["s3://bucket/1.mp4", "s3://bucket/2.mp4"]);
/// # Ok(()) }
/// ```
///
/// The output is nested: what the server says about the call is the outer one, what the function itself returned is the
/// inner one ([`function_result`](Self::function_result)). By convention the inner one says in `success`, `message`,
/// `error` and `error_code` how it went in the function's own terms; a call whose status is `SUCCESS` may still say there
/// that it did not succeed. (Contract §1.2, §6.)
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RunResult {
    /// The id that the server gave to the request, the same for all its calls.
    pub job_id: Option<String>,
    /// How the call went.
    pub status: Option<CallStatus>,
    /// The outer output whole, such as `{"status": …, "output": …, "files": …}`.
    pub output: Option<Map<String, Value>>,
    /// Why the call failed, as the server says it.
    pub error: Option<Map<String, Value>>,
}

/// What a function returned that returned nothing.
static NOTHING: LazyLock<Value> = LazyLock::new(|| Value::Object(Map::new()));

impl RunResult {
    /// The results of a reply, in their order.
    pub(super) fn all(reply: RunReply) -> Vec<Self> {
        let job_id = reply.job_id;
        let results = reply.results.into_iter();
        let results = results.map(|result| Self {
            job_id: job_id.clone(),
            status: result.status,
            output: result.output,
            error: result.error,
        });
        results.collect()
    }

    /// Whether the server says that the call succeeded.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status == Some(CallStatus::Success)
    }

    /// The outer output whole, which is what the published client calls the result. (Contract §6.)
    #[must_use]
    pub fn result(&self) -> Option<&Map<String, Value>> {
        self.output.as_ref()
    }

    /// A field of the outer output.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.output.as_ref()?.get(key)
    }

    /// What the function itself returned, the `output` of the outer output; `{}` when it is `null` or absent.
    #[must_use]
    pub fn function_result(&self) -> &Value {
        match self.get("output") {
            None | Some(Value::Null) => &NOTHING,
            Some(returned) => returned,
        }
    }

    /// What the function itself returned, as a type of one's own.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::gateway::Client) -> quintet::Result<()> {
    /// #[derive(serde::Deserialize)]
    /// struct Weather {
    ///     celsius: f64,
    /// }
    ///
    /// let result = client.run("weather", "1.2.0", "current").parameter("city", "London").await?;
    /// println!("{} °C", result.function_result_as::<Weather>()?.celsius);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`Failed`](ErrorKind::Failed) when the call did not succeed, as [`into_result`](Self::into_result) has it;
    /// [`Decode`](ErrorKind::Decode) when the function returned something else.
    pub fn function_result_as<T: DeserializeOwned>(&self) -> Result<T> {
        if let Some(failure) = self.failure() {
            return Err(failure);
        }
        T::deserialize(self.function_result()).map_err(|error| {
            let message = format!("the function returned something else than expected: {error}");
            Error::new(ErrorKind::Decode, message)
        })
    }

    /// Whether the function says of itself that it succeeded; `false` when it does not say.
    #[must_use]
    pub fn business_success(&self) -> bool {
        self.function_result()["success"] == true
    }

    /// The message of the function; empty when there is none.
    #[must_use]
    pub fn business_message(&self) -> &str {
        self.business_text("message").unwrap_or_default()
    }

    /// The error that the function tells.
    #[must_use]
    pub fn business_error(&self) -> Option<&str> {
        self.business_text("error")
    }

    /// The code of the error that the function tells.
    #[must_use]
    pub fn business_error_code(&self) -> Option<&str> {
        self.business_text("error_code")
    }

    fn business_text(&self, key: &str) -> Option<&str> {
        self.function_result()[key].as_str()
    }

    /// The files that the function made, as `s3://` URLs by the names of its manifest.
    ///
    /// A single URL in the place of a list is a list of one. What is no text is not a URL and left out here; the `files`
    /// of the [outer output](Self::output) have everything.
    #[must_use]
    pub fn files(&self) -> BTreeMap<&str, Vec<&str>> {
        let files = self.get("files").and_then(Value::as_object);
        let files = files.into_iter().flatten();
        files.map(|(name, urls)| (&**name, texts(urls))).collect()
    }

    /// The URLs of all files that the function made, in the order of their names.
    #[must_use]
    pub fn file_urls(&self) -> Vec<&str> {
        self.files().into_values().flatten().collect()
    }

    /// The `result` of the outer output, where functions put what they returned before outputs were nested.
    /// (Contract §9.)
    #[must_use]
    pub fn legacy_result(&self) -> Option<&Value> {
        self.get("result")
    }

    /// Why the call failed, in the server's words.
    #[must_use]
    pub fn error_message(&self) -> Option<&str> {
        self.error_text("message")
    }

    /// The type of the error that made the call fail, such as `ValueError`.
    #[must_use]
    pub fn error_type(&self) -> Option<&str> {
        self.error_text("type")
    }

    fn error_text(&self, key: &str) -> Option<&str> {
        self.error.as_ref()?.get(key)?.as_str()
    }

    /// Turns a call that did not succeed into an error.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::gateway::Client) -> quintet::Result<()> {
    /// let result = client.run("weather", "1.2.0", "current").parameter("city", "London").await?.into_result()?;
    /// println!("{}", result.business_message());
    /// # Ok(()) }
    /// ```
    ///
    /// What the function says of itself ([`business_success`](Self::business_success)) does not matter here.
    ///
    /// # Errors
    /// [`Failed`](ErrorKind::Failed) with the server's message and the id of the job; its
    /// [`code`](crate::Error::code) is the type of the error.
    pub fn into_result(self) -> Result<Self> {
        match self.failure() {
            None => Ok(self),
            Some(failure) => Err(failure),
        }
    }

    /// The error that a call is that did not succeed.
    fn failure(&self) -> Option<Error> {
        if self.is_success() {
            return None;
        }
        let told = match (&self.error, self.error_message()) {
            (_, Some(message)) => message.split_whitespace().collect::<Vec<_>>().join(" "),
            (Some(error), None) => Value::Object(error.clone()).to_string(),
            (None, None) => match &self.status {
                Some(status) => format!("the call ended as {status} and gives no reason"),
                None => "the reply does not say how the call ended".to_owned(),
            },
        };
        let message = match &self.job_id {
            Some(job) => format!("{told}, job {job}"),
            None => told,
        };
        let code = self.error_type().map(str::to_owned);
        Some(Error::new(ErrorKind::Failed, message).with_code(code))
    }
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        single => single.as_str().into_iter().collect(),
    }
}

#[cfg(test)]
mod tests;
