//! `GET /sandboxes/{id}/status-history`

use http::StatusCode;
use serde_json::{Value, json};

use super::world::World;
use super::{query, reply};
use crate::sim::exchange::{Reply, Request};

/// Lists the changes of a sandbox's status; none for an unknown one.
pub(super) fn list(world: &mut World, id: &str, request: &Request) -> Reply {
    world.advance();
    let limit = query::limit(request, "limit", 50, 200);
    let before = query::int(request, "before_id");
    let history = world
        .sandboxes
        .get(id)
        .map_or(&[][..], |sandbox| &sandbox.history);
    let items: Vec<Value> = history
        .iter()
        .rev()
        .filter(|item| before <= 0 || item.id < before)
        .take(limit)
        .map(|item| {
            json!({
                "id": item.id,
                "sandbox_id": id,
                "source": item.source,
                "from_status": item.from,
                "to_status": item.to,
                "reason": item.reason,
                "payload_json": "{}",
                "created_at": world.timestamp(item.at),
            })
        })
        .collect();
    reply::json(StatusCode::OK, &json!({ "items": items }))
}
