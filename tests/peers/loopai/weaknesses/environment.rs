//! The variables that the published client's README promises and its code does not read. Contract: §6, §8 (18).

use quintet::blocking::Blocking;
use quintet::loopai::Client;

use crate::support::child::Child;
use crate::support::raw_loopai::{TASK, says, task};
use crate::support::raw_server::RawServer;

const URL: &str = "LOOPAI_BASE_URL";
const KEY: &str = "LOOPAI_API_KEY";

const CHILD: Child = Child {
    test: "peers::loopai::weaknesses::environment::child",
    variables: &[URL, KEY],
};

/// Not a test of its own: in this process it does nothing.
#[test]
fn child() {
    if CHILD.is_here() {
        let client = match Client::from_env() {
            Ok(client) => client,
            Err(error) => panic!("refused: {error}"),
        };
        client.tasks().get(TASK).blocking().unwrap();
    }
}

#[tokio::test]
async fn w18_address_and_key_are_those_of_the_environment() {
    let server = RawServer::start([says(&task())]).await;
    let base = format!("{}/loopai/", server.url());
    for (values, authorization) in [
        (vec![(URL, &*base)], None),
        (vec![(URL, &*base), (KEY, "key-7")], Some("Bearer key-7")),
    ] {
        let output = CHILD.output(&values).await;
        assert!(output.status.success(), "{output:?}");
        let sent = server.received().pop().unwrap();
        assert_eq!(sent.target, format!("/loopai/api/v1/tasks/{TASK}"));
        assert_eq!(sent.header("authorization"), authorization);
    }
}

#[tokio::test]
async fn w18_what_is_wrong_with_the_environment_is_said() {
    for (values, words) in [
        (vec![(URL, "")], URL),
        (vec![(URL, "localhost:8080")], "Invalid"),
        (vec![(URL, "http://127.0.0.1:9"), (KEY, "")], KEY),
        (vec![(URL, "http://127.0.0.1:9"), (KEY, "a\nb")], "token"),
    ] {
        let output = CHILD.output(&values).await;
        assert!(!output.status.success());
        let said =
            String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("refused: "), "{said}");
        assert!(words == "Invalid" || said.contains(words), "{said}");
    }
}
