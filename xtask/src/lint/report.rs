//! What a rule says about a place.

use std::fmt;

/// One construct that must not stand in a document.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    /// What to write instead.
    pub(crate) rewrite: &'static str,
}

/// Declares rules, and `RULES`, the list of them.
macro_rules! rules {
    ($($constant:ident: $name:literal => $rewrite:literal;)*) => {
        $(pub(crate) static $constant: $crate::lint::report::Rule =
            $crate::lint::report::Rule { name: $name, rewrite: $rewrite };)*
        /// The rules of this file, for the tests that look at the whole table.
        #[cfg(test)]
        pub(crate) static RULES: &[&$crate::lint::report::Rule] = &[$(&$constant),*];
    };
}
pub(crate) use rules;

/// A rule that a document breaks.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) rule: &'static Rule,
    pub(crate) line: usize,
    /// An operation, a schema or `document`.
    pub(crate) place: String,
    pub(crate) reason: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            rule,
            line,
            place,
            reason,
        } = self;
        write!(
            f,
            "{line}: {place}: {reason}; {} [{}]",
            rule.rewrite, rule.name
        )
    }
}

/// Collects findings; one construct is reported once, however often it is referenced.
#[derive(Debug, Default)]
pub(crate) struct Report {
    findings: Vec<Finding>,
}

impl Report {
    pub(crate) fn add(
        &mut self,
        rule: &'static Rule,
        line: usize,
        place: &str,
        reason: impl Into<String>,
    ) {
        let known = self
            .findings
            .iter()
            .any(|finding| finding.rule.name == rule.name && finding.line == line);
        if !known {
            self.findings.push(Finding {
                rule,
                line,
                place: place.to_owned(),
                reason: reason.into(),
            });
        }
    }

    /// The findings in the order of their lines.
    pub(crate) fn into_findings(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|finding| finding.line);
        self.findings
    }
}
