//! The templates that sandboxes are made from, and their versions.

mod check;
mod domains;
pub(super) mod operations;
mod requests;
mod route;
mod seed;
mod spec;
mod view;

use std::time::Duration;

pub(super) use requests::{CreateTemplate, UpdateTemplate};
pub(super) use route::Route;
pub(super) use spec::{File, Persistence, SPEC, Spec};

use super::random;

/// The templates, oldest first.
#[derive(Debug, Default)]
pub(super) struct Templates(Vec<Template>);

/// A template. Times are simulated time since the simulator's start.
#[derive(Debug)]
pub(super) struct Template {
    id: String,
    pub(super) name: String,
    pub(super) display_name: String,
    pub(super) description: String,
    pub(super) tags: Vec<String>,
    is_public: bool,
    created: Duration,
    updated: Duration,
    /// The versions before the latest, the first at index 0.
    older: Vec<Version>,
    latest: Version,
}

/// One version of a template.
#[derive(Debug)]
struct Version {
    id: String,
    spec: Spec,
    changelog: String,
    created: Duration,
}

/// Why a template was not made or changed, with the server's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Invalid(String),
    Exists(String),
    NotFound,
}

impl Refusal {
    /// The text, as an import reports it for a template of that name.
    pub(super) fn text(self, name: &str) -> String {
        match self {
            Self::Invalid(text) | Self::Exists(text) => text,
            Self::NotFound => format!("template '{name}' not found"),
        }
    }
}

impl Templates {
    pub(super) fn get(&self, name: &str) -> Option<&Template> {
        self.0.iter().find(|template| template.name == name)
    }

    pub(super) fn newest_first(&self) -> impl Iterator<Item = &Template> {
        self.0.iter().rev()
    }

    /// Checks everything, then makes the template with its first version.
    pub(super) fn create(
        &mut self,
        now: Duration,
        mut wanted: CreateTemplate,
    ) -> Result<&Template, Refusal> {
        check::name(&wanted.name).map_err(Refusal::Invalid)?;
        check::spec(&mut wanted.spec).map_err(Refusal::Invalid)?;
        if self.get(&wanted.name).is_some() {
            let text = format!("template with name '{}' already exists", wanted.name);
            return Err(Refusal::Exists(text));
        }
        let at = self.0.len();
        self.0.push(Template {
            id: format!("tpl-{}", random::hex(8)),
            name: wanted.name,
            display_name: wanted.display_name,
            description: wanted.description,
            tags: wanted.tags.unwrap_or_default(),
            is_public: wanted.is_public.unwrap_or(true),
            created: now,
            updated: now,
            older: Vec::new(),
            latest: Version::new(now, wanted.spec, "Initial version".to_owned()),
        });
        self.0.get(at).ok_or(Refusal::NotFound)
    }

    /// Makes a new version. The specification is checked before the template is looked up.
    pub(super) fn update(
        &mut self,
        now: Duration,
        name: &str,
        mut wanted: UpdateTemplate,
    ) -> Result<&Template, Refusal> {
        check::spec(&mut wanted.spec).map_err(Refusal::Invalid)?;
        let template = self.get_mut(name).ok_or(Refusal::NotFound)?;
        if !wanted.display_name.is_empty() {
            template.display_name = wanted.display_name;
        }
        if !wanted.description.is_empty() {
            template.description = wanted.description;
        }
        if let Some(tags) = wanted.tags {
            template.tags = tags;
        }
        template.is_public = wanted.is_public.unwrap_or(template.is_public);
        template.push(now, wanted.spec, wanted.changelog);
        Ok(template)
    }

    /// Makes a new version of an old one. The error is the server's text.
    fn roll_back(
        &mut self,
        now: Duration,
        name: &str,
        target: i64,
        changelog: String,
    ) -> Result<&Template, String> {
        let template = self.get_mut(name).ok_or("template not found")?;
        let (_, old) = template
            .version(target)
            .ok_or_else(|| format!("version {target} not found"))?;
        let spec = old.spec.clone();
        let changelog = match changelog.as_str() {
            "" => format!("Rolled back to version {target}"),
            _ => changelog,
        };
        template.push(now, spec, changelog);
        Ok(template)
    }

    /// Whether there was such a template.
    pub(super) fn remove(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|template| template.name != name);
        self.0.len() < before
    }

    /// The number and the content of a version; 0 is the latest. The error is the server's text.
    pub(super) fn find(&self, name: &str, version: i64) -> Result<(usize, &Spec), String> {
        let template = self
            .get(name)
            .ok_or_else(|| format!("template '{name}' not found"))?;
        if version == 0 {
            return Ok((template.latest_version(), template.spec()));
        }
        template
            .version(version)
            .map(|(number, version)| (number, &version.spec))
            .ok_or_else(|| format!("version {version} not found for template '{name}'"))
    }

    /// The specification to export: the latest one for anything below 1. The error is the server's text.
    pub(super) fn export(&self, name: &str, version: i64) -> Result<(&Template, &Spec), String> {
        let template = self
            .get(name)
            .ok_or_else(|| format!("template '{name}' not found"))?;
        if version < 1 {
            return Ok((template, template.spec()));
        }
        let (_, found) = template
            .version(version)
            .ok_or_else(|| format!("version {version} not found"))?;
        Ok((template, &found.spec))
    }

    fn get_mut(&mut self, name: &str) -> Option<&mut Template> {
        self.0.iter_mut().find(|template| template.name == name)
    }
}

impl Template {
    /// The number of the latest version.
    pub(super) fn latest_version(&self) -> usize {
        self.older.len() + 1
    }

    /// The specification of the latest version.
    pub(super) fn spec(&self) -> &Spec {
        &self.latest.spec
    }

    /// The versions and their numbers, oldest first.
    fn versions(&self) -> impl DoubleEndedIterator<Item = (usize, &Version)> {
        let older = self.older.iter().enumerate();
        older
            .map(|(index, version)| (index + 1, version))
            .chain([(self.latest_version(), &self.latest)])
    }

    fn version(&self, number: i64) -> Option<(usize, &Version)> {
        let number = usize::try_from(number).ok()?;
        self.versions().find(|(other, _)| *other == number)
    }

    fn push(&mut self, now: Duration, spec: Spec, changelog: String) {
        let before = std::mem::replace(&mut self.latest, Version::new(now, spec, changelog));
        self.older.push(before);
        self.updated = now;
    }
}

impl Version {
    fn new(now: Duration, mut spec: Spec, changelog: String) -> Self {
        spec.apply_defaults();
        Self {
            id: format!("ver-{}", random::hex(8)),
            spec,
            changelog,
            created: now,
        }
    }
}

#[cfg(test)]
mod tests;
