//! Credentials that the server itself issues against another one: asked for when the first call needs one, kept, and
//! renewed once when the server refuses it.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use reqwest::Request;
use tokio::sync::Mutex;

use super::attempt::Received;
use super::credential::Credential;
use super::exchange::Exchange;
use super::operation::Operation;
use super::retry::Effort;
use super::spare::Spare;
use super::transport::Transport;
use crate::error::{Error, ErrorKind, Result};

type Issuing = Pin<Box<dyn Future<Output = Result<Credential>> + Send>>;

/// Where the credentials of a transport come from.
pub(crate) struct Issuer {
    /// The transport whose own credential is the one to exchange.
    desk: Arc<Transport>,
    issue: Box<dyn Fn(Exchange) -> Issuing + Send + Sync>,
    /// How many times it was asked in vain; moves only while `kept` is locked.
    refusals: AtomicU64,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    issued: Option<Arc<Transport>>,
    refusal: Option<Error>,
}

impl Issuer {
    /// `issue` makes the call that asks for a credential.
    pub(crate) fn new<F>(
        desk: Arc<Transport>,
        issue: impl Fn(Exchange) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<Credential>> + Send + 'static,
    {
        Self {
            desk,
            issue: Box::new(move |exchange| Box::pin(issue(exchange))),
            refusals: AtomicU64::new(0),
            kept: Mutex::default(),
        }
    }

    /// Sends a request with the credential in force; when the server refuses that, once more with a new one.
    ///
    /// A refused credential means that the server did nothing, so this holds for every request that can be sent twice.
    pub(crate) async fn send(
        &self,
        exchange: &Exchange,
        mut request: Box<Request>,
        operation: &'static Operation,
    ) -> Result<Effort<Received>> {
        let first = self.transport(exchange, None).await?;
        let spare = Spare::of(&mut request);
        let refused = match exchange.execute(&first, request, operation).await {
            Err(error) if error.kind() == ErrorKind::Unauthorized => error,
            outcome => return outcome,
        };
        let Some(spare) = spare else {
            self.forget(&first).await;
            let message = format!(
                "{}; the credential is renewed, but what streams cannot be sent twice, so start the call again",
                refused.message()
            );
            return Err(refused.with_message(message));
        };
        let second = self.transport(exchange, Some(&first)).await?;
        let before = refused.attempts();
        match exchange.execute(&second, spare.request(), operation).await {
            Ok(effort) => Ok(Effort {
                attempts: effort.attempts + before,
                ..effort
            }),
            Err(error) => {
                let (attempts, elapsed) = (error.attempts() + before, error.elapsed());
                let exhausted = error.is_exhausted();
                Err(error.with_effort(attempts, elapsed, exhausted))
            }
        }
    }

    /// The transport with the credential in force, which is not the refused one.
    ///
    /// Whoever comes first asks for it; the others wait. They share what the server says against it, but not the time
    /// limit of the one who asked.
    async fn transport(
        &self,
        exchange: &Exchange,
        refused: Option<&Arc<Transport>>,
    ) -> Result<Arc<Transport>> {
        let refusals = self.refusals.load(Ordering::Acquire);
        let mut kept = self.kept.lock().await;
        kept.drop_if(refused);
        if let Some(issued) = &kept.issued {
            return Ok(Arc::clone(issued));
        }
        if self.refusals.load(Ordering::Acquire) != refusals
            && let Some(refusal) = &kept.refusal
        {
            return Err(refusal.again());
        }
        let part = exchange.part_over(&self.desk)?;
        match (self.issue)(part).await {
            Ok(credential) => {
                let issued = Arc::new(self.desk.with_credential(credential));
                kept.issued = Some(Arc::clone(&issued));
                Ok(issued)
            }
            Err(error) => {
                if error.status().is_some() {
                    kept.refusal = Some(error.again());
                    self.refusals.fetch_add(1, Ordering::Release);
                }
                Err(error)
            }
        }
    }

    async fn forget(&self, refused: &Arc<Transport>) {
        self.kept.lock().await.drop_if(Some(refused));
    }
}

impl Kept {
    /// Drops the credential unless somebody has renewed it already.
    fn drop_if(&mut self, refused: Option<&Arc<Transport>>) {
        let same = |issued: &Arc<Transport>| refused.is_some_and(|one| Arc::ptr_eq(one, issued));
        if self.issued.as_ref().is_some_and(same) {
            self.issued = None;
        }
    }
}

impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issuer").finish_non_exhaustive()
    }
}
