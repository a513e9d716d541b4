//! Query parameters, read as the server reads them.

use crate::sim::exchange::Request;

/// An integer; 0 when it is absent or none.
pub(super) fn int(request: &Request, name: &str) -> i64 {
    request
        .query(name)
        .and_then(|value| value.parse().ok())
        .unwrap_or(0)
}

/// A number of items: the default for anything below 1, the maximum for anything above it.
pub(super) fn limit(request: &Request, name: &str, default: usize, max: usize) -> usize {
    match usize::try_from(int(request, name)) {
        Ok(0) | Err(_) => default,
        Ok(limit) => limit.min(max),
    }
}

/// A text that is not empty.
pub(super) fn text(request: &Request, name: &str) -> Option<String> {
    request.query(name).filter(|value| !value.is_empty())
}

/// One page of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    pub(super) number: usize,
    pub(super) size: usize,
}

impl Page {
    /// `page` and `page_size`.
    pub(super) fn of(request: &Request) -> Self {
        Self {
            number: limit(request, "page", 1, usize::MAX),
            size: limit(request, "page_size", 20, 100),
        }
    }

    /// `page` and `pageSize` of templates: a size that is too large means the default, not the maximum.
    pub(super) fn of_templates(request: &Request) -> Self {
        let size = usize::try_from(int(request, "pageSize")).unwrap_or(0);
        Self {
            number: limit(request, "page", 1, usize::MAX),
            size: if (1..=100).contains(&size) { size } else { 20 },
        }
    }

    /// The items of this page.
    pub(super) fn cut<T>(self, items: Vec<T>) -> Vec<T> {
        items
            .into_iter()
            .skip((self.number - 1).saturating_mul(self.size))
            .take(self.size)
            .collect()
    }
}
