//! What is sent of an upload, byte by byte, and what is refused.

use std::convert::Infallible;
use std::io::Write;
use std::path::PathBuf;

use futures_util::{FutureExt, stream};
use http_body::Body as _;
use http_body_util::BodyExt;
use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::ErrorKind;

/// A body as far as it can be read, and why it cannot be read further.
async fn read(mut body: Body) -> (Vec<u8>, Option<String>) {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        match frame {
            Ok(frame) => bytes.extend_from_slice(frame.data_ref().unwrap()),
            Err(error) => return (bytes, Some(reason(&error))),
        }
    }
    (bytes, None)
}

/// The causes of an error, itself first.
fn causes(error: &reqwest::Error) -> Vec<&(dyn StdError + 'static)> {
    let first: &(dyn StdError + 'static) = error;
    std::iter::successors(Some(first), |&error| error.source()).collect()
}

/// What the cause says that the engine looks for.
fn reason(error: &reqwest::Error) -> String {
    let mut found = causes(error)
        .into_iter()
        .filter_map(|cause| cause.downcast_ref::<Unreadable>());
    found.next().expect("the cause").to_string()
}

fn streamed(pieces: &[&'static str]) -> Upload {
    let pieces: Vec<_> = pieces
        .iter()
        .map(|piece| Ok::<_, Infallible>(Bytes::from(*piece)))
        .collect();
    Upload::stream(stream::iter(pieces))
}

fn put(upload: Upload) -> (Option<u64>, Body) {
    upload.into_body(Progress::default()).unwrap()
}

/// The bytes of a form, its boundary replaced by `BOUNDARY`.
async fn form_of(label: Label, upload: Upload) -> Result<String> {
    let fields = [
        ("ttl", "60".to_owned()),
        ("session_id", "s \"1\"\r\n".to_owned()),
    ];
    let (media, body) = form(&fields, "file", label, upload, Progress::default())?;
    let boundary = media
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    assert_eq!(boundary.len(), 32);
    let announced = body.size_hint().exact();
    let (bytes, failure) = read(body).await;
    assert_eq!(failure, None);
    assert!(announced.is_none_or(|length| length == bytes.len() as u64));
    let text = String::from_utf8(bytes).unwrap();
    Ok(text.replace(boundary, "BOUNDARY"))
}

fn expected(lines: &str, content: &str) -> String {
    let lines = lines.replace('\n', "\r\n");
    format!(
        "--BOUNDARY\r\nContent-Disposition: form-data; name=\"ttl\"\r\n\r\n60\r\n\
         --BOUNDARY\r\nContent-Disposition: form-data; name=\"session_id\"\r\n\r\ns \"1\"\r\n\r\n\
         --BOUNDARY\r\nContent-Disposition: form-data; name=\"file\"; {lines}\r\n\r\n\
         {content}\r\n--BOUNDARY--\r\n"
    )
}

/// A file with this content, in a folder that lives as long as the first value.
fn file(name: &str, content: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    (folder, path)
}

fn append(path: &Path, content: &[u8]) {
    let file = std::fs::OpenOptions::new().append(true).open(path);
    file.unwrap().write_all(content).unwrap();
}

fn truncate(path: &Path, length: u64) {
    let file = std::fs::OpenOptions::new().write(true).open(path);
    file.unwrap().set_len(length).unwrap();
}

#[tokio::test]
async fn a_form_says_name_and_type() {
    let named = |name: &str| Upload::from("abc").named(name);
    for (upload, lines) in [
        (
            named("a b.txt"),
            "filename=\"a b.txt\"\nContent-Type: text/plain",
        ),
        (named("Ä.CSV"), "filename=\"Ä.CSV\"\nContent-Type: text/csv"),
        (
            named("x.unheard"),
            "filename=\"x.unheard\"\nContent-Type: application/octet-stream",
        ),
        (
            named("png"),
            "filename=\"png\"\nContent-Type: application/octet-stream",
        ),
        (
            named("a.txt").media_type("text/markdown; charset=utf-8"),
            "filename=\"a.txt\"\nContent-Type: text/markdown; charset=utf-8",
        ),
        (
            "abc".into(),
            "filename=\"file\"\nContent-Type: application/octet-stream",
        ),
        (
            named("say \"a\\b\".txt"),
            "filename=\"say %22a\\b%22.txt\"\nContent-Type: text/plain",
        ),
        (
            named("two\r\nlines"),
            "filename=\"two%0D%0Alines\"\nContent-Type: application/octet-stream",
        ),
    ] {
        let form = form_of(Label::Full, upload).await.unwrap();
        assert_eq!(form, expected(lines, "abc"));
    }
}

#[tokio::test]
async fn a_bare_form_says_neither() {
    let upload = Upload::from("abc").named("a.txt").media_type("text/plain");
    let form = form_of(Label::Bare, upload).await.unwrap();
    assert_eq!(form, expected("filename=\"file\"", "abc"));
}

#[tokio::test]
async fn a_named_form_has_the_name_alone() {
    let upload = Upload::from("abc").named("a.txt").media_type("text/plain");
    let form = form_of(Label::Named, upload).await.unwrap();
    assert_eq!(form, expected("filename=\"a.txt\"", "abc"));
}

#[tokio::test]
async fn a_form_is_as_long_as_it_says_if_its_content_does() {
    let lines = "filename=\"file\"";
    let (_folder, path) = file("data.bin", b"abc");
    for (upload, known) in [
        ("abc".into(), true),
        (Upload::file(&path).await.unwrap(), true),
        (streamed(&["a", "", "bc"]).with_length(3), true),
        (streamed(&["ab", "c"]), false),
    ] {
        let built = form(&[], "file", Label::Bare, upload, Progress::default());
        let (_, body) = built.unwrap();
        assert_eq!(body.size_hint().exact().is_some(), known);
        let (bytes, failure) = read(body).await;
        assert_eq!((failure, bytes.ends_with(b"--\r\n")), (None, true));
    }
    let upload = Upload::file(&path).await.unwrap();
    let form = form_of(Label::Bare, upload).await.unwrap();
    assert_eq!(form, expected(lines, "abc"));
}

#[tokio::test]
async fn a_file_in_a_form_has_its_own_name() {
    let (_folder, path) = file("report é.json", b"{}");
    let upload = Upload::file(&path).await.unwrap();
    assert_eq!(upload.file_name(), Some("report é.json"));
    assert_eq!(
        (upload.content_length(), upload.content_type()),
        (Some(2), None)
    );
    let lines = "filename=\"report é.json\"\nContent-Type: application/json";
    let form = form_of(Label::Full, upload).await.unwrap();
    assert_eq!(form, expected(lines, "{}"));
}

#[tokio::test]
async fn every_boundary_is_another() {
    let one = || form(&[], "file", Label::Bare, "".into(), Progress::default());
    assert_ne!(one().unwrap().0, one().unwrap().0);
}

#[test]
fn names_that_nobody_means_are_refused() {
    for name in ["", "a\0b", "tab\t", "\u{1b}[31m", "del\u{7f}"] {
        let error = Upload::from("abc").named(name).check().unwrap_err();
        assert!(error.is_invalid_input());
        assert!(error.message().contains("file name"), "{error}");
        assert!(!error.message().contains(char::is_control), "{error}");
    }
}

#[test]
fn what_is_no_media_type_is_refused() {
    for text in [
        "",
        "text",
        "text/",
        "/plain",
        " text/plain",
        "text /plain",
        "text/plain\r\n",
        "text/plain\nX-Evil: 1",
        "text/plain; charset=\r\nX-Evil: 1",
        "text/plain;\tcharset=utf-8",
        "text/plän",
        "text/plain; name=ä",
        "text/plain, text/html",
        "a/b/c",
    ] {
        let error = Upload::from("abc").media_type(text).check().unwrap_err();
        assert!(error.is_invalid_input());
        assert!(
            error
                .message()
                .contains("is no media type; give one such as `text/plain`")
        );
    }
    for text in [
        "text/plain",
        "image/svg+xml",
        "application/vnd.ms-excel",
        "text/csv ; charset=utf-8",
        "a/b;x=\"y z\"",
    ] {
        Upload::from("abc").media_type(text).check().unwrap();
    }
}

#[test]
fn what_is_refused_is_refused_for_forms_and_bodies() {
    for upload in [
        || Upload::from("abc").named("a\0b"),
        || Upload::from("abc").media_type("text"),
        || Upload::from("abc").with_length(4),
        || streamed(&["abc"]).with_length(4).with_length(3),
        || streamed(&["abc"]).with_length(0),
    ] {
        let body = upload().into_body(Progress::default()).map(drop);
        assert!(body.unwrap_err().is_invalid_input());
        let form = form(&[], "file", Label::Full, upload(), Progress::default());
        assert!(form.unwrap_err().is_invalid_input());
    }
    Upload::from("abc").with_length(3).check().unwrap();
    let error = Upload::from("abc").with_length(4).check().unwrap_err();
    assert_eq!(
        error.message(),
        "the upload is said to have 4 bytes but has 3; leave its length out"
    );
}

#[tokio::test]
async fn a_body_is_the_content() {
    let (_folder, path) = file("data.bin", b"abc");
    let file = Upload::file(&path).await.unwrap();
    for (upload, length) in [
        ("abc".into(), Some(3)),
        (file, Some(3)),
        (streamed(&["ab", "c"]).with_length(3), Some(3)),
        (streamed(&["a", "bc"]), None),
        (Upload::reader(&b"abc"[..]), None),
        (Upload::reader(&b"abc"[..]).with_length(3), Some(3)),
    ] {
        assert_eq!(upload.content_length(), length);
        let (announced, body) = put(upload);
        assert_eq!((announced, body.size_hint().exact()), (length, length));
        assert_eq!(read(body).await, (b"abc".to_vec(), None));
    }
}

#[test]
fn only_what_is_in_memory_can_be_sent_again() {
    let (_, body) = put("abc".into());
    assert_eq!(body.as_bytes(), Some(&b"abc"[..]));
    let (_, body) = put(streamed(&["abc"]).with_length(3));
    assert_eq!(body.as_bytes(), None);
}

#[tokio::test]
async fn an_empty_file_is_empty_bytes() {
    let (_folder, path) = file("empty.txt", b"");
    let upload = Upload::file(&path).await.unwrap();
    assert_eq!(upload.in_memory(), Some(&Bytes::new()));
    assert_eq!(
        (upload.file_name(), upload.content_length()),
        (Some("empty.txt"), Some(0))
    );
    upload.with_length(0).check().unwrap();
}

#[tokio::test]
async fn what_is_no_regular_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let error = Upload::file(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::File);
    assert!(
        error.message().ends_with("is a folder; give a file"),
        "{error}"
    );
    let error = Upload::file(folder.path().join("missing"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::File);
    assert!(error.message().contains("missing"), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn devices_and_sockets_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("socket");
    let _listening = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    for path in [Path::new("/dev/null"), &socket] {
        let error = Upload::file(path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::File);
        assert!(
            error.message().contains("read it with `Upload::reader`"),
            "{error}"
        );
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_file_that_hides_its_length_is_not_sent_empty() {
    let upload = Upload::file("/proc/self/status").await.unwrap();
    assert_eq!(upload.content_length(), None);
    let (bytes, failure) = read(put(upload).1).await;
    assert_eq!(failure, None);
    assert!(String::from_utf8(bytes).unwrap().contains("Threads:"));
}

#[tokio::test]
async fn a_file_that_changed_is_never_sent_as_if_it_were_whole() {
    // Around the size of the pieces in which it is read.
    for size in [1, 1000, 65_535, 65_536, 65_537, 200_000] {
        for grows in [true, false] {
            let content = vec![b'x'; size];
            let (_folder, path) = file("data.bin", &content);
            let upload = Upload::file(&path).await.unwrap();
            let (length, body) = put(upload);
            assert_eq!(length, Some(size as u64));
            if grows {
                append(&path, b"!");
            } else {
                truncate(&path, size as u64 - 1);
            }
            let (bytes, failure) = read(body).await;
            assert!(bytes.len() < size, "{} of {size} were sent", bytes.len());
            let failure = failure.unwrap();
            let how = if grows { "more" } else { "fewer" };
            assert!(failure.starts_with("the file ") && failure.contains("data.bin"));
            let what = format!(
                "changed while it was uploaded: it had {size} bytes when it was opened, and has {how}"
            );
            assert!(failure.ends_with(&what), "{failure}");
        }
    }
}

#[tokio::test]
async fn a_form_with_a_file_that_changed_does_not_end() {
    let (_folder, path) = file("data.bin", b"abc");
    let upload = Upload::file(&path).await.unwrap();
    append(&path, b"d");
    let built = form(&[], "file", Label::Full, upload, Progress::default());
    let (bytes, failure) = read(built.unwrap().1).await;
    assert!(bytes.ends_with(b"\r\n\r\n"), "not a byte of the only piece");
    assert!(failure.unwrap().ends_with("has more"));
}

#[tokio::test]
async fn a_stream_must_have_the_length_that_was_announced() {
    for (pieces, length, sent, how) in [
        (&["ab", "cd"][..], 5, "abcd", "fewer"),
        (&["ab", "cd"], 3, "ab", "more"),
        (&["ab", "cd"], 2, "", "more"),
        (&["abcd"], 3, "", "more"),
        (&[], 1, "", "fewer"),
        (&["", ""], 1, "", "fewer"),
    ] {
        let (_, body) = put(streamed(pieces).with_length(length));
        let (bytes, failure) = read(body).await;
        assert_eq!(bytes, sent.as_bytes());
        let expected =
            format!("the upload was announced to have {length} bytes, but its content has {how}");
        assert_eq!(failure, Some(expected));
    }
}

#[tokio::test]
async fn a_stream_that_fails_fails_as_itself() {
    for length in [3, 6] {
        let pieces = [Ok(Bytes::from("abc")), Err("the disk is on fire")];
        let upload = Upload::stream(stream::iter(pieces)).with_length(length);
        let mut body = put(upload).1;
        if length == 6 {
            body.frame().await.unwrap().unwrap();
        }
        let error = body.frame().await.unwrap().unwrap_err();
        assert_eq!(reason(&error), "the content of the upload cannot be read");
        let mut texts = causes(&error).into_iter().map(ToString::to_string);
        assert!(texts.any(|text| text == "the disk is on fire"));
        assert!(body.frame().await.is_none(), "fused");
    }
}

#[test]
fn uploads_show_no_content() {
    let shown = |upload: Upload| format!("{upload:?}");
    assert_eq!(shown("secret".into()), "Upload(6 bytes)");
    assert_eq!(shown(streamed(&["secret"])), "Upload(stream)");
    assert_eq!(
        shown(streamed(&["secret"]).with_length(6)),
        "Upload(stream of 6 bytes)"
    );
}

proptest! {
    #[test]
    fn neither_name_nor_type_makes_another_header(name in any::<String>(), media_type in "[a-z/; \\r\\n:\"-]{0,20}") {
        for upload in [
            Upload::from("content").named(&name),
            Upload::from("content").named("a").media_type(&media_type),
        ] {
            let form = form_of(Label::Full, upload).now_or_never().unwrap();
            let Ok(form) = form else { continue };
            let (_, file) = form.rsplit_once("; name=\"file\"; ").unwrap();
            let lines: Vec<_> = file.split("\r\n").collect();
            prop_assert!(lines[0].starts_with("filename=\"") && lines[0].ends_with('"'));
            prop_assert_eq!(lines[0].matches('"').count(), 2);
            prop_assert!(lines[1].starts_with("Content-Type: "));
            prop_assert_eq!(&lines[2..], ["", "content", "--BOUNDARY--", ""]);
            prop_assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
        }
    }

    #[test]
    fn however_it_is_cut_a_stream_is_sent_whole_or_fails(
        sizes in prop::collection::vec(0..5usize, 0..8),
        announced in 1..20u64,
    ) {
        let content: usize = sizes.iter().sum();
        let pieces = sizes.into_iter().map(|size| Ok::<_, Infallible>(Bytes::from(vec![b'x'; size])));
        let upload = Upload::stream(stream::iter(pieces.collect::<Vec<_>>())).with_length(announced);
        let (bytes, failure) = read(put(upload).1).now_or_never().unwrap();
        if content as u64 == announced {
            prop_assert_eq!((bytes.len(), failure), (content, None));
        } else {
            prop_assert!((bytes.len() as u64) < announced);
            let how = if content as u64 > announced { "more" } else { "fewer" };
            prop_assert!(failure.unwrap().ends_with(how));
        }
    }
}
