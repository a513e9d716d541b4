//! Pages by number, as most of the server's lists have them, and limits. Contract: §1.2, §1.2.2, §1.2.3, §1.3.

use crate::error::{Error, Result};

/// The number of the page after the one that was asked for; `None` after the last.
///
/// The number in the reply is not looked at: a server that repeats one page would be asked for ever.
pub(super) fn page_after(asked: Option<i64>, size: i64, total: i64, items: usize) -> Option<i64> {
    let page = asked.unwrap_or(1);
    let seen = page.saturating_mul(size);
    (items > 0 && seen < total).then_some(page + 1)
}

/// A number that a page can have.
pub(super) fn page_number(number: Option<i64>) -> Result<Option<i64>> {
    match number {
        Some(number) if number < 1 => {
            Err(Error::invalid(format!("page {number}; pages begin with 1")))
        }
        other => Ok(other),
    }
}

/// A size that every list keeps to: beyond 100 some lists cut to 100 and others to 20.
pub(super) fn page_size(size: Option<i64>) -> Result<Option<i64>> {
    match size {
        Some(size) if !(1..=100).contains(&size) => Err(Error::invalid(format!(
            "page size {size}; the server keeps to sizes from 1 to 100"
        ))),
        other => Ok(other),
    }
}

/// A limit that the server keeps to instead of taking another.
pub(super) fn limit(limit: Option<i64>, most: i64) -> Result<Option<i64>> {
    match limit {
        Some(limit) if !(1..=most).contains(&limit) => Err(Error::invalid(format!(
            "limit {limit}; the server keeps to limits from 1 to {most}"
        ))),
        other => Ok(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_is_the_one_that_completes_the_total() {
        assert_eq!(page_after(None, 20, 41, 20), Some(2));
        assert_eq!(page_after(Some(2), 20, 41, 20), Some(3));
        assert_eq!(page_after(Some(3), 20, 41, 1), None);
        assert_eq!(page_after(Some(2), 20, 40, 20), None);
        // A list that shrinks while it is read ends instead of going on for ever.
        assert_eq!(page_after(Some(2), 20, 100, 0), None);
    }
}
