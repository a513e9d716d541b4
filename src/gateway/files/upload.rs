//! Files that go through the server.

use crate::error::{Error, Result};
use crate::gateway::UploadedFile;
use crate::generated::gateway::Client as Raw;
use crate::runtime::{Exchange, Invoke, Label, Upload, form};

/// Stores a file for good; made by [`Files::upload_file`](super::Files::upload_file).
#[derive(Debug)]
pub struct UploadFile {
    pub(super) file: Upload,
}

impl Invoke for UploadFile {
    type Output = UploadedFile;
    const OPERATION: &'static str = "upload_file";

    async fn invoke(self, exchange: Exchange) -> Result<UploadedFile> {
        file_name(&self.file)?;
        let (media, body) = form(&[], "file", Label::Full, self.file, exchange.progress())?;
        exchange.keep_reply();
        stored(
            &exchange,
            Raw::of(&exchange).upload_file(&media, body).await?,
        )
    }
}

/// A reply may say that nothing was stored.
pub(super) fn stored(exchange: &Exchange, uploaded: UploadedFile) -> Result<UploadedFile> {
    if uploaded.success == Some(false) {
        return Err(exchange.broken_promise("the server says that it did not store the file"));
    }
    Ok(uploaded)
}

/// The name under which the server stores an upload.
pub(super) fn file_name(file: &Upload) -> Result<&str> {
    let Some(name) = file.file_name() else {
        return Err(Error::invalid(
            "the upload has no name, which the server requires; name it with `named`, or give a file of this machine as \
             `Upload::file`",
        ));
    };
    let fault = if name.is_empty() {
        "is empty"
    } else if name.contains('/') {
        "contains `/`"
    } else if matches!(name, "." | "..") {
        "is a relative path"
    } else if name.chars().any(char::is_control) {
        "contains a control character"
    } else {
        return Ok(name);
    };
    Err(Error::invalid(format!(
        "file name {name:?} {fault}; give the name alone, without folders"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_name() {
        for good in ["a.txt", "a b.txt", "é", "\"", "...", "a\\b"] {
            let upload = Upload::from("x").named(good);
            assert_eq!(file_name(&upload).unwrap(), good);
        }
        for bad in ["", "a/b", "/", ".", "..", "a\nb", "\0"] {
            let error = file_name(&Upload::from("x").named(bad)).unwrap_err();
            assert!(error.is_invalid_input(), "{bad:?}");
            assert!(error.message().contains("without folders"), "{error}");
        }
        let error = file_name(&Upload::from("report.pdf")).unwrap_err();
        assert!(error.message().contains("`Upload::file`"), "{error}");
    }
}
