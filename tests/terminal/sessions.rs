//! Sessions as users have them.

use std::collections::BTreeMap;

use futures_util::StreamExt as _;
use quintet::blocking::{Blocking, BlockingStream};
use quintet::sim::Fault;

use super::{Bench, output};

#[tokio::test]
async fn what_is_typed_runs_and_its_output_and_exit_code_come_back() {
    let bench = Bench::start().await;
    let mut terminal = bench.terminal().await;
    assert_eq!(terminal.exit_code(), None);
    terminal.send("NAME=wor").await.unwrap();
    terminal.send("ld\ncd /tmp\n").await.unwrap();
    terminal
        .send("echo hello $NAME > x; cat x; pwd; exit 3\n")
        .await
        .unwrap();
    let output = output(&mut terminal).await;
    assert!(output.contains("hello world\r\n/tmp\r\n"), "{output:?}");
    assert_eq!(terminal.exit_code(), Some(3));
    // Nothing changes any more, however often one asks.
    assert_eq!(terminal.read().await.unwrap(), None);
    assert_eq!(terminal.wait().await.unwrap(), 3);

    let read = bench.sandboxes.download(&bench.id, "/tmp/x").await.unwrap();
    assert_eq!(read.bytes().await.unwrap(), "hello world\n");
}

#[tokio::test]
async fn an_exit_without_a_code_is_zero() {
    let bench = Bench::start().await;
    let mut terminal = bench.terminal().await;
    terminal.send("true\n\u{4}").await.unwrap();
    assert_eq!(terminal.wait().await.unwrap(), 0);
}

#[tokio::test]
async fn a_terminal_has_a_size() {
    let bench = Bench::start().await;
    let call = bench.sandboxes.terminal(&bench.id).size(101, 33);
    let mut terminal = call.await.unwrap();
    terminal.send("echo first $COLUMNS $LINES\n").await.unwrap();
    terminal.resize(7, 5).await.unwrap();
    terminal
        .send("echo then $COLUMNS $LINES\nexit\n")
        .await
        .unwrap();
    let output = output(&mut terminal).await;
    assert!(output.contains("\r\nfirst 101 33\r\n"), "{output:?}");
    assert!(output.contains("\r\nthen 7 5\r\n"), "{output:?}");
}

#[tokio::test]
async fn other_commands_run_with_their_arguments() {
    let bench = Bench::start().await;
    let command = ["echo", "a b", "&c=d"];
    let call = bench.sandboxes.terminal(&bench.id).command(command);
    let mut terminal = call.await.unwrap();
    assert_eq!(output(&mut terminal).await, "a b &c=d\r\n");
    assert_eq!(terminal.exit_code(), Some(0));

    let requests = bench.simulator.requests();
    let (_, query) = requests[0].path().split_once('?').unwrap();
    assert_eq!(
        query,
        "command=echo&command=a+b&command=%26c%3Dd&tty=true&cols=80&rows=24"
    );
    assert_eq!(requests[0].headers()["authorization"], "Bearer quintet-sim");
}

#[tokio::test]
async fn an_unknown_sandbox_and_an_unknown_command_exit_with_one_and_say_nothing() {
    let bench = Bench::start().await;
    for call in [
        bench.sandboxes.terminal("00000000"),
        bench.sandboxes.terminal(&bench.id).command(["nonsense"]),
    ] {
        let mut terminal = call.await.unwrap();
        assert_eq!(output(&mut terminal).await, "");
        assert_eq!(terminal.exit_code(), Some(1));
    }
}

#[tokio::test]
async fn a_sandbox_that_goes_takes_its_terminals_with_it() {
    let bench = Bench::start().await;
    let mut terminal = bench.terminal().await;
    bench.simulator.forget(&bench.id);
    terminal.send("echo still there\n").await.unwrap();
    assert_eq!(terminal.wait().await.unwrap(), 1);
}

#[tokio::test]
async fn closing_ends_the_session_in_good_order() {
    let bench = Bench::start().await;
    let terminal = bench.terminal().await;
    let input = terminal.input();
    terminal.close().await.unwrap();
    let error = input.send("ls\n").await.unwrap_err();
    assert_eq!(error.message(), "the WebSocket is closed");
    assert_eq!(error.operation(), Some("execute_interactive"));
}

#[tokio::test]
async fn a_draining_server_is_asked_again() {
    let bench = Bench::start().await;
    bench.simulator.inject(Fault::status(503));
    let call = bench.sandboxes.terminal(&bench.id).command(["true"]);
    let reply = call.response().await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (101, 2));
    assert_eq!(reply.into_value().wait().await.unwrap(), 0);
}

#[tokio::test]
async fn sessions_are_apart_from_one_another() {
    let bench = Bench::start().await;
    let sessions = futures_util::stream::iter(0..8).map(|number| {
        let bench = &bench;
        async move {
            let mut terminal = bench.terminal().await;
            let line = format!("N={number}\necho n $N; exit $N\n");
            terminal.send(line).await.unwrap();
            assert!(
                output(&mut terminal)
                    .await
                    .contains(&format!("\r\nn {number}\r\n"))
            );
            (number, terminal.wait().await.unwrap())
        }
    });
    let codes: BTreeMap<i32, i32> = sessions.buffer_unordered(8).collect().await;
    assert_eq!(codes.len(), 8);
    assert!(
        codes.iter().all(|(number, code)| number == code),
        "{codes:?}"
    );
}

#[test]
fn the_same_from_a_plain_thread() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let bench = runtime.block_on(Bench::start());
    let mut terminal = bench.sandboxes.terminal(&bench.id).blocking().unwrap();
    terminal.send("echo once\nexit 4\n").blocking().unwrap();
    let mut whole = String::new();
    while let Some(piece) = terminal.read().blocking().unwrap() {
        whole.push_str(&piece);
    }
    assert!(whole.contains("\r\nonce\r\n"), "{whole:?}");
    assert_eq!(terminal.wait().blocking().unwrap(), 4);

    let call = bench.sandboxes.terminal(&bench.id).command(["echo", "x"]);
    let pieces = call.blocking().unwrap().blocking_iter().unwrap();
    let whole: String = pieces.map(|piece| piece.unwrap()).collect();
    assert_eq!(whole, "x\r\n");

    let call = bench.sandboxes.terminal(&bench.id);
    call.blocking().unwrap().close().blocking().unwrap();
}
