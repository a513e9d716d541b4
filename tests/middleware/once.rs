//! Every request makes exactly one entry, whatever becomes of it.

use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use bytes::Bytes;
use futures_util::FutureExt as _;
use http::{Method, Request, Response, StatusCode};
use http_body::Body as _;
use http_body_util::{BodyExt as _, Empty, Full};
use quintet::gt8004::middleware::RequestBody;
use tower_layer::Layer as _;
use tower_service::Service as _;

use super::stage::{Frames, Function, Stage, answers, data};

type Inner = RequestBody<Body>;

fn request() -> Request<Body> {
    Request::post("/").body(Body::from("hello")).unwrap()
}

/// The status and the error of the only entry.
async fn only(stage: &Stage) -> (i64, Option<String>) {
    let row = stage.one_row().await;
    (row.status_code, row.error_type)
}

#[tokio::test]
async fn a_panic_is_logged_and_goes_on() {
    let stage = Stage::start().await;
    let service = Function(|_: Request<Inner>| async {
        std::panic::panic_any(7_u8);
        #[allow(unreachable_code)]
        Ok::<_, Infallible>(Response::new(Body::empty()))
    });
    let call = stage.layer().layer(service).call(request());
    let panic = AssertUnwindSafe(call).catch_unwind().await.err().unwrap();
    assert_eq!(panic.downcast_ref(), Some(&7_u8));
    assert_eq!(only(&stage).await, (500, Some("panic".to_owned())));
}

#[tokio::test]
async fn a_body_that_panics_is_logged() {
    let stage = Stage::start().await;
    let service = Function(|_: Request<Inner>| async {
        let chunks = futures_util::stream::poll_fn(
            |_| -> std::task::Poll<Option<Result<Bytes, Infallible>>> { panic!("scripted") },
        );
        Ok::<_, Infallible>(Response::new(Body::from_stream(chunks)))
    });
    let response = stage.layer().layer(service).call(request()).await.unwrap();
    let panicked = AssertUnwindSafe(response.into_body().collect())
        .catch_unwind()
        .await;
    assert!(panicked.is_err());
    assert_eq!(only(&stage).await, (200, Some("panic".to_owned())));
}

/// What unwinds past a reply is not the service's panic.
#[tokio::test]
async fn the_panic_of_somebody_else_is_none() {
    let stage = Stage::start().await;
    let mut service = stage
        .layer()
        .layer(answers::<Inner, _>(Full::new(Bytes::from("hello"))));
    let response = service.call(request()).await.unwrap();
    let waits =
        Function(|_: Request<Inner>| std::future::pending::<Result<Response<Body>, Infallible>>());
    let waiting = stage.layer().layer(waits).call(request());
    let panicked = catch_unwind(AssertUnwindSafe(move || {
        let _held = (response, waiting);
        panic!("scripted");
    }));
    assert!(panicked.is_err());
    let rows = stage.rows().await;
    let mut seen: Vec<_> = rows
        .iter()
        .map(|row| (row.status_code, row.error_type.as_deref()))
        .collect();
    seen.sort_unstable();
    assert_eq!(seen, [(200, None), (499, Some("cancelled"))]);
}

#[tokio::test]
async fn who_leaves_early_is_logged_with_what_was_seen() {
    let stage = Stage::start().await;
    let service = Function(|request: Request<Inner>| async move {
        let first = request.into_body().frame().await.unwrap().unwrap();
        assert_eq!(first.into_data().unwrap(), "hello");
        let frames = [data(Bytes::from("one")), data(Bytes::from("two"))];
        Ok::<_, Infallible>(Response::new(Frames::new(frames)))
    });
    let response = stage.layer().layer(service).call(request()).await.unwrap();
    let mut body = Box::pin(response.into_body());
    std::future::poll_fn(|cx| body.as_mut().poll_frame(cx))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(stage.logger.ledger().accepted, 0);
    drop(body);
    let row = stage.one_row().await;
    assert_eq!(
        (row.request_body.as_deref(), row.response_body.as_deref()),
        (Some("hello"), Some("one"))
    );
    assert_eq!((row.response_body_size, row.error_type), (Some(3), None));
}

/// Not polled, polled once, and between the reply and its body.
#[tokio::test]
async fn a_call_may_be_dropped_at_any_moment() {
    let stage = Stage::start().await;
    let waits = || {
        Function(|_: Request<Inner>| std::future::pending::<Result<Response<Body>, Infallible>>())
    };
    drop(stage.layer().layer(waits()).call(request()));
    assert!(
        stage
            .layer()
            .layer(waits())
            .call(request())
            .now_or_never()
            .is_none()
    );
    let mut replies = stage
        .layer()
        .layer(answers::<Inner, _>(Full::new(Bytes::from("x"))));
    drop(replies.call(request()).await.unwrap());
    drop(replies.call(request()).await.unwrap().into_parts().0);
    let rows = stage.rows().await;
    let seen: Vec<_> = rows.iter().map(|row| row.status_code).collect();
    assert_eq!(seen, [499, 499, 200, 200]);
}

#[tokio::test]
async fn an_end_that_is_asked_for_again_and_an_error_make_one_entry() {
    let stage = Stage::start().await;
    let service =
        Function(|_: Request<Inner>| async { Ok::<_, Infallible>(Response::new(Body::from("x"))) });
    let response = stage.layer().layer(service).call(request()).await.unwrap();
    let mut body = response.into_body();
    assert!(body.frame().await.is_some());
    for _ in 0..3 {
        assert!(body.frame().await.is_none());
    }
    drop(body);
    assert_eq!(stage.rows().await.len(), 1);
}

/// A request's body that somebody keeps and reads later does not change what was logged, nor log again.
#[tokio::test]
async fn a_body_that_outlives_its_request_is_of_no_account() {
    let stage = Stage::start().await;
    let kept = Arc::new(Mutex::new(None));
    let keep = Arc::clone(&kept);
    let service = Function(move |request: Request<Inner>| {
        *keep.lock().unwrap() = Some(request.into_body());
        std::future::ready(Ok::<_, Infallible>(Response::new(Empty::<Bytes>::new())))
    });
    drop(stage.layer().layer(service).call(request()).await.unwrap());
    let body = kept.lock().unwrap().take().unwrap();
    assert_eq!(body.collect().await.unwrap().to_bytes(), "hello");
    let row = stage.one_row().await;
    assert_eq!((row.request_body, row.request_body_size), (None, Some(0)));
}

/// Replies without bodies, and those that only say how long theirs would be.
#[tokio::test]
async fn replies_without_bodies_are_logged_with_none() {
    let stage = Stage::start().await;
    for (method, status) in [
        (Method::HEAD, 200),
        (Method::GET, 204),
        (Method::GET, 304),
        (Method::GET, 101),
        (Method::CONNECT, 200),
    ] {
        let service = Function(move |_: Request<Inner>| async move {
            let mut response = Response::new(Empty::<Bytes>::new());
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            response.headers_mut().insert("content-length", 1000.into());
            Ok::<_, Infallible>(response)
        });
        let mut request = request();
        *request.method_mut() = method.clone();
        let response = stage.layer().layer(service).call(request).await.unwrap();
        assert_eq!(response.headers()["content-length"], "1000");
        assert!(response.body().is_end_stream());
        let rows = stage.rows().await;
        let row = rows.last().unwrap();
        assert_eq!(
            (row.response_body.as_deref(), row.response_body_size),
            (None, Some(0)),
            "{method} {status}"
        );
    }
    assert_eq!(stage.rows().await.len(), 5);
}
