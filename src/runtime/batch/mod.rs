//! Many calls over a stream of inputs, so many at a time.
//!
//! ```no_run
//! # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
//! use futures_util::StreamExt;
//! use quintet::Batch;
//!
//! let ids = ["a1b2c3d4", "e5f6a7b8", "c9d0e1f2"];
//! let sandboxes = client.sandboxes();
//! let mut items = Batch::new(ids, move |id| sandboxes.get(id)).concurrency(2).items()?;
//! while let Some(item) = items.next().await {
//!     match item.outcome {
//!         Ok(sandbox) => println!("{} is {}", sandbox.id, sandbox.status),
//!         Err(error) => println!("{}: {error}", ids[item.index]),
//!     }
//! }
//! let summary = items.summary();
//! println!("{} of {} failed", summary.failed, summary.started);
//! # Ok(()) }
//! ```

mod adaptive;
mod drive;
mod progress;
mod reorder;
mod source;

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::{FutureExt, StreamExt, stream};

use crate::error::{Error, Result};
use drive::Drive;

pub use progress::{Progress, Summary};
pub(crate) use source::{Landed, Outcome, Source, Tally, Ticket, exact, is_congested};

use source::Each;

/// How many calls are in flight at once, unless told.
const CONCURRENCY: usize = 8;

/// More in flight than this is a mistake: each call has a socket of its own.
const MOST: usize = 1000;

/// In which order the items of a [`Batch`] are given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Order {
    /// As their inputs came. An item waits for those before it, in a window of four times the concurrency: as long as
    /// the window is full no further call is started, however slow its first one is.
    #[default]
    Kept,
    /// As soon as each is there.
    AsCompleted,
}

/// What became of one input.
#[derive(Debug)]
#[non_exhaustive]
pub struct Item<T> {
    /// The position of the input, from 0.
    pub index: usize,
    /// What its call gave.
    pub outcome: Result<T>,
}

/// Many calls that have not begun: [`items`](Self::items) begins them, or [`results`](Self::results).
///
/// An item that fails is an item: the others go on, unless [`stop_on_error`](Self::stop_on_error) is set. See the
/// [module](self) for an example.
///
/// # Cancellation
/// Dropping the stream of items, or the future of the results, ends what is in flight.
#[must_use = "a batch does nothing until its items are read"]
pub struct Batch<T> {
    begin: Begin<T>,
    settings: Settings,
    progress: Progress,
}

type Running<T> = Pin<Box<dyn Stream<Item = Item<T>> + Send>>;
type Begin<T> = Box<dyn FnOnce(Settings, Progress) -> Running<T> + Send>;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    pub(crate) concurrency: usize,
    pub(crate) order: Order,
    pub(crate) stop_on_error: bool,
    /// Whether fewer calls are in flight while the server has too much to do.
    pub(crate) adaptive: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            concurrency: CONCURRENCY,
            order: Order::default(),
            stop_on_error: false,
            adaptive: false,
        }
    }
}

/// Begins the calls of a source: what each gives, with the number of the call.
///
/// The concurrency is the caller's to check.
pub(crate) fn begin<S: Source>(source: S, settings: Settings, progress: Progress) -> Drive<S> {
    progress.begin();
    Drive::new(source, settings, progress)
}

impl<T: Send + 'static> Batch<T> {
    /// A batch over whatever can be iterated: each input is taken when its call can start, so it may be endless.
    pub fn new<I, C>(inputs: I, call: impl FnMut(I::Item) -> C + Send + 'static) -> Self
    where
        I: IntoIterator<IntoIter: Send + 'static>,
        C: IntoFuture<Output = Result<T>, IntoFuture: Send + 'static>,
    {
        Self::from_stream(stream::iter(inputs), call)
    }

    /// A batch over a stream: each input is taken when its call can start, so it may be endless.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
    /// use futures_util::{StreamExt, stream};
    /// use quintet::Batch;
    ///
    /// // Fed by another task.
    /// let (feed, inbox) = tokio::sync::mpsc::channel::<String>(1);
    /// let ids = stream::unfold(inbox, async |mut inbox| Some((inbox.recv().await?, inbox)));
    /// # drop(feed);
    /// let sandboxes = client.sandboxes();
    /// let mut items = Batch::from_stream(ids, move |id| sandboxes.delete(&id)).items()?;
    /// while let Some(item) = items.next().await {
    ///     println!("{} {:?}", item.index, item.outcome);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn from_stream<S, C>(inputs: S, mut call: impl FnMut(S::Item) -> C + Send + 'static) -> Self
    where
        S: Stream + Send + 'static,
        C: IntoFuture<Output = Result<T>, IntoFuture: Send + 'static>,
    {
        let source = Each::new(inputs, move |ticket, input| {
            // No `async` block: it would have room for the call twice.
            let call = call(input).into_future();
            call.map(move |outcome| Landed::new(ticket, 1, outcome))
        });
        let item = |(index, outcome)| Item { index, outcome };
        Self {
            begin: Box::new(move |settings, progress| {
                Box::pin(begin(source, settings, progress).map(item))
            }),
            settings: Settings::default(),
            progress: Progress::default(),
        }
    }

    /// How many calls are in flight at once: 1 to 1000. Default: 8.
    pub fn concurrency(mut self, calls: usize) -> Self {
        self.settings.concurrency = calls;
        self
    }

    /// The order of the items. Default: [`Order::Kept`].
    pub fn order(mut self, order: Order) -> Self {
        self.settings.order = order;
        self
    }

    /// Starts nothing more once an item failed.
    ///
    /// What is in flight then is finished and given as well: it was sent, so its outcome must not be lost. The inputs
    /// that are left are not taken; [`Summary::skipped`] counts them.
    pub fn stop_on_error(mut self) -> Self {
        self.settings.stop_on_error = true;
        self
    }

    /// Lets fewer calls be in flight than the [`concurrency`](Self::concurrency) allows, as many as the server bears.
    ///
    /// Four are at first. As long as calls take no longer than usual, each round of them adds one; when they take twice as
    /// long as at best, a quarter is taken away, and when the server refuses one as too many (429, 503) or a call runs out of
    /// time, half is. Default: as many as the concurrency allows.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::liteboxd::Client, ids: Vec<String>) -> quintet::Result<()> {
    /// use quintet::Batch;
    ///
    /// let sandboxes = client.sandboxes();
    /// let batch = Batch::new(ids, move |id| sandboxes.get(id)).concurrency(100).adaptive();
    /// let progress = batch.progress();
    /// let results = batch.results().await?;
    /// println!("{} at once in the end", progress.summary().limit);
    /// # drop(results);
    /// # Ok(()) }
    /// ```
    pub fn adaptive(mut self) -> Self {
        self.settings.adaptive = true;
        self
    }

    /// Shows from anywhere how far the batch has come, also while [`results`](Self::results) is awaited.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Begins: the items as a stream.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when the concurrency is not within 1 and 1000. Nothing was
    /// sent then, and no input was taken.
    pub fn items(self) -> Result<Items<T>> {
        let concurrency = self.settings.concurrency;
        if !(1..=MOST).contains(&concurrency) {
            return Err(Error::invalid(format!(
                "the concurrency of a batch must be 1 to {MOST}, not {concurrency}"
            )));
        }
        Ok(Items {
            running: (self.begin)(self.settings, self.progress.clone()),
            progress: self.progress,
        })
    }

    /// Runs to the end: what became of each input, in the order of the inputs, in memory.
    ///
    /// A batch that [stops on an error](Self::stop_on_error) gives the items that were started.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
    /// use quintet::Batch;
    ///
    /// let sandboxes = client.sandboxes();
    /// let results = Batch::new(["a1b2c3d4", "e5f6a7b8"], move |id| sandboxes.stop(id)).results().await?;
    /// let failed = results.iter().filter(|result| result.is_err()).count();
    /// println!("{failed} of {} failed", results.len());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`items`](Self::items); an item that fails is no error of the batch.
    pub async fn results(self) -> Result<Vec<Result<T>>> {
        // All are kept anyway, so none has to wait for another.
        let mut items = self.order(Order::AsCompleted).items()?;
        let mut results = Vec::new();
        while let Some(item) = items.next().await {
            if results.len() <= item.index {
                results.resize_with(item.index + 1, || None);
            }
            results[item.index] = Some(item.outcome);
        }
        Ok(results.into_iter().flatten().collect())
    }
}

impl<T> fmt::Debug for Batch<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// The items of a [`Batch`]; made by [`Batch::items`].
///
/// Whoever reads it moves it: while nobody does, no call is started, sent or received. Let another task have what
/// takes long.
#[must_use = "a batch does nothing until its items are read"]
pub struct Items<T> {
    running: Running<T>,
    progress: Progress,
}

impl<T> Items<T> {
    /// Shows from anywhere how far the batch has come.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// How far the batch has come; after the last item, how it ended.
    #[must_use]
    pub fn summary(&self) -> Summary {
        self.progress.summary()
    }
}

/// Ends after the last item, and stays at its end.
impl<T> Stream for Items<T> {
    type Item = Item<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Item<T>>> {
        self.running.as_mut().poll_next(context)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
