//! Path safety: no identifier can change the path of a request.

use reqwest::Url;

use crate::error::{Error, Result};

/// Checks an identifier that becomes one path segment.
///
/// Everything else is percent-encoded by the raw client. These are refused because servers and URL parsers resolve
/// them, encoded or not: an id of `..` would reach another route.
///
/// # Errors
/// [`InvalidInput`](crate::ErrorKind::InvalidInput) for an empty value, `.`, `..`, `/`, `\` and control characters.
pub(crate) fn segment<'a>(name: &str, value: &'a str) -> Result<&'a str> {
    let fault = if value.is_empty() {
        "is empty"
    } else if value == "." || value == ".." {
        "is a relative path"
    } else if value.contains(['/', '\\']) {
        "contains a path separator"
    } else if value.chars().any(char::is_control) {
        "contains a control character"
    } else {
        return Ok(value);
    };
    Err(Error::invalid(format!(
        "{name} {value:?} {fault}; give one non-empty path segment without `/`, `\\` and control characters"
    )))
}

/// A URL of segments under a base, each escaped as a whole.
///
/// # Errors
/// [`InvalidInput`](crate::ErrorKind::InvalidInput) when the base is none.
pub(crate) fn join<'a>(base: &str, segments: impl IntoIterator<Item = &'a str>) -> Result<Url> {
    let invalid = || Error::invalid("the base URL takes no path");
    let mut url = Url::parse(base).map_err(|_| invalid())?;
    url.path_segments_mut()
        .map_err(|()| invalid())?
        .pop_if_empty()
        .extend(segments);
    Ok(url)
}

/// Whether a path has the shape of a template: the same literals, and one segment for each `{parameter}`.
///
/// The engine asks this of every request, so that a facade that forgets [`segment`] cannot reach another route.
pub(crate) fn fits(mut template: &str, mut path: &str) -> bool {
    while let Some(open) = template.find('{') {
        // A parameter may be part of a segment: `{id}:cancel`.
        let (head, rest) = template.split_at(open);
        let (pattern, after) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let tail = pattern.rfind('}').map_or("", |close| &pattern[close + 1..]);
        let Some(given) = path.strip_prefix(head) else {
            return false;
        };
        let (value, more) = given.split_at(given.find('/').unwrap_or(given.len()));
        if value.len() <= tail.len() || !value.ends_with(tail) {
            return false;
        }
        (template, path) = (after, more);
    }
    template == path
}

/// The same for a template that ends in `/{path}`, which stands for everything after its slash.
pub(crate) fn fits_under(template: &str, path: &str) -> bool {
    let Some(head) = template.strip_suffix("/{path}") else {
        return false;
    };
    // The end of the head is the slash that follows as many segments as the template has.
    let slash = path
        .match_indices('/')
        .nth(head.matches('/').count())
        .map(|(at, _)| at);
    slash.is_some_and(|slash| fits(head, &path[..slash]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_dots_and_nothing_are_refused() {
        for bad in ["", ".", "..", "a/b", "a\\b", "a\nb", "\0"] {
            let error = segment("sandbox id", bad).unwrap_err();
            assert!(
                error.is_invalid_input() && error.message().starts_with("sandbox id"),
                "{bad:?}: {error}"
            );
        }
        for good in ["a", "...", "a b", "é%2F", "?#[]", "日本"] {
            assert_eq!(segment("id", good).unwrap(), good);
        }
    }

    #[test]
    fn segments_are_escaped_as_a_whole() {
        for base in ["http://x", "http://x/"] {
            let url = join(base, ["a", "b c%2F?#", "d"]).unwrap();
            assert_eq!(url.as_str(), "http://x/a/b%20c%252F%3F%23/d");
        }
        assert_eq!(join("http://x/y", ["a"]).unwrap().as_str(), "http://x/y/a");
    }

    #[test]
    fn a_path_must_have_the_shape_of_its_template() {
        assert!(fits("/a/{id}/b", "/a/x/b"));
        assert!(fits("/a/{id}:cancel", "/a/x:cancel"));
        for bad in ["/a//b", "/a/x", "/a/x/b/c", "/b/x/b", "/a/x/b/", "a/x/b"] {
            assert!(!fits("/a/{id}/b", bad), "{bad}");
        }
        for bad in [
            "/a/:cancel",
            "/a/x:cance",
            "/a/x",
            "/a/x/:cancel",
            "/a/x:cancel/",
        ] {
            assert!(!fits("/a/{id}:cancel", bad), "{bad}");
        }
        assert!(fits("/a/{x}/{y}", "/a/1/2"));
        assert!(!fits("/a/{x}/{y}", "/a//2") && !fits("/a/{x}/{y}", "/a/1/"));
        assert!(fits("/a", "/a") && !fits("/a", "/a/") && !fits("/a", "/ab"));
    }

    #[test]
    fn a_tail_begins_behind_the_slash_of_its_head() {
        let template = "/box/{id}/port/{port}/{path}";
        for good in [
            "/box/x/port/80/",
            "/box/x/port/80/a/b//c",
            "/box/x/port/80//",
        ] {
            assert!(fits_under(template, good), "{good}");
        }
        for bad in [
            "/box/x/port/80",
            "/box/x/y/80/",
            "/box//port/80/",
            "/port/80/",
            "",
        ] {
            assert!(!fits_under(template, bad), "{bad}");
        }
        assert!(!fits_under("/a/{id}", "/a/x/y"));
    }
}
