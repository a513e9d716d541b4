//! What a client or a server does wrong against an honest document.

use super::exchange::{CREATE, DELETE, DOCUMENT, GET, LIST, UPLOAD, run, violations};
use crate::support::contract::{Document, Side};

/// A change of a clean request, and a piece of the violation.
#[rustfmt::skip]
const REQUESTS: [(&str, &str, &str, &str, &str); 14] = [
    (LIST.request, LIST.reply, "/api/pets?", "/api/pets/?", "undocumented route GET /api/pets/"),
    (LIST.request, LIST.reply, "limit=5", "limit=five", "query parameter limit"),
    (LIST.request, LIST.reply, "limit=5", "limit=5&limit=6", "query parameter limit given 2 times"),
    (LIST.request, LIST.reply, "limit=5", "limit=%zz", "cannot be decoded"),
    (LIST.request, LIST.reply, "limit=5", "page=5", "query parameter page is not documented"),
    (LIST.request, LIST.reply, "host: x", "api-version: 1", "header api-version is sent"),
    (LIST.request, LIST.reply, "Bearer k", "bearer k", "carries no credential"),
    (LIST.request, LIST.reply, "\nauthorization: Bearer k", "", "carries no credential"),
    (GET.request, GET.reply, "/pets/7", "/pets/seven", "path parameter id"),
    (GET.request, GET.reply, "/pets/7", "/pets/..%2F7", "undocumented route GET /api/pets/..%2F7"),
    (GET.request, GET.reply, "/pets/7", "/pets//", "undocumented route GET /api/pets//"),
    (DELETE.request, DELETE.reply, "host: x", "content-length: LENGTH\n\n{}", "has a body, where none is documented"),
    (CREATE.request, CREATE.reply, "{\"kind\"", "{kind", "is not JSON"),
    (UPLOAD.request, UPLOAD.reply, "name=\"file\"", "name=\"path\"", "part file is missing"),
];

#[tokio::test]
async fn a_wrong_request_is_found() {
    for (request, reply, right, wrong, finding) in REQUESTS {
        assert!(request.contains(right), "{right} is not in the request");
        // A body that a change puts in place ends the head: the rest of the head goes before it.
        let request = match wrong.split_once("\n\n") {
            Some((header, body)) => format!("{}\n\n{body}", request.replacen(right, header, 1)),
            None => request.replacen(right, wrong, 1),
        };
        let found = violations(DOCUMENT, &request, reply).await;
        let is_it = |side: Side, what: &str| side == Side::Request && what.contains(finding);
        assert!(
            found.iter().any(|one| is_it(one.side, &one.what)),
            "{request}: expected {finding}, got {found:#?}"
        );
    }
}

#[tokio::test]
async fn a_body_that_is_required_cannot_be_empty() {
    let request = "POST /api/pets HTTP/1.1\ncookie: session=s\ncontent-length: 0";
    let found = violations(DOCUMENT, request, CREATE.reply).await;
    assert_eq!(found[0].to_string(), "createPet, request: has no body");
}

#[tokio::test]
async fn a_refused_request_needs_no_credential() {
    let request = CREATE.request.replace("cookie: session=s\n", "");
    let reply = "HTTP/1.1 401 Unauthorized\ncontent-type: application/json\n\n{\"error\":\"who?\"}";
    let proxy = run(DOCUMENT, &request, reply).await;
    proxy.assert_clean();
    assert!(proxy.coverage().contains("createPet", "401"));
}

#[tokio::test]
async fn an_unknown_route_may_answer_a_plain_404_and_nothing_else() {
    let request = "GET /nowhere HTTP/1.1\nhost: x";
    let plain = "HTTP/1.1 404 Not Found\ncontent-type: text/plain\n\n404 page not found";
    let found = violations(DOCUMENT, request, plain).await;
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        found[0].to_string(),
        "(no operation), request: undocumented route GET /nowhere"
    );

    let html = plain.replace("text/plain", "text/html");
    let found = violations(DOCUMENT, request, &html).await;
    assert_eq!(
        found[1].to_string(),
        "(no operation), reply: an undocumented route answers 404"
    );

    let found = violations(DOCUMENT, GET.request, plain).await;
    assert_eq!(found.len(), 1, "a documented route may not: {found:#?}");
}

#[tokio::test]
async fn coverage_tells_what_was_not_seen() {
    let proxy = run(DOCUMENT, GET.request, GET.reply).await;
    let mut coverage = proxy.coverage();
    proxy.assert_clean();
    let proxy = run(DOCUMENT, DELETE.request, DELETE.reply).await;
    coverage.merge(&proxy.coverage());

    let document = Document::parse(DOCUMENT);
    let missing = coverage.missing(&document.expected());
    assert_eq!(missing.len(), document.expected().len() - 2);
    assert!(missing.contains(&("createPet".to_owned(), "401".to_owned())));
    let operations = coverage.missing_operations(&document.expected());
    assert_eq!(
        operations,
        [
            "createPet",
            "downloadPhoto",
            "health",
            "listPets",
            "petEvents",
            "uploadPhoto",
            "watchPet"
        ]
    );
}

#[tokio::test]
async fn a_forgotten_violation_panics_when_the_proxy_is_dropped() {
    let forgotten = run(DOCUMENT, "GET /nowhere HTTP/1.1", GET.reply).await;
    let dropped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(forgotten)));
    let message = dropped.unwrap_err().downcast::<String>().unwrap();
    assert!(
        message.contains("undocumented route GET /nowhere"),
        "{message}"
    );
}
