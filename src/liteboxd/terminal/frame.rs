//! The frames of a terminal: one JSON object each.

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};
use crate::runtime::websocket::Message;

/// What the client sends.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum Sent<'a> {
    Input { data: &'a str },
    Resize { cols: u16, rows: u16 },
}

impl Sent<'_> {
    pub(super) fn message(&self) -> Result<Message> {
        let text = serde_json::to_string(self)
            .map_err(|error| Error::invalid("the input cannot be sent").with_source(error))?;
        Ok(Message::Text(text))
    }
}

/// What the server sends.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum Received {
    Output {
        #[serde(default)]
        data: String,
    },
    /// The server leaves out a code of 0.
    Exit {
        #[serde(default, rename = "exitCode")]
        exit_code: i32,
    },
    Error {
        #[serde(default)]
        message: String,
    },
    /// A frame of a later server.
    #[serde(other)]
    Unknown,
}

impl Received {
    pub(super) fn read(message: &Message) -> Result<Self> {
        serde_json::from_slice(message.as_bytes()).map_err(|error| {
            let place = error.column();
            Error::new(
                ErrorKind::Decode,
                format!("the server sent a frame that is none of a terminal (byte {place})"),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Received> {
        Received::read(&Message::from(text))
    }

    #[test]
    fn an_exit_without_a_code_is_a_success() {
        let exit = |exit_code| Received::Exit { exit_code };
        assert_eq!(read(r#"{"type":"exit"}"#).unwrap(), exit(0));
        assert_eq!(read(r#"{"type":"exit","exitCode":7}"#).unwrap(), exit(7));
    }

    #[test]
    fn frames_of_later_servers_are_no_errors() {
        assert_eq!(
            read(r#"{"type":"title","text":"sh"}"#).unwrap(),
            Received::Unknown
        );
        let output = Received::Output {
            data: "é".to_owned(),
        };
        assert_eq!(
            read(r#"{"type":"output","data":"é","at":1}"#).unwrap(),
            output
        );
        for bad in ["", "{}", "[]", r#"{"type":"output","data":1}"#] {
            assert_eq!(read(bad).unwrap_err().kind(), ErrorKind::Decode, "{bad}");
        }
    }

    #[test]
    fn what_is_sent_is_as_the_server_reads_it() {
        let text = |sent: Sent<'_>| match sent.message().unwrap() {
            Message::Text(text) => text,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            text(Sent::Input { data: "ls\n" }),
            r#"{"type":"input","data":"ls\n"}"#
        );
        assert_eq!(
            text(Sent::Resize {
                cols: 120,
                rows: 40
            }),
            r#"{"type":"resize","cols":120,"rows":40}"#
        );
    }
}
