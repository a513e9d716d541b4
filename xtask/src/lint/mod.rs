//! `cargo xtask lint`: everything in a document that the generator would panic on, refuse,
//! drop or get wrong, and that the compiler's `prepare` pass does not rewrite.
//!
//! What `prepare` takes care of is accepted: handwritten operations, replies of failure,
//! multipart and YAML request bodies, raw replies, an empty 204 beside JSON, validation
//! keywords, `servers`, `security`, response headers and examples.

mod document;
mod media;
mod names;
mod operation;
mod report;
mod rules;
mod site;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::{files, process};
use document::Node;
use operation::Operation;
use report::{Finding, Report};
use site::{Misfit, Site};

/// A document and what all rules need to know of it.
pub(crate) struct Context<'a> {
    root: &'a Node,
    sites: Vec<Site<'a>>,
    misfits: Vec<Misfit>,
    operations: Vec<Operation<'a>>,
    received: HashSet<*const Node>,
}

impl<'a> Context<'a> {
    fn new(root: &'a Node) -> Self {
        let (sites, misfits) = site::collect(root);
        let operations = operation::operations(root);
        let received = received(root, &operations);
        Self {
            root,
            sites,
            misfits,
            operations,
            received,
        }
    }

    /// Whether a reply of success contains the schema.
    fn is_received(&self, schema: &Node) -> bool {
        self.received.contains(&std::ptr::from_ref(schema))
    }
}

/// All schemas that a reply of success contains, directly or through references.
fn received(root: &Node, operations: &[Operation<'_>]) -> HashSet<*const Node> {
    let mut open: Vec<&Node> = Vec::new();
    for operation in operations {
        for reply in operation.successes(root) {
            let media = reply.node.entries_at("content").iter();
            open.extend(media.filter_map(|(_, media)| media.get("schema")));
        }
    }
    let mut received = HashSet::new();
    while let Some(schema) = open.pop() {
        let Some(schema) = root.resolve(schema) else {
            continue;
        };
        if received.insert(std::ptr::from_ref(schema)) {
            open.extend(schema.entries_at("properties").iter().map(|(_, node)| node));
            open.extend(schema.get("items"));
            open.extend(schema.get("additionalProperties"));
            for key in ["allOf", "oneOf", "anyOf"] {
                open.extend(schema.items_at(key));
            }
        }
    }
    received
}

/// What one document contains, and what is wrong with it.
struct Outcome {
    findings: Vec<Finding>,
    operations: usize,
    handwritten: usize,
    schemas: usize,
}

fn lint(text: &str) -> Outcome {
    match document::parse(text) {
        Ok(root) => lint_tree(&root),
        Err((line, problem)) => Outcome {
            findings: vec![rules::document::unreadable(line, problem)],
            operations: 0,
            handwritten: 0,
            schemas: 0,
        },
    }
}

fn lint_tree(root: &Node) -> Outcome {
    let context = Context::new(root);
    let mut report = Report::default();
    rules::check(&context, &mut report);
    let operations = &context.operations;
    let schemas = root
        .pointer("#/components/schemas")
        .map(|node| node.entries().len());
    Outcome {
        findings: report.into_findings(),
        operations: operations.len(),
        handwritten: operations.iter().filter(|one| one.is_handwritten()).count(),
        schemas: schemas.unwrap_or_default(),
    }
}

/// Lints the files, or every document of the workspace when none is named.
pub(crate) fn run(paths: &[PathBuf]) -> Result<(), String> {
    let paths = if paths.is_empty() {
        documents()?
    } else {
        paths.to_vec()
    };
    if paths.is_empty() {
        return Err("openapi/ holds no documents".to_owned());
    }
    let mut errors = 0;
    for path in &paths {
        errors += report_file(path)?;
    }
    match errors {
        0 => Ok(()),
        1 => Err("the linter found 1 error".to_owned()),
        errors => Err(format!("the linter found {errors} errors")),
    }
}

fn documents() -> Result<Vec<PathBuf>, String> {
    let folder = process::root().join("openapi");
    let stems = files::stems(&folder, "yaml")?;
    Ok(stems
        .iter()
        .map(|stem| folder.join(stem).with_extension("yaml"))
        .collect())
}

/// Prints the findings of a file, or a line of counts; returns the number of findings.
fn report_file(path: &Path) -> Result<usize, String> {
    let shown = files::display(path);
    let text = String::from_utf8(files::read(path)?)
        .map_err(|error| format!("{shown} is not UTF-8: {error}"))?;
    let outcome = lint(&text);
    for finding in &outcome.findings {
        eprintln!("{shown}:{finding}");
    }
    if outcome.findings.is_empty() {
        println!(
            "{shown}: {} operations ({} handwritten), {} schemas, no errors",
            outcome.operations, outcome.handwritten, outcome.schemas
        );
    }
    Ok(outcome.findings.len())
}
