//! The Rust names that the generator makes of a document's names.

/// The words of a name: split at anything that is no letter or digit, and where the case
/// changes (`listPVCs`, `HTTPServer`).
fn words(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.replace('\'', "").chars().collect();
    let mut words = Vec::new();
    let mut word = String::new();
    for (index, &character) in characters.iter().enumerate() {
        if !character.is_alphanumeric() {
            words.push(std::mem::take(&mut word));
            continue;
        }
        let before = index.checked_sub(1).map(|index| characters[index]);
        let after = characters.get(index + 1);
        let rises = before.is_some_and(|c| c.is_lowercase() || c.is_numeric());
        let ends_acronym =
            before.is_some_and(char::is_uppercase) && after.is_some_and(|c| c.is_lowercase());
        if character.is_uppercase() && (rises || ends_acronym) {
            words.push(std::mem::take(&mut word));
        }
        word.push(character);
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// `snake_case`, the form of functions, arguments and fields.
pub(crate) fn snake(name: &str) -> String {
    let words: Vec<String> = words(name).iter().map(|word| word.to_lowercase()).collect();
    match words.join("_") {
        empty if empty.is_empty() => "x".to_owned(),
        name => name,
    }
}

/// `PascalCase`, the form of types and variants.
pub(crate) fn pascal(name: &str) -> String {
    let name: String = words(name)
        .iter()
        .map(|word| {
            let mut rest = word.chars();
            match rest.next() {
                Some(first) => first
                    .to_uppercase()
                    .chain(rest.as_str().to_lowercase().chars())
                    .collect(),
                None => String::new(),
            }
        })
        .collect();
    if name.is_empty() {
        "X".to_owned()
    } else {
        name
    }
}

/// The first two of `names` that become the same under `form`.
pub(crate) fn collision<'a>(
    names: impl IntoIterator<Item = &'a str>,
    form: fn(&str) -> String,
) -> Option<(&'a str, &'a str)> {
    let mut seen: Vec<(String, &str)> = Vec::new();
    for name in names {
        let formed = form(name);
        if let Some((_, first)) = seen.iter().find(|(known, _)| *known == formed) {
            return Some((first, name));
        }
        seen.push((formed, name));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_take_the_generators_form() {
        assert_eq!(snake("listPVCs"), "list_pv_cs");
        assert_eq!(snake("X-Request-ID"), "x_request_id");
        assert_eq!(pascal("HTTPServer_list"), "HttpServerList");
        assert_eq!(pascal("a-b"), "AB");
        assert_eq!(pascal(""), "X");
        assert_eq!(snake("<="), "x");
    }

    #[test]
    fn collisions_are_found() {
        assert_eq!(collision(["a", "A"], pascal), Some(("a", "A")));
        assert_eq!(collision(["", "x"], pascal), Some(("", "x")));
        assert_eq!(collision(["a-b", "c", "a_b"], pascal), Some(("a-b", "a_b")));
        assert_eq!(collision(["pod", "deployment"], pascal), None);
    }
}
