//! Rules of the server that are checked before anything is sent. Contract: §1.2.1, §1.3, §1.5.

use crate::error::{Error, Result};

/// A name that a template can have.
pub(super) fn template_name(name: &str) -> Result<()> {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let fits = (1..=63).contains(&name.len())
        && name.chars().all(inner)
        && !name.starts_with('-')
        && !name.ends_with('-');
    if fits {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "template {name:?}; a name has 1 to 63 of `a-z`, `0-9` and `-`, and `-` neither first nor last"
    )))
}

/// A Kubernetes quantity. The server does not check: a bad one crashes its handler and leaves a broken record behind.
pub(super) fn quantity(name: &str, text: &str) -> Result<()> {
    let digits = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, suffix) = text.split_at(digits);
    let is_number = number.bytes().any(|b| b.is_ascii_digit())
        && number.bytes().filter(|b| *b == b'.').count() <= 1;
    let is_exponent = suffix
        .strip_prefix(['e', 'E'])
        .is_some_and(|exponent| exponent.parse::<i8>().is_ok());
    let units = [
        "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei",
    ];
    if is_number && (is_exponent || units.contains(&suffix)) {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "{name} {text:?} is no quantity; write a number with one of n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei, \
         such as `500m` or `512Mi`"
    )))
}

/// A number that a version of a template can have.
pub(super) fn template_version(version: i64) -> Result<()> {
    if version >= 1 {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "version {version} of a template; versions begin with 1"
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

/// A reference to an image. The server does not check: an image that cannot be pulled is tried for ever.
pub(super) fn image(reference: &str) -> Result<()> {
    let is_blank = |c: char| c.is_whitespace() || c.is_control();
    if reference.is_empty() || reference.contains(is_blank) {
        return Err(Error::invalid(format!(
            "image {reference:?}; give a reference without blanks, such as `python:3.11-slim`"
        )));
    }
    Ok(())
}

/// A path that names a file in a sandbox.
pub(super) fn file_path(path: &str) -> Result<&str> {
    if path.starts_with('/') && !path.ends_with('/') && !path.contains('\0') {
        return Ok(path);
    }
    Err(Error::invalid(format!(
        "path {path:?}; give the absolute path of a file, such as `/workspace/main.py`"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_those_of_kubernetes() {
        for good in [
            "1", "0.5", ".5", "1.", "500m", "512Mi", "1e3", "2E", "1E-3", "100n", "2Ti",
        ] {
            assert!(quantity("cpu", good).is_ok(), "{good}");
        }
        for bad in [
            "", ".", "m", "512MB", "1 Gi", "-1", "1.2.3", "1e", "1Mi2", "١", "lots", "1mi", "+1",
        ] {
            let error = quantity("memory", bad).unwrap_err();
            assert!(
                error.is_invalid_input() && error.message().contains("`512Mi`"),
                "{bad}: {error}"
            );
        }
    }

    #[test]
    fn template_names_follow_the_servers_rule() {
        for good in ["a", "a1", "python-data-science", &"x".repeat(63)] {
            assert!(template_name(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "-a",
            "a-",
            "A",
            "a_b",
            "a/b",
            "..",
            "é",
            &"x".repeat(64),
        ] {
            assert!(template_name(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn versions_begin_with_one() {
        assert!(template_version(1).is_ok());
        assert!(template_version(0).is_err());
        assert!(template_version(-1).is_err());
    }

    #[test]
    fn images_have_no_blanks() {
        assert!(image("registry.example:5000/python:3.11-slim").is_ok());
        for bad in ["", " ", " python", "python 3", "a\tb", "a\0b"] {
            assert!(image(bad).is_err(), "{bad:?}");
        }
    }
}
