use bytes::Bytes;
use serde_json::{Value, json};

use super::super::testing::{Answer, Server, fields, pass};
use super::API_KEY;

const FORBIDDEN: &str = "this operation requires session authentication (web login)";

/// A call with these headers.
async fn call(
    server: &Server,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Value,
) -> Answer {
    server
        .send(method, path, headers, Bytes::from(body.to_string()))
        .await
}

async fn log_in(server: &Server, password: &str) -> Answer {
    let body = json!({ "username": "admin", "password": password });
    call(server, "POST", "/auth/login", &[], body).await
}

fn set_cookie(answer: &Answer) -> String {
    let value = answer.headers.get("set-cookie");
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}

/// The cookie as a browser sends it back.
async fn session(server: &Server) -> String {
    let cookie = set_cookie(&log_in(server, "liteboxd-admin").await);
    cookie.split(';').next().unwrap_or_default().to_owned()
}

async fn me(server: &Server, headers: &[(&str, &str)]) -> Answer {
    call(server, "GET", "/auth/me", headers, Value::Null).await
}

#[tokio::test(start_paused = true)]
async fn a_login_opens_a_session() {
    let server = Server::new();
    let opened = log_in(&server, "liteboxd-admin").await;
    assert_eq!(opened.status, 200);
    assert_eq!(
        opened.json(),
        json!({ "message": "login successful", "username": "admin" })
    );
    let cookie = set_cookie(&opened);
    let (value, attributes) = cookie.split_once("; ").unwrap_or_default();
    assert_eq!(value.len(), "liteboxd_session=".len() + 64);
    assert_eq!(attributes, "Path=/; Max-Age=86400; HttpOnly; SameSite=Lax");

    let who = me(&server, &[("cookie", &format!("a=b; {value}"))]).await;
    assert_eq!(
        who.json(),
        json!({ "auth_method": "session", "username": "admin" })
    );
    let sandboxes = call(
        &server,
        "GET",
        "/sandboxes",
        &[("cookie", value)],
        Value::Null,
    )
    .await;
    assert_eq!(sandboxes.status, 200);

    let closed = call(
        &server,
        "POST",
        "/auth/logout",
        &[("cookie", value)],
        Value::Null,
    )
    .await;
    assert_eq!(closed.json(), json!({ "message": "logout successful" }));
    assert_eq!(
        set_cookie(&closed),
        "liteboxd_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
    );
    assert_eq!(me(&server, &[("cookie", value)]).await.status, 401);
}

#[tokio::test(start_paused = true)]
async fn a_login_is_refused() {
    let server = Server::new();
    let wrong = log_in(&server, "wrong").await;
    assert_eq!(
        (wrong.status, wrong.error().as_str()),
        (401, "invalid credentials")
    );
    for body in [
        json!({}),
        json!({ "username": "admin" }),
        json!({ "username": "admin", "password": 1 }),
    ] {
        let refused = call(&server, "POST", "/auth/login", &[], body).await;
        assert_eq!(
            (refused.status, refused.error().as_str()),
            (400, "username and password are required")
        );
    }
    let body = json!({ "username": "root", "password": "liteboxd-admin" });
    assert_eq!(
        call(&server, "POST", "/auth/login", &[], body).await.status,
        401
    );
}

#[tokio::test(start_paused = true)]
async fn a_session_ends_after_a_day() {
    let server = Server::new();
    let cookie = session(&server).await;
    pass(86_399.0).await;
    assert_eq!(me(&server, &[("cookie", &cookie)]).await.status, 200);
    pass(2.0).await;
    let ended = me(&server, &[("cookie", &cookie)]).await;
    assert_eq!(
        (ended.status, ended.error().as_str()),
        (401, "authentication required")
    );
    let cookie = session(&server).await;
    server.0.world().accounts.expire_sessions();
    assert_eq!(me(&server, &[("cookie", &cookie)]).await.status, 401);
}

#[tokio::test(start_paused = true)]
async fn the_bearer_wins() {
    let server = Server::new();
    let cookie = session(&server).await;
    let cookie = cookie.as_str();
    let good = format!("Bearer {API_KEY}");
    let good = good.as_str();
    for (authorization, cookie, status, text) in [
        (good, cookie, 200, "api_key"),
        (good, "liteboxd_session=x", 200, "api_key"),
        ("Bearer x", cookie, 401, "invalid or expired API key"),
        ("Bearer ", cookie, 200, "session"),
        ("bearer quintet-sim", cookie, 200, "session"),
        ("bearer quintet-sim", "", 401, "authentication required"),
        ("", "liteboxd_session=x", 401, "authentication required"),
        ("Basic x", "", 401, "authentication required"),
    ] {
        let who = me(
            &server,
            &[("authorization", authorization), ("cookie", cookie)],
        )
        .await;
        assert_eq!(who.status, status, "{authorization}");
        assert!(who.text.contains(text), "{authorization}: {}", who.text);
    }
    let key = me(&server, &[("authorization", good)]).await;
    assert_eq!(key.fields(), ["auth_method"]);
}

#[tokio::test(start_paused = true)]
async fn keys_are_no_sessions() {
    let server = Server::new();
    for (method, path) in [
        ("POST", "/auth/logout"),
        ("POST", "/auth/change-password"),
        ("POST", "/auth/api-keys"),
        ("GET", "/auth/api-keys"),
        ("DELETE", "/auth/api-keys/x"),
    ] {
        let refused = server.call(method, path, "").await;
        assert_eq!(
            (refused.status, refused.error().as_str()),
            (403, FORBIDDEN),
            "{path}"
        );
        let unknown = call(&server, method, path, &[], Value::Null).await;
        assert_eq!(unknown.status, 401, "{path}");
    }
    assert_eq!(server.get("/auth/login").await.text, "404 page not found");
}

#[tokio::test(start_paused = true)]
async fn a_new_key_works_at_once() {
    let server = Server::new();
    let cookie = session(&server).await;
    let with = [("cookie", cookie.as_str())];
    let empty = call(&server, "GET", "/auth/api-keys", &with, Value::Null).await;
    assert_eq!(empty.json(), json!([]));

    let made = call(
        &server,
        "POST",
        "/auth/api-keys",
        &with,
        json!({ "name": "ci" }),
    )
    .await;
    assert_eq!(made.status, 201);
    assert_eq!(
        made.fields(),
        ["created_at", "expires_at", "id", "key", "name", "prefix"]
    );
    let made = made.json();
    let key = made["key"].as_str().unwrap_or_default();
    assert_eq!((key.len(), &made["expires_at"]), (69, &Value::Null));
    assert_eq!(key.get(5..13), made["prefix"].as_str());
    let list = || call(&server, "GET", "/auth/api-keys", &with, Value::Null);
    assert_eq!(list().await.json()[0]["last_used_at"], Value::Null);
    let bearer = format!("Bearer {key}");
    assert_eq!(me(&server, &[("authorization", &bearer)]).await.status, 200);
    let listed = list().await.json();
    assert_eq!(
        fields(&listed[0]),
        [
            "created_at",
            "expires_at",
            "id",
            "last_used_at",
            "name",
            "prefix"
        ]
    );
    assert!(listed[0]["last_used_at"].is_string());

    let path = format!("/auth/api-keys/{}", made["id"].as_str().unwrap_or_default());
    let gone = call(&server, "DELETE", &path, &with, Value::Null).await;
    assert_eq!(
        (gone.status, gone.json()),
        (200, json!({ "message": "API key deleted" }))
    );
    let again = call(&server, "DELETE", &path, &with, Value::Null).await;
    assert_eq!(
        (again.status, again.error().as_str()),
        (404, "API key not found")
    );
    let refused = me(&server, &[("authorization", &bearer)]).await;
    assert_eq!(
        (refused.status, refused.error().as_str()),
        (401, "invalid or expired API key")
    );
}

#[tokio::test(start_paused = true)]
async fn a_key_expires() {
    let server = Server::new();
    let cookie = session(&server).await;
    let with = [("cookie", cookie.as_str())];
    let make = |days: i64| {
        let body = json!({ "name": "ci", "expires_in_days": days });
        call(&server, "POST", "/auth/api-keys", &with, body)
    };
    assert_eq!(make(-1).await.json()["expires_at"], Value::Null);
    assert_eq!(make(i64::MAX).await.status, 201);
    let works = |made: Value| {
        let bearer = format!("Bearer {}", made["key"].as_str().unwrap_or_default());
        let server = &server;
        async move { me(server, &[("authorization", &bearer)]).await.status == 200 }
    };
    let (short, long) = (make(1).await.json(), make(2).await.json());
    let expired = make(9).await.json();
    let id = expired["id"].as_str().unwrap_or_default();
    let now = server.0.world().advance();
    server.0.world().accounts.expire_key(now, id);
    assert!(!works(expired.clone()).await);
    assert!(works(short.clone()).await);
    pass(86_401.0).await;
    assert!(!works(short).await);
    assert!(works(long).await);
}

#[tokio::test(start_paused = true)]
async fn a_key_needs_a_name() {
    let server = Server::new();
    let cookie = session(&server).await;
    for (name, status) in [
        (json!(""), 400),
        (json!(1), 400),
        (json!("é".repeat(129)), 400),
        (json!("é".repeat(128)), 201),
    ] {
        let body = json!({ "name": name });
        let answer = call(
            &server,
            "POST",
            "/auth/api-keys",
            &[("cookie", &cookie)],
            body,
        )
        .await;
        assert_eq!(answer.status, status, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_password_is_changed() {
    let server = Server::new();
    let cookie = session(&server).await;
    let change = |old: &str, new: &str| {
        let body = json!({ "old_password": old, "new_password": new });
        let (server, cookie) = (&server, cookie.as_str());
        async move {
            call(
                server,
                "POST",
                "/auth/change-password",
                &[("cookie", cookie)],
                body,
            )
            .await
        }
    };
    let long = "x".repeat(73);
    for (old, new, status) in [
        ("", "new-password", 400),
        ("liteboxd-admin", "short", 400),
        ("wrong", "new-password", 401),
        ("wrong", &long, 401),
        ("liteboxd-admin", &long, 500),
    ] {
        assert_eq!(change(old, new).await.status, status, "{old} {new}");
    }
    assert_eq!(
        change("wrong", "new-password").await.error(),
        "invalid old password"
    );
    let changed = change("liteboxd-admin", "new-password").await;
    assert_eq!(
        changed.json(),
        json!({ "message": "password changed successfully" })
    );
    assert_eq!(log_in(&server, "liteboxd-admin").await.status, 401);
    assert_eq!(log_in(&server, "new-password").await.status, 200);
    assert_eq!(me(&server, &[("cookie", &cookie)]).await.status, 200);
}
