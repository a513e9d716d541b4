//! Rules of the server that are checked before anything is sent. Contract: §1.2, §1.5, §4.

use crate::error::{Error, Result};
use crate::runtime::path;

/// How much of a refused text an error shows, in characters.
const SHOWN: usize = 80;

/// An id, a version or a name, which the server looks up as it is.
pub(super) fn name<'a>(what: &str, name: &'a str) -> Result<&'a str> {
    let fault = if name.is_empty() {
        "is empty"
    } else if name.chars().any(char::is_control) {
        "contains a control character"
    } else if name.trim() != name {
        "begins or ends with a blank"
    } else {
        return Ok(name);
    };
    Err(Error::invalid(format!(
        "{what} {:?} {fault}; the server takes it as it is and looks for exactly that, so give the very name that the \
         catalogue shows",
        shown(name)
    )))
}

/// A file that is stored: the server takes no local paths and no links.
pub(super) fn s3_url(url: &str) -> Result<&str> {
    let object = url
        .strip_prefix("s3://")
        .and_then(|rest| rest.split_once('/'));
    let fault = match object {
        Some((bucket, key)) if !bucket.is_empty() && !key.is_empty() => {
            if !url.chars().any(char::is_control) {
                return Ok(url);
            }
            format!("{:?} contains a control character", shown(url))
        }
        // A link may be signed, and then it is a secret.
        None if is_link(url) => "a link is no stored file".to_owned(),
        _ => format!("{:?} is no stored file", shown(url)),
    };
    Err(Error::invalid(format!(
        "{fault}; the server takes `s3://bucket/key`, as `upload_input_file` gives it once it has uploaded a local file"
    )))
}

/// A session of temporary files, which is one folder in the store.
pub(super) fn session_id(id: &str) -> Result<&str> {
    path::segment("session id", id)
}

fn is_link(url: &str) -> bool {
    let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme);
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

/// The beginning of a text, without what may be a secret.
fn shown(text: &str) -> String {
    let text = text.split('?').next().unwrap_or_default();
    text.chars().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_as_they_are() {
        for good in ["weather", "1.2.0", "org/prefab", "a b", "é", "..", "v?"] {
            assert_eq!(name("prefab id", good).unwrap(), good);
        }
        for bad in ["", " ", "a ", "\ta", "a\nb", "a\0", "weather\n"] {
            let error = name("prefab id", bad).unwrap_err();
            assert!(
                error.is_invalid_input() && error.message().starts_with("prefab id \""),
                "{bad:?}: {error}"
            );
        }
    }

    #[test]
    fn files_are_urls_of_the_store() {
        for good in [
            "s3://b/k",
            "s3://b/a b/é.txt",
            "s3://b/folder/",
            "s3://b//",
            "s3://b/k?v=1",
        ] {
            assert_eq!(s3_url(good).unwrap(), good);
        }
        for bad in [
            "",
            "/tmp/a.txt",
            "a.txt",
            "folder\\a.txt",
            "file:///tmp/a",
            "s3://",
            "s3://b",
            "s3://b/",
            "s3:///k",
            "S3://b/k",
            " s3://b/k",
            "s3://b/k\n",
            "gs://b/k",
        ] {
            let error = s3_url(bad).unwrap_err();
            assert!(
                error.is_invalid_input()
                    && error.message().contains("`s3://bucket/key`")
                    && error.message().contains("upload_input_file"),
                "{bad:?}: {error}"
            );
        }
    }

    #[test]
    fn a_link_is_not_shown() {
        for link in [
            "https://user:hidden@store/b/k?X-Amz-Signature=hidden",
            "HTTP://store/hidden",
            "s4://b/k?signature=hidden",
        ] {
            let error = s3_url(link).unwrap_err();
            assert!(!error.message().contains("hidden"), "{error}");
        }
    }

    #[test]
    fn a_long_text_is_cut() {
        let error = s3_url(&"é".repeat(10_000)).unwrap_err();
        assert!(error.message().chars().count() < 300, "{error}");
    }

    #[test]
    fn a_session_is_one_folder() {
        assert_eq!(session_id("0b0e").unwrap(), "0b0e");
        for bad in ["", ".", "..", "a/b", "a\n"] {
            let error = session_id(bad).unwrap_err();
            assert!(
                error.message().starts_with("session id"),
                "{bad:?}: {error}"
            );
        }
    }
}
