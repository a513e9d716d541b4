//! Opening a WebSocket: RFC 6455, section 4.

use std::time::Duration;

use http::header::{
    CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Version};
use reqwest::{Request, Url};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::WebSocket;
use crate::error::{Error, ErrorKind, Result};
use crate::runtime::attempt::Body;
use crate::runtime::exchange::Exchange;
use crate::runtime::operation::Operation;

/// The largest message unless the call says otherwise.
const MAX_MESSAGE: usize = 4 * 1024 * 1024;

/// The parameters of a handshake.
#[derive(Debug, Clone)]
pub(crate) struct Opening {
    /// Subprotocols that the client offers, best first.
    pub(crate) protocols: Vec<String>,
    /// The largest message that is taken, in bytes.
    pub(crate) max_message: usize,
    /// How long the peer may be silent, also between its messages. It is pinged meanwhile, and an answer is a sign of life.
    /// No limit and no pings unless set.
    pub(crate) silence: Option<Duration>,
}

impl Default for Opening {
    fn default() -> Self {
        Self {
            protocols: Vec::new(),
            max_message: MAX_MESSAGE,
            silence: None,
        }
    }
}

impl Opening {
    /// Opens a WebSocket at `url`, whose scheme is http or https. The options of the call must read an upgrade.
    pub(crate) async fn open(
        &self,
        exchange: &Exchange,
        operation: &'static Operation,
        url: Url,
    ) -> Result<WebSocket> {
        if self.max_message == 0 {
            return Err(Error::invalid(
                "the message limit is zero; no message would fit",
            ));
        }
        let key = generate_key();
        let received = exchange.send(self.request(url, &key)?, operation).await?;
        let protocol = self
            .verify(&exchange.reply_headers(), &key)
            .map_err(|fault| {
                exchange.broken_promise(format!("the WebSocket was not opened: {fault}"))
            })?;
        let Body::Arriving(response) = received.body else {
            return Err(exchange.broken_promise("the WebSocket was not opened: no connection"));
        };
        // The connection was switched together with the reply, so this does not wait for the peer.
        let upgraded = timeout(exchange.transport().timeout, response.upgrade()).await;
        let Ok(Ok(upgraded)) = upgraded else {
            return Err(Error::new(
                ErrorKind::Transport,
                "the connection broke before the WebSocket was open",
            ));
        };
        let config = WebSocketConfig::default()
            .max_message_size(Some(self.max_message))
            .max_frame_size(Some(self.max_message));
        let socket = WebSocketStream::from_raw_socket(upgraded, Role::Client, Some(config)).await;
        let operation = operation.id;
        let transport = exchange.transport().clone();
        Ok(WebSocket::new(
            socket,
            transport,
            operation,
            protocol,
            self.silence,
        ))
    }

    fn request(&self, url: Url, key: &str) -> Result<Request> {
        let mut request = Request::new(Method::GET, url);
        *request.version_mut() = Version::HTTP_11;
        let headers = request.headers_mut();
        headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        let offered = self.protocols.join(", ");
        for (name, value) in [(SEC_WEBSOCKET_KEY, key), (SEC_WEBSOCKET_PROTOCOL, &offered)] {
            if !value.is_empty() {
                let value = HeaderValue::try_from(value).map_err(|_| {
                    Error::invalid("a subprotocol is one word of letters, digits and punctuation")
                })?;
                headers.insert(name, value);
            }
        }
        Ok(request)
    }

    /// Checks that the server has understood, and gives the subprotocol that it chose.
    fn verify(&self, headers: &HeaderMap, key: &str) -> Result<Option<String>, &'static str> {
        if !has_word(headers, &UPGRADE, "websocket") {
            return Err("the reply switches to another protocol");
        }
        if !has_word(headers, &CONNECTION, "upgrade") {
            return Err("the reply does not switch the connection");
        }
        let accept = derive_accept_key(key.as_bytes());
        if headers.get(SEC_WEBSOCKET_ACCEPT).map(HeaderValue::as_bytes) != Some(accept.as_bytes()) {
            return Err(
                "the reply's Sec-WebSocket-Accept does not answer the key, so it is no WebSocket server's or another \
                 request's",
            );
        }
        if headers.contains_key(SEC_WEBSOCKET_EXTENSIONS) {
            return Err("the server uses an extension that was not offered");
        }
        let Some(chosen) = headers.get(SEC_WEBSOCKET_PROTOCOL) else {
            return Ok(None);
        };
        let known = self
            .protocols
            .iter()
            .find(|offered| offered.as_bytes() == chosen.as_bytes());
        known
            .cloned()
            .map(Some)
            .ok_or("the server chose a subprotocol that was not offered")
    }
}

/// Whether a header is a list that has this word, in any case.
fn has_word(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    let values = headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .any(|item| item.trim().eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    // Key and answer of RFC 6455, section 1.3.
    const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
    const ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    fn verify(fields: &[(&'static str, &'static str)]) -> Result<Option<String>, &'static str> {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            headers.append(*name, HeaderValue::from_static(value));
        }
        let opening = Opening {
            protocols: vec!["chat".to_owned(), "log".to_owned()],
            ..Opening::default()
        };
        opening.verify(&headers, KEY)
    }

    #[test]
    fn the_answer_must_be_the_one_to_our_key() {
        let right = [
            ("upgrade", "WebSocket"),
            ("connection", "keep-alive, upgrade"),
        ];
        assert_eq!(
            verify(&[right[0], right[1], ("sec-websocket-accept", ACCEPT)]),
            Ok(None)
        );
        for accept in ["", "S3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "x"] {
            assert!(verify(&[right[0], right[1], ("sec-websocket-accept", accept)]).is_err());
        }
        assert!(verify(&right).is_err());
        assert!(verify(&[right[0], ("sec-websocket-accept", ACCEPT)]).is_err());
        assert!(verify(&[right[1], ("sec-websocket-accept", ACCEPT)]).is_err());
        assert!(
            verify(&[
                ("upgrade", "h2c"),
                right[1],
                ("sec-websocket-accept", ACCEPT)
            ])
            .is_err()
        );
    }

    #[test]
    fn only_what_was_offered_may_be_chosen() {
        let base = [
            ("upgrade", "websocket"),
            ("connection", "upgrade"),
            ("sec-websocket-accept", ACCEPT),
        ];
        let with = |name, value| verify(&[&base[..], &[(name, value)]].concat());
        assert_eq!(
            with("sec-websocket-protocol", "log"),
            Ok(Some("log".to_owned()))
        );
        assert!(with("sec-websocket-protocol", "mail").is_err());
        assert!(with("sec-websocket-extensions", "permessage-deflate").is_err());
    }
}
