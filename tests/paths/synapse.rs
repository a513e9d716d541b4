//! Synapse's identifiers. Its own clients put them into paths as they are.

use quintet::RetryPolicy;
use quintet::synapse::{Client, Protocol};

use super::{Bench, Operation, call, is_plain, run, strategy};

/// Any identifier that is one segment will do.
#[rustfmt::skip]
const OPERATIONS: [Operation<Client>; 15] = [
    ("GET", "/jobs/{id}/", call!(|c, id| c.jobs().get(id))),
    ("GET", "/jobs/{id}/logs/", call!(|c, id| c.jobs().logs(id))),
    ("GET", "/nodes/{id}/", call!(|c, id| c.nodes().get(id))),
    ("GET", "/tasks/{id}/", call!(|c, id| c.tasks().get(id))),
    ("GET", "/serve_applications/{id}/", call!(|c, id| c.serve().get(id))),
    ("DELETE", "/serve_applications/{id}/", call!(|c, id| c.serve().delete(id))),
    ("GET", "/plugin_releases/{id}", call!(|c, id| c.plugins().get(id))),
    ("DELETE", "/plugin_releases/{id}", call!(|c, id| c.plugins().delete(id))),
    ("POST", "/plugin_releases/{id}/run/", call!(|c, id| c.plugins().run(id, "train"))),
    ("POST", "/plugin_releases/{id}/run/", call!(|c, id| c.plugins().run_without_action(id))),
    ("GET", "/builds/{id}/", call!(|c, id| c.builds().get(id))),
    ("GET", "/containers/docker/{id}", call!(|c, id| c.docker().get(id))),
    ("DELETE", "/containers/docker/{id}", call!(|c, id| c.docker().delete(id))),
    ("POST", "/containers/docker/{id}/stop/", call!(|c, id| c.docker().stop(id))),
    ("POST", "/containers/docker/{id}/start/", call!(|c, id| c.docker().start(id))),
];

/// The contract names the characters of these.
#[rustfmt::skip]
const STRICT: [Operation<Client>; 3] = [
    ("POST", "/jobs/{id}/stop/", call!(|c, id| c.jobs().stop(id))),
    ("GET", "/jobs/{id}/logs/", call!(|c, id| c.jobs().tail(id).protocol(Protocol::WebSocket))),
    ("GET", "/jobs/{id}/logs/stream/", call!(|c, id| c.jobs().tail(id).protocol(Protocol::Http))),
];

fn client(url: &str) -> Client {
    let builder = Client::builder().base_url(url).token("token");
    builder.retry(RetryPolicy::never()).build().unwrap()
}

fn is_job(id: &str) -> bool {
    let legal = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (1..=100).contains(&id.len()) && id.chars().all(legal)
}

fn check(bench: &Bench<Client>, id: &str) -> Result<(), String> {
    let all = OPERATIONS.map(|operation| (operation, is_plain(id)));
    let strict = STRICT.map(|operation| (operation, is_job(id)));
    for (operation, is_right) in all.into_iter().chain(strict) {
        let sent = bench.check(operation, id)?;
        // Of long ones only those are looked at that are sent.
        if sent != is_right && id.len() < 1000 {
            return Err(format!("{} of {id:?}: sent is {sent}", operation.1));
        }
    }
    Ok(())
}

#[test]
fn an_identifier_stays_one_segment() {
    let bench = Bench::new("", client);
    run(256, &strategy::text(), |id| check(&bench, &id));
}

#[test]
fn every_known_trick_stays_one_segment() {
    let bench = Bench::new("/agent", client);
    for id in strategy::PIECES {
        assert_eq!(check(&bench, id), Ok(()));
    }
    for id in [
        "detector@1.2.0",
        "../nodes",
        "a?b=1#f",
        "raysubmit_1",
        "docker",
    ] {
        assert_eq!(check(&bench, id), Ok(()));
    }
}
