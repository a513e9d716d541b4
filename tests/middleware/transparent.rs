//! Nobody notices the layer: replies, errors, readiness and extensions are those of the service.

use std::convert::Infallible;
use std::future::Ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use axum::Router;
use axum::routing::get;
use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, Version};
use http_body_util::{BodyExt as _, Empty, Full};
use quintet::gt8004::middleware::{RequestBody, ResponseBody};
use tower::ServiceBuilder;
use tower_layer::Layer as _;
use tower_service::Service;

use super::stage::{Function, Stage, answers};

#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark(u8);

#[tokio::test]
async fn heads_and_extensions_stay_as_they_are() {
    let stage = Stage::start().await;
    let service = Function(|request: Request<RequestBody<Empty<Bytes>>>| async move {
        assert_eq!(request.extensions().get(), Some(&Mark(1)));
        assert_eq!(
            (request.version(), request.uri().query()),
            (Version::HTTP_10, Some("q=1"))
        );
        let twice: Vec<_> = request.headers().get_all("x").iter().collect();
        assert_eq!(twice, ["1", "2"]);
        let mut response = Response::new(Empty::<Bytes>::new());
        *response.status_mut() = StatusCode::from_u16(799).unwrap();
        *response.version_mut() = Version::HTTP_3;
        response.extensions_mut().insert(Mark(2));
        for (name, value) in [
            ("set-cookie", "a"),
            ("b", "1"),
            ("set-cookie", "c"),
            ("b", "\t"),
        ] {
            response
                .headers_mut()
                .append(name, HeaderValue::from_static(value));
        }
        let raw = HeaderValue::from_bytes(b"\xff\xfe").unwrap();
        response.headers_mut().append("raw", raw);
        Ok::<_, Infallible>(response)
    });
    let request = Request::get("/p?q=1").version(Version::HTTP_10);
    let request = request.header("x", "1").header("x", "2").extension(Mark(1));
    let request = request.body(Empty::new()).unwrap();
    let response = stage.layer().layer(service).call(request).await.unwrap();
    assert_eq!(
        (response.status().as_u16(), response.version()),
        (799, Version::HTTP_3)
    );
    assert_eq!(response.extensions().get(), Some(&Mark(2)));
    let seen: Vec<_> = response
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()))
        .collect();
    let expected: [(&str, &[u8]); 5] = [
        ("set-cookie", b"a"),
        ("set-cookie", b"c"),
        ("b", b"1"),
        ("b", b"\t"),
        ("raw", b"\xff\xfe"),
    ];
    assert_eq!(seen, expected);
}

/// Neither `Debug` nor `Error`, and no copy of it can be made.
struct Strange(Box<u8>);

#[tokio::test]
async fn errors_are_those_of_the_service() {
    let stage = Stage::start().await;
    let service = Function(|_: Request<RequestBody<Empty<Bytes>>>| async {
        Err::<Response<Empty<Bytes>>, _>(Strange(Box::new(7)))
    });
    let request = Request::get("/").body(Empty::new()).unwrap();
    let outcome = stage.layer().layer(service).call(request).await;
    assert_eq!(outcome.err().map(|error| *error.0), Some(7));
    assert_eq!(
        stage.one_row().await.error_type.as_deref(),
        Some("service_error")
    );
}

/// Ready once for each time that it says so, and not at first; a copy of it is not ready.
#[derive(Debug)]
struct Permit {
    asked: usize,
    is_ready: bool,
    calls: Arc<AtomicUsize>,
}

impl Clone for Permit {
    fn clone(&self) -> Self {
        Self {
            asked: 0,
            is_ready: false,
            calls: Arc::clone(&self.calls),
        }
    }
}

impl<B> Service<Request<B>> for Permit {
    type Response = Response<Empty<Bytes>>;
    type Error = &'static str;
    type Future = Ready<Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.asked += 1;
        match self.asked {
            1 => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            2 => {
                self.is_ready = true;
                Poll::Ready(Ok(()))
            }
            _ => Poll::Ready(Err("closed")),
        }
    }

    fn call(&mut self, _: Request<B>) -> Self::Future {
        assert!(std::mem::take(&mut self.is_ready), "it was not ready");
        self.calls.fetch_add(1, Ordering::Relaxed);
        std::future::ready(Ok(Response::new(Empty::new())))
    }
}

#[tokio::test]
async fn readiness_is_that_of_the_service() {
    let stage = Stage::start().await;
    let calls = Arc::new(AtomicUsize::new(0));
    let permit = Permit {
        asked: 0,
        is_ready: false,
        calls: Arc::clone(&calls),
    };
    let mut service = stage.layer().layer(permit);
    let ready = |service: &mut _| {
        let mut cx = Context::from_waker(std::task::Waker::noop());
        Service::<Request<Empty<Bytes>>>::poll_ready(service, &mut cx)
    };
    assert!(ready(&mut service).is_pending());
    assert_eq!(ready(&mut service), Poll::Ready(Ok(())));
    let copy = service.clone();
    let request = Request::get("/").body(Empty::<Bytes>::new()).unwrap();
    drop(service.call(request).await.unwrap());
    assert_eq!(ready(&mut service), Poll::Ready(Err("closed")));
    assert_eq!(calls.load(Ordering::Relaxed), 1);
    let mut copy = copy;
    assert!(ready(&mut copy).is_pending());
    assert_eq!(stage.rows().await.len(), 1);
}

#[tokio::test]
async fn layers_may_be_stacked() {
    let stage = Stage::start().await;
    let stack = ServiceBuilder::new()
        .layer(stage.layer())
        .layer(stage.layer());
    let mut service = stack.service(answers(Full::new(Bytes::from("hello"))));
    let request = Request::post("/")
        .body(Full::new(Bytes::from("hi")))
        .unwrap();
    let response = service.call(request).await.unwrap();
    assert_eq!(
        response.into_body().collect().await.unwrap().to_bytes(),
        "hello"
    );
    let rows = stage.rows().await;
    assert_eq!(rows.len(), 2);
    for row in rows {
        assert_eq!(row.response_body.as_deref(), Some("hello"));
    }
}

#[tokio::test]
async fn axum_takes_the_layer_everywhere() {
    let stage = Stage::start().await;
    let nested = Router::new().route("/in", get(|| async { "in" }).layer(stage.layer()));
    let mut app = Router::new()
        .route("/a/{id}", get(|| async { "a" }))
        .route_layer(stage.layer())
        .nest("/nest", nested)
        .route("/free", get(|| async { "free" }))
        .into_service::<axum::body::Body>();
    let mut status = async |path: &str| {
        let request = Request::get(path).body(axum::body::Body::empty()).unwrap();
        let response = app.call(request).await.unwrap();
        let status = response.status().as_u16();
        response.into_body().collect().await.unwrap();
        status
    };
    assert_eq!(status("/a/%20b?c=d").await, 200);
    assert_eq!(status("/nest/in").await, 200);
    assert_eq!(status("/free").await, 200);
    assert_eq!(status("/nowhere").await, 404);
    let rows = stage.rows().await;
    let paths: Vec<_> = rows.iter().map(|row| row.path.as_str()).collect();
    assert_eq!(paths, ["/a/%20b", "/in"]);
}

/// Layers around it that answer in its place need an empty body.
#[tokio::test]
async fn bodies_may_be_made_of_nothing() {
    let body = ResponseBody::<Full<Bytes>>::default();
    assert!(http_body::Body::is_end_stream(&body));
    let body = RequestBody::<Full<Bytes>>::default();
    assert!(body.collect().await.unwrap().to_bytes().is_empty());
}
