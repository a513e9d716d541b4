//! Bodies of type `multipart/form-data`.

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart};
use bytes::Bytes;

use crate::sim::exchange::Request;

/// The parts of a form in their order: those with a file name are files.
#[derive(Debug, Default)]
pub(super) struct Form {
    texts: Vec<(String, String)>,
    files: Vec<(String, Bytes)>,
}

impl Form {
    /// Reads the parts. A body that breaks off, or is no such form, has none.
    pub(super) async fn read(request: &Request) -> Self {
        if !request.complete {
            return Self::default();
        }
        Self::parse(request).await.unwrap_or_default()
    }

    async fn parse(request: &Request) -> Option<Self> {
        let mut whole = http::Request::new(Body::from(request.body.clone()));
        *whole.headers_mut() = request.headers.clone();
        DefaultBodyLimit::disable().apply(&mut whole);
        let mut parts = Multipart::from_request(whole, &()).await.ok()?;
        let mut form = Self::default();
        while let Some(part) = parts.next_field().await.ok()? {
            let name = part.name().unwrap_or_default().to_owned();
            if part.file_name().is_some() {
                form.files.push((name, part.bytes().await.ok()?));
            } else {
                form.texts.push((name, part.text().await.ok()?));
            }
        }
        Some(form)
    }

    /// The first text of that name; empty when there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        let found = self.texts.iter().find(|(other, _)| other == name);
        found.map_or("", |(_, text)| text)
    }

    /// The first file of that name.
    pub(super) fn file(&self, name: &str) -> Option<&Bytes> {
        let found = self.files.iter().find(|(other, _)| other == name);
        found.map(|(_, content)| content)
    }
}
