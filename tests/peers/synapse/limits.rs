//! Limits of time: `test_base_client_timeout`, `test_agent_plugin_timeout`. Contract: §4, §6 (3, 5, 9).

use std::pin::{Pin, pin};
use std::time::Duration;

use futures_util::FutureExt as _;
use quintet::{Error, ErrorKind, RetryPolicy};
use reqwest::dns::{Name, Resolve, Resolving};
use tokio::time::{Instant, advance};

use crate::support::frozen::Frozen;
use crate::support::raw_server::Step::{Request, Silence, Tell};
use crate::support::raw_server::{RawServer, given, http, signal};
use crate::support::raw_synapse::builder;
use crate::support::resolver::URL;

/// Names that are looked for, and never found.
struct Nowhere;

impl Resolve for Nowhere {
    fn resolve(&self, _: Name) -> Resolving {
        Box::pin(std::future::pending())
    }
}

/// To connect may take 3 s, and the attempts together what the call may take.
#[tokio::test(start_paused = true)]
async fn c05_a_connection_may_take_three_seconds() {
    let client = builder(URL).http_client(http().dns_resolver(std::sync::Arc::new(Nowhere)));
    let client = client.build().unwrap();
    let begun = Instant::now();
    let error = client.jobs().stop("a").retry(RetryPolicy::never()).await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(error.message().contains("connect timeout"), "{error}");
    assert_eq!(begun.elapsed().as_secs(), 3);

    // The three attempts of this client would be over after nine seconds.
    let begun = Instant::now();
    let error = client.jobs().get("a").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
    assert_eq!(begun.elapsed().as_secs(), 9);
}

/// The time of a run is that of its call, and the client's where it has none.
#[tokio::test(start_paused = true)]
async fn c03_a_run_has_the_time_that_it_is_given() {
    let _frozen = Frozen::new();
    let received = signal();
    let script = vec![Request, Tell(received.clone()), Silence];
    let server = RawServer::start([script]).await;
    let client = builder(server.url()).timeout(Duration::from_secs(20));
    let plugins = client.build().unwrap().plugins();
    let run = || plugins.run("d@1", "train");
    let debug = || plugins.run_debug("train");
    for (limit, call) in [
        (20, run().into_future()),
        (20, debug().into_future()),
        (900, run().timeout(Duration::from_secs(900)).into_future()),
        (5, debug().timeout(Duration::from_secs(5)).into_future()),
    ] {
        let mut call = pin!(call);
        let begun = Instant::now();
        let sent = async {
            given(&received).await;
            advance(Duration::from_secs(limit - 1)).await;
        };
        tokio::select! {
            biased;
            early = &mut call => panic!("{early:?}"),
            () = sent => {}
        }
        assert!(call.as_mut().now_or_never().is_none(), "{limit}");
        advance(Duration::from_secs(1)).await;
        let error = call.await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
        assert_eq!(begun.elapsed().as_secs(), limit);
    }
}

/// A call may take 10 s, whatever it is, unless told otherwise; then it is over, and not tried again.
#[tokio::test(start_paused = true)]
async fn c09_a_call_may_take_ten_seconds() {
    let _frozen = Frozen::new();
    let received = signal();
    let script = vec![Request, Tell(received.clone()), Silence];
    let server = RawServer::start([script]).await;
    let client = builder(server.url()).build().unwrap();
    let jobs = client.jobs();
    for (limit, call) in [
        (
            10,
            Box::pin(async { jobs.get("a").await.err() }) as Pin<Box<dyn Future<Output = _>>>,
        ),
        (10, Box::pin(async { jobs.stop("a").await.err() })),
        (
            7,
            Box::pin(async { jobs.get("a").timeout(Duration::from_secs(7)).await.err() }),
        ),
        (
            60,
            Box::pin(async { jobs.stop("a").timeout(Duration::from_secs(60)).await.err() }),
        ),
    ] {
        let begun = Instant::now();
        let pass = async {
            given(&received).await;
            advance(Duration::from_secs(limit)).await;
        };
        let error: Option<Error> = tokio::join!(call, pass).0;
        let error = error.expect("no reply");
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Timeout, 1),
            "{error}"
        );
        assert!(error.is_timeout() && error.status().is_none());
        assert_eq!(begun.elapsed().as_secs(), limit);
    }
    assert_eq!(server.received().len(), 4);
}
