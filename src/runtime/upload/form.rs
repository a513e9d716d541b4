//! The multipart form that carries an upload.

use reqwest::Body;

use super::Upload;
use crate::error::{Error, Result};
use crate::runtime::idle::Progress;

/// The type of bytes of which nothing is known.
const BYTES: &str = "application/octet-stream";

/// What a form says about its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    /// Only that it is one: the field's name stands for its own, and it has no media type.
    Bare,
    /// Its own name, if it has one, and no media type.
    Named,
    /// Its own name, if it has one, and its media type.
    Full,
}

/// The media type with its boundary, and the body, of a form of text fields and one file.
///
/// If the upload's length is known, so is the form's. In memory it is one body that can be sent again; else `progress`
/// sees every piece.
///
/// # Errors
/// [`InvalidInput`](crate::ErrorKind::InvalidInput) when the upload's name, media type or length is none.
pub(crate) fn form(
    fields: &[(&'static str, String)],
    file: &'static str,
    label: Label,
    upload: Upload,
    progress: Progress,
) -> Result<(String, Body)> {
    upload.check()?;
    let boundary = format!("{:032x}", fastrand::u128(..));
    let mut before = String::new();
    for (name, value) in fields {
        let part = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"");
        before += &format!("{part}\r\n\r\n{value}\r\n");
    }
    let name = match label {
        Label::Bare => file,
        Label::Named | Label::Full => upload.file_name().unwrap_or(file),
    };
    let name = quotable(name);
    before += &format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{file}\"; filename=\"{name}\"\r\n"
    );
    if label == Label::Full {
        before += &format!("Content-Type: {}\r\n", media_type(&upload));
    }
    before += "\r\n";
    let after = format!("\r\n--{boundary}--\r\n");
    let form = upload.content.between(before.into(), after.into());
    let (_, body) = Upload::new(form).into_body(progress)?;
    Ok((format!("multipart/form-data; boundary={boundary}"), body))
}

/// A file name as it may stand between quotes: the way of browsers, which servers undo.
fn quotable(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// What was given, or what the ending of the name stands for.
fn media_type(upload: &Upload) -> &str {
    let guess = || mime_guess::from_path(upload.file_name()?).first_raw();
    upload.content_type().or_else(guess).unwrap_or(BYTES)
}

/// Refuses a file name that nobody can mean.
///
/// Line breaks are escaped, and a file's own name may have them; no server expects other control characters.
pub(super) fn check_name(name: &str) -> Result<()> {
    let odd = |c: char| c.is_control() && !matches!(c, '\r' | '\n');
    if name.is_empty() {
        return Err(Error::invalid(
            "the file name of the upload is empty; give one, such as `report.csv`",
        ));
    }
    if name.contains(odd) {
        return Err(Error::invalid(format!(
            "the file name {name:?} of the upload has control characters; give one without"
        )));
    }
    Ok(())
}

/// Refuses what is no media type, and so everything that would be another header.
pub(super) fn check_media_type(text: &str) -> Result<()> {
    let token = |part: &str| {
        let legal = |c: char| c.is_ascii_alphanumeric() || "!#$&^_.+-".contains(c);
        !part.is_empty() && part.chars().all(legal)
    };
    let (essence, parameters) = text.split_once(';').unwrap_or((text, ""));
    let named = essence
        .trim_end_matches(' ')
        .split_once('/')
        .is_some_and(|(kind, subtype)| token(kind) && token(subtype));
    let plain = |c: char| c == ' ' || c.is_ascii_graphic();
    if named && parameters.chars().all(plain) {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "{text:?} is no media type; give one such as `text/plain` or `text/csv; charset=utf-8`"
    )))
}
