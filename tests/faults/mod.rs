//! What goes wrong on the wire, and what the caller is told.
