//! The three credentials of a request. Contract: §0, §1.1.

use http::HeaderName;
use http::header::AUTHORIZATION;

use crate::Secret;
use crate::error::{Error, Result};
use crate::runtime::Credential;

const USER: HeaderName = HeaderName::from_static("synapse-user");
const TENANT: HeaderName = HeaderName::from_static("synapse-tenant");

/// The word before the values of both.
const SCHEME: &str = "Token";

/// For whom the requests are made, besides the agent's own token.
#[derive(Debug, Clone, Default)]
pub(super) struct Access {
    pub(super) user: Option<Secret>,
    pub(super) tenant: Option<Secret>,
}

impl Access {
    /// What every request carries, WebSocket handshakes included.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when there is no agent token, and for a value that is not one word.
    pub(super) fn credential(&self, token: Option<&Secret>) -> Result<Credential> {
        let Some(token) = token else {
            return Err(Error::invalid(
                "no agent token; give `token`, 40 hexadecimal digits as the agent was given them when it was installed",
            ));
        };
        one_word("agent token", token)?;
        let mut credential = Credential::header(AUTHORIZATION, token)?;
        if let Some(user) = &self.user {
            one_word("user token", user)?;
            credential = credential.and(Credential::scheme(USER, SCHEME, user)?);
        }
        if let Some(tenant) = &self.tenant {
            one_word("tenant", tenant)?;
            credential = credential.and(Credential::scheme(TENANT, SCHEME, tenant)?);
        }
        Ok(credential)
    }
}

/// Refuses what no header can carry, or only with something else before it.
fn one_word(what: &str, secret: &Secret) -> Result<()> {
    let text = secret.expose();
    let fault = if text.is_empty() {
        "is empty"
    } else if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        "contains white space"
    } else {
        return Ok(());
    };
    Err(Error::invalid(format!(
        "the {what} {fault}; give the bare value, without `Token` or `Bearer` before it and without a line end"
    )))
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;

    use super::*;

    fn secret(text: &str) -> Option<Secret> {
        Some(Secret::new(text))
    }

    fn headers(access: &Access, token: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let credential = access.credential(secret(token).as_ref()).unwrap();
        credential.apply(&mut headers);
        headers
    }

    #[test]
    fn the_agents_token_goes_without_a_scheme() {
        let alone = headers(&Access::default(), "0123abcd");
        assert_eq!(
            (alone.len(), &alone[AUTHORIZATION]),
            (1, &"0123abcd".parse().unwrap())
        );
        let access = Access {
            user: secret("u"),
            tenant: secret("t"),
        };
        let all = headers(&access, "quintet-sim");
        assert_eq!(all[AUTHORIZATION], "quintet-sim");
        assert_eq!(all["SYNAPSE-User"], "Token u");
        assert_eq!(all["SYNAPSE-Tenant"], "Token t");
        assert!(all.values().all(http::HeaderValue::is_sensitive));
    }

    #[test]
    fn each_is_one_word() {
        for bad in [
            "",
            " ",
            "canary x",
            "Token canary",
            "canary\n",
            "\tcanary",
            "ca\u{7}nary",
        ] {
            let (good, bad) = (secret("good"), secret(bad));
            let cases = [
                ("agent token", Access::default(), bad.clone()),
                (
                    "user token",
                    Access {
                        user: bad.clone(),
                        tenant: None,
                    },
                    good.clone(),
                ),
                (
                    "tenant",
                    Access {
                        user: None,
                        tenant: bad,
                    },
                    good,
                ),
            ];
            for (what, access, token) in cases {
                let error = access.credential(token.as_ref()).unwrap_err();
                assert!(error.is_invalid_input());
                assert!(
                    error.message().starts_with(&format!("the {what} ")),
                    "{error}"
                );
                assert!(!format!("{error:?}").contains("canary"), "{error:?}");
            }
        }
        let error = Access::default().credential(None).unwrap_err();
        assert!(error.message().starts_with("no agent token"), "{error}");
    }

    #[test]
    fn all_three_are_hidden() {
        let access = Access {
            user: secret("canary-user"),
            tenant: secret("canary-tenant"),
        };
        let credential = access.credential(secret("canary").as_ref()).unwrap();
        let clean = credential
            .scrub_text("canary canary-user, canary-tenant")
            .unwrap();
        assert_eq!(clean, "*** ***, ***");
        assert!(!format!("{access:?}{credential:?}").contains("canary"));
    }
}
