//! What broke a WebSocket.

use tokio_tungstenite::tungstenite::error::{CapacityError, ProtocolError};

use crate::error::{Error, ErrorKind};

pub(super) use tokio_tungstenite::tungstenite::Error as Cause;

/// Reads the failure of a connection.
pub(super) fn read(cause: Cause) -> Error {
    match cause {
        Cause::Capacity(CapacityError::MessageTooLong { size, max_size }) => Error::new(
            ErrorKind::TooLarge,
            format!(
                "a message of {size} bytes or more is larger than the limit of {max_size} bytes"
            ),
        ),
        Cause::ConnectionClosed
        | Cause::AlreadyClosed
        | Cause::Protocol(ProtocolError::SendAfterClosing) => {
            Error::new(ErrorKind::Transport, super::CLOSED)
        }
        Cause::Protocol(ProtocolError::ResetWithoutClosingHandshake) => Error::new(
            ErrorKind::Transport,
            "the connection ended without a close frame",
        ),
        Cause::Io(error) => {
            Error::new(ErrorKind::Transport, "the WebSocket connection broke").with_source(error)
        }
        other => Error::new(
            ErrorKind::Decode,
            "the peer does not keep to the WebSocket protocol",
        )
        .with_source(other),
    }
}
