//! Nodes, tasks, serve applications and GPUs: every documented success.

use quintet::sim::synapse::DeleteReply;
use quintet::synapse::{
    Client, NodeState, Nodes, Serve, ServeApplicationStatus, TaskState, TaskType, Tasks,
};

use super::stage::{Stage, drive, wire};

/// Makes every call with success.
pub(super) async fn drive_all(stage: &Stage) {
    nodes(stage).await;
    tasks(stage).await;
    serve(stage).await;
    let status = stage
        .done(drive!(stage, Client, gpu_status, &stage.client))
        .await;
    assert_eq!(wire(&status), wire(&stage.look("/gpu_status/").await));
    assert!(status.contains_key("total_gpus"), "{status:?}");
}

async fn nodes(stage: &Stage) {
    let all = drive!(stage, Client, nodes, &stage.client);
    let listed = stage.done(drive!(stage, Nodes, list, &all)).await;
    assert_eq!(wire(&listed), wire(&stage.look("/nodes/").await));
    for (id, state) in [
        ("node-abc123", NodeState::Alive),
        ("node-def456", NodeState::Dead),
    ] {
        let node = stage.done(drive!(stage, Nodes, get, &all, id)).await;
        let raw = stage.look(&format!("/nodes/{id}/")).await;
        assert_eq!(wire(&node), wire(&raw));
        assert_eq!(
            (node.node_id.as_deref(), node.state.as_ref()),
            (Some(id), Some(&state))
        );
        let row = listed.iter().find(|row| row.node_id.as_deref() == Some(id));
        assert_eq!(row.unwrap().state, Some(state));
    }
}

async fn tasks(stage: &Stage) {
    let all = drive!(stage, Client, tasks, &stage.client);
    let listed = stage.done(drive!(stage, Tasks, list, &all)).await;
    assert_eq!(wire(&listed), wire(&stage.look("/tasks/").await));
    for (id, state) in [
        ("task-xyz789", TaskState::Running),
        ("task-failed", TaskState::Failed),
        ("task-finished", TaskState::Finished),
    ] {
        let task = stage.done(drive!(stage, Tasks, get, &all, id)).await;
        let raw = stage.look(&format!("/tasks/{id}/")).await;
        assert_eq!(wire(&task), wire(&raw));
        assert_eq!(
            (task.task_id.as_deref(), task.state.as_ref()),
            (Some(id), Some(&state))
        );
        assert_eq!(task.type_, Some(TaskType::NormalTask));
    }
}

async fn serve(stage: &Stage) {
    let all = drive!(stage, Client, serve, &stage.client);
    stage
        .simulator
        .add_serve_application("other@1", "DEPLOYING");
    let listed = stage.done(drive!(stage, Serve, list, &all)).await;
    assert_eq!(
        wire(&listed),
        wire(&stage.look("/serve_applications/").await)
    );
    for (name, status) in [
        ("my-app", ServeApplicationStatus::Running),
        ("detector@1.2.0", ServeApplicationStatus::Running),
        ("broken@0.1.0", ServeApplicationStatus::DeployFailed),
        ("other@1", ServeApplicationStatus::Deploying),
    ] {
        let application = stage.done(drive!(stage, Serve, get, &all, name)).await;
        assert_eq!(stage.line(), format!("GET /serve_applications/{}/", name));
        let raw = stage.look(&format!("/serve_applications/{name}/")).await;
        assert_eq!(wire(&application), wire(&raw));
        assert_eq!(application.status, Some(status));
    }
    for (name, reply) in [
        ("other@1", DeleteReply::Json),
        ("broken@0.1.0", DeleteReply::NoContent),
    ] {
        stage.simulator.set_delete_reply(reply);
        let deleted = stage
            .settle(drive!(stage, Serve, delete, &all, name))
            .await
            .unwrap();
        let status = if reply == DeleteReply::Json { 200 } else { 204 };
        assert_eq!((deleted.status().as_u16(), deleted.attempts()), (status, 1));
        assert!(all.get(name).await.unwrap_err().is_not_found());
    }
}

/// States that no document has are no failure; they are kept as the agent wrote them.
#[tokio::test]
async fn a_state_that_is_unheard_of_is_kept() {
    let stage = Stage::start().await;
    let client = stage.unwatched();
    stage.simulator.add_node("odd", "DRAINING");
    stage.simulator.add_task("odd", "x", "THINKING");
    stage.simulator.add_serve_application("odd", "PAUSED");
    let draining = NodeState::Other("DRAINING".to_owned());
    let node = client.nodes().get("odd").await.unwrap();
    assert_eq!(node.state.as_ref(), Some(&draining));
    assert_eq!(wire(&node), wire(&stage.look("/nodes/odd/").await));
    assert_eq!(client.nodes().list().await.unwrap().len(), 3);
    let task = client.tasks().get("odd").await.unwrap();
    assert_eq!(task.state, Some(TaskState::Other("THINKING".to_owned())));
    assert_eq!(client.tasks().list().await.unwrap().len(), 4);
    let application = client.serve().get("odd").await.unwrap();
    let paused = ServeApplicationStatus::Other("PAUSED".to_owned());
    assert_eq!(application.status, Some(paused));
    assert_eq!(client.serve().list().await.unwrap().len(), 4);
    let snapshot = client.resources().cluster().await.unwrap();
    assert_eq!(snapshot.nodes[2].state(), draining);
}
