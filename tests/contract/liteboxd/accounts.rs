//! Sessions, the password and API keys: every documented success.

use quintet::Call;
use quintet::liteboxd::{
    Accounts, AuthMethod, Client, CreateKey, CreateKeyByLogin, CreatedApiKey, Session,
};
use serde_json::json;

use super::stage::{Stage, drive};
use super::values::wire;

const PASSWORD: &str = "liteboxd-admin";

/// Makes every call with success.
pub(super) async fn drive_all(stage: &Stage) {
    let session = log_in(stage).await;
    let all = drive!(stage, Session, accounts, &session);
    keys(stage, &all).await;
    by_login(stage, &all).await;
    password(stage, &all).await;
    log_out(stage, &all).await;
}

/// Whom the server takes a client for.
async fn identity(stage: &Stage, client: &Client) -> (AuthMethod, Option<String>) {
    let all = drive!(stage, Client, accounts, client);
    let reply = stage.settle(drive!(stage, Accounts, me, &all)).await;
    let reply = reply.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    let identity = reply.into_value();
    (identity.auth_method, identity.username)
}

async fn log_in(stage: &Stage) -> Session {
    let all = drive!(stage, Client, accounts, &stage.client);
    let call = drive!(stage, Accounts, login, &all, "admin", PASSWORD);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    let asked = json!({ "username": "admin", "password": PASSWORD });
    assert_eq!(stage.last_body(), asked);
    let session = reply.into_value();
    assert_eq!(drive!(stage, Session, username, &session), "admin");

    let key = identity(stage, &stage.client).await;
    assert_eq!(key, (AuthMethod::ApiKey, None));
    let client = drive!(stage, Session, client, &session);
    let person = identity(stage, client).await;
    assert_eq!(person, (AuthMethod::Session, Some("admin".to_owned())));
    // What an API key may do, a session may do too.
    client.sandboxes().list().await.unwrap();
    session
}

async fn keys(stage: &Stage, all: &Accounts) {
    let call = drive!(stage, Accounts, create_key, all, "ci");
    let call = drive!(stage, Call<CreateKey>, expires_in_days, call, 30);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (201, 1));
    let asked = json!({ "name": "ci", "expires_in_days": 30 });
    assert_eq!(stage.last_body(), asked);
    let created = reply.into_value();
    let lifetime = created.expires_at.unwrap() - created.created_at;
    assert_eq!(lifetime.num_days(), 30);
    assert!(works(stage, &created).await);

    let listed = stage.settle(drive!(stage, Accounts, list_keys, all)).await;
    let listed = listed.unwrap().into_value();
    assert_eq!((listed.len(), &listed[0].id), (1, &created.id));
    assert_eq!(wire(&listed[0].expires_at), wire(&created.expires_at));
    assert!(listed[0].last_used_at.is_some(), "the key was tried");

    let call = drive!(stage, Accounts, delete_key, all, &created.id);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    assert!(!works(stage, &created).await);
}

/// Whether the server takes the key.
async fn works(stage: &Stage, created: &CreatedApiKey) -> bool {
    let client = stage.client(Some(created.key.expose()), 1);
    client.accounts().me().await.is_ok()
}

async fn by_login(stage: &Stage, all: &Accounts) {
    let helper = stage.client(None, 2).accounts();
    let before = stage.sent();
    let call = drive!(
        stage,
        Accounts,
        create_key_by_login,
        &helper,
        "admin",
        PASSWORD,
        "cli"
    );
    let call = drive!(stage, Call<CreateKeyByLogin>, expires_in_days, call, 1);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (201, 2));
    assert_eq!(stage.sent() - before, 3, "login, key, logout");
    let created = reply.into_value();
    assert!(created.expires_at.is_some() && works(stage, &created).await);
    let listed = all.list_keys().await.unwrap();
    assert_eq!(listed[0].name, "cli");
}

async fn password(stage: &Stage, all: &Accounts) {
    let other = "p\u{e4}sswords";
    for (old, new) in [(PASSWORD, other), (other, PASSWORD)] {
        let call = drive!(stage, Accounts, change_password, all, old, new);
        let reply = stage.settle(call).await.unwrap();
        assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
        let asked = json!({ "old_password": old, "new_password": new });
        assert_eq!(stage.last_body(), asked);
    }
}

async fn log_out(stage: &Stage, all: &Accounts) {
    let reply = stage.settle(drive!(stage, Accounts, logout, all)).await;
    let reply = reply.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    let error = all.me().await.unwrap_err();
    assert_eq!(error.message(), "authentication required");
}
