//! A request for each input.

use std::future::{Ready, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::FutureExt;
use futures_util::future::Either;

use super::intake::{Entry, Intake};
use super::result::ManyResult;
use super::terms::Terms;
use crate::runtime::batch::{Landed, Source, Ticket};

/// The inputs, each as an execution of its own.
pub(super) struct Single {
    pub(super) intake: Intake,
    pub(super) terms: Arc<Terms>,
}

type Pending = Pin<Box<dyn Future<Output = Landed<ManyResult>> + Send>>;

impl Source for Single {
    type Output = ManyResult;
    type Call = Either<Ready<Landed<ManyResult>>, Pending>;

    fn poll_call(
        &mut self,
        context: &mut Context<'_>,
        ticket: Ticket,
    ) -> Poll<Option<(u64, Self::Call)>> {
        let entry = self.intake.poll_entry(context);
        entry.map(|entry| entry.map(|entry| (1, call(&self.terms, ticket, entry))))
    }

    fn left(&self) -> Option<u64> {
        self.intake.left()
    }
}

fn call(terms: &Terms, ticket: Ticket, entry: Entry) -> <Single as Source>::Call {
    let Entry { index, id, item } = entry;
    let item = match item {
        Ok(item) => item,
        Err(error) => {
            let refused = ManyResult::new(index, id, Err(error));
            return Either::Left(ready(Landed::new(ticket, 1, refused)));
        }
    };
    let executed = terms.execute(item).response().map(move |reply| {
        let result = match reply {
            Ok(reply) => {
                let is_retried = reply.attempts() > 1;
                ManyResult::new(index, id, Ok(reply.into_value())).retried(is_retried)
            }
            Err(error) => ManyResult::new(index, id, Err(error)),
        };
        Landed::new(ticket, 1, result)
    });
    Either::Right(Box::pin(executed))
}
