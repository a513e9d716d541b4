//! A credential that can be read on its way is told, once, and without itself. Contract: §6.

use quintet::gateway::PRODUCTION_URL;
use quintet::sim::gateway::Simulator;

use super::{KEY, TOKEN, assert_hidden};
use crate::secrets::capture;
use crate::support::raw_gateway::bare;

const WARNING: &str = "a credential goes over plain http to another machine";

/// The warnings while these clients are built; nothing is sent.
fn warnings(build: impl FnOnce()) -> Vec<String> {
    let traced = capture::run(async { build() });
    assert_hidden("the trace", &traced);
    let warnings = traced.lines().filter(|line| line.contains("WARN"));
    warnings.map(str::to_owned).collect()
}

#[test]
fn plain_http_to_another_machine_is_told() {
    for url in [
        PRODUCTION_URL,
        "http://gateway.example:8080/gw",
        "http://10.0.0.7",
        "http://[2001:db8::1]",
    ] {
        for number in 0..4 {
            let told = warnings(|| {
                let builder = match number {
                    0 => bare(url).token(TOKEN),
                    1 => bare(url).api_key(KEY),
                    2 => bare(url).legacy_jwt(TOKEN),
                    _ => bare(url).legacy_api_key(KEY),
                };
                let client = builder.build().unwrap();
                // Clones and calls do not tell it again.
                drop((client.clone(), client.files(), client.health()));
            });
            let [line] = &told[..] else {
                panic!("{url} {number}: {told:#?}");
            };
            assert!(line.contains(WARNING) && line.contains(url), "{line}");
        }
    }
}

#[test]
fn what_nobody_can_read_is_not_told() {
    for url in [
        "https://gateway.example",
        "http://127.0.0.1:9",
        "http://127.8.8.8",
        "http://localhost:9",
        "http://gateway.localhost",
        "http://[::1]:9",
    ] {
        assert!(
            warnings(|| drop(bare(url).token(TOKEN).build().unwrap())).is_empty(),
            "{url}"
        );
    }
    // Nothing is nothing, wherever it goes.
    assert!(warnings(|| drop(bare(PRODUCTION_URL).whitelist().build().unwrap())).is_empty());
}

/// A link is signed for whoever has it; it is not the credential, and its way is the server's choice.
#[test]
fn a_whole_day_on_this_machine_tells_nothing() {
    let traced = capture::run(async {
        let simulator = Simulator::start().await.unwrap();
        let client = bare(&simulator.base_url())
            .api_key(simulator.api_key())
            .build()
            .unwrap();
        client.run("test-kit", "1.0.0", "echo").await.unwrap();
        let download = client
            .files()
            .download("s3://bucket/input.mp4")
            .await
            .unwrap();
        download.bytes().await.unwrap();
    });
    assert!(!traced.contains("WARN"), "{traced}");
}
