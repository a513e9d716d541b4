//! Bodies of every kind come through frame by frame, and copies of them are right.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::buf::Chain;
use bytes::{Buf as _, Bytes};
use http::{Request, Response};
use http_body::{Body, Frame};
use http_body_util::{BodyExt as _, Empty, Full};
use quintet::gt8004::middleware::RequestBody;
use tower_layer::Layer as _;
use tower_service::Service as _;

use super::stage::{Frames, Function, Odd, Stage, data, drain, ok, post, trailers};

type Script = Vec<Result<Frame<Bytes>, Odd>>;

fn script() -> Script {
    vec![
        data(Bytes::from("one")),
        data(Bytes::new()),
        data(Bytes::from("two")),
        trailers(&[("grpc-status", "0"), ("grpc-status", "1"), ("x", "y")]),
    ]
}

#[tokio::test]
async fn frames_trailers_and_hints_come_through() {
    let stage = Stage::start().await;
    let service = Function(|request: Request<RequestBody<Frames<Bytes>>>| async move {
        let body = request.into_body();
        assert_eq!(
            (body.size_hint().lower(), body.size_hint().upper()),
            (4, Some(7777))
        );
        assert!(!body.is_end_stream());
        let (seen, error) = drain(body).await;
        assert_eq!((seen.len(), error), (4, None));
        Ok::<_, Infallible>(Response::new(Frames::new(script())))
    });
    let request = Request::post("/rpc").body(Frames::new(script())).unwrap();
    let response = stage.layer().layer(service).call(request).await.unwrap();
    let body = response.into_body();
    assert_eq!(
        (body.size_hint().lower(), body.size_hint().upper()),
        (4, Some(7777))
    );
    assert!(!body.is_end_stream());
    let plain = drain(Frames::new(script())).await;
    assert_eq!(drain(body).await, plain);
    let row = stage.one_row().await;
    assert_eq!(
        (row.request_body.as_deref(), row.response_body.as_deref()),
        (Some("onetwo"), Some("onetwo"))
    );
}

#[tokio::test]
async fn a_body_that_fails_midway_fails_with_its_own_error() {
    let stage = Stage::start().await;
    let service = Function(|request: Request<RequestBody<Frames<Bytes>>>| async move {
        let (seen, error) = drain(request.into_body()).await;
        assert_eq!((seen, error), (vec!["up".to_owned()], Some(Odd(1))));
        Ok::<_, Infallible>(Response::new(Frames::new([
            data(Bytes::from("down")),
            Err(Odd(2)),
        ])))
    });
    let body = Frames::new([data(Bytes::from("up")), Err(Odd(1))]);
    let request = Request::post("/").body(body).unwrap();
    let response = stage.layer().layer(service).call(request).await.unwrap();
    let (seen, error) = drain(response.into_body()).await;
    assert_eq!((seen, error), (vec!["down".to_owned()], Some(Odd(2))));
    let row = stage.one_row().await;
    assert_eq!(
        (row.request_body.as_deref(), row.response_body.as_deref()),
        (Some("up"), Some("down"))
    );
    assert_eq!(
        (row.status_code, row.error_type.as_deref()),
        (200, Some("body_error"))
    );
}

/// Data need not lie in one piece.
#[tokio::test]
async fn data_in_pieces_is_copied_whole() {
    let stage = Stage::start().await;
    type Pieces = Chain<Bytes, Chain<Bytes, Bytes>>;
    let pieces = |a: &'static str, b: &'static str, c: &'static str| -> Pieces {
        Bytes::from(a).chain(Bytes::from(b).chain(Bytes::from(c)))
    };
    let service = Function(
        move |request: Request<RequestBody<Frames<Pieces>>>| async move {
            drain(request.into_body()).await;
            let frames = [data(pieces("ab", "", "cd")), data(pieces("", "e", "f"))];
            Ok::<_, Infallible>(Response::new(Frames::new(frames)))
        },
    );
    let body = Frames::new([data(pieces("1", "2", "3")), data(pieces("4", "", "5"))]);
    let request = Request::post("/").body(body).unwrap();
    let response = stage.layer().layer(service).call(request).await.unwrap();
    assert_eq!(drain(response.into_body()).await.0, ["abcd", "ef"]);
    let row = stage.one_row().await;
    assert_eq!(
        (row.request_body.as_deref(), row.response_body.as_deref()),
        (Some("12345"), Some("abcdef"))
    );
    assert_eq!(
        (row.request_body_size, row.response_body_size),
        (Some(5), Some(6))
    );
}

/// Bytes that cannot be looked at in advance: what is behind them is not glued to what is before.
struct Hidden(Bytes, Bytes);

impl bytes::Buf for Hidden {
    fn remaining(&self) -> usize {
        self.0.len() + self.1.len()
    }

    fn chunk(&self) -> &[u8] {
        if self.0.is_empty() { &self.1 } else { &self.0 }
    }

    fn advance(&mut self, count: usize) {
        let first = count.min(self.0.len());
        self.0.advance(first);
        self.1.advance(count - first);
    }
}

#[tokio::test]
async fn what_was_not_seen_is_not_made_up() {
    let stage = Stage::start().await;
    let service = Function(|_: Request<RequestBody<Empty<Bytes>>>| async {
        let hidden = |a: &'static str, b: &'static str| data(Hidden(a.into(), b.into()));
        let frames = [
            hidden("seen", ""),
            hidden("start", "gap"),
            hidden("late", ""),
        ];
        Ok::<_, Infallible>(Response::new(Frames::new(frames)))
    });
    let request = Request::get("/").body(Empty::new()).unwrap();
    let response = stage.layer().layer(service).call(request).await.unwrap();
    assert_eq!(
        drain(response.into_body()).await.0,
        ["seen", "startgap", "late"]
    );
    let row = stage.one_row().await;
    assert_eq!(
        (row.response_body.as_deref(), row.response_body_size),
        (Some("seenstart"), Some(16))
    );
}

#[tokio::test]
async fn the_limit_is_met_to_the_byte() {
    let stage = Stage::start().await;
    for (text, kept) in [
        ("x".repeat(16_383), 16_383),
        ("x".repeat(16_384), 16_384),
        ("x".repeat(16_385), 16_384),
        ("x".repeat(17_407), 16_384),
        ("x".repeat(17_408), 16_384),
        ("x".repeat(17_409), 16_384),
        ("x".repeat(1 << 20), 16_384),
        ("é".repeat(8192), 16_384),
        ("é".repeat(8193), 16_384),
        (format!("x{}", "é".repeat(8192)), 16_383),
        (format!("x{}", "é".repeat(9000)), 16_383),
        (format!("xxx{}", "\u{1f600}".repeat(4096)), 16_383),
    ] {
        let row = stage
            .row_of(stage.layer(), post(text.clone()), ok(text.clone()))
            .await;
        for (body, size) in [
            (row.request_body, row.request_body_size),
            (row.response_body, row.response_body_size),
        ] {
            assert_eq!(body.unwrap(), text[..kept], "{}", text.len());
            assert_eq!(size, Some(text.len() as i64));
        }
    }
}

/// A stream without end of frames without end.
struct Endless;

impl Body for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b'x'; 65_536])))))
    }
}

#[tokio::test]
async fn of_a_stream_without_end_the_beginning_is_kept() {
    let stage = Stage::start().await;
    let service = Function(|_: Request<RequestBody<Full<Bytes>>>| async {
        Ok::<_, Infallible>(Response::new(Endless))
    });
    let request = post("").map(Full::new);
    let response = stage.layer().layer(service).call(request).await.unwrap();
    let mut body = response.into_body();
    for _ in 0..10_000 {
        body.frame().await.unwrap().unwrap();
    }
    drop(body);
    let row = stage.one_row().await;
    assert_eq!(row.response_body.unwrap().len(), 16_384);
    assert_eq!(row.response_body_size, Some(655_360_000));
}
