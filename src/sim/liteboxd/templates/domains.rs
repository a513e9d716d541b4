//! The domains that a sandbox may reach.

/// Trims, lowers, takes the final dot and what is there twice. The error is the server's text.
pub(super) fn normalize(domains: &[String]) -> Result<Vec<String>, String> {
    let mut normal: Vec<String> = Vec::new();
    for domain in domains {
        let lower = domain.to_lowercase();
        let trimmed = lower.trim();
        let value = trimmed.strip_suffix('.').unwrap_or(trimmed);
        if value.is_empty() {
            return Err("allowedDomains contains empty value".to_owned());
        }
        if !is_domain(value.strip_prefix("*.").unwrap_or(value)) {
            return Err(format!("allowedDomains contains invalid value: {domain}"));
        }
        if normal.iter().all(|other| other != value) {
            normal.push(value.to_owned());
        }
    }
    Ok(normal)
}

fn is_domain(domain: &str) -> bool {
    domain.len() <= 253 && domain.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn domains_are_made_equal() {
        let sent = [
            " API.Example.com. ",
            "*.example.org",
            "api.example.com",
            "localhost",
        ];
        let normal = ["api.example.com", "*.example.org", "localhost"];
        assert_eq!(
            normalize(&sent.map(str::to_owned)),
            Ok(normal.map(str::to_owned).to_vec())
        );
    }

    #[test]
    fn no_domains() {
        for bad in [
            "",
            " ",
            ".",
            "https://a.b",
            "a.b/c",
            "a.b:80",
            "a_b.c",
            "*",
            "a.*.b",
            "*.",
            "-a.b",
            "a..b",
        ] {
            assert!(normalize(&[bad.to_owned()]).is_err(), "{bad}");
        }
    }
}
