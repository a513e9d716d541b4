//! Refusals of a server that echoes all it has heard.

use quintet::sim::Fault;

/// Every character escaped, as JSON may write it.
pub(super) fn escaped(secret: &str) -> String {
    let escape = |c: char| format!("\\u{:04x}", u32::from(c));
    secret.chars().map(escape).collect()
}

/// Refusals that tell a secret in every place. None is for a passing reason, so that each is asked for once.
pub(super) fn refusals(secret: &str) -> Vec<Fault> {
    let json = serde_json::json!(secret).to_string();
    let json = json.trim_matches('"');
    let detail = |text: &str| {
        format!(
            r#"{{"detail":{{"error_code":"{text}","message":"{text}","secret_name":"{text}"}}}}"#
        )
    };
    let faults = |text: &str| {
        format!(r#"{{"detail":[{{"loc":["{text}"],"msg":"{text}","type":"{text}"}}]}}"#)
    };
    let media = "application/json";
    let refusals = [
        Fault::status(400).body(media, detail(json)),
        Fault::status(400).body(media, detail(&escaped(secret))),
        Fault::status(400).body(
            media,
            format!(r#"{{"error_code":"{json}","message":"{json}"}}"#),
        ),
        Fault::status(422).body(media, faults(json)),
        Fault::status(422).body(media, faults(&escaped(secret))),
        Fault::status(404).body(media, format!(r#"{{"detail":"{}"}}"#, escaped(secret))),
        Fault::status(409).body("text/plain", secret),
        Fault::status(501).body("text/html", format!("<html>{secret}")),
        Fault::status(501).body(
            "application/xml",
            format!("<Error><Code>{secret}</Code><Message>{secret}</Message></Error>"),
        ),
        Fault::redirect(format!("ftp://127.0.0.1/{secret}")),
    ];
    let dress = |fault: Fault| {
        fault
            .header("x-echo", secret)
            .header("x-request-id", secret)
    };
    refusals.map(dress).into()
}
