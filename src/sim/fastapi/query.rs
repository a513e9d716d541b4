//! Query parameters, read as FastAPI reads them.

use super::body::Issue;
use crate::sim::exchange::Request;

fn issue(name: &str, text: &str, kind: &'static str) -> Issue {
    Issue::new(vec!["query".into(), name.into()], text, kind)
}

/// A text that must be there.
pub(crate) fn required(request: &Request, name: &str, issues: &mut Vec<Issue>) -> String {
    request.query(name).unwrap_or_else(|| {
        issues.push(issue(name, "Field required", "missing"));
        String::new()
    })
}

/// A positive integer; the default when it is absent.
pub(crate) fn positive(
    request: &Request,
    name: &str,
    default: u64,
    issues: &mut Vec<Issue>,
) -> u64 {
    let Some(text) = request.query(name) else {
        return default;
    };
    match text.parse::<i64>().map(u64::try_from) {
        Ok(Ok(number)) if number > 0 => return number,
        Ok(_) => {
            let text = "Input should be greater than or equal to 1";
            issues.push(issue(name, text, "greater_than_equal"));
        }
        Err(_) => {
            let text = "Input should be a valid integer, unable to parse string as an integer";
            issues.push(issue(name, text, "int_parsing"));
        }
    }
    default
}
