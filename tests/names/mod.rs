//! Every method of the user's document exists under its snake_case name.

mod liteboxd;
