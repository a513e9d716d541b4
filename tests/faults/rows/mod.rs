//! The rows of the table, by the part of an exchange that goes wrong.

mod connection;
mod framing;
mod payload;
mod redirects;
mod retry_after;
mod statuses;
mod time;

use super::row::Row;

pub(super) fn all() -> Vec<Row> {
    [
        connection::rows(),
        framing::rows(),
        payload::rows(),
        redirects::rows(),
        retry_after::rows(),
        statuses::rows(),
        time::rows(),
    ]
    .concat()
}
