//! The templates that sandboxes are made from.

use std::collections::BTreeMap;

/// The templates, by name.
#[derive(Debug)]
pub(super) struct Templates(BTreeMap<String, Template>);

/// A template and all its versions, the first at index 0.
#[derive(Debug)]
struct Template {
    versions: Vec<Spec>,
}

/// What a version of a template says about its sandboxes.
#[derive(Clone, Debug)]
pub(super) struct Spec {
    pub(super) image: String,
    pub(super) cpu: String,
    pub(super) memory: String,
    /// Seconds; 0 never expires.
    pub(super) ttl: i64,
    pub(super) env: BTreeMap<String, String>,
    /// Files that appear once the sandbox runs: path and content.
    pub(super) files: Vec<(String, String)>,
    /// Seconds.
    pub(super) startup_timeout: u64,
    pub(super) persistence: Option<Persistence>,
}

/// Storage that survives the pod.
#[derive(Clone, Debug)]
pub(super) struct Persistence {
    pub(super) size: String,
    pub(super) storage_class: String,
    pub(super) reclaim_policy: String,
}

impl Templates {
    /// The templates of a fresh simulator.
    pub(super) fn seeded() -> Self {
        let template = |versions| Template { versions };
        let mut older = python("python:3.11-slim");
        older.env.remove("PYTHONUNBUFFERED");
        let mut latest = python("python:3.12-slim");
        latest.files = vec![(
            "/workspace/README.md".to_owned(),
            "# Data science workspace\n".to_owned(),
        )];
        Self(BTreeMap::from([
            (
                "python-data-science".to_owned(),
                template(vec![older, latest]),
            ),
            (
                "persistent-workspace".to_owned(),
                template(vec![workspace()]),
            ),
            (
                "code-interpreter".to_owned(),
                template(vec![python("liteboxd/code-interpreter:latest")]),
            ),
        ]))
    }

    /// The number and the content of a version; 0 is the latest. The error is the server's text.
    pub(super) fn find(&self, name: &str, version: i64) -> Result<(usize, &Spec), String> {
        let template = self
            .0
            .get(name)
            .ok_or_else(|| format!("template '{name}' not found"))?;
        let number = if version == 0 {
            template.versions.len()
        } else {
            usize::try_from(version).unwrap_or(0)
        };
        number
            .checked_sub(1)
            .and_then(|index| template.versions.get(index))
            .map(|spec| (number, spec))
            .ok_or_else(|| format!("version {version} not found for template '{name}'"))
    }
}

fn python(image: &str) -> Spec {
    let env = [("PYTHONUNBUFFERED", "1"), ("PIP_NO_CACHE_DIR", "1")];
    Spec {
        image: image.to_owned(),
        cpu: "500m".to_owned(),
        memory: "512Mi".to_owned(),
        ttl: 3600,
        env: env
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        files: Vec::new(),
        startup_timeout: 300,
        persistence: None,
    }
}

fn workspace() -> Spec {
    Spec {
        env: BTreeMap::new(),
        persistence: Some(Persistence {
            size: "1Gi".to_owned(),
            storage_class: "standard".to_owned(),
            reclaim_policy: "Delete".to_owned(),
        }),
        ..python("ubuntu:24.04")
    }
}
