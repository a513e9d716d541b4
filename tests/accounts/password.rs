//! Changing the password.

use quintet::ErrorKind;
use quintet::sim::Fault;

use super::{Bench, PASSWORD};

#[tokio::test]
async fn a_new_password_holds_and_the_old_one_does_not() {
    let bench = Bench::start().await;
    let session = bench.log_in().await;
    // 18 characters of four bytes: the longest that there is.
    let new = "\u{1f511}".repeat(18);
    let changed = session.accounts().change_password(PASSWORD, new.clone());
    changed.await.unwrap();
    let all = bench.client.accounts();
    let error = all.login("admin", PASSWORD).await.unwrap_err();
    assert_eq!(error.message(), "invalid credentials");
    all.login("admin", new).await.unwrap();
    session.accounts().me().await.unwrap();
}

#[tokio::test]
async fn the_servers_rule_is_quoted_before_anything_is_sent() {
    let bench = Bench::start().await;
    let session = bench.log_in().await;
    let sent = bench.sent();
    let long = "x".repeat(73);
    let wide = "\u{e9}".repeat(37);
    // Seven characters are too few, however many bytes they have.
    let few = "\u{1f511}".repeat(7);
    for (old, new, rule) in [
        (PASSWORD, "", "at least 8 characters"),
        (PASSWORD, "seven77", "at least 8 characters"),
        (PASSWORD, &few, "at least 8 characters"),
        (PASSWORD, &long, "at most 72 bytes"),
        (PASSWORD, &wide, "at most 72 bytes"),
        ("", "correct horse", "the old password is empty"),
    ] {
        let change = session.accounts().change_password(old, new);
        let error = change.await.unwrap_err();
        assert!(error.is_invalid_input(), "{new}: {error}");
        assert!(error.message().contains(rule), "{new}: {error}");
        assert!(new.is_empty() || !error.to_string().contains(new));
    }
    assert_eq!(bench.sent(), sent);
    for new in ["8 chars.".to_owned(), "x".repeat(72)] {
        let change = session.accounts().change_password("wrong", new);
        let error = change.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthorized);
        assert_eq!(error.message(), "invalid old password");
    }
}

#[tokio::test]
async fn a_password_is_changed_once() {
    let bench = Bench::start().await;
    let session = bench.log_in().await;
    let sent = bench.sent();
    bench.simulator.inject(Fault::reset_after_handling());
    let change = session
        .accounts()
        .change_password(PASSWORD, "correct horse");
    let error = change.await.unwrap_err();
    assert_eq!(
        (error.kind(), error.is_retryable()),
        (ErrorKind::Transport, false)
    );
    assert_eq!(bench.sent() - sent, 1);
}
