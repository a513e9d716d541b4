//! A credential is in no error, no log and no `Debug`, whatever the server does with it.

mod accounts;
pub(crate) mod capture;
mod debugged;
mod echo;
mod failures;
mod gateway;
mod gt8004;
mod loopai;
mod provoked;
mod synapse;

/// The token.
const TOKEN: &str = "canary-7f3a-token";
/// The value of a header that the client adds to every request.
const CLIENT_HEADER: &str = "canary-7f3a-client-header";
/// The value of a header of one call.
const CALL_HEADER: &str = "canary-7f3a-call-header";

/// What a server sends that tells the token to whoever asks.
const ECHO: &str = "Bearer canary-7f3a-token, and again: canary-7f3a-token";

/// Fails when a text holds any of the secrets.
#[track_caller]
fn assert_hidden(what: &str, text: &str) {
    assert!(
        !text.contains("canary-7f3a"),
        "{what} shows a secret:\n{text}"
    );
}

/// Fails when the `Debug` of a value holds any of them, in either form, so that a hand-written one cannot forget the other.
macro_rules! assert_debug_hides {
    ($($value:expr),+ $(,)?) => {$(
        let value = &$value;
        $crate::secrets::assert_hidden(stringify!($value), &format!("{value:?} {value:#?}"));
    )+};
}
use assert_debug_hides;
