// Generated from openapi/gt8004.yaml by `cargo xtask codegen`; do not edit by hand.
// Document fingerprint: 0acdb106cfa99b88

#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///State of the service.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[non_exhaustive]
    pub struct Health {
        ///`ok` or `ready`.
        pub status: ::std::string::String,
    }
    /// Error types.
    pub mod error {
        /// Error from a `TryFrom` or `FromStr` implementation.
        pub struct ConversionError(::std::borrow::Cow<'static, str>);
        impl ::std::error::Error for ConversionError {}
        impl ::std::fmt::Display for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::std::fmt::Debug for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
        impl From<&'static str> for ConversionError {
            fn from(value: &'static str) -> Self {
                Self(value.into())
            }
        }
        impl From<String> for ConversionError {
            fn from(value: String) -> Self {
                Self(value.into())
            }
        }
    }
}
/// Builds the requests of one call.
#[derive(Clone, Copy, Debug)]
pub struct Client<'e> {
    pub(crate) baseurl: &'e str,
    pub(crate) client: &'e reqwest::Client,
    pub(crate) inner: &'e crate::runtime::Exchange,
}
impl<'e> Client<'e> {}
#[allow(clippy::all)]
impl<'e> Client<'e> {
    /**Tell whether the service lives

Needs no credential.

Sends a `GET` request to `/healthz`

*/
    pub async fn check_health<'a>(&'a self) -> crate::Result<types::Health> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/healthz", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[0usize]).await
    }
    /**Tell whether the service takes requests

Needs no credential.

Sends a `GET` request to `/readyz`

*/
    pub async fn check_readiness<'a>(&'a self) -> crate::Result<types::Health> {
        let build = move || -> ::std::result::Result<::reqwest::Request, Error<()>> {
            let url = format!("{}/readyz", self.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(0);
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        self.inner.json(build(), &OPERATIONS[1usize]).await
    }
}
/// Every operation of the document, by id.
pub(crate) static OPERATIONS: &[crate::runtime::Operation] = &[
    crate::runtime::Operation {
        id: "check_health",
        method: "GET",
        path: "/healthz",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "check_readiness",
        method: "GET",
        path: "/readyz",
        idempotent: true,
        streaming: false,
        streams_reply: false,
        success: &[200u16],
        meanings: &[],
    },
    crate::runtime::Operation {
        id: "ingest",
        method: "POST",
        path: "/v1/ingest",
        idempotent: false,
        streaming: false,
        streams_reply: false,
        success: &[202u16],
        meanings: &[],
    },
];
