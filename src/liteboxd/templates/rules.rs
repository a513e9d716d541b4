//! What a specification may say. Contract: §1.3, §5.1.
//!
//! Some of these the server does not check, and then fails on with every sandbox of the template.

use crate::error::{Error, Result};
use crate::liteboxd::check::{file_path, image, quantity, variable_name};
use crate::liteboxd::{NetworkSpec, PersistenceSpec, ReadinessProbe, TemplateSpec};

/// Refuses what the server refuses, or takes and fails on later.
pub(super) fn check(spec: &TemplateSpec) -> Result<()> {
    image(&spec.image)?;
    if let Some(resources) = &spec.resources {
        given("cpu", resources.cpu.as_deref())?;
        given("memory", resources.memory.as_deref())?;
    }
    not_negative("ttl", "0 means for ever", spec.ttl)?;
    not_negative("startup timeout", "0 means 300", spec.startup_timeout)?;
    spec.env.keys().try_for_each(|name| variable_name(name))?;
    for file in &spec.files {
        file_path(&file.destination)?;
    }
    spec.readiness_probe.as_ref().map_or(Ok(()), probe)?;
    spec.network.as_ref().map_or(Ok(()), network)?;
    spec.persistence.as_ref().map_or(Ok(()), persistence)
}

/// An absent or empty quantity means the server's default.
fn given(name: &str, text: Option<&str>) -> Result<()> {
    match text {
        None | Some("") => Ok(()),
        Some(text) => quantity(name, text),
    }
}

fn not_negative(name: &str, zero: &str, seconds: Option<i64>) -> Result<()> {
    match seconds {
        Some(seconds) if seconds < 0 => Err(Error::invalid(format!(
            "{name} of {seconds} s; give 0 or more, where {zero}"
        ))),
        _ => Ok(()),
    }
}

fn probe(probe: &ReadinessProbe) -> Result<()> {
    if probe.exec.command.first().is_none_or(String::is_empty) {
        return Err(Error::invalid(
            "no command in the readiness probe; give the program and its arguments, one string each",
        ));
    }
    let delay = probe.initial_delay_seconds;
    not_negative("initial delay of the probe", "0 means at once", delay)?;
    not_negative("period of the probe", "0 means 2", probe.period_seconds)
}

fn network(network: &NetworkSpec) -> Result<()> {
    network
        .allowed_domains
        .iter()
        .try_for_each(|name| domain(name))
}

/// The server trims blanks and one final dot, and lowers the case.
fn domain(text: &str) -> Result<()> {
    let trimmed = text.trim();
    let name = trimmed.strip_suffix('.').unwrap_or(trimmed);
    let name = name.strip_prefix("*.").unwrap_or(name);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if name.len() <= 253 && name.split('.').all(is_label) {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "domain {text:?}; give a name such as `api.example.com` or `*.example.org`, without scheme, port, path and `_`"
    )))
}

/// The server does not look at what is not enabled.
fn persistence(persistence: &PersistenceSpec) -> Result<()> {
    if !persistence.enabled {
        return Ok(());
    }
    given("size", persistence.size.as_deref())?;
    let class = persistence.storage_class_name.as_deref().unwrap_or("");
    if class.trim().is_empty() {
        return Err(Error::invalid(
            "persistence without a storage class; name one, such as `standard`",
        ));
    }
    if class.trim().eq_ignore_ascii_case("local-path") {
        return Err(Error::invalid(format!(
            "storage class {class:?}; the server refuses local-path, so name another one"
        )));
    }
    match persistence.mode.as_deref() {
        None | Some("" | "rootfs-overlay") => Ok(()),
        Some(mode) => Err(Error::invalid(format!(
            "persistence mode {mode:?}; the only one is `rootfs-overlay`"
        ))),
    }
}

#[cfg(test)]
mod tests;
