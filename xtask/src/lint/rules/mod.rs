//! The rules, grouped by what they look at.

mod composition;
mod default;
pub(crate) mod document;
mod enumeration;
mod extension;
mod form;
mod operation;
mod parameter;
mod request;
mod response;
mod schema;

use super::Context;
use super::report::Report;

/// Runs every rule.
pub(crate) fn check(context: &Context<'_>, report: &mut Report) {
    document::check(context, report);
    form::check(context, report);
    document::check_endless(context, report);
    operation::check(context, report);
    parameter::check(context, report);
    request::check(context, report);
    response::check(context, report);
    schema::check(context, report);
    enumeration::check(context, report);
    composition::check(context, report);
    default::check(context, report);
    extension::check(context, report);
}

/// The whole rule table.
#[cfg(test)]
pub(crate) fn all() -> impl Iterator<Item = &'static super::report::Rule> {
    [
        document::RULES,
        form::RULES,
        operation::RULES,
        parameter::RULES,
        request::RULES,
        response::RULES,
        schema::RULES,
        enumeration::RULES,
        composition::RULES,
        default::RULES,
        extension::RULES,
    ]
    .into_iter()
    .flatten()
    .copied()
}
