//! One attempt to tell somebody: a POST to this machine, and to no other.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use bytes::Bytes;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::header::{CONTENT_TYPE, HOST};
use http::{HeaderName, HeaderValue, Request, Uri};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use sha2::Sha256;
use tokio::net::TcpStream;

use super::WebhookEvent;

/// Characters that are kept of an answer.
const ANSWER: usize = 1000;

/// What is sent.
pub(super) struct Letter<'a> {
    pub(super) url: &'a str,
    pub(super) secret: Option<&'a str>,
    pub(super) headers: &'a [(String, String)],
    pub(super) event: &'a str,
    pub(super) kind: WebhookEvent,
    pub(super) attempt: i32,
    pub(super) body: Bytes,
}

/// What came of it. An error means that it failed.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) status: Option<u16>,
    pub(super) body: Option<String>,
    pub(super) error: Option<String>,
}

impl Answer {
    fn failed(error: &impl ToString) -> Self {
        Self {
            error: Some(error.to_string()),
            ..Self::default()
        }
    }
}

/// Sends, and waits for the answer that long, in real time.
pub(super) async fn send(letter: &Letter<'_>, limit: Duration) -> Answer {
    let Some((address, request)) = address(letter.url).zip(request(letter)) else {
        return Answer::failed(&"The simulator delivers to http:// URLs of this machine only");
    };
    let seconds = limit.as_secs();
    let late = || format!("The request was canceled after {seconds} seconds");
    if limit.is_zero() {
        return Answer::failed(&late());
    }
    match tokio::time::timeout(limit, talk(address, request)).await {
        Ok(answer) => answer.unwrap_or_else(|error| Answer::failed(&error)),
        Err(_) => Answer::failed(&late()),
    }
}

/// Where a URL leads, if that is on this machine.
fn address(url: &str) -> Option<SocketAddr> {
    let url: Uri = url.parse().ok()?;
    if url.scheme_str() != Some("http") {
        return None;
    }
    let host = url.host()?.trim_start_matches('[').trim_end_matches(']');
    let address = match host.eq_ignore_ascii_case("localhost") {
        true => IpAddr::V4(Ipv4Addr::LOCALHOST),
        false => host.parse().ok()?,
    };
    let port = url.port_u16().unwrap_or(80);
    address
        .is_loopback()
        .then(|| SocketAddr::new(address, port))
}

fn request(letter: &Letter<'_>) -> Option<Request<Full<Bytes>>> {
    let url: Uri = letter.url.parse().ok()?;
    let target = url.path_and_query().map_or("/", |target| target.as_str());
    let mut request = Request::post(target)
        .header(HOST, url.authority()?.as_str())
        .header(CONTENT_TYPE, "application/json; charset=utf-8")
        .header("x-loopai-event-id", letter.event)
        .header("x-loopai-event-type", letter.kind.name())
        .header("x-loopai-delivery-attempt", letter.attempt);
    if let Some(secret) = letter.secret {
        request = request.header("x-loopai-signature", signature(secret, &letter.body)?);
    }
    let mut request = request.body(Full::new(letter.body.clone())).ok()?;
    for (name, value) in letter.headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            request.headers_mut().insert(name, value);
        }
    }
    Some(request)
}

/// `sha256=` and the digits of the body's HMAC.
fn signature(secret: &str, body: &[u8]) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(body);
    let digits = mac.finalize().into_bytes();
    let digits: String = digits.iter().map(|byte| format!("{byte:02x}")).collect();
    Some(format!("sha256={digits}"))
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

async fn talk(address: SocketAddr, request: Request<Full<Bytes>>) -> Result<Answer, Failure> {
    let stream = TcpStream::connect(address).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let exchange = async move {
        let mut reply = sender.send_request(request).await?;
        let mut body = Vec::new();
        while let Some(frame) = reply.frame().await {
            if let Some(data) = frame?.data_ref() {
                body.extend_from_slice(data);
            }
            if body.len() >= 4 * ANSWER {
                break;
            }
        }
        Ok::<_, hyper::Error>((reply.status(), body))
    };
    // The connection ends when the exchange drops its side of it; how, is of no concern.
    let (exchanged, _) = tokio::join!(exchange, connection);
    let (status, body) = exchanged?;
    let text = String::from_utf8_lossy(&body);
    Ok(Answer {
        status: Some(status.as_u16()),
        body: Some(text.chars().take(ANSWER).collect()),
        error: (!status.is_success()).then(|| format!("HTTP {}", status.as_u16())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_hmac_sha256() {
        // RFC 4231, test case 2.
        let known = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let signed = signature("Jefe", b"what do ya want for nothing?");
        assert_eq!(signed.as_deref(), Some(known));
    }

    #[test]
    fn nothing_leaves_this_machine() {
        for url in [
            "http://127.0.0.1:8080/hook?a=b",
            "http://127.8.9.1",
            "http://LocalHost:1/",
            "http://[::1]:9/",
        ] {
            assert!(
                address(url).is_some_and(|to| to.ip().is_loopback()),
                "{url}"
            );
        }
        for url in [
            "http://10.0.0.1/",
            "http://example.com/",
            "https://127.0.0.1/",
            "ftp://127.0.0.1/",
            "http://127.0.0.1.example.com/",
            "/hook",
        ] {
            assert_eq!(address(url), None, "{url}");
        }
    }
}
