//! The ways a log comes. Contract: §2.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result};

/// How the log of a job is followed. (Contract §2.)
///
/// ```
/// use quintet::synapse::Protocol;
///
/// assert_eq!("http".parse::<Protocol>()?, Protocol::Http);
/// let error = "grpc".parse::<Protocol>().unwrap_err();
/// assert!(error.message().starts_with("Invalid protocol: grpc"));
/// # Ok::<(), quintet::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Protocol {
    /// Over a WebSocket; over HTTP where that cannot be opened, or breaks before it brought anything.
    ///
    /// What HTTP could not better is told at once: 401, 403, 404, 429, a redirect, no connection at all. Without the
    /// feature `websocket` this is HTTP.
    #[default]
    Auto,
    /// Over a WebSocket and in no other way. Needs the feature `websocket`.
    WebSocket,
    /// Over HTTP, as a reply that goes on.
    Http,
}

impl FromStr for Protocol {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "auto" => Ok(Self::Auto),
            "websocket" => Ok(Self::WebSocket),
            "http" => Ok(Self::Http),
            other => {
                let shown: String = other.chars().take(40).collect();
                Err(Error::invalid(format!(
                    "Invalid protocol: {}; give `auto`, `websocket` or `http`",
                    shown.escape_debug()
                )))
            }
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Auto => "auto",
            Self::WebSocket => "websocket",
            Self::Http => "http",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_contract() {
        for name in ["auto", "websocket", "http"] {
            assert_eq!(name.parse::<Protocol>().unwrap().to_string(), name);
        }
        for name in ["", "WebSocket", "stream", "ws", "http\n"] {
            let error = name.parse::<Protocol>().unwrap_err();
            assert!(error.is_invalid_input());
            let expected = format!("Invalid protocol: {}; ", name.escape_debug());
            assert!(error.message().starts_with(&expected), "{error}");
        }
    }
}
