//! Whose request it is: the address. Contract: §6.3, §6.5.

use std::net::{IpAddr, SocketAddr};

use http::HeaderMap;

/// Whose word counts for where a request comes from.
///
/// The service tells customers apart by address. Behind a proxy all requests come from the proxy, and who believes every
/// `X-Forwarded-For` lets customers make themselves up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProxyTrust {
    /// Nobody's: the connection says it. The default.
    #[default]
    Nobody,
    /// That of so many proxies in front of the application: of `X-Forwarded-For`, the address that the outermost of them saw.
    Hops(usize),
    /// Everybody's: the first address of `X-Forwarded-For`, or `X-Real-IP`.
    Everybody,
}

/// The address of who asked.
pub(super) fn client_address(
    trust: ProxyTrust,
    headers: &HeaderMap,
    peer: Option<IpAddr>,
) -> Option<IpAddr> {
    let forwarded = || {
        let lines = headers.get_all("x-forwarded-for").iter();
        // What is no text is an entry all the same: proxies add theirs to whatever is there.
        lines
            .flat_map(|line| line.as_bytes().split(|byte| *byte == b','))
            .map(|entry| std::str::from_utf8(entry).unwrap_or_default().trim())
            .collect::<Vec<_>>()
    };
    let told = match trust {
        ProxyTrust::Nobody | ProxyTrust::Hops(0) => None,
        ProxyTrust::Hops(hops) => {
            let forwarded = forwarded();
            // Fewer than there are proxies: all of it is theirs.
            let place = forwarded.len().saturating_sub(hops);
            forwarded.get(place).and_then(|text| address(text))
        }
        ProxyTrust::Everybody => forwarded()
            .first()
            .and_then(|text| address(text))
            .or_else(|| address(headers.get("x-real-ip")?.to_str().ok()?)),
    };
    told.or(peer).map(|address| address.to_canonical())
}

/// An address, with or without a port and a zone.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let bare = match text.strip_prefix('[') {
        Some(text) => {
            let (bare, port) = text.split_once(']')?;
            let port = match port {
                "" => "0",
                port => port.strip_prefix(':')?,
            };
            port.parse::<u16>().ok()?;
            bare
        }
        None => text,
    };
    let (bare, _) = bare.split_once('%').unwrap_or((bare, ""));
    let socket = || Some(text.parse::<SocketAddr>().ok()?.ip());
    bare.parse().ok().or_else(socket)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn seen(trust: ProxyTrust, headers: &[(&'static str, &'static str)]) -> Option<String> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_static(value));
        }
        let peer = "10.0.0.1".parse().ok();
        client_address(trust, &map, peer).map(|address| address.to_string())
    }

    #[track_caller]
    fn check(trust: ProxyTrust, headers: &[(&'static str, &'static str)], expected: &str) {
        assert_eq!(
            seen(trust, headers).as_deref(),
            Some(expected),
            "{trust:?} {headers:?}"
        );
    }

    #[test]
    fn nobody_is_believed_by_default() {
        check(
            ProxyTrust::default(),
            &[("x-forwarded-for", "1.1.1.1")],
            "10.0.0.1",
        );
        assert_eq!(
            client_address(ProxyTrust::Nobody, &HeaderMap::new(), None),
            None
        );
        let mapped = "::ffff:1.2.3.4".parse().ok();
        let canonical = client_address(ProxyTrust::Nobody, &HeaderMap::new(), mapped);
        assert_eq!(canonical, "1.2.3.4".parse().ok());
    }

    #[test]
    fn proxies_are_counted_from_the_application() {
        let forged = ("x-forwarded-for", "6.6.6.6, 1.1.1.1");
        check(ProxyTrust::Hops(1), &[forged], "1.1.1.1");
        check(
            ProxyTrust::Hops(2),
            &[forged, ("x-forwarded-for", "10.0.0.2")],
            "1.1.1.1",
        );
        check(ProxyTrust::Hops(5), &[forged], "6.6.6.6");
        check(ProxyTrust::Hops(0), &[forged], "10.0.0.1");
        check(
            ProxyTrust::Hops(1),
            &[("x-forwarded-for", "unknown")],
            "10.0.0.1",
        );
        check(ProxyTrust::Hops(1), &[], "10.0.0.1");
    }

    #[test]
    fn everybody_may_be_believed() {
        let trust = ProxyTrust::Everybody;
        check(trust, &[("x-forwarded-for", "6.6.6.6, 1.1.1.1")], "6.6.6.6");
        check(trust, &[("x-real-ip", "2.2.2.2")], "2.2.2.2");
        check(
            trust,
            &[("x-forwarded-for", "[2001:db8::1]:443")],
            "2001:db8::1",
        );
        check(
            trust,
            &[("x-forwarded-for", "[2001:db8::1]")],
            "2001:db8::1",
        );
        check(trust, &[("x-forwarded-for", "1.2.3.4:80")], "1.2.3.4");
        check(trust, &[("x-forwarded-for", "")], "10.0.0.1");
    }

    /// A proxy appends to the line that the client sent, whatever is in it.
    #[test]
    fn nobody_hides_behind_what_is_no_text() {
        let mut map = HeaderMap::new();
        let line = HeaderValue::from_bytes(b"\xff, 1.1.1.1").unwrap();
        map.append("x-forwarded-for", line);
        let peer = "10.0.0.1".parse().ok();
        let one = client_address(ProxyTrust::Hops(1), &map, peer);
        assert_eq!(one, "1.1.1.1".parse().ok());
        map.append("x-forwarded-for", HeaderValue::from_static("10.0.0.2"));
        let two = client_address(ProxyTrust::Hops(2), &map, peer);
        assert_eq!(two, "1.1.1.1".parse().ok());
    }

    #[test]
    fn addresses_come_in_every_form() {
        for (text, expected) in [
            ("fe80::1%eth0", "fe80::1"),
            ("[fe80::1%25eth0]:443", "fe80::1"),
            ("[fe80::1%3]", "fe80::1"),
            ("::ffff:1.2.3.4", "1.2.3.4"),
            ("[::ffff:1.2.3.4]:80", "1.2.3.4"),
            (" \"1.2.3.4\" ", "1.2.3.4"),
            ("1.2.3.4:99999", "10.0.0.1"),
            ("_hidden", "10.0.0.1"),
            ("1.2.3", "10.0.0.1"),
            ("", "10.0.0.1"),
        ] {
            check(ProxyTrust::Hops(1), &[("x-forwarded-for", text)], expected);
        }
        check(
            ProxyTrust::Hops(usize::MAX),
            &[("x-forwarded-for", "1.1.1.1")],
            "1.1.1.1",
        );
    }
}
