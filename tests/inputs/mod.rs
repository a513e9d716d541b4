//! What cannot work is refused before any I/O, in words that say what is wrong and what is right.

mod calls;
mod environment;
mod extremes;
mod gateway;
mod gt8004;
mod loopai;
mod settings;
mod synapse;

use quintet::{Error, ErrorKind};

/// A wrong input, the error that it gave, and what the message must say: what is wrong, and what is right.
type Row = (&'static str, Option<Error>, [&'static str; 2]);

/// Fails, with all that is wrong in all rows, unless each was refused in these words.
fn assert_refused(rows: Vec<Row>) {
    let wrong: Vec<String> = rows.into_iter().filter_map(fault).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn fault((name, error, phrases): Row) -> Option<String> {
    let Some(error) = error else {
        return Some(format!("{name}: was accepted"));
    };
    if error.kind() != ErrorKind::InvalidInput || !error.is_invalid_input() {
        return Some(format!("{name}: {error:?}"));
    }
    if (error.attempts(), error.status(), error.is_retryable()) != (0, None, false) {
        return Some(format!("{name}: was sent: {error:?}"));
    }
    let missing = phrases
        .iter()
        .find(|phrase| !error.message().contains(**phrase))?;
    Some(format!("{name}: no {missing:?} in {:?}", error.message()))
}
