//! The server: takes uploads and throws them away, and sends files of zeros. One thread for each connection.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};

/// What is read and written at once.
const BLOCK: usize = 256 * 1024;

/// Says where it listens, and serves files of `size` bytes.
pub(crate) fn listen(size: usize) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    println!("{}", listener.local_addr().expect("an address"));
    for stream in listener.incoming() {
        let stream = stream.expect("a connection");
        // The client may go at any time.
        std::thread::spawn(move || serve(stream, size));
    }
}

fn serve(mut stream: TcpStream, size: usize) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::with_capacity(BLOCK, stream.try_clone()?);
    while let Some(head) = read_head(&mut reader)? {
        if head.starts_with("GET ") {
            send(&mut stream, size)?;
            continue;
        }
        let received = if head.contains("transfer-encoding: chunked") {
            discard_chunks(&mut reader)?
        } else {
            discard(&mut reader, content_length(&head))?
        };
        accept(&mut stream, received > size)?;
    }
    Ok(())
}

/// The head of the next request, in lower case but for its first line; `None` at the end.
fn read_head(reader: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut head = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        match line.trim_end() {
            "" => return Ok(Some(head)),
            _ if head.is_empty() => head.push_str(&line),
            line => head.extend([&line.to_lowercase(), "\n"]),
        }
    }
}

fn content_length(head: &str) -> usize {
    let value = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    value.map_or(0, |value| value.parse().expect("a length"))
}

/// Reads so many bytes.
fn discard(reader: &mut impl BufRead, size: usize) -> io::Result<usize> {
    let mut left = size;
    while left > 0 {
        let piece = reader.fill_buf()?.len().min(left);
        if piece == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        reader.consume(piece);
        left -= piece;
    }
    Ok(size)
}

/// Reads a body in chunks, and gives its size without their framing.
fn discard_chunks(reader: &mut impl BufRead) -> io::Result<usize> {
    let mut whole = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let size = usize::from_str_radix(line.trim_end(), 16).expect("the size of a chunk");
        discard(reader, size)?;
        reader.read_exact(&mut [0; 2])?;
        whole += size;
        if size == 0 {
            return Ok(whole);
        }
    }
}

fn accept(stream: &mut TcpStream, whole: bool) -> io::Result<()> {
    let (status, body) = match whole {
        true => ("200 OK", r#"{"message":"file uploaded successfully"}"#),
        false => ("400 Bad Request", r#"{"error":"file is required"}"#),
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}

fn send(stream: &mut TcpStream, size: usize) -> io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-length: {size}\r\n\r\n"
    )?;
    let zeros = vec![0; BLOCK];
    let mut left = size;
    while left > 0 {
        let piece = left.min(BLOCK);
        stream.write_all(&zeros[..piece])?;
        left -= piece;
    }
    Ok(())
}
