//! `/v1/secrets`: what users keep for prefabs.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::{Value, json};

use super::auth::Caller;
use super::body::{self, Fields};
use super::prefabs::{Function, Prefab};
use super::reply::{self, Refusal};
use crate::sim::exchange::{Reply, Request};

/// Values by user, prefab and name. Values are never given out, so they are not even kept.
#[derive(Debug, Default)]
pub(super) struct Secrets(BTreeMap<String, Vec<(String, String)>>);

impl Secrets {
    /// Whether the user has everything that the function needs.
    pub(super) fn check(
        &self,
        caller: &Caller,
        prefab: &Prefab,
        function: &Function,
    ) -> Result<(), Refusal> {
        let stored = self.of(caller);
        let has = |name: &str| {
            stored
                .iter()
                .any(|(id, own)| id == prefab.id && own == name)
        };
        let Some(missing) = function.secrets.iter().find(|secret| !has(secret.name)) else {
            return Ok(());
        };
        let detail = json!({
            "error_code": "MISSING_SECRET",
            "message": format!("Secret '{}' for prefab '{}' is not configured", missing.name, prefab.id),
            "prefab_id": prefab.id,
            "secret_name": missing.name,
            "instructions": missing.instructions,
        });
        Err(reply::error(StatusCode::BAD_REQUEST, detail).into())
    }

    /// `POST /v1/secrets`
    pub(super) fn store(&mut self, caller: &Caller, request: &Request) -> Reply {
        let value = match body::json(request) {
            Ok(value) => value,
            Err(issue) => return reply::invalid(vec![issue]),
        };
        let mut issues = Vec::new();
        let stored = read(&value, &mut issues);
        let Some((id, name)) = stored.filter(|_| issues.is_empty()) else {
            return reply::invalid(issues);
        };
        let own = self.0.entry(caller.user.clone()).or_default();
        let pair = (id.to_owned(), name.to_owned());
        if !own.contains(&pair) {
            own.push(pair);
        }
        reply::no_content()
    }

    /// `GET /v1/secrets`
    pub(super) fn list(&self, caller: &Caller) -> Reply {
        let secrets: Vec<Value> = self
            .of(caller)
            .iter()
            .map(|(id, name)| json!({ "prefab_id": id, "secret_name": name }))
            .collect();
        reply::ok(&json!({ "secrets": secrets }))
    }

    /// `GET /v1/secrets/{prefab_id}`
    pub(super) fn list_of(&self, caller: &Caller, prefab: &str) -> Reply {
        let stored = self.of(caller).iter();
        let names: Vec<&str> = stored
            .filter(|(id, _)| id == prefab)
            .map(|(_, name)| name.as_str())
            .collect();
        reply::ok(&json!({ "prefab_id": prefab, "secret_names": names }))
    }

    /// `DELETE /v1/secrets/{prefab_id}/{secret_name}`: also one that does not exist is gone afterwards.
    pub(super) fn delete(&mut self, caller: &Caller, prefab: &str, secret: &str) -> Reply {
        if let Some(own) = self.0.get_mut(&caller.user) {
            own.retain(|(id, name)| id != prefab || name != secret);
        }
        reply::no_content()
    }

    fn of(&self, caller: &Caller) -> &[(String, String)] {
        self.0.get(&caller.user).map_or(&[], Vec::as_slice)
    }
}

fn read<'a>(value: &'a Value, issues: &mut Vec<body::Issue>) -> Option<(&'a str, &'a str)> {
    let fields = Fields::of(value, vec!["body".into()], issues)?;
    let id = fields.text("prefab_id", issues);
    let name = fields.text("secret_name", issues);
    fields.text("secret_value", issues);
    Some((id?, name?))
}
