//! The weaknesses of other LiteBoxd clients, each with a test that it is not one of this client, and the faults of the
//! server, each with a test of what softens it. The names of the tests begin with the letter of the contract. Contract: §7.
//!
//! Of R, which is about a command line, only what a library can get wrong as well has a test: this crate has no program,
//! so it has no flags that clash, no tables, no `--wait` and no exit codes.
//!
//! Of H, volumes, status history, reconciliation and accounts have their own tests; here are the records, the gateway and
//! what deleting gives.

mod both;
mod go;
mod python;
mod server;

#[test]
fn every_letter_has_a_test() {
    let texts = [
        include_str!("both.rs"),
        include_str!("python.rs"),
        include_str!("go.rs"),
        include_str!("server.rs"),
    ]
    .concat();
    for letter in 'a'..='z' {
        let test = format!("\nasync fn {letter}_");
        assert!(texts.contains(&test), "{letter}");
    }
}
