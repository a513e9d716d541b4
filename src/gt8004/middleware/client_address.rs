//! Whose request it is: the address. Contract: §6.3, §6.5.

use std::net::{IpAddr, SocketAddr};

use http::HeaderMap;

/// Whose word counts for where a request comes from.
///
/// The service tells customers apart by address. Behind a proxy all requests come from the proxy, and who believes every
/// `X-Forwarded-For` lets customers make themselves up. (Contract §6.5.)
///
/// ```
/// # fn f(logger: quintet::gt8004::Logger) {
/// use quintet::gt8004::middleware::{LogLayer, ProxyTrust};
///
/// // A load balancer, and a proxy behind it.
/// let layer = LogLayer::new(logger).proxy_trust(ProxyTrust::Hops(2));
/// # let _ = layer;
/// # }
/// ```
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
        lines
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(','))
            .map(str::trim)
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

/// An address, with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let bare = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    bare.unwrap_or(text)
        .parse()
        .ok()
        .or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
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
}
