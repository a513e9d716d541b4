//! Lists that come in pages.

use futures_core::Stream;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::call::{Call, Invoke};
use crate::error::Result;

/// A call whose reply is one page of a list.
pub trait Paged: Invoke + Clone {
    /// What the list holds.
    type Item: Send + 'static;

    /// The call for the page after this one; `None` when it is the last.
    ///
    /// A server that miscounts must not be asked for ever: where pages have numbers, an empty one must be the last; where
    /// each names the next, none may be asked for again and again.
    fn next(&self, page: &Self::Output) -> Option<Self>;

    /// The items of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;
}

impl<I: Paged> Call<I> {
    /// The pages from the one asked for to the last, each requested when it is wanted.
    ///
    /// The options of the call (timeout, retries, headers) hold for each page. The stream ends after an error.
    pub fn pages(self) -> impl Stream<Item = Result<I::Output>> + Send {
        stream::unfold(Some(self), |call| async move {
            let call = call?;
            let rest = call.clone();
            match call.await {
                Ok(page) => {
                    let next = rest.parameters.next(&page);
                    let next = next.map(|parameters| rest.with_parameters(parameters));
                    Some((Ok(page), next))
                }
                Err(error) => Some((Err(error), None)),
            }
        })
        .fuse()
    }

    /// All items from the page asked for to the last, one by one.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
    /// use futures_util::TryStreamExt;
    ///
    /// let mut records = std::pin::pin!(client.sandboxes().metadata().items());
    /// while let Some(record) = records.try_next().await? {
    ///     println!("{} {}", record.id, record.status);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn items(self) -> impl Stream<Item = Result<I::Item>> + Send {
        self.pages()
            .map_ok(|page| stream::iter(I::items(page)).map(Ok))
            .try_flatten()
    }

    /// All items from the page asked for to the last, in memory.
    ///
    /// # Errors
    /// Those of the first page that fails.
    pub async fn all(self) -> Result<Vec<I::Item>> {
        self.items().try_collect().await
    }
}

/// Finds out that tokens repeat, however long the circle, and remembers one of them (Brent's algorithm).
#[derive(Debug, Clone, Default)]
pub(crate) struct Trail {
    mark: Option<String>,
    steps: u64,
    stride: u64,
}

impl Trail {
    /// Whether this token is the one that is remembered.
    pub(crate) fn has(&mut self, token: &str) -> bool {
        if self.mark.as_deref() == Some(token) {
            return true;
        }
        if self.steps == self.stride {
            self.mark = Some(token.to_owned());
            self.steps = 0;
            self.stride = (2 * self.stride).max(1);
        } else {
            self.steps += 1;
        }
        false
    }
}
