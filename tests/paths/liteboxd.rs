//! LiteBoxd's identifiers, and the paths of files.

use quintet::RetryPolicy;
use quintet::liteboxd::{Client, Sandboxes};

use super::{Bench, Operation, call, is_plain, run, server, strategy};

#[rustfmt::skip]
const OPERATIONS: [Operation<Sandboxes>; 9] = [
    ("GET", "/api/v1/sandboxes/{id}", call!(|s, id| s.get(id))),
    ("DELETE", "/api/v1/sandboxes/{id}", call!(|s, id| s.delete(id))),
    ("POST", "/api/v1/sandboxes/{id}/exec", call!(|s, id| s.execute(id, ["true"]))),
    ("GET", "/api/v1/sandboxes/{id}/logs", call!(|s, id| s.logs(id))),
    ("POST", "/api/v1/sandboxes/{id}/files", call!(|s, id| s.upload(id, "/file", "content"))),
    ("GET", "/api/v1/sandboxes/{id}/files", call!(|s, id| s.download(id, "/file"))),
    ("POST", "/api/v1/sandboxes/{id}/restart", call!(|s, id| s.restart(id))),
    ("POST", "/api/v1/sandboxes/{id}/stop", call!(|s, id| s.stop(id))),
    ("POST", "/api/v1/sandboxes/{id}/start", call!(|s, id| s.start(id))),
];

fn sandboxes(url: &str) -> Sandboxes {
    let builder = Client::builder().base_url(url).retry(RetryPolicy::never());
    builder.build().unwrap().sandboxes()
}

#[test]
fn an_identifier_stays_one_segment() {
    let bench = Bench::new("", sandboxes);
    run(1024, &strategy::text(), |id| {
        for operation in OPERATIONS {
            let sent = bench.check(operation, &id)?;
            if sent != is_plain(&id) && id.len() < 1000 {
                return Err(format!("{} of {id:?}: sent is {sent}", operation.1));
            }
        }
        Ok(())
    });
}

#[test]
fn every_known_trick_stays_one_segment() {
    let bench = Bench::new("/box", sandboxes);
    for id in strategy::PIECES {
        for operation in OPERATIONS {
            let outcome = bench.check(operation, id);
            assert_eq!(outcome, Ok(is_plain(id)), "{id:?} in {}", operation.1);
        }
    }
}

#[test]
fn a_very_long_identifier_is_sent_whole_or_not_at_all() {
    let bench = Bench::new("", sandboxes);
    for length in [1_000, 20_000, 65_000, 65_534, 66_000, 1_000_000] {
        for operation in OPERATIONS {
            let outcome = bench.check(operation, &"x".repeat(length));
            assert_eq!(outcome, Ok(length <= 65_000), "{length} in {}", operation.1);
        }
    }
}

#[test]
fn a_file_path_stays_one_query_value() {
    let bench = Bench::new("", sandboxes);
    run(512, &strategy::text(), |text| {
        let path = format!("/{text}");
        let download = bench.client.download("a1b2c3d4", &path);
        let error = bench.runtime.block_on(download.into_future()).unwrap_err();
        let Some(seen) = bench.seen(&error)? else {
            return match path.ends_with('/') || path.contains('\0') {
                true => Ok(()),
                false => Err(format!("{path:?} was refused: {error}")),
            };
        };
        let expected = ("/api/v1/sandboxes/a1b2c3d4/files", vec![("path", path)]);
        let (target, query) = seen.target.split_once('?').unwrap_or((&seen.target, ""));
        match (target, server::query(query)) == expected {
            true => Ok(()),
            false => Err(format!("{} for {:?}", seen.target, expected.1)),
        }
    });
}

#[test]
fn an_uploaded_path_stays_one_field() {
    let bench = Bench::new("", sandboxes);
    run(512, &strategy::text(), |text| {
        let path = format!("/{text}");
        let upload = bench.client.upload("a1b2c3d4", &path, "CONTENT");
        let error = bench.runtime.block_on(upload.into_future()).unwrap_err();
        let Some(seen) = bench.seen(&error)? else {
            return Ok(());
        };
        let parts = server::parts(&seen).ok_or("not a form")?;
        let expected = [("path", path.as_bytes()), ("file", b"CONTENT".as_slice())];
        match parts == expected {
            true => Ok(()),
            false => Err(format!("{parts:?} for {expected:?}")),
        }
    });
}
