//! Signed links are secrets: whoever has one reads or writes the file.

use quintet::gateway::Files;
use quintet::sim::Fault;
use quintet::sim::gateway::Simulator;
use quintet::{Error, ErrorKind, Upload};
use serde_json::json;

use super::{assert_hidden, shown, with_token};
use crate::secrets::capture;
use crate::support::resolver::Refused;

const FILE: &str = "s3://bucket/k";
const PATH: &str = "/bucket/k";

/// Queries of links, and in them what a store may tell of it: as it was sent, and as it is read.
const QUERIES: [(&str, &[&str]); 3] = [
    (
        "X-Amz-Expires=3600&X-Amz-Signature=canary-7f3a-0123456789abcdef",
        &["canary-7f3a-0123456789abcdef"],
    ),
    // As older signatures are: base64, which has to be escaped.
    (
        "Expires=1760700000&Signature=canary-7f3a%2Fab%2Bcdefghi%3D",
        &["canary-7f3a%2Fab%2Bcdefghi%3D", "canary-7f3a/ab+cdefghi="],
    ),
    // And without a name.
    (
        "canary-7f3a-0123456789abcdef",
        &["canary-7f3a-0123456789abcdef"],
    ),
];

/// The gateway gives this link, so often.
fn give(simulator: &Simulator, link: &str, times: usize) {
    let body = json!({ "presigned_url": link, "upload_url": link, "s3_url": FILE }).to_string();
    let given = Fault::status(200)
        .body("application/json", body)
        .times(times);
    simulator.inject(given.on("*", "/internal/files/"));
}

/// Replies of a store that tell it in every place.
fn echoes(told: &str) -> Vec<Fault> {
    let xml = format!(
        "<Error><Code>{told}</Code><Message>No: {told}</Message><SignatureProvided>{told}</SignatureProvided></Error>"
    );
    let json = json!({ "message": told, "code": told }).to_string();
    let faults = [
        Fault::status(403).body("application/xml", xml.replace('&', "&amp;")),
        Fault::status(404).body("application/xml", xml),
        Fault::status(400).body("application/json", json),
        Fault::status(409).body("text/plain", told),
        Fault::redirect(format!("ftp://127.0.0.1/k?{told}")),
        Fault::redirect(format!("ftp://127.0.0.1/{told}")),
    ];
    let dress = |fault: Fault| fault.header("x-echo", told).header("x-request-id", told);
    faults.map(dress).into()
}

fn upload() -> Upload {
    Upload::from("abc").named("a.txt")
}

/// Both ways, and into a file.
async fn errors(files: &Files, fault: impl Fn()) -> [Error; 3] {
    let folder = tempfile::tempdir().unwrap();
    fault();
    let read = files.download(FILE).await.map(drop).unwrap_err();
    fault();
    let saved = files
        .download_file(FILE, folder.path().join("k"))
        .await
        .unwrap_err();
    fault();
    let written = files.upload_input_file(upload()).await.unwrap_err();
    [read, saved, written]
}

#[test]
fn no_error_and_no_trace_shows_a_link() {
    let traced = capture::run(async {
        let simulator = Simulator::start().await.unwrap();
        let files = with_token(&simulator).files();
        for (query, told) in QUERIES {
            let link = format!("{}{PATH}?{query}", simulator.store_url());
            let told = told.iter().copied().chain([query, link.as_str()]);
            for told in told {
                for fault in echoes(told) {
                    give(&simulator, &link, 3);
                    let errors = errors(&files, || simulator.inject_store(fault.clone())).await;
                    for error in errors {
                        assert!(error.status().is_some(), "{error}");
                        assert_hidden(&format!("{query} {fault:?}"), &shown(&error));
                    }
                }
            }
        }
    });
    assert_hidden("the trace", &traced);
    assert_hidden("the log", &capture::logged());
    assert!(traced.contains("get_object") && traced.contains("put_object"));
}

#[test]
fn what_breaks_on_the_way_shows_no_link_either() {
    let query = QUERIES[0].0;
    let traced = capture::run(async {
        let simulator = Simulator::start().await.unwrap();
        let files = with_token(&simulator).files();
        // Nobody listens there.
        let refused = Refused::new();
        let link = format!("http://{}{PATH}?{query}", refused.address());
        give(&simulator, &link, 3);
        for error in errors(&files, || ()).await {
            assert_eq!(error.kind(), ErrorKind::Connect);
            assert_hidden("a connection that is refused", &shown(&error));
        }
        // It breaks before and in the middle of the reply, which has echoed it in its head.
        let link = format!("{}{PATH}?{query}", simulator.store_url());
        for fault in [
            Fault::reset().times(3),
            Fault::truncate(4)
                .with_status(200)
                .body("text/plain", query)
                .header("x-echo", query),
        ] {
            give(&simulator, &link, 1);
            simulator.inject_store(fault);
            let outcome = match files.download(FILE).await {
                Ok(download) => {
                    assert_hidden("the headers", &format!("{:?}", download.headers()));
                    download.bytes().await.map(drop)
                }
                Err(error) => Err(error),
            };
            assert_hidden("a download that breaks", &shown(&outcome.unwrap_err()));
        }
        // What is no link may have been meant as one.
        for link in [
            format!("ftp://127.0.0.1/k?{query}"),
            format!("/bucket/k?{query}"),
            format!("http://?{query}"),
        ] {
            give(&simulator, &link, 3);
            for error in errors(&files, || ()).await {
                assert_eq!(error.kind(), ErrorKind::Decode);
                assert_hidden("what is no link", &shown(&error));
            }
        }
    });
    assert_hidden("the trace", &traced);
}
