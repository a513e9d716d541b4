//! Documents that speak of several servers.

use super::exchange::{Upstream, dial, exchange, run_under};
use crate::support::contract::{ContractProxy, Document};

pub(super) const DOCUMENT: &str = include_str!("servers.yaml");

const NONE: &str = "HTTP/1.1 204 X";

fn request(method: &str, path: &str) -> String {
    format!("{method} {path} HTTP/1.1\nhost: x\nx-token: t")
}

/// The operation that a request means, which succeeds with 204.
async fn meant(document: &Document, method: &str, path: &str) -> Option<String> {
    let proxy = run_under(document.clone(), &request(method, path), NONE).await;
    let unknown = format!("(no operation), request: undocumented route {method} {path}");
    match proxy.violations().first() {
        None => {
            let ids = document.operations().into_iter().map(|one| one.id);
            let mut ids: Vec<String> = ids
                .filter(|id| proxy.coverage().contains(id, "204"))
                .collect();
            assert_eq!(ids.len(), 1, "{ids:?}");
            ids.pop()
        }
        Some(violation) => {
            assert_eq!(violation.to_string(), unknown);
            None
        }
    }
}

#[tokio::test]
async fn a_request_means_an_operation_of_the_servers_that_the_proxy_stands_for() {
    let main = Document::parse(DOCUMENT);
    let (archive, scribe) = (main.of_server("archive"), main.of_server("the SCRIBE"));
    let both = main.and_server("archive").and_server("scribe");
    for (method, path, of_main, of_archive, of_scribe) in [
        ("GET", "/api/files", Some("listFiles"), None, None),
        ("GET", "/v2/log", None, Some("readLog"), None),
        ("PUT", "/log", None, None, Some("writeLog")),
        ("DELETE", "/api/log", Some("deleteLog"), None, None),
        ("GET", "/api/log", None, None, None),
        ("GET", "/a/b", None, None, None),
    ] {
        assert_eq!(meant(&main, method, path).await.as_deref(), of_main);
        assert_eq!(meant(&archive, method, path).await.as_deref(), of_archive);
        assert_eq!(meant(&scribe, method, path).await.as_deref(), of_scribe);
        let any = of_main.or(of_archive).or(of_scribe);
        assert_eq!(meant(&both, method, path).await.as_deref(), any);
    }
}

#[test]
fn no_operation_is_lost_whatever_the_server() {
    let main = Document::parse(DOCUMENT);
    let store = main.of_server("object store");
    assert_eq!(main.operations().len(), 7);
    assert_eq!(main.operations(), store.operations());
    assert_eq!(main.expected(), store.expected());
    let paths = main.operations().into_iter().map(|one| one.path);
    let paths: Vec<String> = paths.collect();
    for path in ["/api/files", "/{path}", "/v2/log", "/log", "/api/log"] {
        assert!(paths.contains(&path.to_owned()), "{path}: {paths:?}");
    }
}

#[test]
fn a_server_has_to_be_told_from_others() {
    for words in ["the", "gateway", "the main one"] {
        let found = std::panic::catch_unwind(|| Document::parse(DOCUMENT).of_server(words));
        let message = found.unwrap_err().downcast::<String>().unwrap();
        let start = format!("servers called {words:?}: [");
        assert!(message.starts_with(&start), "{message}");
    }
}

#[tokio::test]
async fn proxies_beside_each_other_tell_what_both_saw() {
    let document = Document::parse(DOCUMENT);
    let (upstream, other) = (Upstream::bind().await, Upstream::bind().await);
    let main = ContractProxy::start(document.clone(), &upstream.url()).await;
    let archive = document.of_server("archive");
    let archive = main.beside(archive, &other.url()).await;
    let ends = tokio::join!(dial(&archive), other.accept());
    exchange(ends, &request("GET", "/v2/log"), NONE).await;
    main.assert_clean();
    main.assert_covered("readLog", "204");
    let ends = tokio::join!(dial(&main), upstream.accept());
    exchange(ends, &request("GET", "/v2/log"), NONE).await;
    assert_eq!(archive.violations(), main.violations());
    assert_eq!(main.violations().len(), 2);
}
