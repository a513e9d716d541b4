//! Files that go through the gateway.

use std::time::Duration;

use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde_json::json;

use super::super::auth::Caller;
use super::super::body::Issue;
use super::super::reply::{self, Refusal};
use super::super::store::Stored;
use super::super::world::World;
use super::{OUTPUTS, WORKSPACE, keys};
use crate::sim::exchange::{Reply, Request};
use crate::sim::multipart::{File, Form};

/// How long a temporary file stays unless the request says otherwise, in seconds.
const TTL: i64 = 86_400;

/// The form in a request; an empty one when the body is none at all.
pub(in super::super) async fn read_form(request: &Request) -> Result<Form, Refusal> {
    let media = request.headers.get(CONTENT_TYPE);
    let media = media.and_then(|media| media.to_str().ok()).unwrap_or("");
    if !media
        .to_ascii_lowercase()
        .starts_with("multipart/form-data")
    {
        return Ok(Form::default());
    }
    Form::parse(request).await.ok_or_else(|| {
        reply::error(
            StatusCode::BAD_REQUEST,
            "There was an error parsing the body",
        )
        .into()
    })
}

/// `POST /internal/files/upload`
pub(in super::super) fn upload(world: &mut World, caller: &Caller, form: &Form) -> Reply {
    let agent = match caller.agent() {
        Ok(agent) => agent,
        Err(refusal) => return *refusal,
    };
    let mut issues = Vec::new();
    match file(form, &mut issues) {
        Some(file) => {
            let folder = keys::folder_of(OUTPUTS, caller, agent);
            store(world, &folder, file, None)
        }
        None => reply::invalid(issues),
    }
}

/// `POST /internal/files/upload_temp`
pub(in super::super) fn upload_temp(world: &mut World, caller: &Caller, form: &Form) -> Reply {
    let agent = match caller.agent() {
        Ok(agent) => agent,
        Err(refusal) => return *refusal,
    };
    let mut issues = Vec::new();
    let ttl = ttl(form.text("ttl"), &mut issues);
    let file = file(form, &mut issues);
    let (Some(ttl), Some(file)) = (ttl, file) else {
        return reply::invalid(issues);
    };
    let mut folder = keys::folder_of(WORKSPACE, caller, agent);
    if !form.text("session_id").is_empty() {
        folder.push_str(form.text("session_id"));
        folder.push('/');
    }
    let end = world.clock.now().saturating_add(ttl);
    store(world, &folder, file, Some(end))
}

fn file<'a>(form: &'a Form, issues: &mut Vec<Issue>) -> Option<&'a File> {
    let file = form.part("file");
    if file.is_none() {
        issues.push(Issue::missing(vec!["body".into(), "file".into()]));
    }
    file
}

/// A span that is over already is as good as none.
fn ttl(text: &str, issues: &mut Vec<Issue>) -> Option<Duration> {
    let seconds = match text {
        "" => Ok(TTL),
        text => text.trim().parse::<i64>(),
    };
    match seconds {
        Ok(seconds) => Some(Duration::from_secs(seconds.try_into().unwrap_or(0))),
        Err(_) => {
            let place = vec!["body".into(), "ttl".into()];
            let text = "Input should be a valid integer, unable to parse string as an integer";
            issues.push(Issue::new(place, text, "int_parsing"));
            None
        }
    }
}

fn store(world: &mut World, folder: &str, file: &File, end: Option<Duration>) -> Reply {
    let stamp = world.stamps.next(&world.clock);
    let name = format!("{folder}{}", stamp.file(&file.name));
    let mut stored = Stored::new(file.content.clone(), world.clock.now()).until(end);
    if let Some(content_type) = &file.content_type {
        stored = stored.of_type(content_type);
    }
    world.objects.put(name.clone(), stored);
    reply::ok(&json!({
        "success": true,
        "s3_url": keys::url(&name),
        "filename": file.name,
        "size": file.content.len(),
    }))
}
