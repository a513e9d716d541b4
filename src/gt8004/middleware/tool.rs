//! The name of the tool that was asked for. Contract: §6.4.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::gt8004::entry::Protocol;

/// The tool of a request: for MCP what `tools/call` names; for A2A the top-level `skill_id`, or else the last segment of the
/// path; without a protocol that segment.
///
/// A body may be cut off; what stands before the cut counts.
pub(super) fn tool_name(
    protocol: Option<Protocol>,
    path: &str,
    body: Option<&str>,
    is_whole: bool,
) -> Option<String> {
    let found = || read(body?, is_whole);
    match protocol {
        Some(Protocol::Mcp) => found()
            .filter(|found| found.calls)
            .and_then(|found| found.name),
        Some(Protocol::A2a) => {
            let skill = found().and_then(|found| found.skill);
            Some(skill.unwrap_or_else(|| last_segment(path)))
        }
        None => Some(last_segment(path)),
    }
}

fn last_segment(path: &str) -> String {
    let path = path.trim_end_matches('/');
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

/// What a body says.
#[derive(Debug, Default)]
struct Found {
    /// Whether it calls a tool.
    calls: bool,
    name: Option<String>,
    skill: Option<String>,
}

/// Reads a body that is a JSON object; `None` for anything else.
fn read(body: &str, is_whole: bool) -> Option<Found> {
    let mut found = Found::default();
    let mut reader = serde_json::Deserializer::from_str(body);
    let read = Request(&mut found).deserialize(&mut reader);
    match read.and_then(|()| reader.end()) {
        Ok(()) => Some(found),
        Err(error) if error.is_eof() && !is_whole => Some(found),
        Err(_) => None,
    }
}

/// The object of a request.
struct Request<'a>(&'a mut Found);

impl<'de> DeserializeSeed<'de> for Request<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Request<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match &*key {
                "method" => {
                    let mut method = None;
                    map.next_value_seed(Text(&mut method))?;
                    self.0.calls = method.as_deref() == Some("tools/call");
                }
                "skill_id" => {
                    map.next_value_seed(Text(&mut self.0.skill))?;
                    self.0.skill = self.0.skill.take().filter(|skill| !skill.is_empty());
                }
                "params" => map.next_value_seed(Parameters(&mut self.0.name))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

macro_rules! ignored {
    ($($method:ident: $value:ty),*) => {
        $(fn $method<E: serde::de::Error>(self, _: $value) -> Result<(), E> {
            Ok(())
        })*

        fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
            Ok(())
        }
    };
}

/// The `params` of a request; anything but an object names nothing.
struct Parameters<'a>(&'a mut Option<String>);

impl<'de> DeserializeSeed<'de> for Parameters<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        *self.0 = None;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Parameters<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    ignored!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match &*key {
                "name" => map.next_value_seed(Text(self.0))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// A text; anything else is none.
struct Text<'a>(&'a mut Option<String>);

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        // Of fields that come twice the last one counts.
        *self.0 = None;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Text<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    ignored!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        *self.0 = Some(text.to_owned());
        Ok(())
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(protocol: Option<Protocol>, path: &str, body: Option<&str>) -> Option<String> {
        tool_name(protocol, path, body, true)
    }

    #[test]
    fn mcp_names_what_it_calls_and_nothing_else() {
        let mcp = |body| name(Some(Protocol::Mcp), "/mcp", body);
        let call = r#"{"method":"tools/call","params":{"name":"search"}}"#;
        assert_eq!(mcp(Some(call)).as_deref(), Some("search"));
        let other_order =
            r#"{"params":{"arguments":{"name":"x"},"name":"search"},"id":1,"method":"tools/call"}"#;
        assert_eq!(mcp(Some(other_order)).as_deref(), Some("search"));
        for nothing in [
            None,
            Some(""),
            Some("not json"),
            Some("[1, 2, 3]"),
            Some(r#"{"method":"resources/list","params":{"name":"x"}}"#),
            Some(r#"{"method":"tools/call"}"#),
            Some(r#"{"method":"tools/call","params":[1]}"#),
            Some(r#"{"method":"tools/call","params":{"name":5}}"#),
            Some(r#"{"method":"tools/call","params":null}"#),
            Some(r#"[{"method":"tools/call","params":{"name":"x"}}]"#),
            Some(r#"{"method":"tools/call","params":{"name":"x"}} more"#),
        ] {
            assert_eq!(mcp(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn a_call_that_is_cut_off_still_has_its_name() {
        let cut = r#"{"method":"tools/call","params":{"name":"search","arguments":{"q":"aaaa"#;
        assert_eq!(
            tool_name(Some(Protocol::Mcp), "/", Some(cut), false).as_deref(),
            Some("search")
        );
        assert_eq!(name(Some(Protocol::Mcp), "/", Some(cut)), None);
    }

    #[test]
    fn a2a_names_its_skill_or_the_path() {
        let a2a = |path, body| name(Some(Protocol::A2a), path, body).unwrap();
        assert_eq!(
            a2a("/a2a/tasks", Some(r#"{"skill_id":"translate"}"#)),
            "translate"
        );
        assert_eq!(a2a("/a2a/tasks/send", None), "send");
        assert_eq!(a2a("/a2a/tasks/send/", None), "send");
        assert_eq!(
            a2a("/a2a/run", Some(r#"{"input":{"skill_id":"x"}}"#)),
            "run"
        );
        assert_eq!(a2a("/api/search", Some("bad json")), "search");
        assert_eq!(a2a("/tasks", Some("")), "tasks");
        for strange in [
            r#"{"skill_id":5}"#,
            r#"{"skill_id":""}"#,
            r#"{"skill_id":{"a":[1]}}"#,
            r#"{"skill_id":[{}]}"#,
        ] {
            assert_eq!(a2a("/tasks", Some(strange)), "tasks", "{strange}");
        }
    }

    #[test]
    fn otherwise_the_last_segment_counts() {
        for (path, expected) in [
            ("/api/search", "search"),
            ("/api/search/", "search"),
            ("/", ""),
            ("", ""),
            ("/v1/api/tools/generate", "generate"),
            ("/a//", "a"),
        ] {
            assert_eq!(
                name(None, path, Some(r#"{"skill_id":"x"}"#)).unwrap(),
                expected,
                "{path}"
            );
        }
    }

    /// As the servers behind read them.
    #[test]
    fn of_names_that_come_twice_the_last_counts() {
        for (body, expected) in [
            (
                r#"{"method":"tools/call","params":{"name":"a","name":"b"}}"#,
                Some("b"),
            ),
            (
                r#"{"method":"tools/call","params":{"name":"a","name":5}}"#,
                None,
            ),
            (
                r#"{"method":"tools/call","params":{"name":"a"},"params":{}}"#,
                None,
            ),
            (
                r#"{"method":"tools/call","params":{"name":"a"},"params":[]}"#,
                None,
            ),
            (
                r#"{"method":"tools/call","method":"x","params":{"name":"a"}}"#,
                None,
            ),
            (
                r#"{"method":"tools/call","method":5,"params":{"name":"a"}}"#,
                None,
            ),
        ] {
            assert_eq!(
                name(Some(Protocol::Mcp), "/", Some(body)).as_deref(),
                expected,
                "{body}"
            );
        }
        let twice = r#"{"skill_id":"a","skill_id":5}"#;
        assert_eq!(
            name(Some(Protocol::A2a), "/t", Some(twice)).as_deref(),
            Some("t")
        );
    }

    #[test]
    fn names_are_read_whatever_is_around_them() {
        let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        for body in [
            r#" {"p\u0061rams":{"n\u0061me":"\uac80\uc0c9"},"method":"tools\/call"} "#.to_owned(),
            format!(
                r#"{{"x":{deep},"method":"tools/call","params":{{"y":{deep},"name":"검색"}}}}"#
            ),
            r#"{"id":1e999,"method":"tools/call","params":{"name":"검색","n":-1e999}}"#.to_owned(),
        ] {
            let found = name(Some(Protocol::Mcp), "/", Some(&body));
            assert_eq!(found.as_deref(), Some("검색"));
        }
        assert_eq!(name(Some(Protocol::Mcp), "/", Some(&deep)), None);
        assert_eq!(
            name(Some(Protocol::A2a), "/t", Some(&deep)).as_deref(),
            Some("t")
        );
    }
}
