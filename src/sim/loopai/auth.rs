//! Who may call. Upstream has no authentication; this is what stands before it where somebody wants one.

use http::HeaderMap;
use http::header::AUTHORIZATION;

/// The key.
pub(super) const TOKEN: &str = "quintet-sim";

/// Which requests are let in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Access {
    /// All of them, as upstream does: nobody looks at the key.
    Open,
    /// Those with the key and those without any; one with another key is not. The default.
    #[default]
    Checked,
    /// Those with the key only.
    KeyRequired,
}

/// What is thought of the credentials of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Welcome,
    Unknown,
    Forbidden,
}

/// Which credentials are good.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Credentials {
    pub(super) access: Access,
    pub(super) revoked: bool,
    pub(super) forbidden: bool,
}

impl Credentials {
    /// Whether who sends these headers may call.
    pub(super) fn admit(&self, headers: &HeaderMap) -> Verdict {
        let is_known = match headers.get(AUTHORIZATION) {
            _ if self.access == Access::Open => true,
            None => self.access == Access::Checked,
            Some(value) => value.to_str().is_ok_and(|value| self.is_key(value)),
        };
        match is_known {
            false => Verdict::Unknown,
            true if self.forbidden => Verdict::Forbidden,
            true => Verdict::Welcome,
        }
    }

    fn is_key(&self, value: &str) -> bool {
        let Some((scheme, token)) = value.split_once(' ') else {
            return false;
        };
        scheme.eq_ignore_ascii_case("bearer") && token.trim() == TOKEN && !self.revoked
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn admitted(credentials: Credentials, value: Option<&'static str>) -> Verdict {
        let mut headers = HeaderMap::new();
        if let Some(value) = value {
            headers.insert(AUTHORIZATION, HeaderValue::from_static(value));
        }
        credentials.admit(&headers)
    }

    #[test]
    fn a_key_is_not_needed_but_a_wrong_one_is_refused() {
        let mut credentials = Credentials::default();
        assert_eq!(admitted(credentials, None), Verdict::Welcome);
        for (value, verdict) in [
            ("Bearer quintet-sim", Verdict::Welcome),
            ("bearer quintet-sim", Verdict::Welcome),
            ("Bearer other", Verdict::Unknown),
            ("Basic quintet-sim", Verdict::Unknown),
            ("quintet-sim", Verdict::Unknown),
        ] {
            assert_eq!(admitted(credentials, Some(value)), verdict, "{value}");
        }
        credentials.forbidden = true;
        assert_eq!(admitted(credentials, None), Verdict::Forbidden);
        credentials.revoked = true;
        assert_eq!(
            admitted(credentials, Some("Bearer quintet-sim")),
            Verdict::Unknown
        );
    }

    #[test]
    fn access_can_be_open_or_closed() {
        let with = |access| Credentials {
            access,
            ..Credentials::default()
        };
        assert_eq!(
            admitted(with(Access::Open), Some("Bearer other")),
            Verdict::Welcome
        );
        assert_eq!(admitted(with(Access::KeyRequired), None), Verdict::Unknown);
    }
}
