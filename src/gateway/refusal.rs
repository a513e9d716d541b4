//! What the server says about a refusal besides its message. Contract: §5.

use std::fmt;

use serde_json::Value;

use crate::error::Error;

/// What the server says about a refusal besides its message, where it says more.
///
/// ```no_run
/// # async fn f(client: quintet::gateway::Client) -> quintet::Result<()> {
/// use quintet::gateway::Refusal;
///
/// if let Err(error) = client.run("weather", "1.2.0", "current").await {
///     match Refusal::of(&error) {
///         Some(Refusal::MissingSecret { secret_name, instructions, .. }) => {
///             println!("store {secret_name:?} first: {instructions:?}");
///         }
///         Some(Refusal::QuotaExceeded { used, limit, .. }) => println!("used {used:?} of {limit:?}"),
///         Some(other) => println!("{other}"),
///         None => return Err(error),
///     }
/// }
/// # Ok(()) }
/// ```
///
/// Other refusals are told apart by [`Error::kind`] and [`Error::code`]. What the server leaves out is `None`, and nothing
/// is made up for it. The same for every call, whether it streams or not. (Contract §5.)
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// A secret that the prefab needs is not stored for the user (`MISSING_SECRET`).
    #[non_exhaustive]
    MissingSecret {
        /// The prefab that needs it.
        prefab_id: Option<String>,
        /// The name of the secret.
        secret_name: Option<String>,
        /// How to get and store it.
        instructions: Option<String>,
    },
    /// The credential names no agent, as one made from an API key does not (`MISSING_AGENT_CONTEXT`).
    MissingAgentContext,
    /// A quota of the user is used up (429).
    #[non_exhaustive]
    QuotaExceeded {
        /// How much it was.
        limit: Option<i64>,
        /// How much of it is used.
        used: Option<i64>,
        /// Which one, such as `daily`.
        quota_type: Option<String>,
    },
    /// The inputs are not what the server takes (422): its faults, at least one.
    InvalidInput(Vec<FieldFault>),
}

/// One fault that the server found in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldFault {
    /// The way to the field, such as `body`, `calls`, `0`, `version`; empty when the server does not say.
    pub location: Vec<String>,
    /// What is wrong.
    pub message: String,
    /// The kind of fault, such as `value_error.missing`.
    pub kind: Option<String>,
}

impl Refusal {
    /// What the server says in an error; `None` where there is no more to it than [`Error`] tells already, or it is not
    /// the server's.
    #[must_use]
    pub fn of(error: &Error) -> Option<Self> {
        let status = error.status()?.as_u16();
        if status < 400 {
            return None;
        }
        let body = error.body().map_or(&[][..], |body| body);
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let said = Said::of(&body);
        match (said.text("error_code").as_deref(), status) {
            (Some("MISSING_SECRET"), _) => Some(Self::MissingSecret {
                prefab_id: said.text("prefab_id"),
                secret_name: said.text("secret_name"),
                instructions: said.text("instructions"),
            }),
            (Some("MISSING_AGENT_CONTEXT"), _) => Some(Self::MissingAgentContext),
            (_, 429) => Some(Self::QuotaExceeded {
                limit: said.number("limit"),
                used: said.number("used"),
                quota_type: said.text("quota_type"),
            }),
            (_, 422) => Some(Self::InvalidInput(faults(&body["detail"], error))),
            (None, 400) => missing_secret(body["detail"].as_str()?),
            _ => None,
        }
    }
}

/// The object that a refusal puts its fields into.
struct Said<'a>(&'a Value);

impl<'a> Said<'a> {
    fn of(body: &'a Value) -> Self {
        let detail = &body["detail"];
        Self(if detail.is_object() { detail } else { body })
    }

    /// A field of it, or of its `details`.
    fn field(&self, key: &str) -> Option<&'a Value> {
        let holders = [self.0, &self.0["details"]];
        let mut fields = holders.into_iter().filter_map(|holder| holder.get(key));
        fields.find(|field| !field.is_null())
    }

    fn text(&self, key: &str) -> Option<String> {
        self.field(key).map(text)
    }

    fn number(&self, key: &str) -> Option<i64> {
        self.field(key)?.as_i64()
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// How early servers say that a secret is missing: `Secret 'X' for prefab 'Y' is not configured`.
fn missing_secret(detail: &str) -> Option<Refusal> {
    let (secret, rest) = detail
        .strip_prefix("Secret '")?
        .split_once("' for prefab '")?;
    let prefab = rest.strip_suffix("' is not configured")?;
    Some(Refusal::MissingSecret {
        prefab_id: Some(prefab.to_owned()),
        secret_name: Some(secret.to_owned()),
        instructions: None,
    })
}

/// The faults of a list; without one the message is the fault.
fn faults(detail: &Value, error: &Error) -> Vec<FieldFault> {
    let listed = detail.as_array().map(Vec::as_slice).unwrap_or_default();
    let listed: Vec<_> = listed.iter().map(fault).collect();
    if listed.is_empty() {
        return vec![FieldFault {
            location: Vec::new(),
            message: error.message().to_owned(),
            kind: None,
        }];
    }
    listed
}

fn fault(fault: &Value) -> FieldFault {
    let location = match &fault["loc"] {
        Value::Array(steps) => steps.iter().map(text).collect(),
        Value::Null => Vec::new(),
        step => vec![text(step)],
    };
    FieldFault {
        location,
        message: text(fault.get("msg").unwrap_or(fault)),
        kind: fault.get("type").map(text),
    }
}

/// One line, without a full stop.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingSecret {
                prefab_id,
                secret_name,
                instructions,
            } => {
                f.write_str("a secret is not stored")?;
                named(f, "name", secret_name.as_deref())?;
                named(f, "prefab", prefab_id.as_deref())?;
                match instructions {
                    Some(instructions) => write!(f, ": {instructions}"),
                    None => Ok(()),
                }
            }
            Self::MissingAgentContext => f.write_str("the credential names no agent"),
            Self::QuotaExceeded {
                limit,
                used,
                quota_type,
            } => {
                f.write_str("a quota is used up")?;
                named(f, "type", quota_type.as_deref())?;
                named(f, "used", *used)?;
                named(f, "limit", *limit)
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

impl fmt::Display for FieldFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.location.is_empty() {
            write!(f, "{}: ", self.location.join("."))?;
        }
        f.write_str(&self.message)
    }
}

fn named(f: &mut fmt::Formatter<'_>, name: &str, value: Option<impl fmt::Display>) -> fmt::Result {
    match value {
        Some(value) => write!(f, ", {name} {value}"),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
