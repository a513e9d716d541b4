//! The values of the secrets that users store for prefabs.

use quintet::sim::gateway::Simulator;

use super::{assert_hidden, fail, shown, with_token};
use crate::secrets::capture;
use crate::support::raw_gateway::bare;

/// Has to be found also where JSON escapes it.
const VALUES: [&str; 2] = ["canary-7f3a-value", r#"canary-7f3a "va\lue""#];

#[test]
fn no_error_and_no_trace_shows_a_stored_value() {
    let traced = capture::run(async {
        let simulator = Simulator::start().await.unwrap();
        let secrets = with_token(&simulator).secrets();
        for value in VALUES {
            let call = || secrets.store("weather-api", "WEATHER_API_KEY", value);
            assert!(fail(&simulator, value, call).await > 0);
        }
        // It gets where it belongs.
        let builder = bare(&simulator.base_url()).token(simulator.token());
        let accepted = builder.build().unwrap().secrets();
        let stored = accepted.store("weather-api", "WEATHER_API_KEY", VALUES[1]);
        let reply = stored.response().await.unwrap();
        assert_hidden("the reply", &format!("{reply:?}"));
        let requests = simulator.requests();
        let sent: serde_json::Value =
            serde_json::from_slice(requests.last().unwrap().body()).unwrap();
        assert_eq!(sent["secret_value"], VALUES[1]);
        let listed = accepted.list().await.unwrap();
        assert_hidden("the list", &format!("{listed:?}"));
        // What is refused before any I/O.
        for (prefab, name) in [("", "K"), ("a/b", "K"), ("p", ".."), ("p", "a\nb")] {
            let error = secrets.store(prefab, name, VALUES[0]).await.unwrap_err();
            assert!(error.is_invalid_input());
            assert_hidden("a refusal", &shown(&error));
        }
    });
    assert_hidden("the trace", &traced);
    assert_hidden("the log", &capture::logged());
    assert!(traced.contains("store_secret"));
}
