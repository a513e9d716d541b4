//! Media types.

pub(super) const EVENT_STREAM: &str = "text/event-stream";

/// The type without parameters, in lower case: `application/json`.
pub(super) fn essence(content_type: &str) -> String {
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// A parameter of a content type, such as `boundary`.
pub(super) fn parameter(content_type: &str, name: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (key, value) = parameter.split_once('=')?;
        let is_wanted = key.trim().eq_ignore_ascii_case(name);
        is_wanted.then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// Whether bodies of this type are JSON.
pub(super) fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence.ends_with("+json")
}

/// Whether bodies of this type are XML.
pub(super) fn is_xml(essence: &str) -> bool {
    matches!(essence, "application/xml" | "text/xml") || essence.ends_with("+xml")
}

/// Whether `essence` falls under a documented type, which may be a range (`*/*`, `text/*`).
pub(super) fn covers(documented: &str, essence: &str) -> bool {
    let documented = self::essence(documented);
    match documented.strip_suffix("/*") {
        Some("*") => true,
        Some(family) => essence.split('/').next() == Some(family),
        None => documented == essence,
    }
}
