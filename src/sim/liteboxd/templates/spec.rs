//! What a version of a template says about its sandboxes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::shape::Shape;

/// A specification, in the names of the API. Fields that are left out of replies when they are empty say so.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(in super::super) struct Spec {
    pub(in super::super) image: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in super::super) command: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in super::super) args: Vec<String>,
    pub(in super::super) resources: Resources,
    /// Seconds; 0 never expires.
    pub(in super::super) ttl: i64,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(in super::super) env: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(in super::super) startup_script: String,
    /// Seconds.
    pub(in super::super) startup_timeout: i64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in super::super) files: Vec<File>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) readiness_probe: Option<Probe>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) network: Option<Network>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in super::super) persistence: Option<Persistence>,
}

/// Limits, as Kubernetes quantities.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub(in super::super) struct Resources {
    pub(in super::super) cpu: String,
    pub(in super::super) memory: String,
}

/// A file that appears once the sandbox runs.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub(in super::super) struct File {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(in super::super) source: String,
    pub(in super::super) destination: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(in super::super) content: String,
}

/// A command that finds out whether the sandbox is ready.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(in super::super) struct Probe {
    exec: Exec,
    initial_delay_seconds: i64,
    period_seconds: i64,
    failure_threshold: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
struct Exec {
    /// Sent back as null when it was not sent.
    command: Option<Vec<String>>,
}

/// What a sandbox may reach.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(in super::super) struct Network {
    allow_internet_access: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) allowed_domains: Vec<String>,
}

/// Storage that survives the pod.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(in super::super) struct Persistence {
    pub(in super::super) enabled: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(in super::super) mode: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(in super::super) size: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(in super::super) storage_class_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(in super::super) reclaim_policy: String,
}

impl Spec {
    /// What the server adds when it stores the specification.
    pub(super) fn apply_defaults(&mut self) {
        let or = |text: &mut String, default: &str| {
            if text.is_empty() {
                default.clone_into(text);
            }
        };
        or(&mut self.resources.cpu, "500m");
        or(&mut self.resources.memory, "512Mi");
        if self.startup_timeout == 0 {
            self.startup_timeout = 300;
        }
        if let Some(persistence) = &mut self.persistence {
            or(&mut persistence.reclaim_policy, "Delete");
            if persistence.enabled {
                or(&mut persistence.mode, "rootfs-overlay");
                or(&mut persistence.size, "1Gi");
            }
        }
    }

    /// The storage of sandboxes, if they have any.
    pub(in super::super) fn storage(&self) -> Option<&Persistence> {
        self.persistence.as_ref().filter(|storage| storage.enabled)
    }
}

const LIST: Shape = Shape::List(&Shape::Text);

/// The fields of a specification, in the order of an export.
pub(in super::super) const SPEC: Shape = Shape::Object(&[
    ("image", Shape::Text),
    ("command", LIST),
    ("args", LIST),
    (
        "resources",
        Shape::Object(&[("cpu", Shape::Text), ("memory", Shape::Text)]),
    ),
    ("ttl", Shape::Int),
    ("env", Shape::Texts),
    ("startupScript", Shape::Text),
    ("startupTimeout", Shape::Int),
    ("files", Shape::List(&FILE)),
    ("readinessProbe", PROBE),
    (
        "network",
        Shape::Object(&[
            ("allowInternetAccess", Shape::Bool),
            ("allowedDomains", LIST),
        ]),
    ),
    ("persistence", PERSISTENCE),
]);
const FILE: Shape = Shape::Object(&[
    ("source", Shape::Text),
    ("destination", Shape::Text),
    ("content", Shape::Text),
]);
const PROBE: Shape = Shape::Object(&[
    ("exec", Shape::Object(&[("command", LIST)])),
    ("initialDelaySeconds", Shape::Int),
    ("periodSeconds", Shape::Int),
    ("failureThreshold", Shape::Int),
]);
const PERSISTENCE: Shape = Shape::Object(&[
    ("enabled", Shape::Bool),
    ("mode", Shape::Text),
    ("size", Shape::Text),
    ("storageClassName", Shape::Text),
    ("reclaimPolicy", Shape::Text),
]);
