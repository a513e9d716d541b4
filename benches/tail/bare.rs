//! By hand, as one writes it who knows the libraries: lines, each a string of its own. No limits, no pings, no end of patience,
//! no second connection, no proof that the log is complete.

use std::borrow::Cow;

use futures_util::StreamExt;
use memchr::memchr;
use serde::Deserialize;
use tokio::net::TcpStream;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;

use crate::input::{Input, Seen, Shape, Way};

/// What the agent says.
#[derive(Deserialize)]
struct Event<'a> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    message: Cow<'a, str>,
}

/// Reads by hand.
pub(crate) struct Bare {
    base: String,
    http: reqwest::Client,
}

impl Bare {
    pub(crate) fn new(base: &str) -> Self {
        let http = reqwest::Client::builder().no_proxy().build();
        Self {
            base: base.to_owned(),
            http: http.expect("an HTTP client"),
        }
    }

    pub(crate) async fn read(&self, input: &Input) -> Seen {
        match input.way {
            Way::WebSocket => self.over_websocket(input).await,
            Way::Http => self.over_http(input).await,
        }
    }

    async fn over_websocket(&self, input: &Input) -> Seen {
        let address = self.base.strip_prefix("http://").expect("a base URL");
        let stream = TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("an open connection");
        let url = format!("ws://{address}/jobs/{input}/logs/");
        let (mut socket, _) = client_async(url, stream).await.expect("a WebSocket");
        let mut seen = Seen::default();
        while seen.lines < input.amount {
            let Message::Text(text) = socket.next().await.expect("more").expect("a message") else {
                continue;
            };
            match input.shape {
                Shape::Text => add_lines(&mut seen, &text),
                _ => add_event(&mut seen, serde_json::from_str(&text)),
            }
        }
        seen
    }

    async fn over_http(&self, input: &Input) -> Seen {
        let url = format!("{}/jobs/{input}/logs/stream/", self.base);
        let reply = self.http.get(url).send().await;
        let reply = reply.and_then(reqwest::Response::error_for_status);
        let mut reply = reply.expect("a reply");
        let mut seen = Seen::default();
        let mut buffer = Vec::new();
        while seen.lines < input.amount {
            let chunk = reply.chunk().await.expect("a body").expect("more");
            buffer.extend_from_slice(&chunk);
            let mut start = 0;
            while let Some(length) = memchr(b'\n', &buffer[start..]) {
                let line = &buffer[start..start + length];
                start += length + 1;
                match input.shape {
                    Shape::Text => seen.add(String::from_utf8_lossy(line).into_owned()),
                    Shape::Json => add_event(&mut seen, serde_json::from_slice(line)),
                    Shape::Events => {
                        if let Some(data) = line.strip_prefix(b"data: ") {
                            add_event(&mut seen, serde_json::from_slice(data));
                        }
                    }
                }
            }
            buffer.drain(..start);
        }
        seen
    }
}

fn add_event(seen: &mut Seen, event: serde_json::Result<Event<'_>>) {
    let event = event.expect("an object");
    match &*event.kind {
        "complete" => {}
        "error" => panic!("{}", event.message),
        _ => add_lines(seen, &event.message),
    }
}

fn add_lines(seen: &mut Seen, text: &str) {
    for line in text.lines() {
        seen.add(line.to_owned());
    }
}
