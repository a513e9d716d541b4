//! `Debug` of everything of the Gateway that holds or has touched a secret.

use quintet::Upload;
use quintet::gateway::{Client, PrefabCall};
use quintet::sim::gateway::Simulator;

use super::{CALL_HEADER, KEY, TOKEN, assert_hidden, dressed, with_issued, with_token};
use crate::secrets::assert_debug_hides;
use crate::support::raw_gateway::bare;

const URL: &str = "http://127.0.0.1:9";

#[test]
fn builders_and_clients_hide_it() {
    for builder in [
        bare(URL).token(TOKEN),
        bare(URL).api_key(KEY),
        bare(URL).legacy_jwt(TOKEN),
        bare(URL).legacy_jwt(format!("Bearer {TOKEN}")),
        bare(URL).legacy_api_key(KEY),
        // One too many, which is told when it is built.
        bare(URL).token(TOKEN).api_key(KEY),
    ] {
        assert_debug_hides!(builder);
        let built = builder
            .header("x-client-secret", super::CLIENT_HEADER)
            .build();
        let Ok(client) = built else {
            assert_debug_hides!(built);
            continue;
        };
        assert_debug_hides!(
            client,
            client.files(),
            client.catalogue(),
            client.secrets(),
            client.prefab("p", "1"),
            client.files().new_session(),
        );
    }
}

#[test]
fn calls_hide_it() {
    let client = dressed(bare(URL).token(TOKEN));
    let files = client.files();
    let call = || {
        PrefabCall::new("p", "1", "f")
            .parameter("password", TOKEN)
            .file("in", format!("s3://{TOKEN}/k"))
    };
    assert_debug_hides!(
        call(),
        client.call(call()).header("x-call-secret", CALL_HEADER),
        client.run("p", "1", "f").parameter("password", TOKEN),
        client
            .run_stream("p", "1", "f")
            .parameter("password", TOKEN),
        client.run_batch([call()]),
        client.run_many([call()]),
        client.run_many([call()]).items().unwrap(),
        client.secrets().store("p", "K", TOKEN),
        files.upload_file(Upload::from(TOKEN).named("a.txt")),
        files.upload_input_file(Upload::from(TOKEN).named("a.txt")),
    );
}

/// What a key was changed into is in the client by then.
#[tokio::test]
async fn a_client_that_has_an_issued_token_hides_it() {
    let simulator = Simulator::start().await.unwrap();
    let client = with_issued(&simulator).await;
    assert_debug_hides!(client, client.clone().files(), client.run("p", "1", "f"));
}

#[tokio::test]
async fn links_hide_themselves() {
    let simulator = Simulator::start().await.unwrap();
    let builder = bare(&simulator.base_url()).token(simulator.token());
    let client: Client = builder.build().unwrap();
    let signed = client.files().presigned_url("s3://bucket/input.mp4");
    let reply = signed.response().await.unwrap();
    let link = reply.value().expose();
    let (_, signature) = link.split_once("X-Amz-Signature=").unwrap();
    assert!(signature.len() >= 32);
    let download = client
        .files()
        .download("s3://bucket/input.mp4")
        .await
        .unwrap();
    for text in [
        format!("{reply:?} {reply:#?}"),
        format!("{:?}", reply.value()),
        format!("{:?}", client.files().presigned_url("s3://bucket/k")),
        format!("{download:?} {download:#?} {:?}", download.headers()),
    ] {
        assert!(
            !text.contains(signature) && !text.contains("X-Amz"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn what_a_refused_client_says_hides_it() {
    let simulator = Simulator::start().await.unwrap();
    let client = with_token(&simulator);
    let refused = client.run("p", "1", "f").await.unwrap_err();
    assert_debug_hides!(refused, client);
    for (name, token) in [
        ("two words", "canary-7f3a canary-7f3a"),
        ("control", "canary-7f3a\u{1}"),
    ] {
        for builder in [
            bare(URL).token(token),
            bare(URL).api_key(token),
            bare(URL).legacy_jwt(token),
            bare(URL).legacy_api_key(token),
        ] {
            let error = builder.build().unwrap_err();
            assert_hidden(name, &super::shown(&error));
        }
    }
    // A key where a token belongs is told without either.
    let error = bare(URL).token(KEY).build().unwrap_err();
    assert_hidden("a key as a token", &super::shown(&error));
    assert!(error.message().contains("`api_key`"), "{error}");
}
