//! Kubernetes quantities: `500m`, `1.5Gi`, `2e3`.

/// What Kubernetes says about anything else.
pub(super) const RULE: &str = "quantities must match the regular expression \
                               '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

/// Whether Kubernetes reads the text as a quantity.
pub(super) fn is_valid(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let end = unsigned
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(unsigned.len());
    let (number, suffix) = unsigned.split_at(end);
    is_number(number) && is_suffix(suffix)
}

fn is_number(number: &str) -> bool {
    number.matches('.').count() <= 1 && number.contains(|c: char| c.is_ascii_digit())
}

fn is_suffix(suffix: &str) -> bool {
    match suffix {
        "" | "n" | "u" | "m" | "k" | "M" | "G" | "T" | "P" | "E" => true,
        "Ki" | "Mi" | "Gi" | "Ti" | "Pi" | "Ei" => true,
        _ => suffix
            .strip_prefix(['e', 'E'])
            .map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent))
            .is_some_and(|digits| {
                !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
            }),
    }
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn quantities() {
        for good in [
            "1", "500m", "0.5", ".5", "1.", "1.5Gi", "2e3", "2E-3", "1E", "+1k", "-1", "512Mi",
            "100n",
        ] {
            assert!(is_valid(good), "{good}");
        }
        for bad in [
            "", "m", "Gi", "1 Gi", "1gi", "1GB", "1.2.3", "1e", "1e+", "lots", "++1", "1K", ".",
        ] {
            assert!(!is_valid(bad), "{bad}");
        }
    }
}
