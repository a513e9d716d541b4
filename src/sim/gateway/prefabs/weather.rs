//! `weather-api`: needs a secret.

use serde_json::json;

use super::super::auth::Caller;
use super::super::world::World;
use super::act::{Act, Inputs, Outcome};
use super::manifest::{Function, Kind, Parameter, Prefab, Secret};

pub(super) const PREFAB: Prefab = Prefab {
    id: "weather-api",
    version: "1.0.0",
    name: "Weather",
    description: "Knows the weather, for those with a key",
    tags: &["weather"],
    functions: &[Function {
        name: "get_current_weather",
        description: "The weather of a city",
        parameters: &[Parameter {
            name: "city",
            kind: Kind::Text,
            required: true,
            description: "The city",
        }],
        files: &[],
        secrets: &[Secret {
            name: "WEATHER_API_KEY",
            description: "The key of the weather service",
            instructions: "Create a key in your account of the weather service",
        }],
        act: Act::Answer(weather),
    }],
    deployment_error: None,
    hours_old: 24,
};

fn weather(_: &mut World, _: &Caller, inputs: &Inputs) -> Outcome {
    Outcome::returned(json!({
        "success": true,
        "message": "Known",
        "city": inputs.text("city"),
        "temperature": 15.5,
        "condition": "Cloudy",
    }))
}
