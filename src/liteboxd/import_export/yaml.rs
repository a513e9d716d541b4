//! One YAML list out of many YAML documents, without reading what is in them.

use std::str;

use chrono::{DateTime, SecondsFormat, Utc};

/// The list document of exported templates.
///
/// YAML allows to move a block to the right as long as all of it moves alike, texts of many lines included. So the
/// documents stay as the server wrote them.
///
/// # Errors
/// The index of the first document that is empty or no UTF-8 text.
pub(super) fn list<D: AsRef<[u8]>>(documents: &[D], time: DateTime<Utc>) -> Result<String, usize> {
    let time = time.to_rfc3339_opts(SecondsFormat::Secs, true);
    let mut list = format!(
        "apiVersion: liteboxd/v1\nkind: SandboxTemplateList\nexportedAt: \"{time}\"\nitems:"
    );
    list.push_str(if documents.is_empty() { " []\n" } else { "\n" });
    for (index, document) in documents.iter().enumerate() {
        let text = str::from_utf8(document.as_ref()).unwrap_or_default();
        if text.trim().is_empty() {
            return Err(index);
        }
        append(&mut list, text);
    }
    Ok(list)
}

/// Appends a document as an item. An empty line stays empty: in a text it means the same.
fn append(list: &mut String, document: &str) {
    let mut margin = "    - ";
    for line in content(document) {
        if !line.is_empty() {
            list.push_str(margin);
            list.push_str(line);
            margin = "      ";
        }
        list.push('\n');
    }
}

/// The lines of the first document of a stream, without its markers.
fn content(stream: &str) -> impl Iterator<Item = &str> {
    let stream = stream.strip_prefix('\u{feff}').unwrap_or(stream);
    stream
        .lines()
        .skip_while(|line| line.starts_with('%') || line.trim_end() == "---")
        .take_while(|line| !matches!(line.trim_end(), "---" | "..."))
}

#[cfg(test)]
mod tests {
    use saphyr::{LoadableYamlNode, Yaml};

    use super::*;

    fn listed(documents: &[&str]) -> String {
        let time = "2026-04-03T10:00:00.5+02:00".parse::<DateTime<Utc>>();
        list(documents, time.unwrap()).unwrap()
    }

    const HEAD: &str = "apiVersion: liteboxd/v1\nkind: SandboxTemplateList\nexportedAt: \"2026-04-03T08:00:00Z\"\nitems:";

    #[test]
    fn nothing_is_an_empty_list() {
        assert_eq!(listed(&[]), format!("{HEAD} []\n"));
    }

    #[test]
    fn every_line_moves_alike_and_empty_ones_stay() {
        let script =
            "spec:\n    startupScript: |-\n        a\n\n          b\n         \n    ttl: 0\n";
        let expected = "\n    - spec:\n          startupScript: |-\n              a\n\n                b\n               \n          ttl: 0\n";
        assert_eq!(listed(&[script]), format!("{HEAD}{expected}"));
    }

    #[test]
    fn items_follow_each_other() {
        assert_eq!(
            listed(&["a: 1\r\nb: 2", "\u{feff}c: 3\n"]),
            format!("{HEAD}\n    - a: 1\n      b: 2\n    - c: 3\n")
        );
    }

    #[test]
    fn markers_of_documents_are_left_out() {
        for stream in [
            "---\na: 1\n",
            "%YAML 1.2\n---\na: 1\n...\n",
            "a: 1\n---\nb: 2\n",
        ] {
            assert_eq!(
                listed(&[stream]),
                format!("{HEAD}\n    - a: 1\n"),
                "{stream:?}"
            );
        }
    }

    #[test]
    fn what_is_no_text_is_named() {
        for bad in [&b"\xff"[..], b"", b"\n"] {
            let documents = [&b"a: 1"[..], bad];
            assert_eq!(list(&documents, DateTime::UNIX_EPOCH), Err(1), "{bad:?}");
        }
    }

    #[test]
    fn an_item_says_what_its_document_says() {
        let documents = [
            "a: |4-\n      two more\n    b\nc: 1\n",
            "a: |2+\n   one more\n\n\nb: 1\n",
            "a: |+\n    last\n\n\n",
            "a: |\n    # no comment\n    ---x\n\n    \tb\n# a comment\nb: >-\n    folded\n    on\n\n      kept\n",
            "a: plain\n  goes on\n\n  and on\nb: 'quoted\n\n  on'\nc: \"quoted \\\n  on\"\n",
            "a: &x\n- 1\n-   b: *x\nc: {d: [1,\n  2], e: ~}\n? f\n: g\n",
            "{a: 1,\nb: [2]}\n",
            "- 1\n- - 2\n  - 3\n",
        ];
        let list = listed(&documents);
        let list = &Yaml::load_from_str(&list).unwrap()[0];
        for (index, document) in documents.iter().enumerate() {
            let alone = &Yaml::load_from_str(document).unwrap()[0];
            assert_eq!(&list["items"][index], alone, "{document}");
        }
    }
}
