//! The calls for templates.

use quintet::Result;
use quintet::liteboxd::{Client, TemplateSpec, Templates};

use super::super::stage::{Stage, drive};
use super::done;

/// A call for templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum TemplateCall {
    Create,
    List,
    Get,
    Update,
    Delete,
    Versions,
    Version,
    Rollback,
    Export,
}

use TemplateCall::{Create, Delete, Export, Get, List, Rollback, Update, Version, Versions};

impl TemplateCall {
    pub(super) const ALL: [Self; 9] = [
        Create, List, Get, Update, Delete, Versions, Version, Rollback, Export,
    ];

    pub(super) fn operation(self) -> &'static str {
        match self {
            Create => "create_template",
            List => "list_templates",
            Get => "get_template",
            Update => "update_template",
            Delete => "delete_template",
            Versions => "list_template_versions",
            Version => "get_template_version",
            Rollback => "rollback_template",
            Export => "export_template",
        }
    }

    /// Makes the call for the template of that name.
    pub(super) async fn call(self, stage: &Stage, client: &Client, name: &str) -> Result<()> {
        let all = client.templates();
        let spec = || TemplateSpec::new("alpine:3.20");
        match self {
            Create => done(stage, drive!(stage, Templates, create, &all, name, spec())).await,
            List => done(stage, drive!(stage, Templates, list, &all)).await,
            Get => done(stage, drive!(stage, Templates, get, &all, name)).await,
            Update => done(stage, drive!(stage, Templates, update, &all, name, spec())).await,
            Delete => done(stage, drive!(stage, Templates, delete, &all, name)).await,
            Versions => done(stage, drive!(stage, Templates, list_versions, &all, name)).await,
            Version => done(stage, drive!(stage, Templates, get_version, &all, name, 1)).await,
            Rollback => done(stage, drive!(stage, Templates, rollback, &all, name, 1)).await,
            Export => done(stage, drive!(stage, Templates, export_yaml, &all, name)).await,
        }
    }
}
