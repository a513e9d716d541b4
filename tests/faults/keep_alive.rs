//! Connections that are used again, and those that cannot be.
