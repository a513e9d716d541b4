//! Loopai's identifiers, which are GUIDs: nothing else is sent. Its own clients put them into paths as they are.

use quintet::RetryPolicy;
use quintet::loopai::Client;

use super::{Bench, Operation, call, run, strategy};

#[rustfmt::skip]
const OPERATIONS: [Operation<Client>; 11] = [
    ("GET", "/api/v1/tasks/{id}", call!(|c, id| c.tasks().get(id))),
    ("GET", "/api/v1/tasks/{id}/artifacts", call!(|c, id| c.tasks().artifacts(id))),
    ("GET", "/api/v1/tasks/{id}/artifacts/7", call!(|c, id| c.tasks().artifact(id, 7))),
    ("POST", "/api/v1/tasks/{id}/execute", call!(|c, id| c.execute(id, 1))),
    ("GET", "/api/v1/validation/programs/{id}/summary", call!(|c, id| c.validation().summary(id))),
    ("POST", "/api/v1/validation/programs/{id}/improve", call!(|c, id| c.validation().improve(id))),
    ("POST", "/api/v1/validation/programs/canary/{id}/progress", call!(|c, id| c.canary().progress(id))),
    ("POST", "/api/v1/validation/programs/canary/{id}/rollback", call!(|c, id| c.canary().rollback(id, "worse"))),
    ("GET", "/api/v1/validation/tasks/{id}/canary", call!(|c, id| c.canary().current(id))),
    ("DELETE", "/api/v1/webhooks/{id}", call!(|c, id| c.webhooks().delete(id))),
    ("GET", "/api/v1/webhooks/{id}/history", call!(|c, id| c.webhooks().history(id))),
];

const GUID: &str = "550e8400-e29b-41d4-a716-446655440000";

fn client(url: &str) -> Client {
    let builder = Client::builder().base_url(url).token("token");
    builder.retry(RetryPolicy::never()).build().unwrap()
}

fn is_guid(id: &str) -> bool {
    id.len() == GUID.len()
        && id
            .bytes()
            .zip(GUID.bytes())
            .all(|(given, known)| match known {
                b'-' => given == b'-',
                _ => given.is_ascii_hexdigit(),
            })
}

fn check(bench: &Bench<Client>, id: &str) -> Result<(), String> {
    for operation in OPERATIONS {
        let sent = bench.check(operation, id)?;
        if sent != is_guid(id) {
            return Err(format!("{} of {id:?}: sent is {sent}", operation.1));
        }
    }
    Ok(())
}

#[test]
fn an_identifier_stays_one_segment() {
    let bench = Bench::new("", client);
    run(256, &strategy::text(), |id| check(&bench, &id));
    run(
        64,
        &"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
        |id| check(&bench, &id),
    );
}

#[test]
fn every_known_trick_is_refused() {
    let bench = Bench::new("/loopai", client);
    for id in strategy::PIECES {
        assert_eq!(check(&bench, id), Ok(()));
        // In the place of as many digits.
        let tail = GUID.get(id.len()..).unwrap_or_default();
        assert_eq!(check(&bench, &format!("{id}{tail}")), Ok(()));
        assert_eq!(check(&bench, &format!("{GUID}{id}")), Ok(()));
    }
    for id in [GUID, &GUID.to_uppercase(), &GUID.replace('-', ""), "{guid}"] {
        assert_eq!(check(&bench, id), Ok(()));
    }
}
