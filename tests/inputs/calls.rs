//! Parameters and options of calls and waits, against a server that must not hear of them.

use std::time::Duration;

use quintet::blocking::{Blocking, BlockingStream};
use quintet::liteboxd::{Client, Create, Execute, Sandboxes};
use quintet::sim::liteboxd::Simulator;
use quintet::{Call, Error, Invoke, RetryPolicy};

use super::{Row, assert_refused};

const ID: &str = "a1b2c3d4";
const ZERO: Duration = Duration::ZERO;

async fn refusal<I: Invoke>(call: Call<I>) -> Option<Error> {
    let error = call.await.err()?;
    assert_eq!(error.operation(), Some(I::OPERATION), "{error}");
    Some(error)
}

/// Runs the rows on a client whose server must hear nothing, and then hears the client.
async fn check(rows: impl AsyncFnOnce(&Sandboxes) -> Vec<Row>) {
    let simulator = Simulator::start().await.unwrap();
    let client = Client::builder()
        .base_url(simulator.base_url())
        .token(simulator.token())
        .build()
        .unwrap();
    let sandboxes = client.sandboxes();
    assert_refused(rows(&sandboxes).await);
    assert_eq!(simulator.requests().len(), 0, "something was sent");
    sandboxes.list().await.unwrap();
    assert_eq!(simulator.requests().len(), 1);
}

#[tokio::test]
async fn options_of_a_call() {
    let unset = "give a longer time or leave it unset";
    let never = RetryPolicy::default().max_attempts(0);
    check(async |s| {
        let get = || s.get(ID);
        vec![
            (
                "timeout",
                refusal(get().timeout(ZERO)).await,
                ["the timeout of the call is zero", unset],
            ),
            (
                "idle timeout",
                refusal(get().idle_timeout(ZERO)).await,
                ["the idle timeout of the call is zero", unset],
            ),
            (
                "attempts",
                refusal(get().retry(never)).await,
                ["0 attempts sends nothing", "1 means no retries"],
            ),
            (
                "header name",
                refusal(get().header("a b", "1")).await,
                ["\"a b\" is not a header name", "use letters"],
            ),
            (
                "header value",
                refusal(get().header("a", "\n")).await,
                ["the value of header a is not", "one line"],
            ),
            (
                "a good one after a bad",
                refusal(get().header("", "1").header("a", "1")).await,
                ["\"\" is not", "use letters"],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn identifiers() {
    const RIGHT: &str = "give one non-empty path segment without `/`, `\\` and control characters";
    check(async |s| {
        vec![
            (
                "get",
                refusal(s.get("")).await,
                ["sandbox id \"\" is empty", RIGHT],
            ),
            (
                "delete",
                refusal(s.delete("..")).await,
                ["\"..\" is a relative path", RIGHT],
            ),
            (
                "execute",
                refusal(s.execute("a/b", ["true"])).await,
                ["contains a path separator", RIGHT],
            ),
            (
                "logs",
                refusal(s.logs("a\\b")).await,
                ["contains a path separator", RIGHT],
            ),
            (
                "upload",
                refusal(s.upload("a\nb", "/f", "")).await,
                ["contains a control character", RIGHT],
            ),
            (
                "download",
                refusal(s.download("\0", "/f")).await,
                ["contains a control character", RIGHT],
            ),
            (
                "restart",
                refusal(s.restart(".")).await,
                ["\".\" is a relative path", RIGHT],
            ),
            (
                "stop",
                refusal(s.stop("../x")).await,
                ["contains a path separator", RIGHT],
            ),
            ("start", refusal(s.start("")).await, ["is empty", RIGHT]),
            (
                "wait for ready",
                s.wait_for_ready("").await.err(),
                ["is empty", RIGHT],
            ),
            (
                "wait until deleted",
                s.wait_until_deleted("a/b").await.err(),
                ["contains a path separator", RIGHT],
            ),
            (
                "too long",
                refusal(s.get("x".repeat(70_000))).await,
                ["more than 65534 bytes", "a shorter identifier"],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn creation() {
    let name = "1 to 63 of `a-z`, `0-9` and `-`";
    let quantity = "such as `500m` or `512Mi`";
    let variable = "give a name without `=` and NUL";
    check(async |s| {
        let create = |change: fn(Call<Create>) -> Call<Create>| {
            refusal(change(s.create("python-data-science")))
        };
        vec![
            (
                "no name",
                refusal(s.create("")).await,
                ["template \"\"", name],
            ),
            (
                "capitals",
                refusal(s.create("Python")).await,
                ["template \"Python\"", name],
            ),
            (
                "a path",
                refusal(s.create("../x")).await,
                ["template \"../x\"", name],
            ),
            (
                "a hyphen first",
                refusal(s.create("-a")).await,
                ["\"-a\"", "neither first nor last"],
            ),
            (
                "a hyphen last",
                refusal(s.create("a-")).await,
                ["\"a-\"", "neither first nor last"],
            ),
            (
                "too long",
                refusal(s.create("x".repeat(64))).await,
                ["template \"xxx", name],
            ),
            (
                "version 0",
                create(|c| c.version(0)).await,
                ["version 0 of a template", "versions begin with 1"],
            ),
            (
                "version -1",
                create(|c| c.version(-1)).await,
                ["version -1", "versions begin with 1"],
            ),
            (
                "cpu",
                create(|c| c.cpu("two")).await,
                ["cpu \"two\" is no quantity", quantity],
            ),
            (
                "no cpu",
                create(|c| c.cpu("")).await,
                ["cpu \"\" is no quantity", quantity],
            ),
            (
                "memory",
                create(|c| c.memory("512MB")).await,
                ["memory \"512MB\" is no quantity", quantity],
            ),
            (
                "less than no memory",
                create(|c| c.memory("-1Gi")).await,
                ["memory \"-1Gi\" is no quantity", quantity],
            ),
            (
                "size",
                create(|c| c.persistence_size("2 Gi")).await,
                ["size \"2 Gi\" is no quantity", quantity],
            ),
            (
                "ttl",
                create(|c| c.ttl(Duration::from_millis(1500))).await,
                ["ttl of 1.5s", "whole seconds"],
            ),
            (
                "no variable",
                create(|c| c.env("", "1")).await,
                ["\"\" names no variable", variable],
            ),
            (
                "a=b",
                create(|c| c.env("A=B", "1")).await,
                ["\"A=B\" names no variable", variable],
            ),
            (
                "NUL",
                create(|c| c.envs([("A\0", "1")])).await,
                ["names no variable", variable],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn commands() {
    let program = "give the program and its arguments, one string each";
    let seconds = "give one or more whole seconds";
    check(async |s| {
        let limited = |limit: Duration| {
            let call: Call<Execute> = s.execute(ID, ["true"]);
            refusal(call.command_timeout(limit))
        };
        vec![
            (
                "nothing",
                refusal(s.execute(ID, [""; 0])).await,
                ["no command", program],
            ),
            (
                "an empty program",
                refusal(s.execute(ID, ["", "a"])).await,
                ["no command", program],
            ),
            (
                "no time",
                limited(ZERO).await,
                ["a command timeout of 0ns", seconds],
            ),
            (
                "half a second",
                limited(Duration::from_millis(500)).await,
                ["timeout of 500ms", seconds],
            ),
            (
                "a fraction",
                limited(Duration::from_millis(1500)).await,
                ["timeout of 1.5s", seconds],
            ),
            (
                "61 s",
                limited(Duration::from_secs(61)).await,
                ["discards results after 60s", "`server_write_timeout`"],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn paths_of_files() {
    let right = "give the absolute path of a file, such as `/workspace/main.py`";
    check(async |s| {
        vec![
            (
                "upload, empty",
                refusal(s.upload(ID, "", "x")).await,
                ["path \"\"", right],
            ),
            (
                "upload, relative",
                refusal(s.upload(ID, "a/b", "x")).await,
                ["path \"a/b\"", right],
            ),
            (
                "upload, a folder",
                refusal(s.upload(ID, "/a/", "x")).await,
                ["path \"/a/\"", right],
            ),
            (
                "upload, NUL",
                refusal(s.upload(ID, "/a\0", "x")).await,
                ["path \"/a\\0\"", right],
            ),
            (
                "download, empty",
                refusal(s.download(ID, "")).await,
                ["path \"\"", right],
            ),
            (
                "download, relative",
                refusal(s.download(ID, "./a")).await,
                ["path \"./a\"", right],
            ),
            (
                "download, the root",
                refusal(s.download(ID, "/")).await,
                ["path \"/\"", right],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn waits() {
    let unset = "give a longer time or leave it unset";
    check(async |s| {
        let ready = || s.wait_for_ready(ID);
        let deleted = || s.wait_until_deleted(ID);
        let updates = |wait: quintet::Wait<_>| {
            let first = std::thread::spawn(move || wait.updates().blocking_iter().unwrap().next());
            first.join().unwrap().and_then(Result::err)
        };
        vec![
            (
                "interval",
                ready().interval(ZERO).await.err(),
                ["the interval of the wait is zero", unset],
            ),
            (
                "timeout",
                ready().timeout(ZERO).await.err(),
                ["the timeout of the wait is zero", unset],
            ),
            (
                "end",
                deleted().interval(ZERO).end().await.err(),
                ["the interval of the wait is zero", unset],
            ),
            (
                "updates",
                updates(deleted().timeout(ZERO)),
                ["the timeout of the wait is zero", unset],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn blocking_in_async_code() {
    let right = "use `.await` there";
    check(async |s| {
        let wrong = "a blocking call inside of async code";
        vec![
            ("a call", s.get(ID).blocking().err(), [wrong, right]),
            (
                "a wait",
                s.wait_for_ready(ID).blocking().err(),
                [wrong, right],
            ),
            (
                "a stream",
                s.wait_for_ready(ID).updates().blocking_iter().err(),
                [wrong, right],
            ),
        ]
    })
    .await;
}
