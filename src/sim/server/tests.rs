use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::*;
use crate::sim::clock::Clock;
use crate::sim::exchange::{Reply, Request};
use crate::sim::{Ending, Fault};

/// Answers with the path; counts nothing, knows nothing.
struct Echo;

impl Backend for Echo {
    const READ_TIMEOUT: Duration = Duration::from_secs(10);

    async fn handle(&self, request: Request) -> Option<Reply> {
        Some(Reply::new(Body::from(request.target().to_owned())))
    }

    fn failure(&self, status: http::StatusCode, _: &Request) -> Reply {
        let mut reply = Reply::new(Body::from("broken"));
        *reply.status_mut() = status;
        reply
    }
}

async fn echo() -> io::Result<(Server, Arc<Hooks>)> {
    let hooks = Arc::new(Hooks::new(Clock::new(1.0)));
    let server = Bound::new(0)
        .await?
        .serve(Arc::new(Echo), Arc::clone(&hooks));
    Ok((server, hooks))
}

/// Everything that the server sends to one request; nothing when it resets the connection.
async fn get(server: &Server, path: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(server.root().trim_start_matches("http://")).await?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut reply = Vec::new();
    match stream.read_to_end(&mut reply).await {
        Err(error) if error.kind() != io::ErrorKind::ConnectionReset => Err(error),
        _ => Ok(String::from_utf8_lossy(&reply).into_owned()),
    }
}

async fn get_with(fault: Fault) -> io::Result<String> {
    let (server, hooks) = echo().await?;
    hooks.faults.inject(fault);
    let spoilt = get(&server, "/0123456789").await?;
    let next = get(&server, "/next").await?;
    assert!(
        next.starts_with("HTTP/1.1 200 ") && next.ends_with("/next"),
        "{next}"
    );
    assert_eq!(hooks.recorder.count("get", "/"), 2);
    Ok(spoilt)
}

#[tokio::test]
async fn a_truncated_reply_has_its_whole_head() -> io::Result<()> {
    for bytes in [0, 4, 10] {
        let reply = get_with(Fault::truncate(bytes)).await?;
        assert!(reply.contains("content-length: 11\r\n"), "{reply}");
        assert!(
            reply.ends_with(&format!("\r\n\r\n{}", &"/0123456789"[..bytes])),
            "{reply}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_reset_has_no_reply() -> io::Result<()> {
    assert_eq!(get_with(Fault::reset()).await?, "");
    assert_eq!(get_with(Fault::reset_after_handling()).await?, "");
    Ok(())
}

#[tokio::test]
async fn replies_are_changed_as_the_fault_says() -> io::Result<()> {
    let dripped = get_with(Fault::drip(3, Duration::from_millis(1))).await?;
    assert!(dripped.ends_with("\r\n\r\n/0123456789"), "{dripped}");
    let answered = get_with(Fault::status(503).header("Retry-After", "7")).await?;
    assert!(
        answered.starts_with("HTTP/1.1 503 ") && answered.ends_with("broken"),
        "{answered}"
    );
    assert!(answered.contains("retry-after: 7\r\n"), "{answered}");
    let replaced = get_with(Fault::status(418).body("text/x", "tea")).await?;
    assert!(
        replaced.contains("content-type: text/x\r\n") && replaced.ends_with("\r\n\r\ntea"),
        "{replaced}"
    );
    let malformed = get_with(Fault::malformed()).await?;
    assert!(
        malformed.starts_with("HTTP/1.1 200 ") && malformed.ends_with("[oops"),
        "{malformed}"
    );
    let redirected = get_with(Fault::redirect("/else").with_status(302)).await?;
    assert!(redirected.starts_with("HTTP/1.1 302 ") && redirected.contains("location: /else\r\n"));
    Ok(())
}

#[tokio::test]
async fn chunks_are_sent_as_they_are_cut() -> io::Result<()> {
    let chunks = ["data: \u{e4}"[..].as_bytes(), b"", b"\r", b"\n"];
    let whole = get_with(Fault::chunks("text/event-stream", chunks)).await?;
    assert!(
        whole.starts_with("HTTP/1.1 200 ") && whole.contains("content-type: text/event-stream\r\n")
    );
    assert!(
        whole.ends_with("\r\n\r\n8\r\ndata: \u{e4}\r\n1\r\n\r\r\n1\r\n\n\r\n0\r\n\r\n"),
        "{whole:?}"
    );
    let cut = Fault::chunks("text/plain", ["ab", "c"]).ending(Ending::Cut);
    let cut = get_with(cut.pause(Duration::from_millis(1))).await?;
    assert!(cut.ends_with("\r\n\r\n2\r\nab\r\n1\r\nc\r\n"), "{cut:?}");
    Ok(())
}

#[tokio::test]
async fn an_open_body_ends_with_the_client() -> io::Result<()> {
    let (server, hooks) = echo().await?;
    hooks
        .faults
        .inject(Fault::chunks("text/plain", ["ab"]).ending(Ending::Open));
    let mut stream = TcpStream::connect(server.root().trim_start_matches("http://")).await?;
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .await?;
    let mut received = Vec::new();
    while !received.ends_with(b"\r\nab\r\n") {
        assert_ne!(stream.read_buf(&mut received).await?, 0);
    }
    drop(stream);
    // It would wait that long, and longer, for a request under way.
    tokio::time::timeout(GRACE * 9 / 10, server.stop())
        .await
        .map_err(io::Error::from)
}

#[tokio::test]
async fn stopping_waits_for_requests_under_way() -> io::Result<()> {
    let (server, hooks) = echo().await?;
    hooks.faults.inject(Fault::delay(Duration::from_millis(50)));
    let stop = async {
        while hooks.recorder.count("*", "/slow") == 0 {
            tokio::task::yield_now().await;
        }
        server.stop().await;
        get(&server, "/late").await
    };
    let (slow, late) = tokio::join!(get(&server, "/slow"), stop);
    assert!(slow?.ends_with("/slow"));
    assert!(late.is_err());
    Ok(())
}

#[tokio::test]
async fn dropping_the_handle_closes_everything() -> io::Result<()> {
    let (server, hooks) = echo().await?;
    hooks.faults.inject(Fault::delay(Duration::from_secs(3600)));
    let address = server.root().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(&address).await?;
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .await?;
    while hooks.recorder.count("*", "/") == 0 {
        tokio::task::yield_now().await;
    }
    drop(server);
    let mut reply = Vec::new();
    let _ = stream.read_to_end(&mut reply).await;
    assert!(reply.is_empty());
    assert!(TcpStream::connect(&address).await.is_err());
    Ok(())
}
