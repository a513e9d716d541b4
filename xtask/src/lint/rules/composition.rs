//! Compositions: which of several schemas a value is.

use crate::lint::Context;
use crate::lint::document::Node;
use crate::lint::report::{Report, rules};
use crate::lint::site::{Kind, Site};

rules! {
    NOT: "not" => "describe in words what is excluded";
    ANY_OF: "any-of" => "write `oneOf`, or `allOf` when all parts apply";
    ONE_OF_ENUM_STRING: "one-of-enum-string" => "write one named enumeration with `x-open-enum: true`";
    ONE_OF_AMBIGUOUS: "one-of-ambiguous" => "give each member a required property with a one-value `enum`, or order them from the most to the least demanding";
    DISCRIMINATOR: "discriminator" => "give the property a one-value `enum` in each member and require it";
    ALL_OF_CONFLICT: "all-of-conflict" => "define the property in one part only";
    ALL_OF_TYPES: "all-of-types" => "combine objects only";
    EMPTY_COMPOSITION: "empty-composition" => "list the members";
}

pub(crate) fn check(context: &Context<'_>, report: &mut Report) {
    for site in &context.sites {
        if !matches!(site.kind, Kind::Schema(_)) || site.node.has("$ref") {
            continue;
        }
        check_refused(site, report);
        check_discriminator(context.root, site, report);
        check_one_of(context.root, site, report);
        check_all_of(context.root, site, report);
    }
}

fn check_refused(site: &Site<'_>, report: &mut Report) {
    let node = site.node;
    if let Some(not) = node.get("not") {
        report.add(
            &NOT,
            not.line,
            &site.place,
            "`not` makes the generator panic",
        );
    }
    if let Some(any_of) = node.get("anyOf") {
        let reason = "`anyOf` becomes a struct that cannot be decoded";
        report.add(&ANY_OF, any_of.line, &site.place, reason);
    }
    for key in ["allOf", "oneOf"] {
        if let Some(list) = node.get(key).filter(|list| list.items().is_empty()) {
            report.add(
                &EMPTY_COMPOSITION,
                list.line,
                &site.place,
                format!("`{key}` has no members"),
            );
        }
    }
}

/// Members with their references followed.
fn members<'a>(root: &'a Node, node: &'a Node, key: &str) -> Vec<&'a Node> {
    let items = node.items_at(key).iter();
    items.filter_map(|item| root.resolve(item)).collect()
}

fn is_required(member: &Node, property: &str) -> bool {
    member
        .items_at("required")
        .iter()
        .any(|name| name.text() == Some(property))
}

/// The only value that a required property of the member can have.
fn tag<'a>(root: &'a Node, member: &'a Node, property: &str) -> Option<&'a str> {
    let schema = root.resolve(member.get("properties")?.get(property)?)?;
    match schema.items_at("enum") {
        [only] if is_required(member, property) => only.text(),
        _ => None,
    }
}

fn check_discriminator(root: &Node, site: &Site<'_>, report: &mut Report) {
    let Some(discriminator) = site.node.get("discriminator") else {
        return;
    };
    let property = discriminator.text_at("propertyName");
    let one_of = members(root, site.node, "oneOf");
    let is_tagged = property.is_some_and(|property| {
        !one_of.is_empty()
            && one_of
                .iter()
                .all(|member| tag(root, member, property).is_some())
    });
    if !is_tagged {
        let reason = "`discriminator` is ignored, the first member that fits wins";
        report.add(&DISCRIMINATOR, discriminator.line, &site.place, reason);
    }
}

fn check_one_of(root: &Node, site: &Site<'_>, report: &mut Report) {
    let Some(list) = site.node.get("oneOf") else {
        return;
    };
    let one_of = members(root, site.node, "oneOf");
    let strings = || {
        one_of
            .iter()
            .filter(|member| member.text_at("type") == Some("string"))
    };
    if strings().any(|member| member.has("enum")) && strings().any(|member| !member.has("enum")) {
        let reason = "an enumeration beside any text gets variants without names";
        report.add(&ONE_OF_ENUM_STRING, list.line, &site.place, reason);
    }
    // An untagged discriminator has been reported as such.
    if site.node.has("discriminator") {
        return;
    }
    for (index, first) in one_of.iter().enumerate() {
        if one_of[index + 1..]
            .iter()
            .any(|later| swallows(root, first, later))
        {
            let reason = "a value of a later member also fits an earlier one, which wins";
            report.add(&ONE_OF_AMBIGUOUS, list.line, &site.place, reason);
            return;
        }
    }
}

/// Whether a value of `later` can be taken for one of `first`.
fn swallows(root: &Node, first: &Node, later: &Node) -> bool {
    let of = |node: &Node| match node.text_at("type") {
        None if node.has("properties") => Some("object".to_owned()),
        of => of.map(str::to_owned),
    };
    match (of(first), of(later)) {
        (Some(first), Some(second)) if first != second => {
            return first == "number" && second == "integer";
        }
        (Some(of), Some(_)) if of == "object" => {}
        (Some(of), Some(_)) if of == "array" => return true,
        (Some(_), Some(_)) => {
            return first
                .items_at("enum")
                .iter()
                .any(|value| shares(value, later))
                || !first.has("enum");
        }
        // A composition of its own is not looked into.
        _ => return false,
    }
    let properties = later.entries_at("properties");
    let differ = |(property, _): &(String, Node)| match (
        tag(root, first, property),
        tag(root, later, property),
    ) {
        (Some(first), Some(later)) => first != later,
        _ => false,
    };
    if properties.iter().any(differ) {
        return false;
    }
    let demands = first.items_at("required").iter().filter_map(Node::text);
    demands
        .into_iter()
        .all(|name| properties.iter().any(|(known, _)| known == name))
}

fn shares(value: &Node, other: &Node) -> bool {
    other
        .items_at("enum")
        .iter()
        .any(|item| item.text().is_some() && item.text() == value.text())
}

fn check_all_of(root: &Node, site: &Site<'_>, report: &mut Report) {
    let Some(list) = site.node.get("allOf") else {
        return;
    };
    let mut parts = members(root, site.node, "allOf");
    if site.node.has("properties") {
        parts.push(site.node);
    }
    let mut types: Vec<&str> = parts
        .iter()
        .filter_map(|part| part.text_at("type"))
        .collect();
    types.dedup();
    if types.len() > 1 {
        let reason = format!("no value is both {} and {}", types[0], types[1]);
        report.add(&ALL_OF_TYPES, list.line, &site.place, reason);
    }
    for (index, first) in parts.iter().enumerate() {
        for later in &parts[index + 1..] {
            let twice = first.entries_at("properties").iter().find(|(name, _)| {
                later
                    .get("properties")
                    .is_some_and(|properties| properties.has(name))
            });
            if let Some((name, _)) = twice {
                let reason = format!("`{name}` is defined twice, the type may become empty");
                report.add(&ALL_OF_CONFLICT, list.line, &site.place, reason);
            }
        }
    }
}
