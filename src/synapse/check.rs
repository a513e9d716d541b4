//! Rules of the agent, and of its own clients, that are checked before anything is sent. Contract: §2.1, §2.2, §6.

use std::borrow::Cow;

use crate::error::{Error, Result};
use crate::runtime::path;

/// The longest id of a job, in characters.
const JOB_ID: usize = 100;

/// How much of a refused text an error shows, in characters.
const SHOWN: usize = 80;

/// A base URL: the schemes of WebSockets stand for those of HTTP. (Contract §2.1.)
pub(super) fn base_url(given: &str) -> Result<Cow<'_, str>> {
    let (scheme, rest) = given.trim().split_once("://").unwrap_or_default();
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => Ok(Cow::Borrowed(given)),
        "ws" => Ok(Cow::Owned(format!("http://{rest}"))),
        "wss" => Ok(Cow::Owned(format!("https://{rest}"))),
        other => {
            let legal = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
            let named = !other.is_empty() && other.chars().all(legal);
            let scheme = if named { other } else { "none" };
            Err(Error::invalid(format!(
                "Invalid URL scheme: {scheme}; an agent is reached by http or https, so write its base URL like \
                 `http://agent.example:8100`"
            )))
        }
    }
}

/// The id of a job as it must be to stop a job and to follow its log. (Contract §2.2, §6.)
pub(super) fn job_id(id: &str) -> Result<&str> {
    let legal = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let length = id.chars().count();
    let fault = if id.is_empty() {
        "job ID cannot be empty".to_owned()
    } else if !id.chars().all(legal) {
        format!("Invalid job ID format: {:?}", shown(id))
    } else if length > JOB_ID {
        format!("job ID too long: {length} characters")
    } else {
        return Ok(id);
    };
    Err(Error::invalid(format!(
        "{fault}; give 1 to {JOB_ID} of `A-Z`, `a-z`, `0-9`, `-` and `_`"
    )))
}

/// The id of a job that is read: people may have given it one that [`job_id`] refuses, such as `my.job`.
pub(super) fn readable_job_id(id: &str) -> Result<&str> {
    if id.is_empty() {
        return Err(Error::invalid(
            "job ID cannot be empty; give the `submission_id` of the job, or the `job_id` of one that was not submitted",
        ));
    }
    path::segment("job ID", id).map_err(|error| {
        let message = format!("Invalid job ID format: {}", error.message());
        error.with_message(message)
    })
}

/// How much of something: JSON has no NaN and no infinity, and there is no less than nothing.
pub(super) fn amount(what: &str, number: f64) -> Result<f64> {
    if number.is_finite() && number >= 0.0 {
        return Ok(number);
    }
    Err(Error::invalid(format!(
        "{what} {number}; give a finite number, 0 or more"
    )))
}

/// Something that is named, and not left unset, must have a name.
pub(super) fn filled<'a>(what: &str, text: &'a str) -> Result<&'a str> {
    let fault = if text.is_empty() {
        "is empty"
    } else if text.trim() != text {
        "begins or ends with a blank"
    } else if text.chars().any(char::is_control) {
        "contains a control character"
    } else {
        return Ok(text);
    };
    Err(Error::invalid(format!(
        "{what} {:?} {fault}; give it as it is, or leave it unset",
        shown(text)
    )))
}

/// A name that an environment variable can have.
pub(super) fn variable_name(name: &str) -> Result<()> {
    if name.is_empty() || name.contains(['=', '\0']) {
        return Err(Error::invalid(format!(
            "{name:?} names no variable; give a name without `=` and NUL"
        )));
    }
    Ok(())
}

/// The beginning of a text.
fn shown(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_is_reached_by_http() {
        for (given, read) in [
            ("http://agent:8100", "http://agent:8100"),
            ("HTTPS://agent/x", "HTTPS://agent/x"),
            ("ws://agent:8100", "http://agent:8100"),
            (" WSS://agent/x ", "https://agent/x"),
        ] {
            assert_eq!(base_url(given).unwrap(), read);
        }
        for (given, scheme) in [
            ("ftp://agent", "ftp"),
            ("FILE:///etc/hosts", "file"),
            ("not-a-url", "none"),
            ("agent:8100", "none"),
            ("", "none"),
            ("://agent", "none"),
            ("hunter2@x://agent", "none"),
        ] {
            let error = base_url(given).unwrap_err();
            let expected = format!("Invalid URL scheme: {scheme}; ");
            assert!(error.is_invalid_input());
            assert!(error.message().starts_with(&expected), "{given}: {error}");
        }
    }

    #[test]
    fn ids_of_jobs_follow_the_contract() {
        let longest = "x".repeat(100);
        for good in [
            "abc123",
            "job-456",
            "user_789",
            "12345",
            "a",
            "A-B_C-123",
            "invalid-job",
            &longest,
        ] {
            assert_eq!(job_id(good).unwrap(), good);
            assert_eq!(readable_job_id(good).unwrap(), good);
        }
        for bad in [
            "job/../malicious",
            "job/../x",
            "user@domain.com",
            "my.job",
            "job 1",
            " job",
            "job\n",
            "jo\nb",
            "job\t1",
            "job'1",
            "job\"1",
            "job\\1",
            "a/b",
            "a:b",
            "é",
            "１",
            "job\0",
        ] {
            let error = job_id(bad).unwrap_err();
            assert!(error.is_invalid_input());
            assert!(
                error.message().starts_with("Invalid job ID format"),
                "{bad:?}: {error}"
            );
        }
        for check in [job_id, readable_job_id] {
            let error = check("").unwrap_err();
            assert!(
                error.message().starts_with("job ID cannot be empty"),
                "{error}"
            );
        }
        let error = job_id(&"x".repeat(101)).unwrap_err();
        assert!(error.message().starts_with("job ID too long"), "{error}");
        // The format is checked first.
        let error = job_id(&".".repeat(150)).unwrap_err();
        assert!(
            error.message().starts_with("Invalid job ID format"),
            "{error}"
        );
        assert!(error.message().chars().count() < 250, "{error}");
    }

    #[test]
    fn amounts_and_names_are_something() {
        assert_eq!(amount("cpus", 0.5).unwrap(), 0.5);
        for bad in [f64::NAN, f64::INFINITY, -1.0] {
            let error = amount("cpus", bad).unwrap_err();
            assert!(error.is_invalid_input() && error.message().starts_with("cpus "));
        }
        assert_eq!(filled("tag", "2026.2.17").unwrap(), "2026.2.17");
        for bad in ["", " ", "a ", "a\nb"] {
            let error = filled("tag", bad).unwrap_err();
            assert!(error.is_invalid_input() && error.message().starts_with("tag \""));
        }
    }

    #[test]
    fn an_id_that_is_read_stays_in_its_place() {
        for good in ["my.job", "user@domain.com", "job 1", "é"] {
            assert_eq!(readable_job_id(good).unwrap(), good);
        }
        for bad in ["job/../x", "..", ".", "a\\b", "job\n", "a\0"] {
            let error = readable_job_id(bad).unwrap_err();
            assert!(error.is_invalid_input());
            assert!(
                error.message().starts_with("Invalid job ID format"),
                "{error}"
            );
        }
    }
}
