//! Every call and stream from synchronous code.
