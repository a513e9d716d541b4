//! GUIDs.

/// The one that nothing has.
pub(in super::super) const EMPTY: &str = "00000000-0000-0000-0000-000000000000";

/// A GUID in the form with hyphens, in lower case.
pub(in super::super) fn parse(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let is_one = lengths == [8, 4, 4, 4, 12]
        && groups
            .iter()
            .all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()));
    is_one.then(|| text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hyphens_are_taken() {
        let guid = "550E8400-e29b-41d4-a716-446655440000";
        assert_eq!(parse(guid), Some(guid.to_ascii_lowercase()));
        assert_eq!(parse("550e8400e29b41d4a716446655440000"), None);
        assert_eq!(parse("{550e8400-e29b-41d4-a716-446655440000}"), None);
        assert_eq!(parse("550e8400-e29b-41d4-a716-44665544000g"), None);
        assert_eq!(parse(EMPTY).as_deref(), Some(EMPTY));
    }
}
