//! Path templates.

use std::cmp::Ordering;

use super::percent;

/// A path template of the document, such as `/sandboxes/{id}/files`.
#[derive(Debug)]
pub(super) struct Template {
    segments: Vec<Segment>,
    /// The parameter that stands for all the rest of a path.
    rest: Option<String>,
}

#[derive(Debug)]
enum Segment {
    Literal(String),
    /// `{name}`, possibly with text around it: `{id}:cancel`.
    Parameter {
        before: String,
        name: String,
        after: String,
    },
}

impl Template {
    pub(super) fn parse(path: &str) -> Self {
        assert!(path.starts_with('/'), "path {path} does not start with /");
        Self {
            segments: path.split('/').skip(1).map(Segment::parse).collect(),
            rest: None,
        }
    }

    /// A template whose last segment, a parameter, stands for any number of segments as they were sent.
    pub(super) fn with_rest(path: &str) -> Self {
        let mut template = Self::parse(path);
        match template.segments.pop() {
            Some(Segment::Parameter { name, .. }) => template.rest = Some(name),
            other => panic!("path {path} ends in {other:?}"),
        }
        template
    }

    /// The decoded path parameters when `path` is an instance of this template.
    ///
    /// A parameter is exactly one segment: not empty, no `.` or `..`, no slash even when escaped. Only the rest of a path
    /// may be anything, and is not decoded.
    pub(super) fn matches(&self, path: &str) -> Option<Vec<(String, String)>> {
        let path = path.strip_prefix('/')?;
        let count = self.segments.len();
        let mut segments: Vec<&str> = match self.rest {
            Some(_) => path.splitn(count + 1, '/').collect(),
            None => path.split('/').collect(),
        };
        let mut parameters = Vec::new();
        if let Some(name) = &self.rest {
            let rest = segments.split_off(count.min(segments.len()));
            parameters.push((name.clone(), (*rest.first()?).to_owned()));
        }
        if segments.len() != count {
            return None;
        }
        for (segment, raw) in self.segments.iter().zip(segments) {
            let text = percent::decode(raw)?;
            match segment {
                Segment::Literal(literal) if *literal == text => {}
                Segment::Literal(_) => return None,
                Segment::Parameter { name, .. } => {
                    parameters.push((name.clone(), segment.parameter(&text)?.to_owned()));
                }
            }
        }
        Some(parameters)
    }

    /// Orders templates that match the same path: the first literal segment wins.
    pub(super) fn by_precedence(&self, other: &Self) -> Ordering {
        self.shape().cmp(&other.shape())
    }

    /// Per segment: literal 0, parameter with text around it 1, bare parameter 2; the rest of a path 3.
    fn shape(&self) -> Vec<u8> {
        let rank = |segment: &Segment| match segment {
            Segment::Literal(_) => 0,
            Segment::Parameter { before, after, .. } if before.is_empty() && after.is_empty() => 2,
            Segment::Parameter { .. } => 1,
        };
        let rest = self.rest.iter().map(|_| 3);
        self.segments.iter().map(rank).chain(rest).collect()
    }
}

impl Segment {
    fn parse(text: &str) -> Self {
        let Some((before, rest)) = text.split_once('{') else {
            return Self::Literal(text.to_owned());
        };
        let (name, after) = rest
            .split_once('}')
            .unwrap_or_else(|| panic!("path segment {text}: brace not closed"));
        assert!(
            !after.contains('{'),
            "path segment {text}: two parameters in one segment"
        );
        Self::Parameter {
            before: before.to_owned(),
            name: name.to_owned(),
            after: after.to_owned(),
        }
    }

    fn parameter<'a>(&self, text: &'a str) -> Option<&'a str> {
        let Self::Parameter { before, after, .. } = self else {
            return None;
        };
        let value = text.strip_prefix(before.as_str())?;
        let value = value.strip_suffix(after.as_str())?;
        let is_segment = !matches!(value, "" | "." | "..") && !value.contains('/');
        is_segment.then_some(value)
    }
}
