//! What the contract says of the clients, or recommends, and none of their own tests proves. Contract: §1.1, §1.2, §5, §6.
//!
//! The rules for names of tools are in `tools`, payments in `newer`.

mod bodies;
mod capture;
mod columns;
mod customers;
mod environment;
mod replies;
mod shipping;
mod wire;
