//! Bytes out, and what comes back.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use quintet::sim::gt8004::Simulator;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// What came back. A status of 0 is none: the connection was closed instead.
#[derive(Debug, Clone, Default)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    /// As it came, with the framing of its chunks if it has any.
    pub(super) body: Vec<u8>,
    /// Whether the body has its announced length.
    pub(super) whole: bool,
}

impl Answer {
    pub(super) fn text(&self) -> &str {
        str::from_utf8(&self.body).unwrap()
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{:?}", self.text()))
    }

    pub(super) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    /// Status and text of a refusal, which has the form and the type of all of them.
    #[track_caller]
    pub(super) fn refusal(&self) -> (u16, String) {
        assert_eq!(
            self.header("content-type"),
            "application/json; charset=utf-8",
            "{self:?}"
        );
        let said = self.json();
        let fields = said.as_object().unwrap();
        assert_eq!(fields.len(), 1, "{said}");
        (self.status, fields["error"].as_str().unwrap().to_owned())
    }

    /// How many entries were accepted.
    #[track_caller]
    pub(super) fn accepted(&self) -> u64 {
        assert_eq!(
            (self.status, self.header("content-type")),
            (202, "application/json; charset=utf-8"),
            "{self:?}"
        );
        let said = self.json();
        let fields = said.as_object().unwrap();
        assert_eq!((fields.len(), &fields["status"]), (2, &"accepted".into()));
        fields["entries"].as_u64().unwrap()
    }
}

/// Sends these bytes over a connection of their own and reads the reply to them.
pub(super) async fn ask(simulator: &Simulator, request: impl AsRef<[u8]>) -> Answer {
    Connection::open(simulator).await.ask(request).await
}

/// A connection to a simulator.
pub(super) struct Connection(pub(super) TcpStream);

impl Connection {
    pub(super) async fn open(simulator: &Simulator) -> Self {
        let root = simulator.base_url();
        let address = root.strip_prefix("http://").unwrap();
        Self(TcpStream::connect(address).await.unwrap())
    }

    pub(super) async fn ask(&mut self, request: impl AsRef<[u8]>) -> Answer {
        self.0.write_all(request.as_ref()).await.unwrap();
        self.answer().await
    }

    /// Reads until the reply is whole or the connection ends.
    pub(super) async fn answer(&mut self) -> Answer {
        let mut raw = Vec::new();
        let read = async {
            loop {
                let answer = parse(&raw);
                let came = match answer.whole {
                    true => return answer,
                    false => self.0.read_buf(&mut raw).await,
                };
                if came.is_ok_and(|bytes| bytes > 0) {
                    continue;
                }
                return answer;
            }
        };
        timeout(Duration::from_secs(600), read)
            .await
            .expect("a reply")
    }
}

fn parse(raw: &[u8]) -> Answer {
    let mut answer = Answer::default();
    let Some(end) = raw.windows(4).position(|part| part == b"\r\n\r\n") else {
        return answer;
    };
    let mut lines = str::from_utf8(&raw[..end]).unwrap().split("\r\n");
    let status = lines.next().unwrap().strip_prefix("HTTP/1.1 ").unwrap();
    answer.status = status[..3].parse().unwrap();
    for (name, value) in lines.map(|line| line.split_once(':').unwrap()) {
        let name = HeaderName::try_from(name).unwrap();
        let value = HeaderValue::try_from(value.trim()).unwrap();
        answer.headers.append(name, value);
    }
    answer.body = raw[end + 4..].to_vec();
    answer.whole = match answer.header("content-length") {
        _ if answer.status == 204 => true,
        "" => answer.body.ends_with(b"0\r\n\r\n"),
        length => answer.body.len() == length.parse::<usize>().unwrap(),
    };
    answer
}
