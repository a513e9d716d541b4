//! The weaknesses of the published client, each with a test that it is not one of this crate. The names of the tests begin
//! with the number of the contract. Contract: §7.

mod calls;
