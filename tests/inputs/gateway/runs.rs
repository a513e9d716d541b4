//! Runs, the catalogue and secrets.

use std::collections::HashMap;
use std::time::Duration;

use quintet::gateway::{Client, DeploymentStatus, PrefabCall, Run};
use quintet::{Call, Error};

use super::{check, refusal};

const NAME: &str = "so give the very name that the catalogue shows";
const FILE: &str = "the server takes `s3://bucket/key`, as `upload_input_file` gives it";
const ZERO: Duration = Duration::ZERO;

#[tokio::test]
async fn names_of_what_is_run() {
    check(async |client| {
        let run = |prefab, version, function| refusal(client.run(prefab, version, function));
        let stream =
            |prefab, version, function| refusal(client.run_stream(prefab, version, function));
        vec![
            (
                "no prefab",
                run("", "1", "f").await,
                ["prefab id \"\" is empty", NAME],
            ),
            (
                "no version",
                run("p", "", "f").await,
                ["prefab version \"\" is empty", NAME],
            ),
            (
                "no function",
                run("p", "1", "").await,
                ["function name \"\" is empty", NAME],
            ),
            (
                "a blank",
                run(" p", "1", "f").await,
                ["\" p\" begins or ends with a blank", NAME],
            ),
            (
                "a line end",
                run("p", "1\n", "f").await,
                ["contains a control character", NAME],
            ),
            (
                "a stream of no prefab",
                stream("", "1", "f").await,
                ["prefab id \"\" is empty", NAME],
            ),
            (
                "a stream of no version",
                stream("p", "", "f").await,
                ["prefab version", NAME],
            ),
            (
                "a stream of no function",
                stream("p", "1", "").await,
                ["function name", NAME],
            ),
            (
                "a prefab",
                refusal(client.prefab("", "1").call("f")).await,
                ["prefab id \"\" is empty", NAME],
            ),
            (
                "a prefab that streams",
                refusal(client.prefab("p", "").stream("f")).await,
                ["prefab version \"\" is empty", NAME],
            ),
            (
                "one of several",
                refusal(client.run_batch([
                    PrefabCall::new("p", "1", "f"),
                    PrefabCall::new("p", "", "f"),
                ]))
                .await,
                ["calls[1]: prefab version \"\" is empty", NAME],
            ),
        ]
    })
    .await;
}

async fn changed(client: &Client, change: impl FnOnce(Call<Run>) -> Call<Run>) -> Option<Error> {
    refusal(change(client.run("p", "1", "f"))).await
}

#[tokio::test]
async fn parameters_and_files() {
    let names = "give a map or a struct, whose names are those of the function's parameters";
    let json = "give numbers of 64 bits and texts as keys";
    check(async |client| {
        let pairs = HashMap::from([((1, 2), 3)]);
        let file = async |url: &str| changed(client, |call| call.file("video", url)).await;
        vec![
            (
                "no map",
                changed(client, |call| call.parameters(7)).await,
                ["the parameters are a number", names],
            ),
            (
                "nothing",
                changed(client, |call| call.parameters(())).await,
                ["the parameters are nothing", names],
            ),
            (
                "no JSON",
                changed(client, |call| call.parameter("n", &pairs)).await,
                ["parameter \"n\" cannot be JSON", json],
            ),
            (
                "no JSON at all",
                changed(client, |call| call.parameters(&pairs)).await,
                ["the parameters cannot be JSON", json],
            ),
            (
                "no name",
                changed(client, |call| call.parameter("", 1)).await,
                [
                    "a parameter without a name",
                    "the name that the function's manifest has",
                ],
            ),
            (
                "a file without a name",
                changed(client, |call| call.file("", "s3://b/k")).await,
                ["file name \"\" is empty", NAME],
            ),
            (
                "a local file",
                file("/tmp/input.mp4").await,
                ["file \"video\": \"/tmp/input.mp4\" is no stored file", FILE],
            ),
            (
                "a relative one",
                file("input.mp4").await,
                ["is no stored file", FILE],
            ),
            (
                "nothing as file",
                file("").await,
                ["is no stored file", FILE],
            ),
            (
                "a link",
                file("https://store/b/k?X-Amz-Signature=1").await,
                ["a link is no stored file", FILE],
            ),
            (
                "a bucket",
                file("s3://b").await,
                ["\"s3://b\" is no stored file", FILE],
            ),
            (
                "an empty key",
                file("s3://b/").await,
                ["\"s3://b/\" is no stored file", FILE],
            ),
            (
                "no bucket",
                file("s3:///k").await,
                ["is no stored file", FILE],
            ),
            (
                "capitals",
                file("S3://b/k").await,
                ["is no stored file", FILE],
            ),
            (
                "a line end in a key",
                file("s3://b/k\n").await,
                ["contains a control character", FILE],
            ),
            (
                "the second of two",
                refusal(
                    client
                        .run_stream("p", "1", "f")
                        .files("video", ["s3://b/k", "b/k"]),
                )
                .await,
                ["file \"video\": \"b/k\" is no stored file", FILE],
            ),
            (
                "a stream's parameters",
                refusal(client.run_stream("p", "1", "f").parameters([1])).await,
                ["the parameters are a list", names],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn limits() {
    let unset = "give a longer time or leave it unset";
    let more = "give more or leave it unset";
    check(async |client| {
        let run = || client.run("p", "1", "f");
        let stream = || client.run_stream("p", "1", "f");
        let many = |concurrency| client.run_many([]).concurrency(concurrency).items().err();
        vec![
            (
                "timeout",
                refusal(run().timeout(ZERO)).await,
                ["the timeout of the call is zero", unset],
            ),
            (
                "idle timeout",
                refusal(stream().idle_timeout(ZERO)).await,
                ["the idle timeout of the call is zero", unset],
            ),
            (
                "event",
                refusal(stream().max_event(0)).await,
                ["a limit of zero bytes on a stream", more],
            ),
            (
                "stream",
                refusal(stream().max_stream(0)).await,
                ["a limit of zero bytes on a stream", more],
            ),
            (
                "none at once",
                many(0),
                ["the concurrency of a batch must be 1 to 1000", "not 0"],
            ),
            (
                "too many at once",
                many(1001),
                ["the concurrency of a batch must be 1 to 1000", "not 1001"],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn catalogue() {
    const SEGMENT: &str =
        "give one non-empty path segment without `/`, `\\` and control characters";
    check(async |client| {
        let all = client.catalogue();
        let spec = |id| all.get_prefab_spec(id);
        let unknown = DeploymentStatus::Other("new".to_owned());
        vec![
            (
                "no id",
                refusal(spec("")).await,
                ["prefab id \"\" is empty", NAME],
            ),
            (
                "no id, but a version",
                refusal(spec("").version("1")).await,
                ["prefab id \"\" is empty", NAME],
            ),
            (
                "a path",
                refusal(spec("a/b").version("1")).await,
                ["contains a path separator", SEGMENT],
            ),
            (
                "up",
                refusal(spec("..").version("1")).await,
                ["\"..\" is a relative path", SEGMENT],
            ),
            (
                "no version",
                refusal(spec("p").version("")).await,
                ["version \"\" is empty", NAME],
            ),
            (
                "a path as version",
                refusal(spec("p").version("1/spec")).await,
                ["contains a path separator", SEGMENT],
            ),
            (
                "an unknown status",
                refusal(all.list_prefabs().status(unknown)).await,
                [
                    "status \"new\"; the server filters by `deployed` and `failed`",
                    "so list all and choose",
                ],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn secrets() {
    const SEGMENT: &str =
        "give one non-empty path segment without `/`, `\\` and control characters";
    check(async |client| {
        let all = client.secrets();
        let store = |prefab, name, value| refusal(all.store(prefab, name, value));
        vec![
            (
                "no prefab",
                store("", "K", "v").await,
                ["prefab id \"\" is empty", NAME],
            ),
            (
                "a path",
                store("a/b", "K", "v").await,
                ["contains a path separator", SEGMENT],
            ),
            (
                "no name",
                store("p", "", "v").await,
                ["secret name \"\" is empty", SEGMENT],
            ),
            (
                "a path as name",
                store("p", "a/b", "v").await,
                ["contains a path separator", SEGMENT],
            ),
            (
                "no value",
                store("p", "K", "").await,
                ["the value of the secret is empty", "or `delete` the secret"],
            ),
            (
                "the secrets of none",
                refusal(all.list_for("")).await,
                ["prefab id \"\" is empty", NAME],
            ),
            (
                "the secrets of all",
                refusal(all.list_for("..")).await,
                ["is a relative path", SEGMENT],
            ),
            (
                "to delete of none",
                refusal(all.delete("", "K")).await,
                ["prefab id \"\" is empty", NAME],
            ),
            (
                "to delete none",
                refusal(all.delete("p", "")).await,
                ["secret name \"\" is empty", SEGMENT],
            ),
            (
                "to delete all",
                refusal(all.delete("p", ".")).await,
                ["\".\" is a relative path", SEGMENT],
            ),
        ]
    })
    .await;
}
