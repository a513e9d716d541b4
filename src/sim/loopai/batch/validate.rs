//! `POST /batch/validate`

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::super::aspnet::payload::Payload;
use super::super::backend::Shared;
use super::super::call::Call;
use super::super::lock;
use super::super::number::Double;
use super::super::reply::{self, Refusal};
use super::super::tasks::share;
use super::report::milliseconds;
use crate::sim::exchange::Reply;
use crate::sim::random;

struct Item {
    id: String,
    output: Payload,
    expected: Payload,
}

fn read(call: &Call<'_>) -> Result<(String, Vec<Item>), Refusal> {
    call.read("BatchValidateRequest", |form| {
        let task = form.guid("task_id");
        let items = form.list("items").into_iter().enumerate();
        let items = items.map(|(index, raw): (usize, &RawValue)| {
            form.object("items", index, "BatchValidateItem", raw, |item| {
                item.any("input");
                Item {
                    id: item.text("id"),
                    output: item.any("output"),
                    expected: item.any("expected_output"),
                }
            })
        });
        let items = items.collect();
        (task, items)
    })
}

#[derive(Debug, Serialize)]
struct ItemView<'a> {
    id: &'a str,
    is_valid: bool,
    message: &'static str,
    confidence_score: Double,
}

/// The comparisons as JSON.
#[derive(Debug, Serialize)]
struct View<'a> {
    batch_id: String,
    task_id: &'a str,
    total_items: usize,
    valid_count: usize,
    invalid_count: usize,
    accuracy_rate: Double,
    results: Vec<ItemView<'a>>,
    total_duration_ms: Double,
}

/// `POST /api/v1/batch/validate`
pub(in super::super) fn validate(shared: &Shared, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (task, items) = read(call)?;
    if let Some(exception) = &lock(shared).batch_error {
        let text = format!("Batch validation failed: {exception}");
        let refusal = call.thrown("BATCH_VALIDATION_ERROR", &text, exception);
        return Err(refusal.into());
    }
    let results = items.iter().map(|item| {
        let is_valid = is_equal(&item.output, &item.expected);
        ItemView {
            id: &item.id,
            is_valid,
            message: match is_valid {
                true => "Valid",
                false => "Output does not match expected output",
            },
            confidence_score: Double(f64::from(u8::from(is_valid))),
        }
    });
    let results: Vec<ItemView<'_>> = results.collect();
    let valid = results.iter().filter(|result| result.is_valid).count();
    let took = lock(shared).stamps.clock.now().saturating_sub(call.now);
    Ok(reply::ok(&View {
        batch_id: random::uuid(),
        task_id: &task,
        total_items: results.len(),
        valid_count: valid,
        invalid_count: results.len() - valid,
        accuracy_rate: Double(share(valid as u64, results.len() as u64)),
        results,
        total_duration_ms: milliseconds(took),
    }))
}

/// Whether two values are the same to the server, which compares texts: white space, the order of keys and the way of writing
/// a number count inside of objects and arrays, and outside of them not even the type does.
fn is_equal(output: &Payload, expected: &Payload) -> bool {
    written(output) == written(expected)
}

fn written(payload: &Payload) -> String {
    match payload.value() {
        Value::String(text) => text,
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        _ => payload.text().to_owned(),
    }
}
