//! Signatures of deliveries. Contract: §1.7.

use std::fmt;
use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use sha2::Sha256;

use super::WebhookEvent;
use crate::Secret;
use crate::error::{Error, ErrorKind, Result};

/// The header with the signature.
const SIGNATURE: &str = "x-loopai-signature";

/// What stands before the signature.
const SCHEME: &str = "sha256=";

/// Tells whether a delivery was signed with the secret of a subscription, and reads it.
///
/// ```
/// use quintet::loopai::{WebhookEventType, WebhookVerifier};
///
/// let verifier = WebhookVerifier::new("whsec-0123")?;
/// let body = br#"{"id":"1","event_type":2,"timestamp":"2025-10-27T01:02:03Z"}"#;
/// let signature = verifier.sign(body);
///
/// let mut headers = http::HeaderMap::new();
/// headers.insert("X-Loopai-Signature", signature.parse().unwrap());
/// let event = verifier.event(&headers, body)?;
/// assert_eq!(event.event_type, WebhookEventType::ProgramImproved);
/// # Ok::<(), quintet::Error>(())
/// ```
///
/// The time that it takes does not tell how much of a wrong signature is right.
#[derive(Clone)]
pub struct WebhookVerifier {
    keyed: Hmac<Sha256>,
}

impl WebhookVerifier {
    /// A verifier with the secret that was given to the subscription.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) for an empty secret, with which a server does not sign.
    pub fn new(secret: impl Into<Secret>) -> Result<Self> {
        let secret = secret.into();
        let key = secret.expose().as_bytes();
        match Hmac::new_from_slice(key) {
            Ok(keyed) if !key.is_empty() => Ok(Self { keyed }),
            _ => Err(Error::invalid(
                "an empty secret, with which nothing is signed; give that of the subscription",
            )),
        }
    }

    /// Whether the value of `X-Loopai-Signature` is the signature of a body, which must be as it was received, to the byte.
    ///
    /// # Errors
    /// [`Unauthorized`](ErrorKind::Unauthorized) when it is not.
    pub fn verify(&self, signature: &str, body: &[u8]) -> Result<()> {
        let given = signature.trim().strip_prefix(SCHEME).and_then(unhex);
        let mut keyed = self.keyed.clone();
        keyed.update(body);
        let fits = given.is_some_and(|given| keyed.verify_slice(&given).is_ok());
        fits.then_some(()).ok_or_else(|| {
            refused("the signature does not fit the body; it was made with another secret, or for something else")
        })
    }

    /// The event of a delivery, if it was signed.
    ///
    /// # Errors
    /// [`Unauthorized`](ErrorKind::Unauthorized) when there is no signature, or another; [`Decode`](ErrorKind::Decode) when
    /// the body is no event.
    pub fn event(&self, headers: &HeaderMap, body: &[u8]) -> Result<WebhookEvent> {
        let signature = headers.get(SIGNATURE).and_then(|value| value.to_str().ok());
        let Some(signature) = signature else {
            return Err(refused(
                "there is no `X-Loopai-Signature`; the subscription has no secret, or somebody else calls",
            ));
        };
        self.verify(signature, body)?;
        WebhookEvent::read(body)
    }

    /// The value of `X-Loopai-Signature` for a body, as the server makes it.
    #[must_use]
    pub fn sign(&self, body: &[u8]) -> String {
        let mut keyed = self.keyed.clone();
        keyed.update(body);
        let mut text = SCHEME.to_owned();
        for byte in keyed.finalize().into_bytes() {
            // Writing into a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

fn refused(message: &str) -> Error {
    Error::new(ErrorKind::Unauthorized, message)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => u8::try_from(digit(high)? * 16 + digit(low)?).ok(),
            _ => None,
        })
        .collect()
}

/// Without the secret.
impl fmt::Debug for WebhookVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookVerifier").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verifier(secret: &str) -> WebhookVerifier {
        WebhookVerifier::new(secret).unwrap()
    }

    /// RFC 4231, test case 2.
    #[test]
    fn the_signature_is_hmac_sha256() {
        let signature = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let (verifier, body) = (verifier("Jefe"), b"what do ya want for nothing?");
        assert_eq!(verifier.sign(body), signature);
        verifier.verify(signature, body).unwrap();
        let loud = signature.to_uppercase().replace("SHA256", "sha256");
        verifier.verify(&loud, body).unwrap();
    }

    #[test]
    fn any_other_signature_is_refused() {
        let verifier = verifier("whsec-0123");
        let body = br#"{"id":"1"}"#;
        let good = verifier.sign(body);
        let short = &good[..good.len() - 2];
        let flipped = good.replace(['0', '1', '2', '3', '4', '5', '6', '7'], "8");
        for bad in [
            "",
            "sha256=",
            "sha256",
            short,
            &good["sha256=".len()..],
            &format!("{good}00"),
            &flipped,
            "sha256=é",
            "sha256=zz",
        ] {
            let error = verifier.verify(bad, body).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Unauthorized, "{bad}");
            assert!(!error.message().contains(&good[10..]), "{error}");
        }
        assert!(verifier.verify(&good, br#"{"id": "1"}"#).is_err());
        assert!(self::verifier("whsec-0124").verify(&good, body).is_err());
    }

    #[test]
    fn an_event_needs_a_signature() {
        let verifier = verifier("x");
        let error = verifier.event(&HeaderMap::new(), b"{}").unwrap_err();
        assert!(
            error
                .message()
                .starts_with("there is no `X-Loopai-Signature`")
        );
        let mut headers = HeaderMap::new();
        headers.insert(SIGNATURE, verifier.sign(b"[]").parse().unwrap());
        assert_eq!(
            verifier.event(&headers, b"[]").unwrap_err().kind(),
            ErrorKind::Decode
        );
        assert!(WebhookVerifier::new("").unwrap_err().is_invalid_input());
        assert_eq!(format!("{verifier:?}"), "WebhookVerifier { .. }");
    }
}
