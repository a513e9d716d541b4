//! Where clients go that are told no address on this machine: a proxy sees it, and leads nowhere.

use quintet::gt8004::Gt8004;
use quintet::{Builder, RetryPolicy};

use super::stage::entry;
use crate::support::raw_server::{RawServer, Step, reply, send};

/// What a proxy is asked for: `HOST:PORT` of a server with TLS, the URL of another.
pub(super) async fn asked(builder: Builder<Gt8004>) -> String {
    let refusal = reply("403 Forbidden", "");
    let proxy = RawServer::start([vec![Step::Request, send(refusal)]]).await;
    let through = reqwest::Proxy::all(proxy.url()).unwrap();
    let http = reqwest::Client::builder().proxy(through).tls_certs_only([]);
    let client = builder.retry(RetryPolicy::never());
    let client = client.http_client(http).build().unwrap();
    client.ingest([entry("/")]).await.unwrap_err();
    let received = proxy.received();
    let targets: std::collections::BTreeSet<_> =
        received.iter().map(|request| &request.target).collect();
    assert_eq!(targets.len(), 1, "{targets:?}");
    received[0].target.clone()
}
