//! Requests for several inputs each, to the server's own batch endpoint.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::intake::{Entry, Intake};
use super::result::ManyResult;
use super::terms::Terms;
use crate::loopai::{BatchExecution, Execution};
use crate::runtime::batch::{Landed, Source, Ticket};

/// The inputs, so many in a request. A request does not wait for inputs that have not come yet.
pub(super) struct Chunks {
    pub(super) intake: Intake,
    pub(super) terms: Arc<Terms>,
    pub(super) size: usize,
}

impl Source for Chunks {
    type Output = Vec<ManyResult>;
    type Call = Pin<Box<dyn Future<Output = Landed<Vec<ManyResult>>> + Send>>;

    fn poll_call(
        &mut self,
        context: &mut Context<'_>,
        ticket: Ticket,
    ) -> Poll<Option<(u64, Self::Call)>> {
        let mut entries = Vec::new();
        while entries.len() < self.size {
            match self.intake.poll_entry(context) {
                Poll::Ready(Some(entry)) => entries.push(entry),
                Poll::Pending if entries.is_empty() => return Poll::Pending,
                Poll::Ready(None) if entries.is_empty() => return Poll::Ready(None),
                Poll::Ready(None) | Poll::Pending => break,
            }
        }
        let inputs = entries.len() as u64;
        let terms = Arc::clone(&self.terms);
        let call = async move { Landed::new(ticket, inputs, send(&terms, entries).await) };
        Poll::Ready(Some((inputs, Box::pin(call))))
    }

    fn left(&self) -> Option<u64> {
        self.intake.left()
    }
}

/// An input of a request.
enum Place {
    /// It is under way.
    Sent(usize, String),
    /// It was not sent.
    Refused(Box<ManyResult>),
}

impl Place {
    /// What became of it, where that is not known yet.
    fn settle(self, became: impl FnOnce(usize, String) -> ManyResult) -> ManyResult {
        match self {
            Self::Sent(index, id) => became(index, id),
            Self::Refused(result) => *result,
        }
    }
}

async fn send(terms: &Terms, entries: Vec<Entry>) -> Vec<ManyResult> {
    let mut items = Vec::with_capacity(entries.len());
    let place = |Entry { index, id, item }: Entry| match item {
        Ok(item) => {
            items.push(item);
            Place::Sent(index, id)
        }
        Err(error) => Place::Refused(Box::new(ManyResult::new(index, id, Err(error)))),
    };
    let places: Vec<Place> = entries.into_iter().map(place).collect();
    let reply = match items.is_empty() {
        true => None,
        false => Some(terms.batch(items).response().await),
    };
    match reply {
        Some(Ok(reply)) => {
            let is_retried = reply.attempts() > 1;
            let results = resolve(places, reply.into_value()).into_iter();
            results.map(|result| result.retried(is_retried)).collect()
        }
        Some(Err(error)) => {
            // What failed is the request, and with it all that it was for.
            let failed = |index, id| ManyResult::new(index, id, Err(error.again()));
            let places = places.into_iter();
            places.map(|place| place.settle(failed)).collect()
        }
        None => {
            let places = places.into_iter();
            places
                .map(|place| place.settle(ManyResult::skipped))
                .collect()
        }
    }
}

/// A result for each input, in their order, whatever the server gave and in whatever order.
fn resolve(places: Vec<Place>, batch: BatchExecution) -> Vec<ManyResult> {
    let results = batch.results.into_iter();
    let mut executions: HashMap<String, Execution> = results
        .map(|result| (result.id, result.execution))
        .collect();
    let mut found = |index, id: String| match executions.remove(&id) {
        Some(execution) => ManyResult::new(index, id, Ok(execution)),
        None => ManyResult::skipped(index, id),
    };
    let places = places.into_iter();
    places.map(|place| place.settle(&mut found)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::super::execution::Received;
    use super::*;
    use crate::error::Error;

    fn batch(ids: &[&str], results: &Value) -> BatchExecution {
        let reply = json!({
            "batch_id": "b", "task_id": "t", "version": 0, "total_items": 0, "success_count": 0, "failure_count": 0,
            "total_duration_ms": 1.5, "avg_latency_ms": 0.5, "results": results,
            "started_at": "2025-10-27T01:02:03Z", "completed_at": "2025-10-27T01:02:04Z",
        });
        let ids: Vec<_> = ids.iter().map(|id| (*id).to_owned()).collect();
        Received::of(serde_json::from_value(reply).unwrap()).ordered(&ids)
    }

    #[test]
    fn each_input_gets_the_result_of_its_id() {
        let result = |id: &str| json!({"id": id, "success": id != "b", "latency_ms": 1, "sampled_for_validation": false});
        let reply = batch(&["a", "b", "c"], &json!([result("c"), result("b")]));
        let refused = ManyResult::new(8, String::new(), Err(Error::invalid("no")));
        let place = |index, id: &str| Place::Sent(index, id.to_owned());
        let places = vec![
            place(7, "a"),
            Place::Refused(Box::new(refused)),
            place(9, "b"),
            place(10, "c"),
        ];
        let results = resolve(places, reply);
        let indices: Vec<usize> = results.iter().map(|result| result.index).collect();
        assert_eq!(indices, [7, 8, 9, 10]);
        assert!(results[0].is_skipped && results[1].outcome.is_err());
        assert!(!results[2].is_success() && results[2].outcome.is_ok());
        assert!(results[3].is_success());
    }
}
