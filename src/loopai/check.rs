//! Rules of the server that are checked before anything is sent. Contract: §1.1, §1.2, §1.3.

use std::time::Duration;

use http::Uri;

use crate::error::{Error, Result};

/// The longest name of a task, in characters.
const NAME: usize = 200;

/// The longest description of a task, in characters.
const DESCRIPTION: usize = 5000;

/// The longest time of an execution, in milliseconds.
const LONGEST: u128 = 60_000;

/// How much of a refused text an error shows, in characters.
const SHOWN: usize = 80;

/// An id, in the one form that the server reads: a GUID with hyphens. When ids of another form come, this is the place.
pub(super) fn id<'a>(what: &str, text: &'a str) -> Result<&'a str> {
    let groups = text.split('-').map(str::len);
    let is_hex = |c: char| c == '-' || c.is_ascii_hexdigit();
    if groups.eq([8, 4, 4, 4, 12]) && text.chars().all(is_hex) {
        return Ok(text);
    }
    Err(Error::invalid(format!(
        "{what} {:?} is not a GUID with hyphens; give it like `550e8400-e29b-41d4-a716-446655440000`",
        shown(text)
    )))
}

/// The id of a task that is to run: the server's rule is that it must not be empty, which all zeros are.
pub(super) fn runnable(text: &str) -> Result<&str> {
    id("task id", text)?;
    if text.chars().all(|c| matches!(c, '0' | '-')) {
        return Err(Error::invalid(
            "task id is all zeros, which the server's rule calls empty; give the id of a task",
        ));
    }
    Ok(text)
}

/// The name of a task.
pub(super) fn name(name: &str) -> Result<&str> {
    let legal = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let length = name.chars().count();
    let fault = if name.is_empty() {
        "is empty; the server's rule is: Task name is required".to_owned()
    } else if length > NAME {
        format!("has {length} characters; the server's rule is: at most {NAME}")
    } else if !name.chars().all(legal) {
        format!(
            "{:?} does not match the server's rule ^[a-zA-Z0-9_\\-\\.]+$; give letters, digits, `_`, `-` and `.`",
            shown(name)
        )
    } else {
        return Ok(name);
    };
    Err(Error::invalid(format!("task name {fault}")))
}

/// The description of a task.
pub(super) fn description(text: &str) -> Result<&str> {
    let length = text.chars().count();
    let fault = match length {
        0 => "is empty; the server's rule is: not empty".to_owned(),
        _ if length > DESCRIPTION => {
            format!("has {length} characters; the server's rule is: at most {DESCRIPTION}")
        }
        _ => return Ok(text),
    };
    Err(Error::invalid(format!("task description {fault}")))
}

/// A share, from 0 to 1.
pub(super) fn share(what: &str, share: f64) -> Result<f64> {
    if (0.0..=1.0).contains(&share) {
        return Ok(share);
    }
    Err(Error::invalid(format!(
        "{what} {share}; the server's rule is: 0.0 to 1.0, both included"
    )))
}

/// A time in whole milliseconds, a part of one counted as one, within what the server takes.
pub(super) fn milliseconds(what: &str, time: Duration) -> Result<i64> {
    let milliseconds = time.as_nanos().div_ceil(1_000_000);
    if !(1..=LONGEST).contains(&milliseconds) {
        return Err(Error::invalid(format!(
            "{what} of {time:?}; the server's rule is: 1 to {LONGEST} ms"
        )));
    }
    Ok(i64::try_from(milliseconds).unwrap_or(i64::MAX))
}

/// The version of a program.
pub(super) fn version(version: u32) -> Result<i64> {
    if version == 0 || i32::try_from(version).is_err() {
        return Err(Error::invalid(format!(
            "version {version}; the server's rule is: greater than 0, and at most {}",
            i32::MAX
        )));
    }
    Ok(i64::from(version))
}

/// How many items run at a time.
pub(super) fn concurrency(items: usize) -> Result<i64> {
    match i64::try_from(items) {
        Ok(items @ 1..=100) => Ok(items),
        _ => Err(Error::invalid(format!(
            "a concurrency of {items}; the server's rule is: MaxConcurrency must be between 1 and 100"
        ))),
    }
}

/// A number that the server keeps in 32 bits.
pub(super) fn count(what: &str, number: u32) -> Result<i64> {
    match i32::try_from(number) {
        Ok(number) => Ok(number.into()),
        Err(_) => Err(Error::invalid(format!(
            "{what} {number}; give at most {}",
            i32::MAX
        ))),
    }
}

/// Where a server can send something to.
pub(super) fn absolute_url<'a>(what: &str, url: &'a str) -> Result<&'a str> {
    let is_absolute = |uri: &Uri| {
        let scheme = uri.scheme_str().unwrap_or_default();
        matches!(scheme, "http" | "https") && uri.host().is_some_and(|host| !host.is_empty())
    };
    if url.parse::<Uri>().is_ok_and(|uri| is_absolute(&uri)) {
        return Ok(url);
    }
    Err(Error::invalid(format!(
        "{what} {:?} is not an absolute URL; write it like `https://host/path`",
        shown(url)
    )))
}

/// The beginning of a text.
pub(super) fn shown(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "550e8400-e29b-41d4-a716-446655440000";

    #[track_caller]
    fn refused<T: std::fmt::Debug>(result: Result<T>, rule: &str) {
        let error = result.unwrap_err();
        assert!(error.is_invalid_input());
        assert!(error.message().contains(rule), "{error}");
    }

    #[test]
    fn ids_are_guids() {
        assert_eq!(id("task id", ID).unwrap(), ID);
        assert_eq!(runnable(&ID.to_uppercase()).unwrap(), ID.to_uppercase());
        for bad in [
            "",
            "1",
            "..",
            "550e8400e29b41d4a716446655440000",
            "g50e8400-e29b-41d4-a716-446655440000",
        ] {
            refused(id("task id", bad), "GUID with hyphens");
        }
        let zeros = ID.replace(|c: char| c != '-', "0");
        assert!(id("task id", &zeros).is_ok());
        refused(runnable(&zeros), "all zeros");
    }

    #[test]
    fn tasks_keep_to_the_rules_of_the_server() {
        for good in ["a", "spam-detector_2.0", &"x".repeat(200)] {
            assert_eq!(name(good).unwrap(), good);
        }
        refused(name(""), "Task name is required");
        refused(name(&"x".repeat(201)), "at most 200");
        for bad in ["a b", "a/b", "é", "a\n"] {
            refused(name(bad), "^[a-zA-Z0-9_\\-\\.]+$");
        }
        assert!(description(&"é".repeat(5000)).is_ok());
        refused(description(""), "not empty");
        refused(description(&"é".repeat(5001)), "at most 5000");
        for good in [0.0, 0.9, 1.0] {
            assert_eq!(share("accuracy target", good).unwrap(), good);
        }
        for bad in [-0.01, 1.01, f64::NAN, f64::INFINITY] {
            refused(share("accuracy target", bad), "0.0 to 1.0");
        }
    }

    #[test]
    fn numbers_keep_to_the_rules_of_the_server() {
        let ms = Duration::from_millis;
        assert_eq!(milliseconds("x", ms(1)).unwrap(), 1);
        assert_eq!(milliseconds("x", ms(60_000)).unwrap(), 60_000);
        assert_eq!(milliseconds("x", Duration::from_nanos(1)).unwrap(), 1);
        for bad in [Duration::ZERO, ms(60_001), Duration::MAX] {
            refused(milliseconds("x", bad), "1 to 60000 ms");
        }
        assert_eq!(version(1).unwrap(), 1);
        for bad in [0, u32::MAX] {
            refused(version(bad), "greater than 0");
        }
        assert_eq!(
            (concurrency(1).unwrap(), concurrency(100).unwrap()),
            (1, 100)
        );
        for bad in [0, 101, usize::MAX] {
            refused(concurrency(bad), "MaxConcurrency must be between 1 and 100");
        }
        assert_eq!(count("retries", 0).unwrap(), 0);
        refused(count("retries", u32::MAX), "2147483647");
    }

    #[test]
    fn urls_are_absolute() {
        assert!(absolute_url("url", "https://hooks.example/x?y").is_ok());
        for bad in [
            "",
            "/x",
            "hooks.example/x",
            "ftp://x/",
            "http://",
            "mailto:x@y",
        ] {
            refused(absolute_url("url", bad), "absolute URL");
        }
    }
}
