//! Bodies of type `multipart/form-data`.

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart};
use bytes::Bytes;

use super::exchange::Request;

/// The parts of a form in their order: those with a file name are files.
#[derive(Debug, Default)]
pub(crate) struct Form {
    texts: Vec<(String, String)>,
    files: Vec<File>,
}

/// A part with a file name.
#[derive(Debug)]
pub(crate) struct File {
    part: String,
    pub(crate) name: String,
    pub(crate) content_type: Option<String>,
    pub(crate) content: Bytes,
}

impl Form {
    /// Reads the parts. A body that breaks off, or is no such form, has none.
    pub(crate) async fn read(request: &Request) -> Self {
        Self::parse(request).await.unwrap_or_default()
    }

    /// The parts, unless the body breaks off or is no such form.
    pub(crate) async fn parse(request: &Request) -> Option<Self> {
        if !request.complete {
            return None;
        }
        let mut whole = http::Request::new(Body::from(request.body.clone()));
        *whole.headers_mut() = request.headers.clone();
        DefaultBodyLimit::disable().apply(&mut whole);
        let mut parts = Multipart::from_request(whole, &()).await.ok()?;
        let mut form = Self::default();
        while let Some(part) = parts.next_field().await.ok()? {
            let name = part.name().unwrap_or_default().to_owned();
            if part.file_name().is_none() {
                form.texts.push((name, part.text().await.ok()?));
                continue;
            }
            form.files.push(File {
                part: name,
                name: part.file_name().unwrap_or_default().to_owned(),
                content_type: part.content_type().map(str::to_owned),
                content: part.bytes().await.ok()?,
            });
        }
        Some(form)
    }

    /// The first text of that name; empty when there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        let found = self.texts.iter().find(|(other, _)| other == name);
        found.map_or("", |(_, text)| text)
    }

    /// The texts with their names.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let texts = self.texts.iter();
        texts.map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The content of the first file of that name.
    pub(crate) fn file(&self, name: &str) -> Option<&Bytes> {
        self.part(name).map(|file| &file.content)
    }

    /// The first file of that name.
    pub(crate) fn part(&self, name: &str) -> Option<&File> {
        self.files.iter().find(|file| file.part == name)
    }
}
