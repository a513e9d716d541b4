//! The two ways to move the same file.

use std::path::{Path, PathBuf};

use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, stream};
use quintet::Upload;
use reqwest::multipart::{Form, Part};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const ID: &str = "a1b2c3d4";
const PATH: &str = "/workspace/data.bin";

/// As much of a file as the facade reads at once: a smaller piece would only be slower.
const CHUNK: usize = 64 * 1024;

/// Which way the file goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// From a file on disk.
    Upload,
    /// Into a file on disk.
    Save,
    /// Read and dropped: without the disk, which hides much.
    Read,
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::Upload, Self::Save, Self::Read];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Upload => "upload from a file",
            Self::Save => "download to a file",
            Self::Read => "download, dropped",
        }
    }
}

/// The files on disk.
pub(crate) struct Files {
    pub(crate) source: PathBuf,
    pub(crate) target: PathBuf,
}

/// Moves a file; gives how many bytes of it came, 0 for an upload.
pub(crate) trait Subject {
    async fn transfer(&self, kind: Kind, files: &Files) -> u64;
}

/// Through quintet, as a user writes it.
pub(crate) struct Facade(quintet::liteboxd::Client);

impl Facade {
    pub(crate) fn new(base: &str) -> Self {
        let client = quintet::liteboxd::Client::builder().base_url(base).build();
        Self(client.expect("a client"))
    }
}

impl Subject for Facade {
    async fn transfer(&self, kind: Kind, files: &Files) -> u64 {
        let sandboxes = self.0.sandboxes();
        if kind == Kind::Upload {
            let content = Upload::file(&files.source).await.expect("a file");
            let sent = sandboxes.upload(ID, PATH, content).await;
            sent.expect("an upload");
            return 0;
        }
        let mut download = sandboxes.download(ID, PATH).await.expect("a reply");
        if kind == Kind::Save {
            return download.save_to(&files.target).await.expect("a file");
        }
        let mut size = 0;
        while let Some(chunk) = download.next().await {
            size += chunk.expect("a chunk").len() as u64;
        }
        size
    }
}

/// By hand on reqwest, without the facade's guarantees: no limit on standing still, no file that is there whole or not at
/// all, no check of anything. What reaches the disk is as safe there.
pub(crate) struct Bare {
    url: String,
    http: reqwest::Client,
}

impl Bare {
    pub(crate) fn new(base: &str) -> Self {
        let http = reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("an HTTP client");
        Self {
            url: format!("{base}/api/v1/sandboxes/{ID}/files"),
            http,
        }
    }

    async fn upload(&self, source: &Path) {
        let file = File::open(source).await.expect("a file");
        let chunks = stream::unfold(file, async |mut file| {
            let mut chunk = BytesMut::with_capacity(CHUNK);
            let read = file.read_buf(&mut chunk).await;
            let more = read.as_ref().map_or(true, |read| *read > 0);
            more.then(|| (read.map(|_| chunk.freeze()), file))
        });
        let part = Part::stream(reqwest::Body::wrap_stream(chunks)).file_name("file");
        let form = Form::new().text("path", PATH).part("file", part);
        let reply = self.http.post(&self.url).multipart(form).send().await;
        let reply = reply.and_then(reqwest::Response::error_for_status);
        let text: Bytes = reply.expect("a reply").bytes().await.expect("a body");
        assert!(!text.is_empty());
    }
}

impl Subject for Bare {
    async fn transfer(&self, kind: Kind, files: &Files) -> u64 {
        if kind == Kind::Upload {
            self.upload(&files.source).await;
            return 0;
        }
        let request = self.http.get(&self.url).query(&[("path", PATH)]);
        let reply = request.send().await;
        let reply = reply.and_then(reqwest::Response::error_for_status);
        let mut reply = reply.expect("a reply");
        let mut size = 0;
        if kind == Kind::Read {
            while let Some(chunk) = reply.chunk().await.expect("a chunk") {
                size += chunk.len() as u64;
            }
            return size;
        }
        let mut file = File::create(&files.target).await.expect("a file");
        while let Some(chunk) = reply.chunk().await.expect("a chunk") {
            file.write_all(&chunk).await.expect("a disk with room");
            size += chunk.len() as u64;
        }
        file.flush().await.expect("a file");
        file.sync_all().await.expect("a file");
        size
    }
}
