//! Passwords, cookies of sessions and API keys, with a server that echoes all it has heard.

use quintet::liteboxd::{Accounts, Client};
use quintet::sim::Fault;
use quintet::sim::liteboxd::Simulator;
use quintet::{Call, Invoke, RetryPolicy};

use super::failures::shown;
use super::{TOKEN, assert_hidden, capture};

/// Has to be found also where JSON escapes it.
const PASSWORD: &str = r#"canary-7f3a "pass\word""#;
const OTHER: &str = "canary-7f3a-other";

fn accounts(simulator: &Simulator, token: &str) -> Accounts {
    let builder = Client::builder().base_url(simulator.base_url());
    let builder = builder.token(token).retry(RetryPolicy::never());
    builder.build().unwrap().accounts()
}

/// A server whose administrator has the canary for a password.
async fn server() -> (Simulator, Accounts) {
    let simulator = Simulator::start().await.unwrap();
    let all = accounts(&simulator, TOKEN);
    let session = all.login("admin", "liteboxd-admin").await.unwrap();
    let change = session
        .accounts()
        .change_password("liteboxd-admin", PASSWORD);
    change.await.unwrap();
    (simulator, all)
}

/// Replies that tell a secret in every place, and set it as a cookie too.
fn echoes(secret: &str) -> Vec<Fault> {
    let json = serde_json::json!({ "error": secret, "code": secret, "message": secret });
    let bare = serde_json::json!(secret).to_string();
    let twice = secret.repeat(2);
    let cut = Fault::truncate(secret.len()).with_status(200);
    let faults = [
        Fault::status(400).body("application/json", json.to_string()),
        Fault::status(401).body("text/plain", secret),
        Fault::status(500).body("application/json", bare.clone()),
        Fault::status(200).body("application/json", bare.clone()),
        Fault::status(201).body("application/json", format!("[{bare}")),
        Fault::status(206).body("application/json", json.to_string()),
        Fault::redirect(format!("ftp://127.0.0.1/{secret}")).body("text/plain", twice.clone()),
        cut.body("text/plain", twice),
    ];
    let dress = |fault: Fault| {
        let cookie = "liteboxd_session=canary-7f3a-cookie; Path=/";
        fault.header("x-echo", secret).header("set-cookie", cookie)
    };
    faults.map(dress).into()
}

/// Has a call fail in all these ways, none of which shows the secret, and returns how many there were.
async fn fail<I: Invoke>(
    simulator: &Simulator,
    secret: &str,
    hidden: &[&str],
    call: impl Fn() -> Call<I>,
) -> usize {
    let faults = echoes(secret);
    let count = faults.len();
    for fault in faults {
        simulator.inject(fault);
        let error = call().await.map(drop).unwrap_err();
        let shown = shown(&error);
        assert_hidden(I::OPERATION, &shown);
        let leak = hidden.iter().find(|secret| shown.contains(**secret));
        assert_eq!(leak, None, "{}: {shown}", I::OPERATION);
    }
    count
}

/// The value of the cookie of the latest request.
fn cookie(simulator: &Simulator) -> String {
    let requests = simulator.requests();
    let cookie = requests.last().unwrap().headers()["cookie"].to_str();
    let (_, value) = cookie.unwrap().split_once('=').unwrap();
    value.to_owned()
}

#[test]
fn no_error_and_no_trace_shows_password_cookie_or_key() {
    // By the server.
    let mut made_up = Vec::new();
    let traced = capture::run(async {
        let (simulator, all) = server().await;
        let none: &[&str] = &[];
        let mut count = 0;
        for password in [PASSWORD, OTHER] {
            count += fail(&simulator, password, none, || all.login("admin", password)).await;
            count += fail(&simulator, password, none, || {
                all.create_key_by_login("admin", password, "ci")
            })
            .await;
            count += fail(&simulator, password, none, || {
                all.change_password(PASSWORD, OTHER)
            })
            .await;
        }
        let session = all.login("admin", PASSWORD).await.unwrap().accounts();
        let created = session.create_key("ci").await.unwrap();
        let (cookie, key) = (cookie(&simulator), created.key.expose());
        let user = accounts(&simulator, key);
        let secrets = [cookie.as_str(), key];
        for (holder, secret) in [(&session, cookie.as_str()), (&user, key)] {
            count += fail(&simulator, secret, &secrets, || holder.me()).await;
            count += fail(&simulator, secret, &secrets, || holder.create_key("x")).await;
            count += fail(&simulator, secret, &secrets, || holder.list_keys()).await;
            count += fail(&simulator, secret, &secrets, || holder.delete_key("x")).await;
            count += fail(&simulator, secret, &secrets, || holder.logout()).await;
        }
        assert_eq!(count, 16 * 8);
        made_up.extend([cookie.clone(), key.to_owned()]);
    });
    let logged = capture::logged();
    assert_hidden("the trace", &traced);
    assert_hidden("the log", &logged);
    assert_eq!(made_up.len(), 2);
    for secret in made_up {
        assert!(!traced.contains(&secret) && !logged.contains(&secret));
    }
    // Otherwise nothing was proved.
    assert!(traced.contains("change_password") && traced.contains("quintet.attempt"));
}

#[tokio::test]
async fn debug_hides_password_cookie_and_key() {
    let (simulator, all) = server().await;
    let opened = all.login("admin", PASSWORD).response().await.unwrap();
    let headers = format!("{:?}", opened.headers());
    let session = opened.value();
    let created = session
        .accounts()
        .create_key("ci")
        .response()
        .await
        .unwrap();
    let by_login = all.create_key_by_login("admin", PASSWORD, "ci");
    let other = by_login.response().await.unwrap();
    let texts = [
        headers,
        format!("{opened:?} {opened:#?} {session:?} {session:#?}"),
        format!("{:?} {:#?}", session.accounts(), session.client()),
        format!("{created:?} {created:#?} {other:?} {other:#?}"),
        format!("{:?}", all.login("admin", PASSWORD)),
        format!("{:?}", all.change_password(PASSWORD, OTHER)),
        format!("{:?}", all.create_key_by_login("admin", PASSWORD, "ci")),
    ];
    session.accounts().me().await.unwrap();
    let cookie = cookie(&simulator);
    let secrets = [
        cookie.as_str(),
        created.value().key.expose(),
        other.value().key.expose(),
    ];
    for text in texts {
        assert_hidden("Debug", &text);
        assert!(
            secrets.iter().all(|secret| !text.contains(secret)),
            "{text}"
        );
    }
    // It is there for whoever asks for it by name.
    let line = opened.headers()["set-cookie"].to_str().unwrap();
    assert!(line.contains(&cookie));
}
