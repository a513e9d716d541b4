//! Templates as JSON.

use serde_json::{Value, json};

use super::super::world::World;
use super::{Template, Version};

/// A template with the specification of its latest version.
pub(super) fn template(world: &World, template: &Template) -> Value {
    json!({
        "id": template.id,
        "name": template.name,
        "displayName": template.display_name,
        "description": template.description,
        "tags": template.tags,
        "author": "",
        "isPublic": template.is_public,
        "latestVersion": template.latest_version(),
        "createdAt": world.local_timestamp(template.created),
        "updatedAt": world.local_timestamp(template.updated),
        "spec": template.spec(),
    })
}

/// One version of a template.
pub(super) fn version(
    world: &World,
    template: &Template,
    number: usize,
    version: &Version,
) -> Value {
    json!({
        "id": version.id,
        "templateId": template.id,
        "version": number,
        "spec": version.spec,
        "changelog": version.changelog,
        "createdBy": "",
        "createdAt": world.local_timestamp(version.created),
    })
}
