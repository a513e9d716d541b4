//! What tests can make happen, and see.

mod credentials;
mod executions;
mod manners;
mod programs;
mod webhooks;
