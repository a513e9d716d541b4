//! `/auth`

use http::header::{HeaderValue, SET_COOKIE};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::super::json::body;
use super::super::reply;
use super::super::world::World;
use super::accounts::{ADMIN, ApiKey, SESSION};
use super::{COOKIE_NAME, Caller};
use crate::sim::exchange::{Reply, Request};

/// The most bytes of a password.
const PASSWORD_BYTES: usize = 72;
const PASSWORD_CHARS: usize = 8;
const NAME_CHARS: usize = 128;

/// `POST /auth/login`, for anyone.
pub(in super::super) fn login(world: &mut World, request: &Request) -> Reply {
    let now = world.advance();
    let read = body(request, "loginRequest")
        .and_then(|body| Ok((body.text("username")?, body.text("password")?)))
        .ok()
        .filter(|(name, password)| !name.is_empty() && !password.is_empty());
    let Some((name, password)) = read else {
        return bad_request("username and password are required");
    };
    let Some(session) = world.accounts.log_in(now, &name, &password) else {
        return reply::error(StatusCode::UNAUTHORIZED, "invalid credentials");
    };
    let done = json!({ "message": "login successful", "username": name });
    let cookie = set_cookie(&session, SESSION.as_secs(), &request.headers);
    with_cookie(reply::json(StatusCode::OK, &done), &cookie)
}

/// `GET /auth/me`
pub(super) fn me(caller: &Caller) -> Reply {
    let body = match caller {
        Caller::ApiKey => json!({ "auth_method": "api_key" }),
        Caller::Session(_) => json!({ "auth_method": "session", "username": ADMIN }),
    };
    reply::json(StatusCode::OK, &body)
}

/// `POST /auth/logout`
pub(super) fn logout(world: &mut World, session: &str, request: &Request) -> Reply {
    world.accounts.log_out(session);
    let cookie = set_cookie("", 0, &request.headers);
    with_cookie(message("logout successful"), &cookie)
}

/// `POST /auth/change-password`
pub(super) fn change_password(world: &mut World, request: &Request) -> Reply {
    let read = body(request, "changePasswordRequest")
        .and_then(|body| Ok((body.text("old_password")?, body.text("new_password")?)))
        .ok()
        .filter(|(old, new)| !old.is_empty() && new.chars().count() >= PASSWORD_CHARS);
    let Some((old, new)) = read else {
        return bad_request(
            "old_password and new_password are required, new_password must be at least 8 characters",
        );
    };
    if !world.accounts.knows(&old) {
        return reply::error(StatusCode::UNAUTHORIZED, "invalid old password");
    }
    if new.len() > PASSWORD_BYTES {
        return reply::error(StatusCode::INTERNAL_SERVER_ERROR, "failed to hash password");
    }
    world.accounts.set_password(new);
    message("password changed successfully")
}

/// `POST /auth/api-keys`
pub(super) fn create_key(world: &mut World, request: &Request) -> Reply {
    let now = world.advance();
    let read = body(request, "createAPIKeyRequest")
        .and_then(|body| {
            Ok((
                body.text("name")?,
                body.int("expires_in_days")?.unwrap_or(0),
            ))
        })
        .ok()
        .filter(|(name, _)| (1..=NAME_CHARS).contains(&name.chars().count()));
    let Some((name, days)) = read else {
        return bad_request("name is required and must be at most 128 characters");
    };
    let key = world.accounts.create_key(now, name, days);
    let mut view = view(world, &key);
    view["key"] = json!(key.key);
    if let Some(fields) = view.as_object_mut() {
        fields.remove("last_used_at");
    }
    reply::json(StatusCode::CREATED, &view)
}

/// `GET /auth/api-keys`
pub(super) fn list_keys(world: &mut World) -> Reply {
    let keys = world.accounts.keys_newest_first();
    let items: Value = keys.map(|key| view(world, key)).collect();
    reply::json(StatusCode::OK, &items)
}

/// `DELETE /auth/api-keys/{id}`
pub(super) fn delete_key(world: &mut World, id: &str) -> Reply {
    match world.accounts.delete_key(id) {
        true => message("API key deleted"),
        false => reply::error(StatusCode::NOT_FOUND, "API key not found"),
    }
}

fn view(world: &World, key: &ApiKey) -> Value {
    let time = |at: Option<_>| at.map(|at| world.local_timestamp(at));
    json!({
        "id": key.id,
        "name": key.name,
        "prefix": key.prefix(),
        "expires_at": time(key.expires),
        "last_used_at": time(key.last_used),
        "created_at": world.local_timestamp(key.created),
    })
}

fn message(text: &str) -> Reply {
    reply::json(StatusCode::OK, &json!({ "message": text }))
}

fn bad_request(text: &str) -> Reply {
    reply::error(StatusCode::BAD_REQUEST, text)
}

/// The cookie, only for TLS where a proxy in front says that it speaks that.
fn set_cookie(session: &str, max_age: u64, headers: &HeaderMap) -> String {
    let is_secure = headers
        .get("x-forwarded-proto")
        .is_some_and(|scheme| scheme == "https");
    let secure = if is_secure { "; Secure" } else { "" };
    format!("{COOKIE_NAME}={session}; Path=/; Max-Age={max_age}; HttpOnly{secure}; SameSite=Lax")
}

fn with_cookie(mut reply: Reply, cookie: &str) -> Reply {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        reply.headers_mut().insert(SET_COOKIE, cookie);
    }
    reply
}
