//! An agent that is found by the environment: the part of `utils/test_agent` that is the client's. Contract: §0, §6 (4),
//! §7 (25).
//!
//! What is wrong with an environment is told in `agent/environment.rs`. Here is what is sent.

use quintet::blocking::Blocking;
use quintet::synapse::Client;

use crate::support::child::Child;
use crate::support::raw_server::RawServer;
use crate::support::raw_synapse::answers;

const USER: &str = "SYNAPSE_PLUGIN_RUN_USER_TOKEN";
const TENANT: &str = "SYNAPSE_PLUGIN_RUN_TENANT";

const CHILD: Child = Child {
    test: "peers::synapse::environment::child",
    variables: &[USER, TENANT],
};

/// Not a test of its own: in this process it does nothing.
#[test]
fn child() {
    if CHILD.is_here() {
        let client = Client::from_env().unwrap();
        client.jobs().list().blocking().unwrap();
    }
}

/// What a client in an environment with these values sends: the three credentials.
async fn sent(values: &[(&str, &str)]) -> [Option<String>; 3] {
    let server = RawServer::start([answers("200 OK", "[]")]).await;
    let url = server.url();
    let found = [
        ("SYNAPSE_AGENT_URL", url),
        ("SYNAPSE_AGENT_TOKEN", "agent-1"),
    ];
    let output = CHILD.output(&[&found[..], values].concat()).await;
    assert!(output.status.success(), "{output:?}");
    let received = server.received();
    assert_eq!(received.len(), 1);
    let names = ["authorization", "synapse-user", "synapse-tenant"];
    names.map(|name| received[0].header(name).map(str::to_owned))
}

#[tokio::test]
async fn c04_user_and_tenant_are_those_of_the_environment() {
    let is = |text: &str| Some(text.to_owned());
    assert_eq!(sent(&[]).await, [is("agent-1"), None, None]);
    assert_eq!(
        sent(&[(USER, "user-1")]).await,
        [is("agent-1"), is("Token user-1"), None]
    );
    assert_eq!(
        sent(&[(USER, "user-1"), (TENANT, "tenant-1")]).await,
        [is("agent-1"), is("Token user-1"), is("Token tenant-1")]
    );
}

#[tokio::test]
async fn w25_no_file_of_passwords_takes_the_place_of_the_token() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(".netrc");
    std::fs::write(&path, "machine 127.0.0.1 login somebody password canary\n").unwrap();
    let (home, path) = (home.path().to_str().unwrap(), path.to_str().unwrap());
    let sent = sent(&[("HOME", home), ("NETRC", path)]).await;
    assert_eq!(sent, [Some("agent-1".to_owned()), None, None]);
}
