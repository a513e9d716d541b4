//! Creating and revoking API keys.

use quintet::sim::Fault;
use quintet::{Error, ErrorKind};

use super::{Bench, KEYS, PASSWORD, client};

#[tokio::test]
async fn a_key_lets_in_until_it_expires_or_is_revoked() {
    let bench = Bench::start().await;
    let all = bench.log_in().await.accounts();
    let long = "n".repeat(128);
    let mut keys = Vec::new();
    for name in ["a", "b", "\u{e9}", &long] {
        keys.push(all.create_key(name).await.unwrap());
    }
    assert!(keys.iter().all(|key| key.expires_at.is_none()));
    let me = async |key: usize| {
        let client = client(&bench.simulator, keys[key].key.expose());
        client
            .accounts()
            .me()
            .await
            .map(|me| me.auth_method.to_string())
    };
    assert_eq!(me(0).await.unwrap(), "api_key");
    bench.simulator.expire_api_key(&keys[0].id);
    all.delete_key(&keys[1].id).await.unwrap();
    for key in [0, 1] {
        let error = me(key).await.unwrap_err();
        assert_eq!(error.message(), "invalid or expired API key");
    }
    assert_eq!(me(2).await.unwrap(), "api_key");

    let listed = all.list_keys().await.unwrap();
    let names: Vec<_> = listed.iter().map(|key| key.name.as_str()).collect();
    assert_eq!(names, [&long, "\u{e9}", "a"], "the newest is the first");
    assert!(keys[2].key.expose().contains(&keys[2].prefix));
}

#[tokio::test]
async fn an_api_key_is_no_session() {
    let bench = Bench::start().await;
    let all = bench.client.accounts();
    let refused: [Error; 5] = [
        all.create_key("ci").await.unwrap_err(),
        all.list_keys().await.unwrap_err(),
        all.delete_key("x").await.unwrap_err(),
        all.logout().await.unwrap_err(),
        all.change_password(PASSWORD, "correct horse")
            .await
            .unwrap_err(),
    ];
    for error in refused {
        assert_eq!(error.kind(), ErrorKind::Forbidden);
        let text = "this operation requires session authentication (web login)";
        assert_eq!(error.message(), text);
        assert!(!error.is_retryable());
    }
    assert_eq!(bench.sent(), 5);
}

#[tokio::test]
async fn what_the_server_would_bend_or_refuse_is_not_sent() {
    let bench = Bench::start().await;
    let all = bench.log_in().await.accounts();
    let helper = |name: &str| all.create_key_by_login("admin", PASSWORD, name);
    let sent = bench.sent();
    let long = "n".repeat(129);
    for (error, rule) in [
        (all.create_key("").await.unwrap_err(), "names of 1 to 128"),
        (
            all.create_key(&long).await.unwrap_err(),
            "names of 1 to 128",
        ),
        (
            all.create_key("x").expires_in_days(0).await.unwrap_err(),
            "give 1 or more",
        ),
        (
            all.create_key("x").expires_in_days(-1).await.unwrap_err(),
            "give 1 or more",
        ),
        (helper("").await.unwrap_err(), "names of 1 to 128"),
        (helper(&long).await.unwrap_err(), "names of 1 to 128"),
        (
            helper("x").expires_in_days(0).await.unwrap_err(),
            "give 1 or more",
        ),
        (all.delete_key("").await.unwrap_err(), "key id"),
        (all.delete_key("a/b").await.unwrap_err(), "key id"),
    ] {
        assert!(error.is_invalid_input(), "{error}");
        assert!(error.message().contains(rule), "{error}");
    }
    // A key in a path would end up in the logs of the server.
    let error = all.delete_key("lbxk_0123").await.unwrap_err();
    assert!(error.is_invalid_input() && !error.to_string().contains("lbxk_0123"));
    assert_eq!(bench.sent(), sent);
}

#[tokio::test]
async fn a_key_is_created_once() {
    let bench = Bench::start().await;
    let all = bench.log_in().await.accounts();
    bench.simulator.inject(Fault::reset_after_handling());
    let error = all.create_key("ci").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.is_retryable()),
        (ErrorKind::Transport, false)
    );
    assert_eq!(bench.simulator.request_count("POST", KEYS), 1);
    assert_eq!(
        all.list_keys().await.unwrap().len(),
        1,
        "that was done, unseen"
    );
}

#[tokio::test]
async fn a_key_that_is_gone_when_asked_again_was_revoked() {
    let bench = Bench::start().await;
    let all = bench.log_in().await.accounts();
    let id = all.create_key("ci").await.unwrap().id;
    bench.simulator.inject(Fault::reset_after_handling());
    let reply = all.delete_key(&id).response().await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (404, 2));
    let error = all.delete_key(&id).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
}
