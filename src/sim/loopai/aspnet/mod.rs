//! The manners of ASP.NET Core: how it binds bodies, finds routes, and refuses what it cannot read.

pub(super) mod body;
pub(super) mod guid;
pub(super) mod issues;
pub(super) mod payload;
pub(super) mod pretty;
pub(super) mod problem;
#[cfg(test)]
mod tests;
