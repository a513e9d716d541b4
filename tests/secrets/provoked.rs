//! Provoking errors.

use std::time::Duration;

use futures_util::TryStreamExt;
use quintet::liteboxd::{Client, Sandboxes};
use quintet::sim::Fault;
use quintet::sim::liteboxd::Simulator;
use quintet::{Error, ErrorKind, RetryPolicy, Upload};

use super::{CALL_HEADER, CLIENT_HEADER, ECHO, TOKEN};

/// An error and the kind that it should have.
pub(super) struct Provoked {
    pub(super) name: &'static str,
    pub(super) kind: ErrorKind,
    pub(super) error: Error,
}

/// A client with secrets everywhere that a caller can put one.
pub(super) fn client(base_url: &str, token: &str, max_body: usize) -> Sandboxes {
    let client = Client::builder()
        .base_url(base_url)
        .token(token)
        .header("x-client-secret", CLIENT_HEADER)
        .max_body(max_body)
        .retry(
            RetryPolicy::default()
                .max_attempts(2)
                .base_delay(Duration::ZERO),
        )
        .build()
        .unwrap();
    client.sandboxes()
}

/// A reply with this status and body, whose headers echo the secrets too.
fn echo(status: u16, media: &str, body: &str) -> Fault {
    Fault::status(status)
        .body(media, body)
        .header("x-echo", ECHO)
        .header("x-request-id", TOKEN)
        .header("www-authenticate", ECHO)
}

fn json(status: u16, body: &str) -> Fault {
    echo(status, "application/json", body)
}

/// Faults, and the kind of error that a read gives under them.
fn faults() -> Vec<(&'static str, ErrorKind, Vec<Fault>)> {
    use ErrorKind::*;
    let error = &format!(r#"{{"error":"{ECHO}","code":"{TOKEN}"}}"#);
    let escaped = &format!(r#"{{"error":"{}"}}"#, error_escaped());
    let to = |target: &str| vec![Fault::redirect(target).header("x-echo", ECHO)];
    vec![
        ("400", BadRequest, vec![json(400, error)]),
        (
            "401 with an echo in the body",
            Unauthorized,
            vec![json(401, error)],
        ),
        (
            "401 with an escaped echo",
            Unauthorized,
            vec![json(401, escaped)],
        ),
        (
            "401 with an echo in text",
            Unauthorized,
            vec![echo(401, "text/plain", ECHO)],
        ),
        ("403", Forbidden, vec![json(403, error)]),
        ("404", NotFound, vec![json(404, error)]),
        ("409", Conflict, vec![json(409, error)]),
        ("418", Rejected, vec![json(418, error)]),
        ("429", RateLimited, vec![json(429, error).times(2)]),
        ("500", Server, vec![json(500, error).times(2)]),
        ("503", Unavailable, vec![json(503, error).times(2)]),
        (
            "503 then 401",
            Unauthorized,
            vec![json(503, error), json(401, error)],
        ),
        (
            "an HTML page",
            Server,
            vec![echo(502, "text/html", &format!("<html>{ECHO}")).times(2)],
        ),
        ("text that is not UTF-8", Server, vec![binary()]),
        (
            "a reply cut off",
            Transport,
            vec![json(200, error).with_status(200), cut(), cut()].split_off(1),
        ),
        ("a reset", Transport, vec![Fault::reset().times(2)]),
        (
            "a value of the wrong type",
            Decode,
            vec![json(200, &format!(r#"{{"ttl":"{ECHO}"}}"#))],
        ),
        ("no JSON", Decode, vec![echo(200, "text/plain", ECHO)]),
        ("a strange media type", Decode, vec![echo(200, TOKEN, "{}")]),
        ("an undocumented success", Decode, vec![json(206, error)]),
        (
            "a redirect in circles",
            Redirect,
            vec![Fault::redirect("?x=canary-7f3a-token").times(11)],
        ),
        (
            "a redirect nowhere",
            Redirect,
            to("ftp://canary-7f3a-token@canary-7f3a-token/"),
        ),
        ("a 304", Redirect, vec![json(304, "")]),
    ]
}

/// The secrets as JSON may write them: every character escaped.
fn error_escaped() -> String {
    ECHO.chars()
        .map(|c| format!("\\u{:04x}", u32::from(c)))
        .collect()
}

fn binary() -> Fault {
    let mut body = ECHO.as_bytes().to_vec();
    body.insert(0, 0xff);
    let fault = Fault::status(500).header("x-echo", ECHO);
    fault.body("application/octet-stream", body).times(2)
}

/// A success that echoes the secrets and breaks off in mid-body.
fn cut() -> Fault {
    Fault::truncate(ECHO.len())
        .with_status(200)
        .header("x-echo", ECHO)
        .body("text/plain", format!("{ECHO}{ECHO}"))
}

/// One error of every kind at least.
pub(super) async fn everything() -> Vec<Provoked> {
    let simulator = Simulator::builder()
        .time_scale(10_000.0)
        .start()
        .await
        .unwrap();
    let sandboxes = client(&simulator.base_url(), TOKEN, 1 << 20);
    let mut provoked = Vec::new();
    for (name, kind, faults) in faults() {
        faults.into_iter().for_each(|fault| simulator.inject(fault));
        let call = sandboxes
            .get("a1b2c3d4")
            .header("x-call-secret", CALL_HEADER);
        let error = call.await.map(drop).unwrap_err();
        provoked.push(Provoked { name, kind, error });
    }
    let mut add = |name, kind, error| provoked.push(Provoked { name, kind, error });
    writes(&simulator, &sandboxes, &mut add).await;
    limits(&simulator, &mut add).await;
    downloads(&simulator, &sandboxes, &mut add).await;
    waits(&simulator, &mut add).await;
    local(&sandboxes, &mut add).await;
    provoked
}

type Add<'a> = &'a mut dyn FnMut(&'static str, ErrorKind, Error);

async fn writes(simulator: &Simulator, sandboxes: &Sandboxes, add: Add<'_>) {
    let target = format!("http://127.0.0.1:9/{TOKEN}?key={TOKEN}#{TOKEN}");
    simulator.inject(Fault::redirect(target).header("x-echo", ECHO));
    let call = sandboxes
        .stop("a1b2c3d4")
        .header("x-call-secret", CALL_HEADER);
    add(
        "a write redirected",
        ErrorKind::Redirect,
        call.await.unwrap_err(),
    );

    simulator.inject(json(401, &format!(r#"{{"error":"{ECHO}"}}"#)));
    let call = sandboxes.upload("a1b2c3d4", "/f", "content");
    let call = call.header("x-call-secret", CALL_HEADER);
    add(
        "an upload refused",
        ErrorKind::Unauthorized,
        call.await.unwrap_err(),
    );
}

async fn limits(simulator: &Simulator, add: Add<'_>) {
    let narrow = client(&simulator.base_url(), TOKEN, 40);
    simulator.inject(json(200, &format!("[{ECHO:?},{ECHO:?}]")));
    let call = narrow.get("a1b2c3d4").header("x-call-secret", CALL_HEADER);
    add(
        "too large, announced",
        ErrorKind::TooLarge,
        call.await.unwrap_err(),
    );
    let dripped = Fault::drip(30, Duration::ZERO)
        .with_status(200)
        .header("x-echo", ECHO);
    simulator.inject(dripped.body("text/plain", ECHO.repeat(3)));
    let call = narrow.get("a1b2c3d4").header("x-call-secret", CALL_HEADER);
    add(
        "too large, found out",
        ErrorKind::TooLarge,
        call.await.unwrap_err(),
    );

    // The timeout's source is the failure before it.
    simulator.inject(json(503, &format!(r#"{{"error":"{ECHO}"}}"#)));
    simulator.inject(Fault::delay(Duration::from_secs(60)));
    let wide = client(&simulator.base_url(), TOKEN, 1 << 20);
    let call = wide.get("a1b2c3d4").timeout(Duration::from_millis(300));
    let call = call.header("x-call-secret", CALL_HEADER);
    add(
        "a timeout after a failure",
        ErrorKind::Timeout,
        call.await.unwrap_err(),
    );

    let closed = Simulator::start().await.unwrap();
    let nobody = client(&closed.base_url(), TOKEN, 1 << 20);
    closed.stop().await;
    let call = nobody.get("a1b2c3d4").header("x-call-secret", CALL_HEADER);
    add(
        "nobody listens",
        ErrorKind::Connect,
        call.await.unwrap_err(),
    );
}

async fn downloads(simulator: &Simulator, sandboxes: &Sandboxes, add: Add<'_>) {
    simulator.inject(cut());
    let call = sandboxes
        .download("a1b2c3d4", "/f")
        .header("x-call-secret", CALL_HEADER);
    let download = call.await.unwrap();
    let broken = download.try_collect::<Vec<_>>().await.unwrap_err();
    add("a download cut off", ErrorKind::Transport, broken);

    let narrow = client(&simulator.base_url(), TOKEN, 40);
    simulator.inject(echo(200, "text/plain", ECHO));
    let download = narrow.download("a1b2c3d4", "/f").await.unwrap();
    add(
        "a download too large",
        ErrorKind::TooLarge,
        download.bytes().await.unwrap_err(),
    );

    simulator.inject(echo(200, "text/plain", ECHO));
    let download = sandboxes.download("a1b2c3d4", "/f").await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let error = download.save_to(folder.path()).await.unwrap_err();
    add("a folder in the way", ErrorKind::File, error);
}

async fn waits(simulator: &Simulator, add: Add<'_>) {
    let accepted = client(&simulator.base_url(), simulator.token(), 1 << 20);
    let interval = Duration::from_millis(1);
    simulator.fail_startup("no such image");
    let sandbox = accepted.create("python-data-science").await.unwrap();
    let wait = accepted.wait_for_ready(&sandbox.id).interval(interval);
    let error = wait.await.unwrap_err();
    add("a wait that fails", ErrorKind::Failed, error);

    simulator.stall_startup();
    let sandbox = accepted.create("python-data-science").await.unwrap();
    let mut updates = std::pin::pin!(
        accepted
            .wait_for_ready(&sandbox.id)
            .interval(interval)
            .updates()
    );
    updates.try_next().await.unwrap().unwrap();
    simulator.forget(&sandbox.id);
    let error = updates.try_collect::<Vec<_>>().await.unwrap_err();
    add("a wait for what is gone", ErrorKind::Gone, error);
}

async fn local(sandboxes: &Sandboxes, add: Add<'_>) {
    let call = sandboxes.get("a/b").header("x-call-secret", CALL_HEADER);
    add("a bad id", ErrorKind::InvalidInput, call.await.unwrap_err());
    let call = sandboxes
        .get("a1b2c3d4")
        .header("x-call-secret", "canary-7f3a\n");
    add(
        "a bad header value",
        ErrorKind::InvalidInput,
        call.await.unwrap_err(),
    );
    for (name, token) in [
        ("a token of two words", "canary-7f3a canary-7f3a"),
        ("a token of control characters", "canary-7f3a\u{1}"),
    ] {
        let built = Client::builder().token(token).build();
        add(name, ErrorKind::InvalidInput, built.unwrap_err());
    }
    let built = Client::builder()
        .header("x-secret", "canary-7f3a\n")
        .build();
    add(
        "a client's bad header",
        ErrorKind::InvalidInput,
        built.unwrap_err(),
    );
    for (name, url) in [
        (
            "a user in the base URL",
            "http://user:canary-7f3a@127.0.0.1",
        ),
        ("a user without a scheme", "user:canary-7f3a@127.0.0.1:8080"),
        ("a key in the base URL", "http://127.0.0.1/?key=canary-7f3a"),
        ("a key in the fragment", "http://127.0.0.1/#canary-7f3a"),
    ] {
        let built = Client::builder().base_url(url).build();
        add(name, ErrorKind::InvalidInput, built.unwrap_err());
    }
    let error = Upload::file("no such file").await.unwrap_err();
    add("no such file", ErrorKind::File, error);
}
