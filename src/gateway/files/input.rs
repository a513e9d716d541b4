//! Files that runs work on, which go to the object store over a link.

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method};
use reqwest::Request;

use super::upload::file_name;
use crate::error::{Error, Result};
use crate::generated::gateway::types::GenerateUploadUrlRequest;
use crate::generated::gateway::{Client as Raw, OPERATIONS};
use crate::runtime::{Exchange, Invoke, Upload, find};

/// Uploads an input file; made by [`Files::upload_input_file`](super::Files::upload_input_file).
#[derive(Debug)]
pub struct UploadInputFile {
    pub(super) file: Upload,
}

impl Invoke for UploadInputFile {
    type Output = String;
    const OPERATION: &'static str = "generate_upload_url";

    async fn invoke(self, exchange: Exchange) -> Result<String> {
        let announced = announce(&self.file)?;
        let part = exchange.part()?;
        let target = Raw::of(&part).generate_upload_url(&announced).await?;
        exchange.join(&part);
        let (store, url) = exchange.presigned(&target.upload_url)?;
        let mut request = Request::new(Method::PUT, url);
        // Its length is known, so no store gets chunks.
        let (_, body) = self.file.into_body(store.progress())?;
        // The signature covers the type: it is the same in both requests, or in neither.
        if let Some(media) = &announced.content_type {
            let media = HeaderValue::try_from(media);
            let media = media.map_err(|_| Error::invalid("the media type is no header value"))?;
            request.headers_mut().insert(CONTENT_TYPE, media);
        }
        *request.body_mut() = Some(body);
        store.send(request, find(OPERATIONS, "put_object")?).await?;
        exchange.join(&store);
        Ok(target.s3_url)
    }
}

/// What the server is told of the file, if all is known that it and the object store require.
fn announce(file: &Upload) -> Result<GenerateUploadUrlRequest> {
    file.check()?;
    if file.content_length().is_none() {
        return Err(Error::invalid(
            "the length of the upload is not known, which the object store requires; say it `with_length`, give bytes, or \
             give a file of this machine as `Upload::file`",
        ));
    }
    Ok(GenerateUploadUrlRequest {
        filename: file_name(file)?.to_owned(),
        content_type: file.content_type().map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_must_be_known() {
        let stream = || Upload::reader(&b"hello"[..]).named("hello.txt");
        let error = announce(&stream()).unwrap_err();
        assert!(error.is_invalid_input() && error.message().contains("`with_length`"));
        assert!(announce(&stream().with_length(5)).is_ok());
    }

    #[test]
    fn an_unknown_type_is_announced_as_such() {
        let file = Upload::from("hello").named("a b.txt");
        let told = serde_json::to_value(announce(&file).unwrap()).unwrap();
        let expected = serde_json::json!({ "filename": "a b.txt", "content_type": null });
        assert_eq!(told, expected);
        let told = announce(&file.media_type("text/plain")).unwrap();
        assert_eq!(told.content_type.as_deref(), Some("text/plain"));
    }

    #[test]
    fn what_is_no_media_type_is_refused() {
        let file = Upload::from("hello").named("hello.txt");
        let error = announce(&file.media_type("text/plain\r\nx: y")).unwrap_err();
        assert!(error.is_invalid_input(), "{error}");
    }
}
