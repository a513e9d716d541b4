//! The templates of a fresh simulator.

use std::time::Duration;

use super::Templates;
use super::requests::{CreateTemplate, UpdateTemplate};
use super::spec::{File, Persistence, Spec};

impl Templates {
    /// `code-interpreter`, `persistent-workspace`, and `python-data-science` with two versions.
    pub(in super::super) fn seeded() -> Self {
        let mut templates = Self::default();
        let older = python("python:3.11-slim", &[("PIP_NO_CACHE_DIR", "1")]);
        for (name, display_name, spec) in [
            (
                "code-interpreter",
                "Code interpreter",
                python("liteboxd/code-interpreter:latest", &PYTHON),
            ),
            ("persistent-workspace", "Persistent workspace", workspace()),
            ("python-data-science", "Python data science", older),
        ] {
            let first = CreateTemplate {
                name: name.to_owned(),
                display_name: display_name.to_owned(),
                tags: Some(vec!["seeded".to_owned()]),
                spec,
                ..CreateTemplate::default()
            };
            // A name that is there twice would be a fault of this list, and the first of them serves as well.
            let _ = templates.create(Duration::ZERO, first);
        }
        let mut latest = python("python:3.12-slim", &PYTHON);
        latest.files = vec![File {
            destination: "/workspace/README.md".to_owned(),
            content: "# Data science workspace\n".to_owned(),
            ..File::default()
        }];
        let second = UpdateTemplate {
            spec: latest,
            changelog: "Newer Python".to_owned(),
            ..UpdateTemplate::default()
        };
        let _ = templates.update(Duration::ZERO, "python-data-science", second);
        templates
    }
}

const PYTHON: [(&str, &str); 2] = [("PYTHONUNBUFFERED", "1"), ("PIP_NO_CACHE_DIR", "1")];

fn python(image: &str, env: &[(&str, &str)]) -> Spec {
    Spec {
        image: image.to_owned(),
        ttl: 3600,
        env: env
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        ..Spec::default()
    }
}

fn workspace() -> Spec {
    Spec {
        persistence: Some(Persistence {
            enabled: true,
            storage_class_name: "standard".to_owned(),
            ..Persistence::default()
        }),
        ..python("ubuntu:24.04", &[])
    }
}
