//! The server: sends logs that it has made before, as fast as they are taken. One thread for each connection.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::input::{Input, Shape, Way};

/// What is written at once.
const BLOCK: usize = 256 * 1024;

/// Logs as they are on the wire.
type Wires = Arc<Mutex<HashMap<String, Arc<Vec<u8>>>>>;

/// Says where it listens, and serves.
pub(crate) fn listen() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    println!("{}", listener.local_addr().expect("an address"));
    let wires = Wires::default();
    for stream in listener.incoming() {
        let stream = stream.expect("a connection");
        let wires = Arc::clone(&wires);
        // The client may go at any time.
        std::thread::spawn(move || serve(stream, &wires));
    }
}

fn serve(mut stream: TcpStream, wires: &Wires) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let (target, key) = read_head(&mut reader)?;
    let id = target.split('/').nth(2).unwrap_or_default();
    let input: Input = id.parse().expect("a log");
    let head = match input.way {
        Way::WebSocket => format!(
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: {}\r\n\r\n",
            derive_accept_key(key.as_bytes())
        ),
        Way::Http => format!(
            "HTTP/1.1 200 OK\r\ncontent-type: {}\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n",
            match input.shape {
                Shape::Json => "application/x-ndjson",
                Shape::Events => "text/event-stream; charset=utf-8",
                Shape::Text => "text/plain; charset=utf-8",
            }
        ),
    };
    let wire = wire(wires, id, &input);
    stream.write_all(head.as_bytes())?;
    wire.chunks(BLOCK)
        .try_for_each(|block| stream.write_all(block))?;
    // What the client says is of no interest, but closing over it would be a reset.
    io::copy(&mut reader, &mut io::sink()).map(drop)
}

/// The target of a request, and the key of its WebSocket.
fn read_head(reader: &mut impl BufRead) -> io::Result<(String, String)> {
    let (mut target, mut key) = (String::new(), String::new());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let line = line.trim_end();
        if line.is_empty() {
            return Ok((target, key));
        }
        if let Some((name, value)) = line.split_once(": ") {
            if name.eq_ignore_ascii_case("sec-websocket-key") {
                value.clone_into(&mut key);
            }
        } else {
            line.split(' ')
                .nth(1)
                .unwrap_or_default()
                .clone_into(&mut target);
        }
    }
}

/// The log as it is sent, made once.
fn wire(wires: &Wires, id: &str, input: &Input) -> Arc<Vec<u8>> {
    let mut wires = wires.lock().expect("no panic before");
    let wire = wires.entry(id.to_owned()).or_insert_with(|| {
        let mut wire = Vec::new();
        for piece in input.pieces() {
            match input.way {
                Way::WebSocket => frame(&mut wire, piece.as_bytes()),
                Way::Http => {
                    wire.extend(format!("{:x}\r\n{piece}\r\n", piece.len()).into_bytes());
                }
            }
        }
        if input.way == Way::Http {
            wire.extend_from_slice(b"0\r\n\r\n");
        }
        Arc::new(wire)
    });
    Arc::clone(wire)
}

/// A text message in one frame.
fn frame(wire: &mut Vec<u8>, payload: &[u8]) {
    wire.push(0x81);
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(length @ 0..=125), _) => wire.push(length),
        (_, Ok(length)) => {
            wire.push(126);
            wire.extend_from_slice(&length.to_be_bytes());
        }
        _ => {
            wire.push(127);
            wire.extend_from_slice(&(payload.len() as u64).to_be_bytes());
        }
    }
    wire.extend_from_slice(payload);
}
