//! What goes wrong on the wire, and what the caller is told.

mod echo;
mod keep_alive;
mod play;
mod recovery;
mod row;
mod rows;
mod table;

pub(crate) use play::sources;
