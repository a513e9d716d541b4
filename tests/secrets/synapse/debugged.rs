//! `Debug` of everything of Synapse that holds or has touched a secret.

use quintet::Upload;
use quintet::sim::Fault;
use quintet::sim::synapse::{Job, Simulator};
use quintet::synapse::Client;

use super::{CLIENT_HEADER, SECRETS, TENANT, TOKEN, USER, client, dressed};
use crate::secrets::{CALL_HEADER, assert_debug_hides};

const URL: &str = "http://127.0.0.1:9";

#[test]
fn builders_and_clients_hide_it() {
    for builder in [
        Client::builder().token(TOKEN),
        dressed(URL),
        dressed(URL).user_token(format!("{USER} {USER}")),
        dressed(URL).tenant(format!("{TENANT}\n")),
    ] {
        assert_debug_hides!(builder);
        let built = builder.header("x-secret", CLIENT_HEADER).build();
        let Ok(client) = built else {
            assert_debug_hides!(built);
            continue;
        };
        assert_debug_hides!(
            client,
            client.jobs(),
            client.nodes(),
            client.tasks(),
            client.serve(),
            client.resources(),
            client.plugins(),
            client.builds(),
            client.containers(),
            client.docker(),
            client.system(),
        );
    }
}

#[test]
fn calls_and_waits_hide_it() {
    let client = client(URL);
    let (plugins, containers) = (client.plugins(), client.containers());
    let file = Upload::from(TOKEN).named("p.zip");
    assert_debug_hides!(
        client.jobs().list().header("x-call-secret", CALL_HEADER),
        client.jobs().tail("j").header("x-call-secret", CALL_HEADER),
        plugins.run("d@1", "train").param("password", TOKEN),
        plugins.run_debug("train").module("m", TOKEN),
        containers.create("d@1").env("KEY", TOKEN),
        containers.create_from_file(file).metadata("key", TOKEN),
        client.docker().create("d@1").env("KEY", TOKEN),
        client.jobs().wait("j"),
        client.builds().wait("b"),
        client.system().wait(),
        plugins.wait_for_result("d@1", 12, "t1"),
    );
}

#[tokio::test]
async fn replies_hide_it() {
    let simulator = Simulator::start().await.unwrap();
    let client = client(&simulator.base_url());
    for secret in SECRETS {
        let told = Fault::status(200).body("application/json", "[]");
        simulator.inject(told.header("x-echo", secret));
        let call = client.jobs().list();
        let call = call.header("x-call-secret", CALL_HEADER);
        assert_debug_hides!(call.response().await.unwrap());
    }
    assert_debug_hides!(simulator);
}

/// Ray shows it to whoever may list jobs; the list does not show it by chance.
#[tokio::test]
async fn the_environment_of_a_job_is_hidden_but_there() {
    let simulator = Simulator::start().await.unwrap();
    let builder = Client::builder().base_url(simulator.base_url());
    let client = builder.token(simulator.token()).build().unwrap();
    let job = Job::new("job").env_var("SYNAPSE_ACCESS_TOKEN", USER);
    simulator.add_job(job);
    let job = client.jobs().get("job").await.unwrap();
    assert_debug_hides!(job, client.jobs().list().await.unwrap());
    let environment = job.runtime_env.unwrap();
    let text = serde_json::to_string(&environment).unwrap();
    assert!(text.contains(USER));
}
