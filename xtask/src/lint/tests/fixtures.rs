//! Each rule fires on its fixture: once, alone, on the marked line, with place and rewrite.

use super::super::{lint, rules};
use super::{Fixture, load};

fn marked_line(fixture: &Fixture) -> usize {
    let mut marked = (1..)
        .zip(fixture.text.lines())
        .filter(|(_, text)| text.contains("# <- here"));
    let (line, _) = marked
        .next()
        .unwrap_or_else(|| panic!("{}: no mark", fixture.rule));
    assert!(marked.next().is_none(), "{}: two marks", fixture.rule);
    line
}

/// The operation or schema that the report must name, from the fixture's first line.
fn place(fixture: &Fixture) -> &str {
    let first = fixture.text.lines().next().unwrap_or_default();
    let place = first.strip_prefix("# place: ");
    let place = place.unwrap_or_else(|| panic!("{}: no place", fixture.rule));
    place.trim_end_matches("# <- here").trim()
}

#[test]
fn every_rule_has_a_fixture_and_every_fixture_a_rule() {
    let mut rules: Vec<&str> = rules::all().map(|rule| rule.name).collect();
    rules.sort_unstable();
    let fixtures = load();
    let fixtures: Vec<&str> = fixtures
        .iter()
        .map(|fixture| fixture.rule.as_str())
        .collect();
    assert_eq!(rules, fixtures);
}

#[test]
fn every_rule_says_what_to_write() {
    for rule in rules::all() {
        assert!(rule.rewrite.len() > 10, "{}", rule.name);
    }
}

#[test]
fn every_fixture_breaks_exactly_its_rule() {
    let mut failures = Vec::new();
    for fixture in load() {
        let found: Vec<String> = lint(&fixture.text)
            .findings
            .iter()
            .map(|finding| {
                format!(
                    "{} on line {} in {}",
                    finding.rule.name, finding.line, finding.place
                )
            })
            .collect();
        let line = marked_line(&fixture);
        let expected = format!("{} on line {line} in {}", fixture.rule, place(&fixture));
        if found != [expected.as_str()] {
            failures.push(format!("expected [{expected}]\n   found {found:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_report_reads_line_place_reason_rewrite() {
    let fixtures = load();
    let fixture = fixtures
        .iter()
        .find(|fixture| fixture.rule == "request-schema");
    let outcome = lint(&fixture.expect("the fixture").text);
    assert_eq!(
        outcome.findings[0].to_string(),
        "13: get_things: the `application/json` body has no schema; \
         write the body's `schema` [request-schema]"
    );
}
