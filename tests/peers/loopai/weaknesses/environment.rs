//! The variables that the published client's README promises and its code does not read. Contract: §6, §8 (18).

use std::process::{Command, Output};

use quintet::blocking::Blocking;
use quintet::loopai::Client;

use crate::support::raw_loopai::{TASK, says, task};
use crate::support::raw_server::RawServer;

const CHILD: &str = "peers::loopai::weaknesses::environment::child";
/// Tells the child that it is one.
const MARK: &str = "QUINTET_TEST_PEERS_CHILD";
const URL: &str = "LOOPAI_BASE_URL";
const KEY: &str = "LOOPAI_API_KEY";

/// Not a test of its own: without the mark it does nothing.
#[test]
fn child() {
    if std::env::var_os(MARK).is_some() {
        let client = match Client::from_env() {
            Ok(client) => client,
            Err(error) => panic!("refused: {error}"),
        };
        client.tasks().get(TASK).blocking().unwrap();
    }
}

/// Has a client be made in an environment with these values.
async fn in_environment(values: &[(&str, &str)]) -> Output {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", CHILD, "--test-threads=1"]);
    command.env_remove(URL).env_remove(KEY);
    command.env(MARK, "1").envs(values.iter().copied());
    let output = tokio::task::spawn_blocking(move || command.output());
    output.await.unwrap().unwrap()
}

#[tokio::test]
async fn w18_address_and_key_are_those_of_the_environment() {
    let server = RawServer::start([says(&task())]).await;
    let base = format!("{}/loopai/", server.url());
    for (values, authorization) in [
        (vec![(URL, &*base)], None),
        (vec![(URL, &*base), (KEY, "key-7")], Some("Bearer key-7")),
    ] {
        let output = in_environment(&values).await;
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
        let output = in_environment(&values).await;
        assert!(!output.status.success());
        let said =
            String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("refused: "), "{said}");
        assert!(words == "Invalid" || said.contains(words), "{said}");
    }
}
