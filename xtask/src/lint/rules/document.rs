//! The document as a whole: version, form and references.

use crate::lint::Context;
use crate::lint::document::{Node, Problem};
use crate::lint::names;
use crate::lint::report::{Finding, Report, Rule, rules};
use crate::lint::rules::form::WRONG_FORM;
use crate::lint::site::{Kind, Position, Site};

rules! {
    YAML_SYNTAX: "yaml-syntax" => "write one well-formed YAML document";
    DUPLICATE_KEY: "duplicate-key" => "keep one of the entries, the other is lost";
    NESTED_TOO_DEEP: "nested-too-deep" => "name the inner parts as components";
    EMPTY_DOCUMENT: "empty-document" => "start with `openapi`, `info` and `paths`";
    NOT_A_MAPPING: "not-a-mapping" => "start with `openapi`, `info` and `paths`";
    OPENAPI_VERSION: "openapi-version" => "write `openapi: 3.0.3`";
    INFO_VERSION: "info-version" => "write `version` as quoted ASCII text";
    EXTERNAL_REF: "external-ref" => "copy the target into `components` and refer to it as `#/components/…`";
    REF_KIND: "ref-kind" => "refer to `#/components/…` of the kind that belongs here";
    UNRESOLVED_REF: "unresolved-ref" => "define the component or correct its name";
    REF_CYCLE: "ref-cycle" => "let one of the schemas have a form of its own";
    NULLABLE_REF: "nullable-ref" => "write `allOf: [{$ref: …}]` with `nullable: true` beside it";
    REF_SIBLING: "ref-sibling" => "move the keyword to the target, or write `allOf: [{$ref: …}]` with the keyword beside it";
    COMPONENT_COLLISION: "component-collision" => "rename one of the components";
}

/// The finding for a text that is no tree.
pub(crate) fn unreadable(line: usize, problem: Problem) -> Finding {
    let (rule, reason): (&'static Rule, String) = match problem {
        Problem::Syntax(info) => (&YAML_SYNTAX, info),
        Problem::SeveralDocuments => (
            &YAML_SYNTAX,
            "a second YAML document starts here".to_owned(),
        ),
        Problem::DuplicateKey(info) => (&DUPLICATE_KEY, info),
        Problem::TooDeep => (&NESTED_TOO_DEEP, "the document nests too deeply".to_owned()),
        Problem::Empty => (&EMPTY_DOCUMENT, "the document is empty".to_owned()),
    };
    Finding {
        rule,
        line,
        place: "document".to_owned(),
        reason,
    }
}

pub(crate) fn check(context: &Context<'_>, report: &mut Report) {
    let root = context.root;
    if !root.is_map() {
        report.add(
            &NOT_A_MAPPING,
            root.line,
            "document",
            "the document is no mapping",
        );
        return;
    }
    check_versions(root, report);
    for site in &context.sites {
        check_reference(root, site, report);
    }
    check_component_names(root, report);
}

fn check_versions(root: &Node, report: &mut Report) {
    let version = root.get("openapi");
    let is_supported = |text: &str| {
        text.strip_prefix("3.0.")
            .is_some_and(|patch| !patch.is_empty() && patch.bytes().all(|b| b.is_ascii_digit()))
    };
    if !version.and_then(Node::text).is_some_and(is_supported) {
        let line = version.map_or(root.line, |node| node.line);
        let reason = "the generator reads OpenAPI 3.0.x only";
        report.add(&OPENAPI_VERSION, line, "document", reason);
    }
    let info = root.get("info").unwrap_or(root);
    if !info.says("title") {
        report.add(
            &WRONG_FORM,
            info.line,
            "document",
            "`info.title` is missing",
        );
    }
    let version = info.get("version");
    if !version
        .and_then(Node::text)
        .is_some_and(|text| !text.is_empty() && text.is_ascii())
    {
        let line = version.map_or(info.line, |node| node.line);
        let reason = "the version becomes a header value, so the first call would panic";
        report.add(&INFO_VERSION, line, "document", reason);
    }
}

fn check_reference(root: &Node, site: &Site<'_>, report: &mut Report) {
    let Some(node) = site.node.get("$ref") else {
        return;
    };
    if site.kind == Kind::PathItem {
        return;
    }
    let Some(target) = node.text() else {
        return;
    };
    if !target.starts_with('#') {
        let reason = format!("`{target}` lies outside of the document, the generator panics");
        report.add(&EXTERNAL_REF, node.line, &site.place, reason);
    } else if root.pointer(target).is_none() {
        let reason = format!("`{target}` does not exist");
        report.add(&UNRESOLVED_REF, node.line, &site.place, reason);
    } else if root.resolve(site.node).is_none() {
        cycle_or_dangling(root, site, node.line, report);
    } else if !names_component(site.kind, target) {
        let reason = format!("the generator does not look for `{target}` here");
        report.add(&REF_KIND, node.line, &site.place, reason);
    }
    check_siblings(site, report);
}

/// A reference that resolves to nothing although its own target exists.
fn cycle_or_dangling(root: &Node, site: &Site<'_>, line: usize, report: &mut Report) {
    let mut node = site.node;
    let mut seen: Vec<&str> = Vec::new();
    while let Some(target) = node.reference() {
        if seen.contains(&target) {
            let reason = format!("`{target}` refers to itself");
            report.add(&REF_CYCLE, line, &site.place, reason);
            return;
        }
        seen.push(target);
        // What is missing further on is reported where it is missing.
        match root.pointer(target) {
            Some(next) => node = next,
            None => return,
        }
    }
}

fn names_component(kind: Kind, target: &str) -> bool {
    let folder = match kind {
        Kind::Schema(_) => "schemas",
        Kind::Parameter => "parameters",
        Kind::Body => "requestBodies",
        Kind::Response => "responses",
        Kind::Header => "headers",
        _ => return false,
    };
    target
        .strip_prefix("#/components/")
        .and_then(|rest| rest.strip_prefix(folder))
        .and_then(|rest| rest.strip_prefix('/'))
        .is_some_and(|name| !name.is_empty() && !name.contains('/'))
}

fn check_siblings(site: &Site<'_>, report: &mut Report) {
    for (key, node) in site.node.entries() {
        match key.as_str() {
            "$ref" => {}
            "nullable" => {
                let reason = "`nullable` beside `$ref` is lost";
                report.add(&NULLABLE_REF, node.line, &site.place, reason);
            }
            _ => {
                let reason = format!("`{key}` beside `$ref` is ignored");
                report.add(&REF_SIBLING, node.line, &site.place, reason);
            }
        }
    }
}

fn check_component_names(root: &Node, report: &mut Report) {
    let schemas = root
        .get("components")
        .map(|node| node.entries_at("schemas"))
        .unwrap_or_default();
    let known = schemas.iter().map(|(name, _)| name.as_str());
    if let Some((first, second)) = names::collision(known, names::pascal)
        && let Some((_, node)) = schemas.iter().find(|(name, _)| name == second)
    {
        let reason = format!(
            "`{first}` and `{second}` both become the type {}",
            names::pascal(second)
        );
        report.add(&COMPONENT_COLLISION, node.line, second, reason);
    }
}

/// Whether a schema contains itself with nothing between that could end it.
pub(crate) fn check_endless(context: &Context<'_>, report: &mut Report) {
    for site in &context.sites {
        if site.kind == Kind::Schema(Position::Component) && reaches_itself(context.root, site.node)
        {
            let reason = format!("`{}` consists of itself", site.name);
            report.add(&REF_CYCLE, site.node.line, &site.place, reason);
        }
    }
}

fn reaches_itself(root: &Node, start: &Node) -> bool {
    let mut open: Vec<&Node> = start.items_at("allOf").iter().collect();
    let mut seen: Vec<*const Node> = Vec::new();
    while let Some(node) = open.pop() {
        let Some(node) = root.resolve(node) else {
            continue;
        };
        if std::ptr::eq(node, start) {
            return true;
        }
        if !seen.contains(&std::ptr::from_ref(node)) {
            seen.push(std::ptr::from_ref(node));
            open.extend(node.items_at("allOf"));
        }
    }
    false
}
