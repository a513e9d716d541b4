use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::TryStreamExt;
use reqwest::Body;

use super::*;
use crate::runtime::response::Head;

/// A reply with these headers whose chunks arrive one by one; `None` is where it breaks off.
fn reply(
    status: u16,
    headers: &[(&'static str, &str)],
    chunks: &[Option<&'static str>],
) -> Download {
    let chunks: Vec<_> = chunks
        .iter()
        .map(|chunk| chunk.ok_or_else(|| std::io::Error::other("reset")))
        .collect();
    let body = Body::wrap_stream(stream::iter(chunks));
    let response = http::Response::builder().status(status).body(body).unwrap();
    let headers = headers
        .iter()
        .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
    let head = Head {
        status: StatusCode::from_u16(status).unwrap(),
        headers: headers.collect(),
        attempts: 1,
        elapsed: Duration::ZERO,
    };
    Download::new(
        response.into(),
        head,
        "get",
        Duration::from_secs(9),
        1 << 20,
    )
}

/// What is received, and where it was taken up.
async fn received(first: Download, rest: Vec<Result<Download>>) -> (Result<String>, Vec<u64>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let rest = Arc::new(Mutex::new(rest.into_iter()));
    let log = Arc::clone(&asked);
    let resumed = first.resuming(move |wanted| {
        log.lock().unwrap().push(wanted.from);
        let next = rest.lock().unwrap().next();
        async move { next.expect("one more than expected") }
    });
    let whole = resumed.try_fold(String::new(), async |mut whole, chunk| {
        whole.push_str(std::str::from_utf8(&chunk).unwrap());
        Ok(whole)
    });
    let whole = whole.await;
    let asked = asked.lock().unwrap().clone();
    (whole, asked)
}

const TAG: (&str, &str) = ("etag", "\"1\"");

#[tokio::test]
async fn a_rest_follows_what_was_received() {
    let first = reply(200, &[TAG], &[Some("ab"), Some("c"), None]);
    let second = reply(
        206,
        &[TAG, ("content-range", "bytes 3-5/6")],
        &[Some("d"), None],
    );
    let third = reply(206, &[("content-range", "bytes 4-5/6")], &[Some("ef")]);
    let (whole, asked) = received(first, vec![Ok(second), Ok(third)]).await;
    assert_eq!(whole.unwrap(), "abcdef");
    assert_eq!(asked, [3, 4]);
}

#[tokio::test]
async fn a_server_without_parts_sends_the_same_whole_again() {
    let first = reply(200, &[TAG], &[Some("abc"), None]);
    let second = reply(200, &[TAG], &[Some("ab"), Some("cdef")]);
    let (whole, asked) = received(first, vec![Ok(second)]).await;
    assert_eq!(whole.unwrap(), "abcdef");
    assert_eq!(asked, [3]);
}

#[tokio::test]
async fn another_whole_is_never_mixed_in() {
    let other = ("etag", "\"2\"");
    for second in [
        reply(200, &[other], &[Some("uvwxyz")]),
        reply(200, &[], &[Some("uvwxyz")]),
        reply(
            206,
            &[other, ("content-range", "bytes 3-5/6")],
            &[Some("xyz")],
        ),
        reply(
            206,
            &[TAG, ("content-range", "bytes 2-5/6")],
            &[Some("wxyz")],
        ),
        reply(206, &[TAG], &[Some("xyz")]),
    ] {
        let first = reply(200, &[TAG], &[Some("abc"), None]);
        let (whole, _) = received(first, vec![Ok(second)]).await;
        let error = whole.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert!(error.message().contains("changed"), "{error}");
    }
}

#[tokio::test]
async fn without_a_strong_tag_nothing_is_taken_up() {
    for headers in [
        &[][..],
        &[("etag", "W/\"1\"")],
        &[TAG, ("accept-ranges", "none")],
    ] {
        let first = reply(200, headers, &[Some("abc"), None]);
        let (whole, asked) = received(first, vec![]).await;
        assert_eq!(whole.unwrap_err().kind(), ErrorKind::Transport);
        assert!(asked.is_empty());
    }
}

#[tokio::test]
async fn it_gives_up_where_nothing_moves_any_more() {
    let stuck = |_| Ok(reply(206, &[("content-range", "bytes 3-5/6")], &[None]));
    let first = reply(200, &[TAG], &[Some("abc"), None]);
    let (whole, asked) = received(first, (0..TRIES).map(stuck).collect()).await;
    assert_eq!(whole.unwrap_err().kind(), ErrorKind::Transport);
    assert_eq!(asked.len(), TRIES as usize);
}

#[tokio::test]
async fn what_broke_it_off_is_told_when_the_rest_is_refused() {
    let first = reply(200, &[TAG], &[Some("abc"), None]);
    let refusal = Error::new(ErrorKind::Forbidden, "expired");
    let (whole, _) = received(first, vec![Err(refusal)]).await;
    let error = whole.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Transport, Some(StatusCode::OK))
    );
}
