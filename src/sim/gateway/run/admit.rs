//! What the gateway looks at before it calls a prefab. Anything that is wrong here ends the whole request.

use http::StatusCode;

use super::super::auth::Caller;
use super::super::files::keys;
use super::super::prefabs::{self, Direction, Function, Inputs};
use super::super::reply::Refusal;
use super::super::world::World;
use super::super::{catalogue, reply};
use super::calls::Call;

/// The function that a call is for, if it may be made.
pub(super) fn admit(
    world: &mut World,
    caller: &Caller,
    call: &Call,
) -> Result<&'static Function, Refusal> {
    let Some(prefab) = prefabs::find(&call.prefab, &call.version) else {
        return Err(catalogue::not_found(&call.prefab, &call.version).into());
    };
    let Some(function) = prefab.function(&call.function) else {
        let text = format!(
            "Function {} not found in prefab {}",
            call.function, call.prefab
        );
        return Err(reply::error(StatusCode::NOT_FOUND, text).into());
    };
    check_parameters(function, &call.inputs)?;
    check_files(function, &call.inputs)?;
    check_owners(caller, &call.inputs)?;
    world.secrets.check(caller, prefab, function)?;
    if prefab.deployment_error.is_some() || world.down.contains(prefab.id) {
        return Err(reply::error(
            StatusCode::SERVICE_UNAVAILABLE,
            "Downstream service error: 503",
        )
        .into());
    }
    world.quota.take()?;
    let key = (call.prefab.clone(), call.function.clone());
    *world.executions.entry(key).or_default() += 1;
    Ok(function)
}

/// Parameters that the manifest does not name are handed on.
fn check_parameters(function: &Function, inputs: &Inputs) -> Result<(), Refusal> {
    for parameter in function.parameters {
        let name = parameter.name;
        match inputs.parameters.get(name) {
            None if parameter.required => {
                return Err(mismatch(format!("Missing required parameter: {name}")));
            }
            Some(value) if !parameter.kind.fits(value) => {
                let kind = parameter.kind.name();
                let text = format!("Type mismatch for parameter {name}: expected {kind}");
                return Err(mismatch(text));
            }
            _ => {}
        }
    }
    Ok(())
}

fn check_files(function: &Function, inputs: &Inputs) -> Result<(), Refusal> {
    for files in function.files {
        let given = inputs.files.get(files.name);
        let required = files.required && files.direction == Direction::In;
        if required && given.is_none_or(Vec::is_empty) {
            return Err(mismatch(format!("Missing required file: {}", files.name)));
        }
    }
    let mut urls = inputs.files.values().flatten();
    match urls.find(|url| keys::parse(url).is_none()) {
        Some(url) => Err(mismatch(format!("Not an S3 URL: {url}"))),
        None => Ok(()),
    }
}

/// What does not fit the manifest is said as a text; only what does not fit the body's schema is a list.
fn mismatch(text: String) -> Refusal {
    reply::error(StatusCode::UNPROCESSABLE_ENTITY, text).into()
}

/// Nobody reads what another user has stored.
fn check_owners(caller: &Caller, inputs: &Inputs) -> Result<(), Refusal> {
    for url in inputs.files.values().flatten() {
        let owner = keys::parse(url).and_then(keys::owner);
        if owner.is_some_and(|owner| owner != caller.user) {
            let text = format!("Permission denied for file: {url}");
            return Err(reply::error(StatusCode::FORBIDDEN, text).into());
        }
    }
    Ok(())
}
