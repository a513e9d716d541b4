//! Lists of files, in pages.

use crate::error::{Error, ErrorKind, Result};
use crate::gateway::check::session_id;
use crate::gateway::{FileInfo, FileList};
use crate::generated::gateway::Client as Raw;
use crate::runtime::{Call, Exchange, Invoke, Paged, Trail};

/// Files on a page unless told otherwise.
const LIMIT: i64 = 100;

/// Which page is wanted.
#[derive(Debug, Clone, Default)]
struct Page {
    limit: Option<i64>,
    after: Option<String>,
    trail: Trail,
    /// The page was asked for before.
    again: bool,
}

impl Page {
    /// The token and the limit of the request.
    fn check(&self) -> Result<(Option<&str>, Option<i64>)> {
        let limit = self.limit.unwrap_or(LIMIT);
        if limit < 1 {
            return Err(Error::invalid(format!(
                "limit {limit}; a page has 1 file or more"
            )));
        }
        let after = self.after.as_deref();
        if after == Some("") {
            return Err(Error::invalid(
                "an empty token; there is no page after the last, and the first is asked for without a token",
            ));
        }
        if self.again {
            let token = after.unwrap_or_default();
            let message = format!(
                "the list goes in circles: the server gives the token {token:?} again, so what follows is not asked for"
            );
            return Err(Error::new(ErrorKind::Decode, message));
        }
        Ok((after, Some(limit)))
    }

    /// The page after this one. An empty page may have a next one: object stores filter after they have cut.
    fn next(&self, list: &FileList) -> Option<Self> {
        let token = list.next_token.clone().filter(|token| !token.is_empty())?;
        let mut trail = self.trail.clone();
        let again = trail.has(&token) || self.after.as_ref() == Some(&token);
        Some(Self {
            limit: self.limit,
            after: Some(token),
            trail,
            again,
        })
    }
}

/// The last page is one without a token, however the server says that.
fn tidy(mut list: FileList) -> FileList {
    list.next_token = list.next_token.filter(|token| !token.is_empty());
    list
}

/// Lists the agent's files; made by [`Files::list_files`](super::Files::list_files).
#[derive(Debug, Clone, Default)]
pub struct ListFiles {
    page: Page,
}

impl Call<ListFiles> {
    /// The files of a page, 1 or more. Default: 100.
    pub fn limit(mut self, limit: i64) -> Self {
        self.parameters.page.limit = Some(limit);
        self
    }

    /// The page after one that has this `next_token`. Default: the first.
    pub fn after(mut self, token: impl Into<String>) -> Self {
        self.parameters.page.after = Some(token.into());
        self
    }
}

impl Invoke for ListFiles {
    type Output = FileList;
    const OPERATION: &'static str = "list_files";

    async fn invoke(self, exchange: Exchange) -> Result<FileList> {
        let (after, limit) = self.page.check()?;
        let listed = Raw::of(&exchange).list_files(after, limit).await?;
        Ok(tidy(listed))
    }
}

impl Paged for ListFiles {
    type Item = FileInfo;

    fn next(&self, page: &FileList) -> Option<Self> {
        let page = self.page.next(page)?;
        Some(Self { page })
    }

    fn items(page: FileList) -> Vec<FileInfo> {
        page.files
    }
}

/// Lists temporary files; made by [`Files::list_temp_files`](super::Files::list_temp_files) and
/// [`Session::list`](super::Session::list).
#[derive(Debug, Clone, Default)]
pub struct ListTempFiles {
    page: Page,
    session: Option<String>,
}

impl ListTempFiles {
    /// Those of a session.
    pub(super) fn of(session: String) -> Self {
        Self {
            session: Some(session),
            ..Self::default()
        }
    }
}

impl Call<ListTempFiles> {
    /// The files of a page, 1 or more. Default: 100.
    pub fn limit(mut self, limit: i64) -> Self {
        self.parameters.page.limit = Some(limit);
        self
    }

    /// The page after one that has this `next_token`. Default: the first.
    pub fn after(mut self, token: impl Into<String>) -> Self {
        self.parameters.page.after = Some(token.into());
        self
    }

    /// Only files of this session. Default: all of the agent's.
    pub fn session(mut self, id: impl Into<String>) -> Self {
        self.parameters.session = Some(id.into());
        self
    }
}

impl Invoke for ListTempFiles {
    type Output = FileList;
    const OPERATION: &'static str = "list_temp_files";

    async fn invoke(self, exchange: Exchange) -> Result<FileList> {
        let (after, limit) = self.page.check()?;
        let session = self.session.as_deref().map(session_id).transpose()?;
        let raw = Raw::of(&exchange);
        let listed = raw.list_temp_files(after, limit, session).await?;
        Ok(tidy(listed))
    }
}

impl Paged for ListTempFiles {
    type Item = FileInfo;

    fn next(&self, page: &FileList) -> Option<Self> {
        let page = self.page.next(page)?;
        let session = self.session.clone();
        Some(Self { page, session })
    }

    fn items(page: FileList) -> Vec<FileInfo> {
        page.files
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(token: &str) -> FileList {
        let text = format!(r#"{{"files":[]{token}}}"#);
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn the_last_page_has_no_token() {
        for last in ["", r#","next_token":null"#, r#","next_token":"""#] {
            assert!(Page::default().next(&list(last)).is_none(), "{last}");
            assert_eq!(tidy(list(last)).next_token, None, "{last}");
        }
        let page = Page {
            limit: Some(7),
            ..Page::default()
        };
        let next = page.next(&list(r#","next_token":"t""#)).unwrap();
        assert_eq!(next.check().unwrap(), (Some("t"), Some(7)));
    }

    #[test]
    fn the_first_page_is_asked_for_with_a_limit() {
        assert_eq!(Page::default().check().unwrap(), (None, Some(100)));
        for (limit, after) in [(Some(0), None), (Some(-1), None), (None, Some(""))] {
            let page = Page {
                limit,
                after: after.map(str::to_owned),
                ..Page::default()
            };
            assert!(page.check().unwrap_err().is_invalid_input());
        }
    }

    /// How many pages are asked for before the list is given up; it goes through `tail` once and then round the circle.
    fn pages(tail: usize, circle: usize) -> usize {
        let mut page = Page::default();
        for asked in 0.. {
            if let Err(error) = page.check() {
                assert!(error.message().contains("\"t"), "{error}");
                return asked;
            }
            let token = match asked < tail {
                true => asked,
                false => tail + (asked - tail) % circle,
            };
            page = page
                .next(&list(&format!(r#","next_token":"t{token}""#)))
                .unwrap();
        }
        unreachable!()
    }

    #[test]
    fn a_list_that_goes_in_circles_ends() {
        // The same token twice in a row is noticed at once, and every circle after a few rounds.
        assert_eq!(pages(0, 1), 2);
        assert_eq!(pages(5, 1), 7);
        for tail in 0..20 {
            for circle in 1..20 {
                assert!(pages(tail, circle) <= 4 * (tail + circle) + 2);
            }
        }
    }
}
