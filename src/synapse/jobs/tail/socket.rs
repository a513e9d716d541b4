//! A log over a WebSocket. Contract: §2.3.

use std::task::{Context, Poll, ready};

use super::said::Said;
use crate::error::Result;
use crate::runtime::websocket::WebSocket;

/// What the messages of a WebSocket say.
pub(super) struct Socket(WebSocket);
