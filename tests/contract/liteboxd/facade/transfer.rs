//! The calls for prepull tasks and imports.

use quintet::Result;
use quintet::liteboxd::{Client, ImportExport, Prepulls};

use super::super::stage::{Stage, drive};
use super::done;

/// A call for prepull tasks, or an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum TransferCall {
    CreatePrepull,
    PrepullTemplate,
    ListPrepulls,
    DeletePrepull,
    Import,
}

use TransferCall::{CreatePrepull, DeletePrepull, Import, ListPrepulls, PrepullTemplate};

impl TransferCall {
    pub(super) const ALL: [Self; 5] = [
        CreatePrepull,
        PrepullTemplate,
        ListPrepulls,
        DeletePrepull,
        Import,
    ];

    pub(super) fn operation(self) -> &'static str {
        match self {
            CreatePrepull => "create_prepull",
            PrepullTemplate => "prepull_template_image",
            ListPrepulls => "list_prepulls",
            DeletePrepull => "delete_prepull",
            Import => "import_templates",
        }
    }

    /// Makes the call for an image, a template, a task, or the content to import.
    pub(super) async fn call(self, stage: &Stage, client: &Client, subject: &str) -> Result<()> {
        let all = client.prepulls();
        let transfer = client.import_export();
        let text = subject.to_owned();
        match self {
            CreatePrepull => done(stage, drive!(stage, Prepulls, create, &all, text)).await,
            PrepullTemplate => {
                let call = drive!(stage, Prepulls, create_for_template, &all, text);
                done(stage, call).await
            }
            ListPrepulls => done(stage, drive!(stage, Prepulls, list, &all)).await,
            DeletePrepull => done(stage, drive!(stage, Prepulls, delete, &all, text)).await,
            Import => {
                let call = drive!(stage, ImportExport, import_templates, &transfer, text);
                done(stage, call).await
            }
        }
    }
}
