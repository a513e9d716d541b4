//! Plugin releases, builds and containers.

use std::collections::HashMap;

use quintet::Upload;

use super::{SEGMENT, check, refusal};

/// What is said of a text that is there but cannot be meant.
const AS_IT_IS: &str = "give it as it is, or leave it unset";

#[tokio::test]
async fn releases() {
    check(async |client| {
        let plugins = client.plugins();
        vec![
            (
                "no code",
                refusal(plugins.create("", "1")).await,
                ["plugin \"\" is empty", AS_IT_IS],
            ),
            (
                "no version",
                refusal(plugins.create("p", " 1")).await,
                ["version \" 1\" begins or ends with a blank", AS_IT_IS],
            ),
            (
                "to read",
                refusal(plugins.get("")).await,
                ["plugin release \"\" is empty", SEGMENT],
            ),
            (
                "to delete",
                refusal(plugins.delete("../jobs")).await,
                ["contains a path separator", SEGMENT],
            ),
            (
                "a page",
                refusal(plugins.list().page(0)).await,
                ["page 0", "pages begin with 1"],
            ),
            (
                "a size",
                refusal(plugins.list().page_size(0)).await,
                ["page size 0", "a page has 1 item or more"],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn runs() {
    let pairs = HashMap::from([((1, 2), 3)]);
    check(async |client| {
        let plugins = client.plugins();
        let run = || plugins.run("d@1", "train");
        let debug = || plugins.run_debug("train");
        vec![
            (
                "no release",
                refusal(plugins.run("", "train")).await,
                ["plugin release \"\" is empty", SEGMENT],
            ),
            (
                "a path",
                refusal(plugins.run_without_action("d@1/run/../..")).await,
                ["contains a path separator", SEGMENT],
            ),
            (
                "no action",
                refusal(plugins.run("d@1", "")).await,
                ["action \"\" is empty", AS_IT_IS],
            ),
            (
                "a job",
                refusal(run().job_id("a/b")).await,
                ["Invalid job ID format", SEGMENT],
            ),
            (
                "no job",
                refusal(run().job_id("")).await,
                ["job ID cannot be empty", "give the `submission_id`"],
            ),
            (
                "parameters",
                refusal(run().params([1])).await,
                ["params: neither a map nor a struct", ""],
            ),
            (
                "a parameter",
                refusal(run().param("n", &pairs)).await,
                ["params", "JSON"],
            ),
            (
                "another field",
                refusal(run().field("action", "x")).await,
                ["\"action\" as another field", "it has a method of its own"],
            ),
            (
                "no action to debug",
                refusal(plugins.run_debug("")).await,
                ["action \"\" is empty", AS_IT_IS],
            ),
            (
                "a module",
                refusal(debug().module("", "x = 1")).await,
                ["module \"\" is empty", AS_IT_IS],
            ),
            (
                "a result",
                plugins.wait_for_result("", 1, "t").await.err(),
                ["plugin release \"\" is empty", SEGMENT],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn containers() {
    let variable = "give a name without `=` and NUL";
    let whole = "write it as `code@version`";
    check(async |client| {
        let (containers, docker) = (client.containers(), client.docker());
        let create = |release: &str| containers.create(release);
        let file = |file| refusal(containers.create_from_file(file));
        let named = || Upload::from("PK").named("p.zip");
        vec![
            (
                "no release",
                refusal(create("")).await,
                ["plugin release \"\" is empty", AS_IT_IS],
            ),
            (
                "no code",
                refusal(create("@1")).await,
                ["lacks what comes before or after its last `@`", whole],
            ),
            (
                "no version",
                refusal(create("d@")).await,
                ["lacks what comes before or after its last `@`", whole],
            ),
            (
                "a variable",
                refusal(create("d@1").env("A=B", "1")).await,
                ["\"A=B\" names no variable", variable],
            ),
            (
                "a file without a name",
                file(Upload::from("PK")).await,
                ["the plugin file has no name", "`Upload::file`"],
            ),
            (
                "a file with a variable of no name",
                refusal(containers.create_from_file(named()).env("", "1")).await,
                ["\"\" names no variable", variable],
            ),
            (
                "a status",
                refusal(containers.update(1).status("")).await,
                ["status \"\" is empty", AS_IT_IS],
            ),
            (
                "a status to list",
                refusal(containers.list().status("")).await,
                ["status \"\" is empty", AS_IT_IS],
            ),
            (
                "a build",
                refusal(client.builds().get("a/b")).await,
                ["contains a path separator", SEGMENT],
            ),
            (
                "no build",
                client.builds().wait("").await.err(),
                ["build id \"\" is empty", SEGMENT],
            ),
            (
                "a Docker container of nothing",
                refusal(docker.create("")).await,
                ["plugin release \"\" is empty", AS_IT_IS],
            ),
            (
                "a variable of Docker",
                refusal(docker.create("d@1").env("", "1")).await,
                ["\"\" names no variable", variable],
            ),
            (
                "no Docker container",
                refusal(docker.get("")).await,
                ["Docker id \"\" is empty", SEGMENT],
            ),
            (
                "another path",
                refusal(docker.delete("../3")).await,
                ["contains a path separator", SEGMENT],
            ),
            (
                "up",
                refusal(docker.stop("..")).await,
                ["\"..\" is a relative path", SEGMENT],
            ),
            (
                "a line end",
                refusal(docker.start("a\n")).await,
                ["contains a control character", SEGMENT],
            ),
        ]
    })
    .await;
}
