//! Upload and download: what `tar` in the container makes of them.

use bytes::Bytes;
use http::StatusCode;
use serde_json::json;

use super::reply;
use super::sandbox::unresolved;
use super::tree::{TreeError, resolve};
use super::world::World;
use crate::sim::exchange::{Reply, Request};
use crate::sim::multipart::Form;

/// `POST /sandboxes/{id}/files`
pub(super) fn upload(world: &mut World, id: &str, form: &Form) -> Reply {
    world.advance();
    let path = form.text("path");
    if path.is_empty() {
        return reply::error(StatusCode::BAD_REQUEST, "path is required");
    }
    let Some(content) = form.file("file") else {
        return reply::error(StatusCode::BAD_REQUEST, "file is required");
    };
    match store(world, id, path, content.clone()) {
        Ok(()) => reply::json(
            StatusCode::OK,
            &json!({ "message": "file uploaded successfully" }),
        ),
        Err(text) => reply::error(
            StatusCode::INTERNAL_SERVER_ERROR,
            &format!("failed to upload file: {text}"),
        ),
    }
}

fn store(world: &mut World, id: &str, path: &str, content: Bytes) -> Result<(), String> {
    let sandbox = world.live(id).ok_or_else(|| unresolved(id))?;
    sandbox.reachable_pod()?;
    // Everything before the last slash is the directory, and a trailing slash does not hide the name before it.
    let (directory, _) = path.rsplit_once('/').unwrap_or(("", path));
    let name = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let directory = resolve("/", directory);
    if !sandbox.files.is_directory(&directory) {
        return Err(tar(&directory, "Cannot open", TreeError::NoSuchFile));
    }
    let target = resolve(&directory, name);
    sandbox
        .files
        .write(&target, content)
        .map_err(|error| tar(name, "Cannot open", error))
}

/// `GET /sandboxes/{id}/files`
pub(super) fn download(world: &mut World, id: &str, request: &Request) -> Reply {
    world.advance();
    let path = request.query("path").unwrap_or_default();
    if path.is_empty() {
        return reply::error(StatusCode::BAD_REQUEST, "path is required");
    }
    match load(world, id, &path) {
        Ok(content) => reply::bytes(content),
        Err(text) => reply::error(
            StatusCode::INTERNAL_SERVER_ERROR,
            &format!("failed to download file: {text}"),
        ),
    }
}

fn load(world: &mut World, id: &str, path: &str) -> Result<Bytes, String> {
    let sandbox = world.live(id).ok_or_else(|| unresolved(id))?;
    sandbox.reachable_pod()?;
    sandbox
        .files
        .read(&resolve("/", path))
        .map_err(|error| match error {
            TreeError::IsDirectory => "file not found in tar archive".to_owned(),
            other => tar(
                path.rsplit('/').next().unwrap_or(path),
                "Cannot stat",
                other,
            ),
        })
}

fn tar(name: &str, verb: &str, error: TreeError) -> String {
    format!("command terminated with exit code 2, stderr: tar: {name}: {verb}: {error}\n")
}
