//! Login, key, logout: no session stays behind, whatever happens.

use std::time::Duration;

use quintet::Call;
use quintet::ErrorKind;
use quintet::liteboxd::CreateKeyByLogin;
use quintet::sim::Fault;

use super::{Bench, KEYS, LOGIN, LOGOUT, PASSWORD, client, header};

fn create(bench: &Bench) -> Call<CreateKeyByLogin> {
    let all = bench.client.accounts();
    all.create_key_by_login("admin", PASSWORD, "ci")
}

/// The cookie of the session: that of the logout.
fn cookie(bench: &Bench) -> String {
    let requests = bench.simulator.requests();
    header(requests.last().unwrap(), "cookie").to_owned()
}

#[tokio::test]
async fn a_key_is_made_and_the_session_closed() {
    let bench = Bench::start().await;
    let reply = create(&bench).response().await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (201, 2));
    assert_eq!(bench.targets(), [LOGIN, KEYS, LOGOUT]);
    let requests = bench.simulator.requests();
    assert!(
        requests
            .iter()
            .all(|one| header(one, "authorization").is_empty())
    );
    assert_eq!(header(&requests[0], "cookie"), "");
    let cookie = header(&requests[2], "cookie");
    assert_eq!(header(&requests[1], "cookie"), cookie);
    assert!(cookie.starts_with("liteboxd_session=") && !bench.knows(cookie).await);

    let created = reply.into_value();
    let user = client(&bench.simulator, created.key.expose());
    user.sandboxes().list().await.unwrap();
    assert_eq!(created.name, "ci");
}

#[tokio::test]
async fn the_session_is_closed_when_no_key_could_be_made() {
    let bench = Bench::start().await;
    for (fault, kind) in [
        (Fault::status(500), ErrorKind::Server),
        (Fault::status(400), ErrorKind::BadRequest),
        (Fault::reset(), ErrorKind::Transport),
        (Fault::malformed(), ErrorKind::Decode),
    ] {
        bench.simulator.clear_requests();
        bench.simulator.inject(fault.on("POST", KEYS));
        let error = create(&bench).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(error.operation(), Some("create_api_key"));
        assert_eq!(bench.targets(), [LOGIN, KEYS, LOGOUT]);
        assert!(!bench.knows(&cookie(&bench)).await);
    }
}

#[tokio::test]
async fn the_first_error_is_told() {
    let bench = Bench::start().await;
    bench.simulator.inject(Fault::status(409).on("POST", KEYS));
    bench
        .simulator
        .inject(Fault::status(500).on("POST", LOGOUT).times(2));
    let error = create(&bench).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.operation(), Some("create_api_key"));

    bench.simulator.clear_requests();
    let all = bench.client.accounts();
    let refused = all.create_key_by_login("admin", "wrong", "ci");
    let error = refused.await.unwrap_err();
    assert_eq!(error.message(), "invalid credentials");
    assert_eq!(error.operation(), Some("login"));
    assert_eq!(bench.targets(), [LOGIN], "there is no session to close");
}

/// It is shown only once, and nobody could revoke it.
#[tokio::test]
async fn a_key_is_not_lost_to_a_logout_that_fails() {
    let bench = Bench::start().await;
    bench
        .simulator
        .inject(Fault::status(500).on("POST", LOGOUT).times(2));
    let created = create(&bench).await.unwrap();
    let user = client(&bench.simulator, created.key.expose());
    user.accounts().me().await.unwrap();
    assert_eq!(bench.simulator.request_count("POST", LOGOUT), 2);
}

#[tokio::test]
async fn logging_out_is_tried_again() {
    let bench = Bench::start().await;
    for fault in [
        Fault::status(500),
        Fault::reset(),
        Fault::reset_after_handling(),
    ] {
        bench.simulator.clear_requests();
        bench.simulator.inject(fault.on("POST", LOGOUT));
        create(&bench).await.unwrap();
        assert_eq!(bench.targets(), [LOGIN, KEYS, LOGOUT, LOGOUT]);
        assert!(!bench.knows(&cookie(&bench)).await);
    }
}

#[tokio::test]
async fn the_session_is_closed_also_when_the_time_is_over() {
    let bench = Bench::start().await;
    let delay = Fault::delay(Duration::from_secs(60)).on("POST", KEYS);
    bench.simulator.inject(delay);
    let error = create(&bench)
        .timeout(Duration::from_millis(300))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(bench.targets(), [LOGIN, KEYS, LOGOUT]);
    assert!(!bench.knows(&cookie(&bench)).await);
}

#[tokio::test]
async fn headers_of_the_call_are_on_each_request() {
    let bench = Bench::start().await;
    create(&bench).header("x-case", "42").await.unwrap();
    let requests = bench.simulator.requests();
    let values: Vec<_> = requests.iter().map(|one| header(one, "x-case")).collect();
    assert_eq!(values, ["42"; 3]);
}
