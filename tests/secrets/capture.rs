//! Everything that is logged while something runs: `tracing` events and spans of this thread at every level, and the
//! records that libraries write to `log`.

use std::io;
use std::sync::{Arc, Mutex, Once};

use tracing::Dispatch;
use tracing::subscriber::NoSubscriber;
use tracing_subscriber::fmt::format::FmtSpan;

static LOGGED: Mutex<String> = Mutex::new(String::new());

/// What the libraries have logged since the process started, by any thread.
pub(super) fn logged() -> String {
    LOGGED.lock().unwrap().clone()
}

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let mut logged = LOGGED.lock().unwrap();
        logged.push_str(&format!("{}: {}\n", record.target(), record.args()));
    }

    fn flush(&self) {}
}

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl io::Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Runs a future on this thread and returns what was traced meanwhile.
pub(crate) fn run(future: impl Future<Output = ()>) -> String {
    static LOGGER: Once = Once::new();
    LOGGER.call_once(|| {
        log::set_logger(&Logger).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
    let buffer = Buffer::default();
    let writer = buffer.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let subscriber = Dispatch::new(subscriber);
    // While there is only one subscriber, a thread without one may switch events off for all.
    let _second = Dispatch::new(NoSubscriber::default());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    tracing::dispatcher::with_default(&subscriber, || runtime.block_on(future));
    let traced = buffer.0.lock().unwrap().clone();
    String::from_utf8(traced).unwrap()
}
