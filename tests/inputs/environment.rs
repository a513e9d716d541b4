//! `from_env`. A process cannot change its environment while others read it, so each case runs this very binary again.

use quintet::liteboxd::Client;

use crate::support::child::Child;

const CHILD: Child = Child {
    test: "inputs::environment::child",
    variables: &["LITEBOXD_BASE_URL", "LITEBOXD_AUTH_TOKEN"],
};

/// What `from_env` says in a process with these variables.
fn from_env(variables: &[(&str, &str)]) -> String {
    CHILD.says(variables)
}

/// Not a test of its own: in this process it does nothing.
#[test]
fn child() {
    if !CHILD.is_here() {
        return;
    }
    match Client::from_env() {
        Ok(client) => println!("<<<{client:?}>>>"),
        Err(error) => println!(
            "<<<{:?} {} {}>>>",
            error.kind(),
            error.attempts(),
            error.message()
        ),
    }
}

#[test]
fn nothing_set_means_the_defaults() {
    let client = from_env(&[]);
    assert!(client.contains("\"http://localhost:8080\""), "{client}");
    assert!(!client.contains("authorization"), "{client}");
}

#[test]
fn what_is_set_is_used() {
    let client = from_env(&[
        ("LITEBOXD_BASE_URL", "http://127.0.0.1:9/box/api/v1"),
        ("LITEBOXD_AUTH_TOKEN", "lbxk_0123"),
    ]);
    assert!(client.contains("\"http://127.0.0.1:9/box\""), "{client}");
    assert!(
        client.contains("authorization") && !client.contains("lbxk_0123"),
        "{client}"
    );
}

#[test]
fn what_is_set_to_nothing_or_nonsense_is_refused() {
    for (name, value, wrong, right) in [
        (
            "LITEBOXD_BASE_URL",
            "",
            "variable LITEBOXD_BASE_URL is empty",
            "a value or unset it",
        ),
        (
            "LITEBOXD_BASE_URL",
            "  ",
            "variable LITEBOXD_BASE_URL is empty",
            "a value or unset it",
        ),
        (
            "LITEBOXD_AUTH_TOKEN",
            "",
            "variable LITEBOXD_AUTH_TOKEN is empty",
            "a value or unset it",
        ),
        (
            "LITEBOXD_BASE_URL",
            "/api/v1",
            "is not an absolute URL",
            "https://host:8080",
        ),
        (
            "LITEBOXD_AUTH_TOKEN",
            "a b",
            "the token contains white space",
            "as the server issued it",
        ),
    ] {
        let said = from_env(&[(name, value)]);
        assert!(said.starts_with("InvalidInput 0 "), "{said}");
        assert!(said.contains(wrong) && said.contains(right), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_not_text_is_refused() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let output = CHILD
        .command(&[])
        .env("LITEBOXD_BASE_URL", OsStr::from_bytes(b"http://\xff"))
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("LITEBOXD_BASE_URL is not UTF-8; give it as text"),
        "{said}"
    );
}
