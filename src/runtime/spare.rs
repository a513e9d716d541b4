//! A copy of a request, for when it has to be sent again.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::{HeaderMap, Method, Version};
use http_body::Body as _;
use reqwest::{Body, Request, Url};

/// What a request is made of.
///
/// `Request::try_clone` costs twice as much: it also makes room for settings that no request of the engine has.
#[derive(Debug)]
pub(super) struct Spare {
    method: Method,
    url: Url,
    version: Version,
    headers: HeaderMap,
    body: Option<Bytes>,
}

impl Spare {
    /// Copies a request without its bytes; `None` when its body streams, and is gone once it was sent.
    pub(super) fn of(request: &mut Request) -> Option<Self> {
        let body = match request.body_mut() {
            Some(body) => Some(share(body)?),
            None => None,
        };
        Some(Self {
            method: request.method().clone(),
            url: request.url().clone(),
            version: request.version(),
            headers: request.headers().clone(),
            body,
        })
    }

    /// The request again.
    pub(super) fn request(&self) -> Box<Request> {
        let mut request = Request::new(self.method.clone(), self.url.clone());
        *request.version_mut() = self.version;
        *request.headers_mut() = self.headers.clone();
        *request.body_mut() = self.body.clone().map(Body::from);
        Box::new(request)
    }
}

/// The bytes of a body in memory, which it keeps.
fn share(body: &mut Body) -> Option<Bytes> {
    body.as_bytes()?;
    // A body in memory gives all of it at once, and does not copy it.
    let frame = Pin::new(&mut *body).poll_frame(&mut Context::from_waker(Waker::noop()));
    let bytes = match frame {
        Poll::Ready(Some(Ok(frame))) => frame.into_data().ok()?,
        _ => Bytes::new(),
    };
    *body = Body::from(bytes.clone());
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn request(body: Option<Body>) -> Request {
        let url = Url::parse("http://x/a?b=c").unwrap();
        let mut request = Request::new(Method::POST, url);
        request
            .headers_mut()
            .append("a", HeaderValue::from_static("1"));
        request
            .headers_mut()
            .append("a", HeaderValue::from_static("2"));
        *request.version_mut() = Version::HTTP_2;
        *request.body_mut() = body;
        request
    }

    fn assert_same(one: &Request, other: &Request) {
        assert_eq!(one.method(), other.method());
        assert_eq!(one.url(), other.url());
        assert_eq!(one.version(), other.version());
        assert_eq!(one.headers(), other.headers());
        let bytes = |request: &Request| Some(request.body()?.as_bytes()?.to_vec());
        assert_eq!(bytes(one), bytes(other));
    }

    #[test]
    fn what_is_in_memory_is_made_again_as_often_as_asked() {
        for body in [None, Some(""), Some("whole")] {
            let mut first = request(body.map(Body::from));
            let spare = Spare::of(&mut first).unwrap();
            assert_same(&first, &request(body.map(Body::from)));
            for _ in 0..2 {
                assert_same(&spare.request(), &first);
            }
        }
    }

    #[test]
    fn its_bytes_are_not_copied() {
        let bytes = Bytes::from(vec![1; 100]);
        let mut first = request(Some(bytes.clone().into()));
        let spare = Spare::of(&mut first).unwrap();
        for request in [&first, &*spare.request()] {
            let sent = request.body().unwrap().as_bytes().unwrap();
            assert_eq!(sent.as_ptr(), bytes.as_ptr());
        }
    }

    #[test]
    fn what_streams_is_left_alone() {
        let streams = Body::wrap(http_body_util::Full::new(Bytes::from_static(b"x")));
        let mut first = request(Some(streams));
        assert!(Spare::of(&mut first).is_none());
        assert!(first.body().is_some_and(|body| body.as_bytes().is_none()));
    }
}
