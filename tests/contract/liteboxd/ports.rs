//! Every documented success of ports and terminals.

use futures_util::StreamExt as _;
use quintet::liteboxd::{
    Client, Forward, LiteBoxd, OpenSocket, OpenTerminal, Port, PortReply, Sandboxes, Terminal,
    TerminalInput,
};
use quintet::websocket::Message;
use quintet::{Builder, Call};
use serde_json::{Value, json};

use super::stage::{Stage, drive};

/// Where the application of every sandbox answers, and where it echoes.
const HTTP: u16 = 44772;
const ECHO: u16 = 8765;

/// Makes every call with success.
pub(super) async fn drive(stage: &Stage) {
    let id = stage.running().await;
    stage.remember(&id).await;
    terminal(stage, &id).await;
    forward(stage, &id).await;
    any_reply(stage, &id).await;
    body(stage, &id).await;
    websocket(stage, &id).await;
}

async fn terminal(stage: &Stage, id: &str) {
    let all = stage.client.sandboxes();
    let call = drive!(stage, Sandboxes, terminal, &all, id);
    let call = drive!(stage, Call<OpenTerminal>, size, call, 100, 30);
    let call = drive!(stage, Call<OpenTerminal>, max_message, call, 1 << 16);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (101, 1));
    let mut terminal = reply.into_value();
    assert!(drive!(stage, Terminal, exit_code, &terminal).is_none());
    let first = drive!(stage, Terminal, read, &mut terminal).await.unwrap();
    assert!(first.is_some(), "a prompt");
    drive!(stage, Terminal, resize, &terminal, 80, 24)
        .await
        .unwrap();
    drive!(stage, Terminal, send, &terminal, "echo 42\n")
        .await
        .unwrap();
    let input = drive!(stage, Terminal, input, &terminal);
    drive!(stage, TerminalInput, resize, &input, 90, 24)
        .await
        .unwrap();
    drive!(stage, TerminalInput, send, &input, "exit 3\n")
        .await
        .unwrap();
    let code = drive!(stage, Terminal, wait, &mut terminal).await.unwrap();
    assert_eq!((code, terminal.exit_code()), (3, Some(3)));

    let call = all.terminal(id);
    let call = drive!(stage, Call<OpenTerminal>, command, call, ["echo", "a b"]);
    let words = stage.settle(call).await.unwrap().into_value();
    let words: Vec<String> = words.map(Result::unwrap).collect().await;
    assert_eq!(words.concat().trim_end(), "a b");
    let open = stage.settle(all.terminal(id)).await.unwrap().into_value();
    drive!(stage, Terminal, close, open).await.unwrap();
}

/// What reached the application.
async fn echoed(stage: &Stage, call: Call<Forward>) -> Value {
    let call = drive!(stage, Call<Forward>, query, call, "q", "a b");
    let call = drive!(stage, Call<Forward>, query, call, "q", "%zz");
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    let reply = reply.into_value();
    assert_eq!(drive!(stage, PortReply, status, &reply), 200);
    let headers = drive!(stage, PortReply, headers, &reply);
    assert!(headers["content-type"].to_str().unwrap().contains("json"));
    drive!(stage, PortReply, json, reply).await.unwrap()
}

async fn forward(stage: &Stage, id: &str) {
    // The address that the sandbox itself names is not the proxy's.
    let builder = Client::builder().base_url(stage.proxy.url());
    let url = stage.proxy.url();
    let builder = drive!(stage, Builder<LiteBoxd>, gateway_url, builder, url);
    let port = stage.port(&builder.build().unwrap(), id, None, HTTP);
    let path = "/echo/x%2Fy//z/";
    let calls = [
        ("GET", drive!(stage, Port, get, &port, path)),
        ("POST", drive!(stage, Port, post, &port, path)),
        ("PUT", drive!(stage, Port, put, &port, path)),
        ("PATCH", drive!(stage, Port, patch, &port, path)),
        ("DELETE", drive!(stage, Port, delete, &port, path)),
    ];
    for (method, call) in calls {
        let call = match method {
            "POST" => drive!(stage, Call<Forward>, json, call, &json!([1])),
            "PUT" => drive!(stage, Call<Forward>, body, call, "[1]"),
            _ => call,
        };
        let seen = echoed(stage, call).await;
        let sent = if matches!(method, "POST" | "PUT") {
            "[1]"
        } else {
            ""
        };
        assert_eq!(seen["method"], method);
        assert_eq!(seen["path"], path);
        assert_eq!(seen["query"], "q=a+b&q=%25zz");
        assert_eq!(seen["body"], sent);
        let headers = &seen["headers"];
        assert!(headers["authorization"].is_null() && headers["x-access-token"].is_null());
    }
}

/// Whatever the application answers is a reply, with any status.
async fn any_reply(stage: &Stage, id: &str) {
    let port = stage.port(&stage.client, id, None, HTTP);
    for (path, status) in [
        ("/", 404),
        ("/status/200", 200),
        ("/status/204", 204),
        ("/status/401", 401),
        ("/status/418", 418),
        ("/status/500", 500),
        ("/status/503", 503),
        ("/redirect", 302),
    ] {
        let reply = stage.settle(port.get(path)).await.unwrap();
        assert_eq!((reply.status().as_u16(), reply.attempts()), (status, 1));
        assert_eq!(reply.value().status(), status, "{path}");
    }
}

/// The ways of reading a body.
async fn body(stage: &Stage, id: &str) {
    let port = stage.port(&stage.client, id, None, HTTP);
    let ask = async || stage.settle(port.get("/ping")).await.unwrap().into_value();
    let text = drive!(stage, PortReply, text, ask().await).await.unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value, json!({ "status": "ok" }));
    let bytes = drive!(stage, PortReply, bytes, ask().await).await.unwrap();
    assert_eq!(bytes, text);
    let stream = drive!(stage, PortReply, into_body, ask().await);
    assert_eq!(stream.bytes().await.unwrap(), text);
}

async fn websocket(stage: &Stage, id: &str) {
    let port = stage.port(&stage.client, id, None, ECHO);
    let call = drive!(stage, Port, websocket, &port, "/events/");
    let call = drive!(stage, Call<OpenSocket>, query, call, "from", "start");
    let call = drive!(stage, Call<OpenSocket>, protocol, call, "echo");
    let call = drive!(stage, Call<OpenSocket>, max_message, call, 1 << 16);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (101, 1));
    let mut socket = reply.into_value();
    assert_eq!(socket.protocol(), Some("echo"));
    socket.send("hello").await.unwrap();
    let echo = socket.receive().await.unwrap();
    assert_eq!(echo, Some(Message::from("hello")));
    socket.close().await.unwrap();
}
