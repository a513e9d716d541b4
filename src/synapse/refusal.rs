//! What the agent says about a refusal besides its message. Contract: §1.6, §3.1.

use std::fmt;

use serde_json::{Map, Value};

use crate::error::Error;

/// What the agent says about a refusal besides its message, where it says more.
///
/// ```no_run
/// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
/// use quintet::synapse::Refusal;
///
/// if let Err(error) = client.plugins().run("detector@1.2.0", "train").await {
///     match Refusal::of(&error) {
///         Some(Refusal::GpuUnavailable { max_utilization, threshold, .. }) => {
///             println!("GPUs are used to {max_utilization:?} %, {threshold:?} % is the limit");
///         }
///         Some(other) => println!("{other}"),
///         None => return Err(error),
///     }
/// }
/// # Ok(()) }
/// ```
///
/// Other refusals are told apart by [`Error::kind`] and [`Error::code`]. What the agent leaves out is `None`.
/// (Contract §3.1.)
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Refusal {
    /// No GPU has room for what was to be run (`gpu_unavailable`); nothing was run.
    #[non_exhaustive]
    GpuUnavailable {
        /// The same for people.
        message: String,
        /// How busy the busiest GPU is, in percent.
        max_utilization: Option<f64>,
        /// How busy it may be, in percent.
        threshold: Option<f64>,
        /// What else the agent says.
        details: Map<String, Value>,
    },
    /// The request is not what the agent takes (422): its faults, at least one.
    InvalidInput(Vec<InputFault>),
}

/// One fault that the agent found in a request.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct InputFault {
    /// The way to the field, such as `body`, `num_cpus`; empty when the agent does not say.
    pub location: Vec<String>,
    /// What is wrong.
    pub message: String,
    /// The kind of fault, such as `greater_than_equal`.
    pub kind: Option<String>,
    /// What was sent.
    pub input: Option<Value>,
}

impl Refusal {
    /// What the agent says in an error; `None` where there is no more to it than [`Error`] tells already, or it is not the
    /// agent's.
    #[must_use]
    pub fn of(error: &Error) -> Option<Self> {
        let status = error.status()?.as_u16();
        if status < 400 {
            return None;
        }
        match (error.code(), status) {
            (Some("gpu_unavailable"), _) => Some(no_gpu(error)),
            (_, 422) => Some(Self::InvalidInput(faults(error))),
            _ => None,
        }
    }
}

fn body(error: &Error) -> Value {
    let body = error.body().map_or(&[][..], |body| body);
    serde_json::from_slice(body).unwrap_or_default()
}

fn no_gpu(error: &Error) -> Refusal {
    let said = match body(error) {
        Value::Object(mut body) => match body.remove("detail") {
            Some(Value::Object(detail)) => detail,
            Some(detail) => {
                body.insert("detail".to_owned(), detail);
                body
            }
            None => body,
        },
        _ => Map::new(),
    };
    let mut details = said;
    for known in ["error_type", "message"] {
        details.remove(known);
    }
    let mut number = |name: &str| {
        let number = details.get(name)?.as_f64()?;
        details.remove(name);
        Some(number)
    };
    Refusal::GpuUnavailable {
        message: error.message().to_owned(),
        max_utilization: number("max_utilization"),
        threshold: number("threshold"),
        details,
    }
}

/// The faults of a list; without one the message is the fault.
fn faults(error: &Error) -> Vec<InputFault> {
    let body = body(error);
    let listed = body["detail"].as_array().map(Vec::as_slice);
    let listed: Vec<_> = listed.unwrap_or_default().iter().map(fault).collect();
    if listed.is_empty() {
        return vec![InputFault {
            location: Vec::new(),
            message: error.message().to_owned(),
            kind: None,
            input: None,
        }];
    }
    listed
}

fn fault(fault: &Value) -> InputFault {
    let location = match &fault["loc"] {
        Value::Array(steps) => steps.iter().map(text).collect(),
        Value::Null => Vec::new(),
        step => vec![text(step)],
    };
    InputFault {
        location,
        message: text(fault.get("msg").unwrap_or(fault)),
        kind: fault.get("type").map(text),
        input: fault.get("input").cloned(),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// One line, without a full stop.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GpuUnavailable {
                message,
                max_utilization,
                threshold,
                ..
            } => {
                write!(f, "no GPU is available: {message}")?;
                named(f, "utilization", *max_utilization)?;
                named(f, "threshold", *threshold)
            }
            Self::InvalidInput(faults) => {
                for (index, fault) in faults.iter().enumerate() {
                    let gap = if index == 0 { "" } else { "; " };
                    write!(f, "{gap}{fault}")?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for InputFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.location.is_empty() {
            write!(f, "{}: ", self.location.join("."))?;
        }
        f.write_str(&self.message)
    }
}

fn named(f: &mut fmt::Formatter<'_>, name: &str, percent: Option<f64>) -> fmt::Result {
    match percent {
        Some(percent) => write!(f, ", {name} {percent} %"),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
