//! Reading files over links that the server signs.

use std::path::PathBuf;
use std::time::Duration;

use http::{Method, StatusCode};
use reqwest::Request;

use super::whole_seconds;
use crate::Secret;
use crate::error::{Error, Result};
use crate::gateway::check;
use crate::generated::gateway::types::DownloadMode;
use crate::generated::gateway::{Client as Raw, OPERATIONS};
use crate::runtime::{Body, Call, Download, Exchange, Invoke, Rest, find};

/// How long a link works unless told otherwise.
const LIFE: Duration = Duration::from_secs(3600);

/// The operation that reads from the object store.
const READING: &str = "get_object";

/// Gets a link; made by [`Files::presigned_url`](super::Files::presigned_url).
#[derive(Debug, Clone)]
pub struct PresignUrl {
    s3_url: String,
    expires_in: Duration,
}

impl PresignUrl {
    pub(super) fn new(s3_url: String) -> Self {
        Self {
            s3_url,
            expires_in: LIFE,
        }
    }
}

impl Call<PresignUrl> {
    /// How long the link works, in whole seconds. Default: an hour.
    pub fn expires_in(mut self, time: Duration) -> Self {
        self.parameters.expires_in = time;
        self
    }
}

impl Invoke for PresignUrl {
    type Output = Secret;
    const OPERATION: &'static str = "get_presigned_url";

    async fn invoke(self, exchange: Exchange) -> Result<Secret> {
        let s3_url = check::s3_url(&self.s3_url)?;
        let seconds = whole_seconds("a link", self.expires_in)?;
        let raw = Raw::of(&exchange);
        let signed = raw.get_presigned_url(Some(seconds), DownloadMode::Presigned, s3_url);
        Ok(signed.await?.presigned_url)
    }
}

/// Reads a file; made by [`Files::download`](super::Files::download).
#[derive(Debug, Clone)]
pub struct DownloadFile {
    pub(super) s3_url: String,
}

impl Invoke for DownloadFile {
    type Output = Download;
    const OPERATION: &'static str = PresignUrl::OPERATION;

    async fn invoke(self, exchange: Exchange) -> Result<Download> {
        let download = open(&exchange, self.s3_url.clone(), None).await?;
        Ok(download.resuming(move |rest| {
            let (exchange, s3_url) = (exchange.afresh(), self.s3_url.clone());
            async move { open(&exchange, s3_url, Some(rest)).await }
        }))
    }
}

/// Opens a file, or the rest of one, over a new link.
async fn open(exchange: &Exchange, s3_url: String, rest: Option<Rest>) -> Result<Download> {
    let part = exchange.part()?;
    let link = PresignUrl::new(s3_url).invoke(part.clone()).await?;
    exchange.join(&part);
    let (store, url) = exchange.presigned(&link)?;
    let mut request = Request::new(Method::GET, url);
    if let Some(rest) = &rest {
        rest.ask(request.headers_mut());
    }
    let is_whole = rest.is_none();
    let received = store.send(request, find(OPERATIONS, READING)?).await?;
    if is_whole && received.status != StatusCode::OK {
        let status = received.status.as_u16();
        return Err(store.broken_promise(format!(
            "asked for the whole file, the object store answers with status {status}"
        )));
    }
    let response = match received.body {
        Body::Whole(bytes) => http::Response::new(bytes).into(),
        Body::Arriving(response) => *response,
    };
    let download = store.downloading(response);
    exchange.join(&store);
    Ok(download)
}

/// Reads a file into a local one; made by [`Files::download_file`](super::Files::download_file).
#[derive(Debug, Clone)]
pub struct SaveFile {
    file: DownloadFile,
    path: PathBuf,
}

impl SaveFile {
    pub(super) fn new(s3_url: String, path: PathBuf) -> Self {
        let file = DownloadFile { s3_url };
        Self { file, path }
    }
}

impl Invoke for SaveFile {
    type Output = u64;
    const OPERATION: &'static str = DownloadFile::OPERATION;

    async fn invoke(self, exchange: Exchange) -> Result<u64> {
        if self.path.file_name().is_none() {
            let path = self.path.display();
            return Err(Error::invalid(format!(
                "{path} names no file; give the path of the file to write, with its name"
            )));
        }
        let download = self.file.invoke(exchange.clone()).await?;
        let saved = exchange.within(download.save_to(self.path)).await;
        saved.map_err(|error| error.with_operation(READING))
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use tokio::time::advance;

    use super::*;
    use crate::gateway::Client;
    use crate::runtime::CallOptions;

    fn exchange(limit: Option<Duration>) -> Exchange {
        let client = Client::builder().token("t").build().unwrap();
        let options = CallOptions {
            timeout: limit,
            ..CallOptions::default()
        };
        Exchange::new(client.transport, options)
    }

    #[tokio::test(start_paused = true)]
    async fn what_breaks_off_late_is_taken_up_all_the_same() {
        let limit = Duration::from_secs(1);
        for (limit, passed) in [(Some(limit), 2 * limit), (None, Duration::from_secs(3600))] {
            let exchange = exchange(limit);
            advance(passed).await;
            assert!(exchange.part().unwrap_err().is_timeout());
            assert!(exchange.afresh().part().is_ok());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn saving_has_the_time_that_the_call_was_given() {
        let limit = Duration::from_secs(1);
        let outcome = exchange(Some(limit)).within(pending::<Result<()>>()).await;
        assert!(outcome.unwrap_err().is_timeout());
        let slow = async {
            tokio::time::sleep(Duration::from_secs(3600)).await;
            Ok(7)
        };
        assert_eq!(exchange(None).within(slow).await.unwrap(), 7);
    }
}
