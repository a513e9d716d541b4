//! Sessions of temporary files, and their end. Contract: §4.

use quintet::gateway::FileInfo;
use quintet::sim::Fault;
use quintet::{ErrorKind, Upload};

use super::stage::Stage;
use crate::secrets::capture;

const SESSION: &str = "s3://bucket/agent-workspace/user123/agent456/s-1";
/// A file of a session whose id begins as that of the other.
const OTHER: &str = "s3://bucket/agent-workspace/user123/agent456/s-10/f";

/// Two files of one session, and one of another.
async fn stocked() -> Stage {
    let stage = Stage::start().await;
    for url in [&format!("{SESSION}/a"), &format!("{SESSION}/b"), OTHER] {
        stage.simulator.put_object(url, "abc");
    }
    stage
}

fn urls(files: &[FileInfo]) -> Vec<&str> {
    files.iter().map(|file| &*file.s3_url).collect()
}

fn text() -> Upload {
    Upload::from("abc").named("a.txt")
}

#[tokio::test]
async fn the_end_of_a_session_is_that_of_its_files_and_of_no_others() {
    let stage = stocked().await;
    let files = stage.client.files();
    let session = files.session("s-1");
    let uploaded = session
        .upload(Upload::from("abc").named("g"))
        .await
        .unwrap();
    assert_eq!(session.finish().await.unwrap(), 3);
    assert_eq!(stage.simulator.object(&uploaded.s3_url), None);
    assert_eq!(session.finish().await.unwrap(), 0);
    let rest = files.list_temp_files().all().await.unwrap();
    assert_eq!(urls(&rest), [OTHER]);
    // A session goes on after its end.
    session
        .upload(Upload::from("abc").named("h"))
        .await
        .unwrap();
    assert_eq!(session.list().await.unwrap().files.len(), 1);
    // A cleanup that got no reply is made again; the second time there is nothing to remove.
    let lost = Fault::reset_after_handling().on("DELETE", "/");
    stage.simulator.inject(lost);
    let reply = session.finish().response().await.unwrap();
    assert_eq!((reply.attempts(), reply.into_value()), (2, 0));
    assert_eq!(session.list().await.unwrap().files.len(), 0);
    stage.proxy.assert_clean();
}

/// A failure leaves the session as it is, and a count that cannot be is no count.
#[tokio::test]
async fn a_cleanup_that_fails_can_be_made_again() {
    let stage = stocked().await;
    let client = stage.unwatched(|builder| builder.token(stage.simulator.token()));
    let session = client.files().session("s-1");
    for (fault, kind) in [
        (Fault::status(403), ErrorKind::Forbidden),
        (
            Fault::status(200).body("application/json", r#"{"deleted_count":-1}"#),
            ErrorKind::Decode,
        ),
        (
            Fault::status(200).body("application/json", "{}"),
            ErrorKind::Decode,
        ),
    ] {
        stage.simulator.inject(fault);
        let error = session.finish().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (kind, Some("cleanup_temp_files"))
        );
    }
    assert_eq!(session.finish().await.unwrap(), 2);
}

/// What is traced about sessions while they are used so.
fn reported(work: impl AsyncFnOnce(&Stage)) -> Vec<String> {
    let traced = capture::run(async {
        let stage = Stage::start().await;
        work(&stage).await;
    });
    let lines = traced
        .lines()
        .filter(|line| line.contains("was not finished"));
    lines.map(str::to_owned).collect()
}

#[test]
fn a_session_that_may_leave_files_is_reported_when_it_is_abandoned() {
    let lines = reported(async |stage| {
        let session = stage.client.files().session("left-1");
        session.upload(text()).await.unwrap();
    });
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].contains("WARN") && lines[0].contains("left-1"),
        "{lines:?}"
    );
    // No reply: the file may be there.
    let lines = reported(async |stage| {
        stage
            .simulator
            .inject(Fault::reset_after_handling().on("POST", "/"));
        let session = stage.client.files().session("left-2");
        session.upload(text()).await.unwrap_err();
    });
    assert!(lines.len() == 1 && lines[0].contains("left-2"), "{lines:?}");
    // Finished too early, or in vain.
    let lines = reported(async |stage| {
        let session = stage.client.files().session("left-3");
        session.finish().await.unwrap();
        session.upload(text()).await.unwrap();
        stage.simulator.inject(Fault::status(403).on("DELETE", "/"));
        session.finish().await.unwrap_err();
    });
    assert!(lines.len() == 1 && lines[0].contains("left-3"), "{lines:?}");
}

#[test]
fn a_session_that_leaves_nothing_is_not_reported() {
    let lines = reported(async |stage| {
        let files = stage.client.files();
        drop(files.new_session());
        let finished = files.session("done");
        finished.upload(text()).await.unwrap();
        finished.finish().await.unwrap();
        // Whoever gives no session object keeps an account of his own.
        files.upload_temp_file(text()).session("own").await.unwrap();
        let refused = files.session("refused");
        stage.simulator.set_forbidden(true);
        refused.upload(text()).await.unwrap_err();
        stage.simulator.set_forbidden(false);
        refused.upload(Upload::from("abc")).await.unwrap_err();
        let unsent = files.session("unsent");
        drop(unsent.upload(text()));
    });
    assert_eq!(lines, [""; 0]);
}
