//! What a login gives, and where its cookie goes.

use quintet::ErrorKind;
use quintet::liteboxd::AuthMethod;
use quintet::sim::Fault;

use super::{Bench, LOGIN, LOGOUT, PASSWORD, header};

#[tokio::test]
async fn a_session_sends_its_cookie_and_no_key() {
    let bench = Bench::start().await;
    let session = bench.log_in().await;
    session.client().sandboxes().list().await.unwrap();
    session.accounts().me().await.unwrap();
    bench.client.sandboxes().list().await.unwrap();
    let requests = bench.simulator.requests();
    let [login, list, me, other] = &requests[..] else {
        panic!("{requests:?}");
    };
    // The API key would tell the server more than a login has to.
    assert_eq!(
        (header(login, "authorization"), header(login, "cookie")),
        ("", "")
    );
    for request in [list, me] {
        let cookie = header(request, "cookie");
        let value = cookie.strip_prefix("liteboxd_session=").unwrap();
        assert_eq!((value.len(), header(request, "authorization")), (64, ""));
    }
    assert!(header(other, "authorization").starts_with("Bearer "));
    assert_eq!(header(other, "cookie"), "");
}

#[tokio::test]
async fn the_cookie_goes_to_its_server_only() {
    let bench = Bench::start().await;
    let stranger = Bench::start().await;
    let session = bench.log_in().await;
    let target = format!("{}/sandboxes", stranger.simulator.base_url());
    bench.simulator.inject(Fault::redirect(target));
    let error = session.client().sandboxes().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    let requests = stranger.simulator.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(header(&requests[0], "cookie"), "");
}

#[tokio::test]
async fn a_session_is_over_when_it_is_closed_or_expires() {
    let bench = Bench::start().await;
    let session = bench.log_in().await;
    let other = bench.log_in().await;
    session.accounts().logout().await.unwrap();
    let error = session.accounts().list_keys().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(error.message(), "authentication required");
    let error = session.accounts().logout().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized, "it is over already");

    let identity = other.accounts().me().await.unwrap();
    assert_eq!(identity.auth_method, AuthMethod::Session);
    bench.simulator.expire_sessions();
    let error = other.accounts().me().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
}

#[tokio::test]
async fn only_the_cookie_of_the_session_makes_one() {
    let bench = Bench::start().await;
    let all = bench.client.accounts();
    let body = r#"{"message":"login successful","username":"admin"}"#;
    let reply = || Fault::status(200).body("application/json", body);
    for lines in [
        &[][..],
        &["other=0123; Path=/"],
        &["liteboxd_session=; Max-Age=0"],
        &["other=1; liteboxd_session=0123"],
        &["liteboxd_session"],
        &["liteboxd_session=a b"],
    ] {
        let fault = lines
            .iter()
            .fold(reply(), |fault, line| fault.header("set-cookie", line));
        bench.simulator.inject(fault);
        let error = all.login("admin", PASSWORD).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{lines:?}");
        assert_eq!(error.operation(), Some("login"));
        assert!(error.message().contains("`liteboxd_session`"), "{error}");
        assert_eq!(error.status().unwrap(), 200);
        assert!(!error.is_retryable() && error.attempts() == 1);
    }
    let fault = reply().header("set-cookie", "liteboxd_session=0123; Path=/; HttpOnly");
    bench.simulator.inject(fault);
    let session = all.login("admin", PASSWORD).await.unwrap();
    session.accounts().me().await.unwrap_err();
    let requests = bench.simulator.requests();
    let latest = requests.last().unwrap();
    assert_eq!(header(latest, "cookie"), "liteboxd_session=0123");
}

#[tokio::test]
async fn logging_in_and_out_is_sent_once() {
    let bench = Bench::start().await;
    let session = bench.log_in().await;
    for (path, is_login) in [(LOGIN, true), (LOGOUT, false)] {
        bench.simulator.clear_requests();
        bench
            .simulator
            .inject(Fault::reset_after_handling().on("POST", path));
        let error = match is_login {
            true => bench
                .client
                .accounts()
                .login("admin", PASSWORD)
                .await
                .map(drop),
            false => session.accounts().logout().await,
        };
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Transport);
        assert_eq!(bench.sent(), 1, "{path}");
    }
}

#[tokio::test]
async fn an_empty_name_or_password_is_not_sent() {
    let bench = Bench::start().await;
    let all = bench.client.accounts();
    for (name, password) in [("", PASSWORD), ("admin", ""), ("", "")] {
        for result in [
            all.login(name, password).await.map(drop),
            all.create_key_by_login(name, password, "ci")
                .await
                .map(drop),
        ] {
            let error = result.unwrap_err();
            assert!(error.is_invalid_input(), "{error}");
            assert!(error.message().contains("the server requires both"));
        }
    }
    assert_eq!(bench.sent(), 0);
}
