//! `from_env`. A process cannot change its environment while others read it, so each case runs this very binary again.

use quintet::gateway::Client;

use crate::support::child::Child;

const CHILD: Child = Child {
    test: "inputs::gateway::environment::child",
    variables: &[
        "GATEWAY_BASE_URL",
        "GATEWAY_WHITELIST",
        "AGENT_BUILDER_API_KEY",
        "X_INTERNAL_TOKEN",
    ],
};

/// What `from_env` says in a process with these variables and no others of its own.
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
fn a_forgotten_variable_is_no_call_without_a_credential() {
    let said = from_env(&[]);
    assert!(
        said.starts_with(
            "InvalidInput 0 no credential; set X_INTERNAL_TOKEN or AGENT_BUILDER_API_KEY"
        ),
        "{said}"
    );
    for whitelist in ["false", "1", "yes", "TRUE"] {
        let said = from_env(&[("GATEWAY_WHITELIST", whitelist)]);
        assert!(
            said.starts_with("InvalidInput 0 no credential"),
            "{whitelist}: {said}"
        );
    }
}

#[test]
fn what_is_set_is_used_the_token_first() {
    let production = "\"http://agent-builder-gateway.sensedeal.vip\"";
    let token = from_env(&[
        ("X_INTERNAL_TOKEN", "canary"),
        ("AGENT_BUILDER_API_KEY", "sk-canary"),
    ]);
    assert!(
        token.contains("x-internal-token") && token.contains(production),
        "{token}"
    );
    let key = from_env(&[
        ("AGENT_BUILDER_API_KEY", "sk-canary"),
        ("GATEWAY_WHITELIST", "true"),
    ]);
    assert!(
        key.contains("issuer: Issuer") && !key.contains("x-internal-token"),
        "{key}"
    );
    let none = from_env(&[
        ("GATEWAY_WHITELIST", "true"),
        ("GATEWAY_BASE_URL", "https://127.0.0.1:9/g/"),
    ]);
    assert!(
        none.contains("\"https://127.0.0.1:9/g\"") && !none.contains("issuer"),
        "{none}"
    );
    for client in [token, key, none] {
        assert!(
            !client.starts_with("InvalidInput") && !client.contains("canary"),
            "{client}"
        );
    }
}

#[test]
fn what_is_set_to_nothing_or_nonsense_is_refused() {
    for variable in CHILD.variables.iter().copied() {
        for empty in ["", "  "] {
            // Also when another credential is there.
            let other = match variable {
                "X_INTERNAL_TOKEN" => ("AGENT_BUILDER_API_KEY", "sk-1"),
                _ => ("X_INTERNAL_TOKEN", "t"),
            };
            let said = from_env(&[(variable, empty), other]);
            let words = format!("InvalidInput 0 variable {variable} is empty");
            let words = words.replace("variable", "the environment variable");
            assert!(said.starts_with(&words), "{said}");
            assert!(said.contains("a value or unset it"), "{said}");
        }
    }
    for (name, value, wrong, right) in [
        (
            "X_INTERNAL_TOKEN",
            "a b",
            "the token contains white space",
            "as the server issued it",
        ),
        (
            "X_INTERNAL_TOKEN",
            "sk-1",
            "an API key in the place of the internal token",
            "`api_key`",
        ),
        (
            "AGENT_BUILDER_API_KEY",
            "sk 1",
            "contains white space",
            "as the server issued it",
        ),
    ] {
        let said = from_env(&[(name, value)]);
        assert!(said.starts_with("InvalidInput 0 "), "{said}");
        assert!(said.contains(wrong) && said.contains(right), "{said}");
    }
    let said = from_env(&[("X_INTERNAL_TOKEN", "t"), ("GATEWAY_BASE_URL", "/v1")]);
    assert!(said.contains("is not an absolute URL"), "{said}");
}
