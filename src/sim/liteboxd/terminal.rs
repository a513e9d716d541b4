//! `GET /sandboxes/{id}/exec/interactive`

use std::collections::BTreeMap;
use std::time::Duration;

use axum::extract::Query;
use futures_util::{SinkExt as _, StreamExt as _};
use http::StatusCode;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use super::backend::Shared;
use super::query;
use super::reply;
use super::sandbox::{PodPhase, Sandbox};
use super::shell::{self, Interactive, on_terminal};
use crate::sim::clock::Clock;
use crate::sim::exchange::{Reply, Request};
use crate::sim::lock::lock;
use crate::sim::websocket::{self, Socket};

/// How long the cluster waits for the stream of stderr that the server never opens without a terminal.
const WITHOUT_TERMINAL: Duration = Duration::from_secs(30);

const NOT_AN_UPGRADE: &str = "Bad Request\n{\"error\":\"failed to upgrade to websocket\"}";
const PROMPT: &str = "# ";
const END_OF_INPUT: char = '\u{4}';
const INTERRUPT: char = '\u{3}';
const BACKSPACE: char = '\u{7f}';

/// The client is gone.
#[derive(Debug)]
struct HungUp;

/// Opens a terminal; whether there is such a sandbox shows only afterwards.
pub(super) fn open(shared: &Shared, clock: Clock, id: &str, request: &Request) -> Reply {
    let terminal = Terminal {
        shared: Shared::clone(shared),
        clock,
        id: id.to_owned(),
        line: String::new(),
    };
    let start = Start::read(request);
    let reply = websocket::accept(request, |socket| terminal.run(start, socket));
    reply.unwrap_or_else(|| reply::with_type(StatusCode::BAD_REQUEST, "text/plain", NOT_AN_UPGRADE))
}

/// What the client asks for.
#[derive(Debug)]
struct Start {
    command: Vec<String>,
    tty: bool,
    cols: i64,
    rows: i64,
}

impl Start {
    fn read(request: &Request) -> Self {
        let positive = |name, default| match query::int(request, name) {
            size if size > 0 => size,
            _ => default,
        };
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&request.uri);
        let pairs = pairs.map(|Query(pairs)| pairs).unwrap_or_default();
        let words = pairs.into_iter().filter(|(name, _)| name == "command");
        let mut command: Vec<_> = words.map(|(_, word)| word).collect();
        if command.is_empty() {
            command.push("sh".to_owned());
        }
        Self {
            command,
            tty: request.query("tty").is_none_or(|tty| tty == "true"),
            cols: positive("cols", 80),
            rows: positive("rows", 24),
        }
    }

    fn is_shell(&self) -> bool {
        let shells = ["sh", "bash", "/bin/sh", "/bin/bash"];
        matches!(self.command.as_slice(), [name] if shells.contains(&name.as_str()))
    }
}

/// A terminal at work.
struct Terminal {
    shared: Shared,
    clock: Clock,
    id: String,
    /// What was typed since the last line.
    line: String,
}

impl Terminal {
    async fn run(mut self, start: Start, mut socket: Socket) {
        let Ok(code) = self.command(&start, &mut socket).await else {
            return;
        };
        let exit = match code {
            0 => json!({ "type": "exit" }),
            code => json!({ "type": "exit", "exitCode": code }),
        };
        if send(&mut socket, &exit).await.is_ok() {
            websocket::hang_up(socket).await;
        }
    }

    async fn command(&mut self, start: &Start, socket: &mut Socket) -> Result<i32, HungUp> {
        let Some(env) = self.in_pod(|sandbox| sandbox.env.clone()) else {
            return Ok(1);
        };
        if !start.tty {
            self.clock.sleep(WITHOUT_TERMINAL).await;
            return Ok(0);
        }
        if start.is_shell() {
            return self.shell(start, &env, socket).await;
        }
        let id = self.id.clone();
        let finished = self.in_pod(|sandbox| {
            shell::exec(&mut sandbox.files, &env, &id, &start.command, Duration::MAX)
        });
        let Some(finished) = finished.filter(|finished| finished.error.is_none()) else {
            return Ok(1);
        };
        self.clock.sleep(finished.took).await;
        let text = on_terminal(&[finished.stdout, finished.stderr].concat());
        output(socket, &text).await?;
        Ok(finished.exit_code)
    }

    /// Runs lines as they are typed.
    async fn shell(
        &mut self,
        start: &Start,
        env: &BTreeMap<String, String>,
        socket: &mut Socket,
    ) -> Result<i32, HungUp> {
        let mut shell = Interactive::new(env, &self.id);
        shell.resize(start.cols, start.rows);
        output(socket, PROMPT).await?;
        loop {
            // Frames that are none, or of an unknown type, are ignored.
            let frame = receive(socket).await?;
            match frame["type"].as_str() {
                Some("resize") => {
                    let size = |name: &str| frame[name].as_i64().unwrap_or(0);
                    shell.resize(size("cols"), size("rows"));
                }
                Some("input") => {
                    let typed = frame["data"].as_str().unwrap_or_default();
                    if let Some(code) = self.type_in(typed, &mut shell, socket).await? {
                        return Ok(code);
                    }
                }
                _ => {}
            }
        }
    }

    /// Echoes what is typed, and runs each line; the exit code when the shell ends.
    async fn type_in(
        &mut self,
        typed: &str,
        shell: &mut Interactive,
        socket: &mut Socket,
    ) -> Result<Option<i32>, HungUp> {
        let mut echo = String::new();
        for key in typed.chars() {
            match key {
                '\n' | '\r' => {
                    echo.push_str("\r\n");
                    output(socket, &std::mem::take(&mut echo)).await?;
                    if let Some(code) = self.enter(shell, socket).await? {
                        return Ok(Some(code));
                    }
                }
                END_OF_INPUT if self.line.is_empty() => return Ok(Some(shell.status())),
                END_OF_INPUT => {}
                INTERRUPT => {
                    self.line.clear();
                    echo.push_str("^C\r\n");
                    echo.push_str(PROMPT);
                }
                BACKSPACE => {
                    if self.line.pop().is_some() {
                        echo.push_str("\u{8} \u{8}");
                    }
                }
                key => {
                    self.line.push(key);
                    echo.push(key);
                }
            }
        }
        output(socket, &echo).await?;
        Ok(None)
    }

    async fn enter(
        &mut self,
        shell: &mut Interactive,
        socket: &mut Socket,
    ) -> Result<Option<i32>, HungUp> {
        let line = std::mem::take(&mut self.line);
        let Some(ran) = self.in_pod(|sandbox| shell.run(&mut sandbox.files, &line)) else {
            return Ok(Some(1));
        };
        self.clock.sleep(ran.took).await;
        match ran.exit_code {
            Some(code) => {
                output(socket, &ran.output).await?;
                Ok(Some(code))
            }
            None => {
                output(socket, &format!("{}{PROMPT}", ran.output)).await?;
                Ok(None)
            }
        }
    }

    /// Looks into the sandbox, while there is one whose pod runs.
    fn in_pod<T>(&self, look: impl FnOnce(&mut Sandbox) -> T) -> Option<T> {
        let mut world = lock(&self.shared);
        world.advance();
        let sandbox = world.live(&self.id)?;
        let running = sandbox
            .reachable_pod()
            .is_ok_and(|pod| pod.phase == PodPhase::Running);
        running.then(|| look(sandbox))
    }
}

/// The next frame of the client; `null` for one that is not JSON.
async fn receive(socket: &mut Socket) -> Result<Value, HungUp> {
    loop {
        let text = match socket.next().await {
            Some(Ok(Message::Text(text))) => text.into(),
            Some(Ok(Message::Binary(bytes))) => bytes,
            Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(HungUp),
            Some(Ok(_)) => continue,
        };
        return Ok(serde_json::from_slice::<Value>(&text).unwrap_or_default());
    }
}

async fn output(socket: &mut Socket, text: &str) -> Result<(), HungUp> {
    if text.is_empty() {
        return Ok(());
    }
    send(socket, &json!({ "type": "output", "data": text })).await
}

async fn send(socket: &mut Socket, frame: &Value) -> Result<(), HungUp> {
    let text = Message::text(frame.to_string());
    socket.send(text).await.map_err(|_| HungUp)
}
