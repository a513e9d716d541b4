//! Secrets in every form in which bodies hold them, and what is none.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(redact(text), expected);
}

#[test]
fn fields_named_like_secrets_are_masked() {
    check(
        r#"{"password":"hunter2","a":1}"#,
        r#"{"password":"***","a":1}"#,
    );
    check(
        r#"{"API-Key" : "x\"y", "b": "z"}"#,
        r#"{"API-Key" : "***", "b": "z"}"#,
    );
    check(r#"{"access_token":12345}"#, r#"{"access_token":"***"}"#);
    check(
        r#"{"clientSecret":null,"x":true}"#,
        r#"{"clientSecret":null,"x":true}"#,
    );
    check(
        r#"{"credentials":{"user":"a","pwd":"b"}}"#,
        r#"{"credentials":"***"}"#,
    );
    check("user=a&password=b&x=c", "user=a&password=***&x=c");
    check("token=&x=1", "token=&x=1");
}

#[test]
fn what_is_no_secret_stays() {
    for text in [
        r#"{"token_count":5,"tokens":[1,2],"text":"the password is not here"}"#,
        r#"{"query":"a \"quoted\" word","n":-1.5e3,"l":[{"k":"v"}]}"#,
        "plain text, nothing else",
        "data: {\"type\":\"delta\"}\n\n",
        "task-1 risk-free desk-2",
        "",
    ] {
        check(text, text);
    }
}

#[test]
fn keys_are_found_anywhere() {
    check(
        r#"{"a":"use sk-abcdefgh123 now"}"#,
        r#"{"a":"use *** now"}"#,
    );
    check("Authorization: Bearer abcdefgh.ijk", "Authorization: ***");
    check("x ghp_0123456789 y", "x *** y");
    check("sk-short", "sk-short");
}

#[test]
fn a_text_may_be_cut_off() {
    check(r#"{"password":"hunt"#, r#"{"password":"***"#);
    check(r#"{"password":"#, r#"{"password":"#);
    check(r#"{"passwo"#, r#"{"passwo"#);
    check(r#"{"password"#, r#"{"password"#);
}

proptest! {
    #[test]
    fn any_text_has_an_end(text in any::<String>()) {
        redact(&text);
    }

    #[test]
    fn no_secret_comes_through(before in "[a-z{}\\[\\],: ]{0,20}", secret in "[A-Za-z0-9]{6,20}") {
        let body = format!(r#"{before}{{"x":"y","db_password": "{secret}"}}"#);
        let canary = format!("\"{secret}\"");
        prop_assert!(!redact(&body).contains(&canary), "{}", redact(&body));
    }

    #[test]
    fn json_stays_json(name in "[a-z_]{0,12}", value in any::<String>(), number: i32) {
        let body = serde_json::json!({ name: { "password": value, "secret": number, "text": value } });
        let clean: serde_json::Value = serde_json::from_str(&redact(&body.to_string())).unwrap();
        prop_assert!(clean.is_object());
    }
}

/// A text whose secrets begin with `hunter2`.
#[track_caller]
fn hides(text: &str) {
    let clean = redact(text);
    assert!(!clean.contains("hunter2"), "{clean}");
}

#[test]
fn a_name_may_be_written_in_any_way() {
    for name in [
        "password",
        "PASSWORD",
        "dbPassword",
        "db_password",
        "db-password",
        "db password",
        "user.password",
        "pass\\u0077ord",
        "\\u0070assword",
        "Api-Key",
        "apiKey",
        "x_api_key",
        "OPENAI_API_KEY",
        "authToken",
        "refresh_token",
        "Authorization",
        "Set-Cookie",
        "pass",
        "db_pass",
        "userPass",
        "auth",
        "private_key",
        "mnemonic",
        "card_number",
        "cvv",
    ] {
        hides(&format!(r#"{{"a":1,"{name}":"hunter2","b":2}}"#));
        hides(&format!(r#"{{"a":1,"{name}" : "hunter2"#));
    }
    let long = "x".repeat(200);
    hides(&format!(r#"{{"{long}_password":"hunter2"}}"#));
    check(
        r#"{"bypass":"a","compass":"b","author":"c"}"#,
        r#"{"bypass":"a","compass":"b","author":"c"}"#,
    );
}

#[test]
fn lists_and_objects_of_secrets_are_masked() {
    for body in [
        r#"{"passwords":["hunter2","hunter2"],"a":1}"#,
        r#"{"secrets":{"db":"hunter2","n":["hunter2"]},"a":1}"#,
        r#"{"cookies":{"sid":"hunter2"}}"#,
        r#"{"password":[["hunter2"#,
        r#"{"password":{"a]}\"":"hunter2"}}"#,
        r#"{"t":"{\"secrets\":{\"db\":\"hunter2\"},\"a\":1}"}"#,
    ] {
        hides(body);
    }
    check(
        r#"{"secrets":{"db":"hunter2"},"a":[1]}"#,
        r#"{"secrets":"***","a":[1]}"#,
    );
    check(
        r#"{"t":"{\"secrets\":{\"db\":\"x\"},\"a\":1}"}"#,
        r#"{"t":"{\"secrets\":\"***\",\"a\":1}"}"#,
    );
}

#[test]
fn names_and_values_may_stand_apart() {
    check(
        r#"[{"name":"DB_PASSWORD","value":"hunter2"},{"name":"MODE","value":"fast"}]"#,
        r#"[{"name":"DB_PASSWORD","value":"***"},{"name":"MODE","value":"fast"}]"#,
    );
    hides(r#"{"name": "Authorization", "value": "Basic hunter2"}"#);
    hides(r#"{"args":["--password","hunter2"],"x":1}"#);
    hides(r#"{"command":"mysql --password hunter2 -u x"}"#);
}

#[test]
fn json_inside_of_json_is_looked_into() {
    let inner = serde_json::json!({"password": "hunter2", "q": "x"}).to_string();
    let once = serde_json::json!({ "text": inner }).to_string();
    let twice = serde_json::json!({"jsonrpc": "2.0", "result": {"content": [{"text": once}]}});
    let thrice = serde_json::json!({"more": twice.to_string(), "password": 5}).to_string();
    for body in [&once, &twice.to_string(), &thrice] {
        hides(body);
        let clean = redact(body);
        assert!(
            serde_json::from_str::<serde_json::Value>(&clean).is_ok(),
            "{clean}"
        );
        assert!(clean.contains('q') && clean.contains('x'), "{clean}");
        hides(&body[..body.find("hunter2").unwrap() + 7]);
    }
    // As .NET escapes quotes.
    hides(r#"{"text":"{\u0022password\u0022:\u0022hunter2\u0022,\u0022q\u0022:1}"}"#);
    let number = serde_json::json!({ "t": r#"{"token":12345}"# }).to_string();
    let clean = redact(&number);
    assert!(!clean.contains("12345"), "{clean}");
    let read: serde_json::Value = serde_json::from_str(&clean).unwrap();
    assert_eq!(read["t"], r#"{"token":"***"}"#);
    // A secret that has quotes and backslashes itself.
    let odd = serde_json::json!({"password": "a\"hunter2\\\"hunter2\\", "b": "c"}).to_string();
    let nested = serde_json::json!({ "t": odd }).to_string();
    for body in [odd, nested] {
        hides(&body);
        assert!(redact(&body).contains('c'));
    }
}

#[test]
fn keys_behind_escapes_and_other_scripts_are_found() {
    for text in [
        r#"{"text":"your key:\nsk-hunter2hunter2"}"#,
        r#"{"text":"a\tBearer hunter2hunter2"}"#,
        "키는sk-hunter2hunter2",
        "q=use%20sk-hunter2hunter2&x=1",
        "h=Bearer+hunter2hunter2",
        "h=bearer%20hunter2hunter2",
        "BEARER hunter2hunter2",
        "gt8004_hunter2hunter2",
        "sk_live_hunter2hunter2",
        "glpat-hunter2hunter2",
        "AIzahunter2hunter2",
        "xoxp-hunter2hunter2",
        "ghs_hunter2hunter2",
    ] {
        hides(text);
    }
}

#[test]
fn forms_are_looked_into() {
    check("user[password]=hunter2&a=1", "user[password]=***&a=1");
    for text in [
        "user%5Bpassword%5D=hunter2&a=1",
        "user%5Btoken%5D=hunter2",
        "user[api_key][]=hunter2",
        "a=1&pass=hunter2",
        "grant=x&client_secret=hunter2%26hunter2&y=1",
        "X-Amz-Signature=hunter2&x=1",
        r#"{"url":"https://x.example/cb?a=1&access_token=hunter2\u0026b=2"}"#,
    ] {
        hides(text);
    }
    let url = r#"{"url":"/cb?token=hunter2\u0026b=2"}"#;
    check(url, r#"{"url":"/cb?token=***\u0026b=2"}"#);
}

#[test]
fn plain_texts_are_looked_into() {
    for text in [
        "password: hunter2",
        "password = hunter2",
        "Password : hunter2\nnext",
        "export DB_PASSWORD=\"hunter2 hunter2\"",
        "password='hunter2'",
        "{'password': 'hunter2', 'a': 1}",
        "{password: \"hunter2\"}",
        ":password => 'hunter2'",
        "Authorization: Basic hunter2=",
        "authorization=Basic hunter2",
        "Cookie: a=b; sid=hunter2",
        "Set-Cookie: sid=hunter2; Path=/",
        "x-api-key: hunter2",
        "5\" disk {\"password\":\"hunter2\"}",
        "password: 'a\",\"password\":\"it'hunter2\"",
        "postgres://user:hunter2@db.example/x",
        "<password>hunter2</password>",
        "<ns:ApiKey>hunter2</ns:ApiKey>",
        "-----BEGIN RSA PRIVATE KEY-----\nhunter2\nhunter2\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nhunter2",
        r#"{"pem":"-----BEGIN EC PRIVATE KEY-----\nhunter2\n-----END EC PRIVATE KEY-----\n"}"#,
    ] {
        hides(text);
        let quoted = serde_json::json!({ "text": text, "z": 1 }).to_string();
        let clean = redact(&quoted);
        assert!(!clean.contains("hunter2"), "{clean}");
        assert!(
            serde_json::from_str::<serde_json::Value>(&clean).is_ok(),
            "{clean}"
        );
        assert!(clean.ends_with("\"z\":1}"), "{clean}");
    }
    check("a\npassword: hunter2\nb", "a\npassword: ***\nb");
    check("https://user:x@h/p", "https://user:***@h/p");
    for text in [
        "https://x.example:8080/a@b",
        "Secret::new(value)",
        "the token, the cookie; a password",
        "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----",
        "D:\\new\\table",
    ] {
        check(text, text);
    }
}

#[test]
fn parts_of_forms_are_looked_into() {
    let part = |name: &str, value: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let form = part("user", "u1")
        + &part("password", "hunter2\r\nhunter2")
        + &part("note", "n1")
        + "--b--\r\n";
    let clean = redact(&form);
    assert!(!clean.contains("hunter2"), "{clean}");
    assert!(
        clean.contains("u1") && clean.contains("n1") && clean.contains("--b--"),
        "{clean}"
    );
    let cut =
        part("user", "u1") + "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nhunter2";
    hides(&cut);
    let page = "<input name=\"password\">\n\n<p>text</p>";
    check(page, page);
}

#[test]
fn events_are_looked_into() {
    hides("event: delta\ndata: {\"a\":1,\"access_token\":\"hunter2\"}\n\ndata: {\"b\":2}\n\n");
    hides("data: {\"text\":\"{\\\"token\\\":\\\"hunter2\\\"}\"}\n\n");
    hides("data: token=hunter2\n\n");
}

/// The effort grows with the length alone: what takes a moment would take minutes otherwise.
#[test]
fn no_text_takes_long() {
    let length = 1 << 20;
    for unit in [
        "[",
        "{",
        "\"",
        "\\",
        "\\\"",
        "a.",
        "'",
        "password:",
        "password: '",
        "\"password\":[",
        "\"password\" ",
        "sk-",
        "Bearer ",
        "a%",
        "://",
        "=",
        "token=",
        "-----BEGIN ",
        "form-data; name=\"password\"",
        "\u{1}",
        "é",
        "\"a\":",
        "{\"password\":\"",
        "\\u0022",
        "<password>",
        "--password ",
        "\"token\",",
        "eyJ",
        "-",
    ] {
        let text = unit.repeat(length / unit.len());
        assert!(redact(&text).len() <= 2 * length, "{unit}");
    }
}

proptest! {
    /// Whatever stands before it, a secret that begins behind it is not seen, and what is behind no secret comes back.
    #[test]
    fn nothing_before_a_secret_uncovers_it(
        before in prop::collection::vec(
            prop::sample::select(vec![
                "\"", "'", "\\", "{", "}", "[", "]", ":", ",", "=", " ", "\n", "a", "password", "token", "\\\"", "\\u0022",
                "&", "<", ">", "-----BEGIN ", "://", "@", "%5B", "--", "name", "value", "sk-", "é", "Bearer ",
            ]),
            0..12,
        ),
        depth in 0_usize..4,
    ) {
        let mut body = serde_json::json!({ "a": before.concat(), "password": "hunter2", "z": [1] }).to_string();
        for _ in 0..depth {
            body = serde_json::json!({ "t": body }).to_string();
        }
        let clean = redact(&body);
        prop_assert!(!clean.contains("hunter2"), "{}\n{}", body, clean);
        let plain = format!("{}\n{{\"password\":\"hunter2\"}}", before.concat());
        let clean = redact(&plain);
        prop_assert!(!clean.contains("hunter2"), "{}\n{}", plain, clean);
    }
}
