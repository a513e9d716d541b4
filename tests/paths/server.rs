//! A server that reads requests byte by byte, notes them, and knows nothing.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

const REPLY: &[u8] = b"HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: 27\r\n\r\n{\"error\":\"nothing is here\"}";

/// A request as it came.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) method: String,
    pub(super) target: String,
    head: String,
    body: Vec<u8>,
}

/// The server; its threads end with their connections and with the process.
pub(super) struct Recorder {
    url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Recorder {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&seen);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let noted = Arc::clone(&noted);
                thread::spawn(move || serve(connection, &noted));
            }
        });
        Self { url, seen }
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// The requests since the last time.
    pub(super) fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut self.seen.lock().unwrap())
    }
}

fn serve(connection: TcpStream, noted: &Mutex<Vec<Seen>>) {
    connection.set_nodelay(true).unwrap();
    let mut reader = BufReader::new(connection);
    while let Some(seen) = read(&mut reader) {
        noted.lock().unwrap().push(seen);
        if reader.get_mut().write_all(REPLY).is_err() {
            return;
        }
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Seen> {
    let mut lines = Vec::new();
    loop {
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line).ok()?;
        let line = String::from_utf8_lossy(&line).into_owned();
        match line.strip_suffix("\r\n")? {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let mut first = lines.first()?.splitn(3, ' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let head = lines.join("\n");
    let length = field(&head, "content-length").map_or(0, |text| text.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Seen {
        method,
        target,
        head,
        body,
    })
}

fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let fields = head.lines().filter_map(|line| line.split_once(": "));
    fields
        .filter(|(field, _)| field.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
        .next()
}

/// The bytes that a percent-encoded text stands for; `None` when it has an unfinished escape or a raw byte that no
/// request line may hold.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        let digit = |byte: Option<u8>| (byte? as char).to_digit(16);
        decoded.push(match byte {
            b'%' => {
                let value = 16 * digit(bytes.next())? + digit(bytes.next())?;
                u8::try_from(value).ok()?
            }
            b'!'..=b'~' => byte,
            _ => return None,
        });
    }
    Some(decoded)
}

/// The names and values of a query.
pub(super) fn query(text: &str) -> Vec<(&str, String)> {
    let pair = |pair: &'_ str| {
        let value = pair.split_once('=').map_or("", |(_, value)| value);
        decode(&value.replace('+', " ").replace(' ', "%20")).and_then(|v| String::from_utf8(v).ok())
    };
    text.split('&')
        .map(|text| {
            let name = text.split('=').next().unwrap();
            (
                name,
                pair(text).unwrap_or_else(|| format!("undecodable: {text}")),
            )
        })
        .collect()
}

/// The names and contents of a form's parts.
pub(super) fn parts(seen: &Seen) -> Option<Vec<(&str, &[u8])>> {
    let (_, boundary) = field(&seen.head, "content-type")?.split_once("boundary=")?;
    let mut rest = seen.body.strip_prefix(format!("--{boundary}").as_bytes())?;
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Some(parts);
        }
        let (head, content) = split(rest, b"\r\n\r\n")?;
        let (content, after) = split(content, format!("\r\n--{boundary}").as_bytes())?;
        let (_, name) = std::str::from_utf8(head).ok()?.split_once(" name=\"")?;
        parts.push((name.split('"').next()?, content));
        rest = after;
    }
}

fn split<'a>(bytes: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let position = bytes.windows(at.len()).position(|window| window == at)?;
    Some((&bytes[..position], &bytes[position + at.len()..]))
}
