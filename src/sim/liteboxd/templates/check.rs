//! What the server refuses. The errors are the texts of its replies.

use super::super::quantity;
use super::domains;
use super::spec::{Persistence, Spec};

const MODE: &str = "rootfs-overlay";

/// Checks the name of a template.
pub(super) fn name(name: &str) -> Result<(), String> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = name.as_bytes();
    if bytes.is_empty() || bytes.len() > 63 {
        return Err("invalid name: name must be between 1 and 63 characters".to_owned());
    }
    let inside = bytes.iter().all(|byte| is_plain(*byte) || *byte == b'-');
    if inside && !name.starts_with('-') && !name.ends_with('-') {
        Ok(())
    } else {
        Err(
            "invalid name: name must consist of lowercase letters, numbers, and hyphens, \
             and must start and end with a letter or number"
                .to_owned(),
        )
    }
}

/// Checks a specification and writes its parts as the server stores them.
pub(super) fn spec(spec: &mut Spec) -> Result<(), String> {
    let checked = if spec.image.is_empty() {
        Err("image is required".to_owned())
    } else {
        persistence(spec.persistence.as_mut()).and_then(|()| match &mut spec.network {
            Some(network) => {
                network.allowed_domains = domains::normalize(&network.allowed_domains)?;
                Ok(())
            }
            None => Ok(()),
        })
    };
    checked.map_err(|text| format!("invalid spec: {text}"))
}

/// Only what is enabled is checked.
fn persistence(persistence: Option<&mut Persistence>) -> Result<(), String> {
    let Some(persistence) = persistence.filter(|persistence| persistence.enabled) else {
        return Ok(());
    };
    if !matches!(persistence.mode.as_str(), "" | MODE) {
        return Err(format!("persistence.mode must be \"{MODE}\""));
    }
    persistence.size = persistence.size.trim().to_owned();
    if !persistence.size.is_empty() && !quantity::is_valid(&persistence.size) {
        return Err(format!("persistence.size is invalid: {}", quantity::RULE));
    }
    persistence.storage_class_name = persistence.storage_class_name.trim().to_owned();
    match persistence.storage_class_name.as_str() {
        "" => {
            return Err(
                "persistence.storageClassName is required when persistence.enabled=true".to_owned(),
            );
        }
        class if class.eq_ignore_ascii_case("local-path") => {
            return Err("persistence.storageClassName local-path is not supported".to_owned());
        }
        _ => {}
    }
    match persistence.reclaim_policy.as_str() {
        "" | "Delete" | "Retain" => Ok(()),
        _ => Err("persistence.reclaimPolicy must be one of \"Delete\" or \"Retain\"".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for good in ["a", "7", "a-b", "a--b", &"x".repeat(63)] {
            assert_eq!(name(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "-",
            "-a",
            "a-",
            "A",
            "a_b",
            "ä",
            "a b",
            "a.b",
            &"x".repeat(64),
        ] {
            assert!(name(bad).is_err(), "{bad}");
        }
    }

    fn stored(class: &str, size: &str, policy: &str) -> Result<Persistence, String> {
        let mut checked = Spec {
            image: "alpine".to_owned(),
            persistence: Some(Persistence {
                enabled: true,
                size: size.to_owned(),
                storage_class_name: class.to_owned(),
                reclaim_policy: policy.to_owned(),
                ..Persistence::default()
            }),
            ..Spec::default()
        };
        spec(&mut checked)?;
        checked.apply_defaults();
        Ok(checked.persistence.unwrap_or_default())
    }

    #[test]
    fn storage_has_rules_and_defaults() {
        let storage = stored(" longhorn ", "", "").unwrap_or_default();
        assert_eq!(storage.storage_class_name, "longhorn");
        assert_eq!(storage.size, "1Gi");
        assert_eq!(storage.mode, "rootfs-overlay");
        assert_eq!(storage.reclaim_policy, "Delete");
        assert!(stored("longhorn", " 2Gi ", "Retain").is_ok_and(|storage| storage.size == "2Gi"));
        for (class, size, policy) in [
            ("", "1Gi", ""),
            ("Local-Path", "1Gi", ""),
            ("longhorn", "lots", ""),
            ("longhorn", "1Gi", "delete"),
        ] {
            let error = stored(class, size, policy).err().unwrap_or_default();
            assert!(error.starts_with("invalid spec: persistence."), "{error}");
        }
    }

    #[test]
    fn storage_that_is_off_is_not_checked() {
        let mut off = Spec {
            image: "alpine".to_owned(),
            persistence: Some(Persistence {
                storage_class_name: "local-path".to_owned(),
                ..Persistence::default()
            }),
            ..Spec::default()
        };
        assert_eq!(spec(&mut off), Ok(()));
        off.apply_defaults();
        let storage = off.persistence.unwrap_or_default();
        assert_eq!(
            (storage.reclaim_policy.as_str(), storage.size.as_str()),
            ("Delete", "")
        );
    }

    #[test]
    fn an_image_is_required() {
        assert_eq!(
            spec(&mut Spec::default()),
            Err("invalid spec: image is required".to_owned())
        );
    }
}
