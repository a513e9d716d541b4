//! Lists in pages, each of which names the URL of the next. Contract: §1.4, §1.5, §4.

use http::HeaderValue;
use http::header::ACCEPT;
use reqwest::{Method, Request, Url};

use crate::error::{Error, ErrorKind, Result};
use crate::runtime::{Exchange, Operation, Trail};

/// Items on a page unless told otherwise.
const SIZE: i64 = 100;

/// Which page is wanted.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    number: Option<i64>,
    size: Option<i64>,
    /// The URL that the page before gave for this one.
    url: Option<String>,
    trail: Trail,
    /// The page was asked for before.
    again: bool,
}

impl Page {
    pub(super) fn number(&mut self, number: i64) {
        self.number = Some(number);
    }

    pub(super) fn size(&mut self, size: i64) {
        self.size = Some(size);
    }

    /// Number and size of the request.
    pub(super) fn check(&self) -> Result<(Option<i64>, Option<i64>)> {
        let size = self.size.unwrap_or(SIZE);
        if size < 1 {
            return Err(Error::invalid(format!(
                "page size {size}; a page has 1 item or more"
            )));
        }
        match self.number {
            Some(number) if number < 1 => {
                Err(Error::invalid(format!("page {number}; pages begin with 1")))
            }
            number => Ok((number, Some(size))),
        }
    }

    /// The request for a page whose URL the page before gave; `None` for one that is asked for by number.
    pub(super) fn request(
        &self,
        exchange: &Exchange,
        operation: &Operation,
    ) -> Result<Option<Request>> {
        let Some(given) = &self.url else {
            return Ok(None);
        };
        let url = self.follow(given, exchange.base(), operation.path)?;
        let mut request = Request::new(Method::GET, url);
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(ACCEPT, json);
        Ok(Some(request))
    }

    /// Where the next page is: at the list's own URL with another query, or nowhere that the credential may go to.
    fn follow(&self, given: &str, base: &str, path: &str) -> Result<Url> {
        if self.again {
            let message = "the list goes in circles: the agent names a page as the next that it gave already, so what \
                           follows is not asked for";
            return Err(Error::new(ErrorKind::Decode, message));
        }
        let list = format!("{base}{path}");
        let mut list =
            Url::parse(&list).map_err(|_| Error::invalid("the base URL takes no path"))?;
        let next = list.join(given).map_err(|_| {
            let message = "the agent names something as the next page that is no URL";
            Error::new(ErrorKind::Decode, message)
        })?;
        if next.origin() != list.origin() || next.path() != list.path() {
            let message = format!(
                "the agent names {}{} as the next page, which is not at {list}, so it is not followed; ask for the pages \
                 by number, with `page`, or correct the base URL",
                next.origin().ascii_serialization(),
                next.path()
            );
            return Err(Error::new(ErrorKind::Redirect, message));
        }
        list.set_query(next.query());
        Ok(list)
    }

    /// The page after one that names it.
    pub(super) fn next(&self, url: Option<&str>) -> Option<Self> {
        let url = url.filter(|url| !url.is_empty())?;
        let mut trail = self.trail.clone();
        let again = trail.has(url) || self.url.as_deref() == Some(url);
        Some(Self {
            url: Some(url.to_owned()),
            trail,
            again,
            ..self.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "http://agent:8100/box";
    const PATH: &str = "/containers/";

    fn follow(given: &str) -> Result<Url> {
        let page = Page::default().next(Some(given)).unwrap();
        page.follow(given, BASE, PATH)
    }

    #[test]
    fn pages_are_asked_for_with_a_size() {
        assert_eq!(Page::default().check().unwrap(), (None, Some(100)));
        for (number, size) in [(Some(0), None), (Some(-1), None), (None, Some(0))] {
            let page = Page {
                number,
                size,
                ..Page::default()
            };
            assert!(page.check().unwrap_err().is_invalid_input());
        }
    }

    #[test]
    fn the_next_page_is_at_the_lists_own_url() {
        for (given, query) in [
            (
                "http://agent:8100/box/containers/?page=2&page_size=100",
                "page=2&page_size=100",
            ),
            ("/box/containers/?cursor=a%2Fb", "cursor=a%2Fb"),
            ("?page=2", "page=2"),
            (
                "http://user:hunter2@agent:8100/box/containers/?page=2#x",
                "page=2",
            ),
        ] {
            let url = follow(given).unwrap();
            assert_eq!(url.as_str(), format!("{BASE}{PATH}?{query}"), "{given}");
        }
    }

    #[test]
    fn nothing_is_followed_elsewhere() {
        for given in [
            "http://elsewhere:8100/box/containers/?page=2",
            "https://agent:8100/box/containers/?page=2",
            "http://agent:8101/box/containers/?page=2",
            "//elsewhere/box/containers/",
            "http://agent:8100/box/system/restart/?page=2",
            "http://agent:8100/containers/?page=2",
            "../system/update/",
            "file:///etc/hosts",
        ] {
            let error = follow(given).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Redirect, "{given}");
            assert!(error.message().contains("not followed"), "{error}");
        }
        let error = follow("http://u:hunter2@elsewhere/?token=hunter2").unwrap_err();
        assert!(!error.message().contains("hunter2"), "{error}");
        assert_eq!(follow("http://[").unwrap_err().kind(), ErrorKind::Decode);
    }

    #[test]
    fn the_last_page_names_none() {
        assert!(Page::default().next(None).is_none());
        assert!(Page::default().next(Some("")).is_none());
    }

    #[test]
    fn a_list_that_goes_in_circles_ends() {
        for length in 1..10 {
            let mut page = Page::default();
            let mut asked = 0;
            while !page.again {
                assert!(asked < 100, "a circle of {length}");
                page = page
                    .next(Some(&format!("?page={}", asked % length)))
                    .unwrap();
                asked += 1;
            }
            let error = page.follow("?page=0", BASE, PATH).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode);
        }
    }
}
