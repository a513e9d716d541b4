//! URLs that a server has signed for one request to another server.

use std::sync::Arc;

use reqwest::Url;

use super::credential::Credential;
use super::endpoint::Endpoint;
use super::exchange::Exchange;
use super::options::CallOptions;
use crate::Secret;
use crate::error::Result;

/// The shortest value of a query that is taken for a part of the signature.
const SIGNATURE: usize = 16;

impl Exchange {
    /// The exchange of a request to a URL that the server has signed, and the URL.
    ///
    /// The request goes without the credential and without headers of the client or of the call. The signature proves who
    /// sends it, so the URL is a secret: nothing that comes back shows it.
    ///
    /// # Errors
    /// [`Decode`](crate::ErrorKind::Decode) when the server gave no URL; [`Timeout`](crate::ErrorKind::Timeout) when no time
    /// is left.
    pub(crate) fn presigned(&self, url: &Secret) -> Result<(Self, Url)> {
        let Ok(target) = Url::parse(url.expose()) else {
            return Err(self.broken_promise("the signed URL of the server is no absolute URL"));
        };
        let endpoint =
            Endpoint::parse(&target.origin().ascii_serialization(), "").map_err(|_| {
                self.broken_promise("the signed URL of the server is neither http nor https")
            })?;
        let query = target.query().unwrap_or_default();
        // As they are sent, and as a server reads them.
        let sent = query.split('&').filter_map(|pair| pair.split_once('='));
        let sent = sent.map(|(_, value)| value.to_owned());
        let read = target.query_pairs().map(|(_, value)| value.into_owned());
        let hidden: Vec<_> = std::iter::once(query.to_owned())
            .chain(sent)
            .chain(read)
            .filter(|value| value.len() >= SIGNATURE)
            .map(Secret::new)
            .collect();
        let credential = Credential::default().hiding(&hidden);
        let over = Arc::new(self.transport().elsewhere(endpoint, credential));
        let options = CallOptions {
            timeout: self.time_left()?,
            idle_timeout: self.options().idle_timeout,
            retry: self.options().retry.clone(),
            ..CallOptions::default()
        };
        Ok((Self::new(over, options), target))
    }
}
