//! No identifier changes the path of a request.
