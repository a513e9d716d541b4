//! GT8004: entries go to the URL that was given, and to no other.

use quintet::ErrorKind;
use quintet::gt8004::{Client, DropCause};

use super::{answered, to};
use crate::support::frozen::Frozen;
use crate::support::gt8004::{HOUR, builder, entry};
use crate::support::raw_server::RawServer;

/// What may go to the service's own origin only.
const OWN: [&str; 3] = ["authorization", "cookie", "x-client"];

const OK: &str = r#"{"status":"ok"}"#;

fn client(url: &str) -> Client {
    let builder = builder(url).header("x-client", "1");
    builder.header("cookie", "session=1").build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn within_the_service_everything_goes_along() {
    let _frozen = Frozen::new();
    let server = RawServer::start([to("/elsewhere"), answered(OK)]).await;
    client(server.url()).health().await.unwrap();
    let received = server.finish().await;
    let targets: Vec<_> = received.iter().map(|one| one.target.as_str()).collect();
    assert_eq!(targets, ["/healthz", "/elsewhere"]);
    for request in &received {
        assert!(OWN.iter().all(|name| request.header(name).is_some()));
        assert_eq!(request.header("authorization"), Some("Bearer key-0123"));
    }
}

#[tokio::test(start_paused = true)]
async fn to_another_origin_nothing_goes_along() {
    let _frozen = Frozen::new();
    let other = RawServer::start([answered(OK)]).await;
    let away = to(&format!("{}/x", other.url()));
    let server = RawServer::start([away]).await;
    client(server.url()).health().await.unwrap();
    client(server.url()).readiness().await.unwrap();
    let received = other.finish().await;
    assert_eq!(received.len(), 2);
    for request in received {
        assert!(OWN.iter().all(|name| request.header(name).is_none()));
    }
}

/// Not even the ping, although it may be sent twice: it would take the key along, or be worth nothing.
#[tokio::test(start_paused = true)]
async fn no_entry_is_ever_sent_on() {
    let _frozen = Frozen::new();
    let other = RawServer::start([answered("{}")]).await;
    for path in ["/v1/ingest", "/own"] {
        let away = to(&format!("{}/v1/ingest", other.url()));
        let server = RawServer::start([away]).await;
        let client = client(&format!("{}{path}", server.url()));
        let logger = client.logger().flush_interval(HOUR).start().unwrap();
        logger.log(entry("/secret"));
        let refused = [
            client.ingest([entry("/secret")]).await.map(drop),
            client.verify_connection().await,
            logger.verify_connection().await,
            logger.flush().await,
        ];
        let count = refused.len();
        for error in refused.map(Result::unwrap_err) {
            let said = (error.kind(), error.attempts());
            assert_eq!(said, (ErrorKind::Redirect, 1), "{error}");
            assert!(error.message().contains(other.url()), "where to: {error}");
        }
        let ledger = logger.ledger();
        assert_eq!(ledger.dropped(DropCause::Rejected), 1, "{ledger}");
        drop((client, logger));
        let received = server.finish().await;
        assert_eq!(received.len(), count);
        assert!(received.iter().all(|request| request.target == path));
    }
    assert!(other.finish().await.is_empty());
}

/// Nor to the same service without encryption, or in another form of its own URL.
#[tokio::test(start_paused = true)]
async fn not_even_within_the_service() {
    let _frozen = Frozen::new();
    let server = RawServer::start([to("/v1/ingest/"), answered("{}")]).await;
    let client = client(server.url());
    let error = client.ingest([entry("/")]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    let words = "POST requests are not sent a second time, so correct the base URL";
    assert!(error.message().contains(words), "{error}");
    drop(client);
    assert_eq!(server.finish().await.len(), 1);
}
