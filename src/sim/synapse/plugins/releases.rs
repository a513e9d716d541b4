//! The releases themselves.

use serde_json::{Value, json};

use super::super::world::World;
use super::super::{body, page, reply};
use super::Plugins;
use crate::sim::exchange::{Reply, Request};

/// A release on the agent.
#[derive(Clone, Debug)]
pub(super) struct Release {
    id: u64,
    plugin: String,
    version: String,
}

impl Release {
    fn row(&self) -> Value {
        json!({ "id": self.id, "plugin": self.plugin, "version": self.version })
    }

    /// Whether this is meant by an id, or by `code@version`.
    fn is(&self, lookup: &str) -> bool {
        lookup == format!("{}@{}", self.plugin, self.version) || lookup == self.id.to_string()
    }
}

impl Plugins {
    /// Adds a release, unless it is there; its id.
    pub(in super::super) fn add(&mut self, plugin: &str, version: &str) -> u64 {
        let lookup = format!("{plugin}@{version}");
        if let Some(release) = self.find(&lookup) {
            return release.id;
        }
        self.count += 1;
        self.releases.push(Release {
            id: self.count,
            plugin: plugin.to_owned(),
            version: version.to_owned(),
        });
        self.count
    }

    pub(super) fn find(&self, lookup: &str) -> Option<&Release> {
        self.releases.iter().find(|release| release.is(lookup))
    }
}

/// `GET /plugin_releases/`
pub(in super::super) fn list(world: &World, request: &Request) -> Reply {
    let rows = world.plugins.releases.iter().map(Release::row);
    page::page(request, world.page_root.as_deref(), rows.collect())
}

/// `POST /plugin_releases/`
pub(in super::super) fn create(world: &mut World, request: &Request) -> Reply {
    let named = body::json(request).and_then(|value| {
        body::object(&value, |fields, issues| {
            let plugin = fields.text("plugin", issues);
            let version = fields.text("version", issues);
            let own = |text: Option<&str>| text.unwrap_or_default().to_owned();
            (own(plugin), own(version))
        })
    });
    match named {
        Err(refusal) => *refusal,
        Ok((plugin, version)) => {
            world.plugins.add(&plugin, &version);
            get(world, &format!("{plugin}@{version}"))
        }
    }
}

/// `GET /plugin_releases/{lookup}`
pub(in super::super) fn get(world: &World, lookup: &str) -> Reply {
    match world.plugins.find(lookup) {
        Some(release) => reply::ok(&release.row()),
        None => reply::not_found("Plugin release", lookup),
    }
}

/// `DELETE /plugin_releases/{lookup}`
pub(in super::super) fn delete(world: &mut World, lookup: &str) -> Reply {
    let releases = &mut world.plugins.releases;
    let Some(place) = releases.iter().position(|release| release.is(lookup)) else {
        return reply::not_found("Plugin release", lookup);
    };
    releases.remove(place);
    world.delete_reply.reply()
}
