//! `/nodes/`, `/tasks/` and `/serve_applications/`: what Ray knows of its cluster.

use std::time::Duration;

use serde_json::{Value, json};

use super::world::World;
use super::{NODE, reply};
use crate::sim::clock::Clock;
use crate::sim::exchange::Reply;

/// Ray gives no more tasks unless it is asked, which the agent does not.
const MOST_TASKS: usize = 100;

/// Nodes, tasks and applications.
#[derive(Debug)]
pub(super) struct Cluster {
    pub(super) nodes: Vec<Node>,
    pub(super) tasks: Vec<Task>,
    pub(super) applications: Vec<Application>,
}

/// A node. Its state is a text because Ray may have others than are known.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) id: String,
    pub(super) state: String,
    pub(super) is_head: bool,
    pub(super) joined: Duration,
}

#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) state: String,
    pub(super) created: Duration,
}

#[derive(Clone, Debug)]
pub(super) struct Application {
    pub(super) name: String,
    pub(super) status: String,
    pub(super) deployed: Duration,
}

impl Cluster {
    pub(super) fn seeded(now: Duration) -> Self {
        let mut cluster = Self {
            nodes: Vec::new(),
            tasks: Vec::new(),
            applications: Vec::new(),
        };
        cluster.add_node(NODE, "ALIVE", now);
        cluster.add_node("node-def456", "DEAD", now);
        cluster.add_task("task-xyz789", "train", "RUNNING", now);
        cluster.add_task("task-failed", "preprocess", "FAILED", now);
        cluster.add_task("task-finished", "preprocess", "FINISHED", now);
        cluster.add_application("my-app", "RUNNING", now);
        cluster.add_application("detector@1.2.0", "RUNNING", now);
        cluster.add_application("broken@0.1.0", "DEPLOY_FAILED", now);
        cluster
    }

    /// Adds a node, in the place of one of the same id. The first one is the head.
    pub(super) fn add_node(&mut self, id: &str, state: &str, now: Duration) {
        let node = Node {
            id: id.to_owned(),
            state: state.to_owned(),
            is_head: id == NODE,
            joined: now,
        };
        self.nodes.retain(|other| other.id != id);
        self.nodes.push(node);
    }

    pub(super) fn add_task(&mut self, id: &str, name: &str, state: &str, now: Duration) {
        let task = Task {
            id: id.to_owned(),
            name: name.to_owned(),
            state: state.to_owned(),
            created: now,
        };
        self.tasks.retain(|other| other.id != id);
        self.tasks.push(task);
    }

    pub(super) fn add_application(&mut self, name: &str, status: &str, now: Duration) {
        let application = Application {
            name: name.to_owned(),
            status: status.to_owned(),
            deployed: now,
        };
        self.applications.retain(|other| other.name != name);
        self.applications.push(application);
    }
}

impl Node {
    pub(super) fn is_alive(&self) -> bool {
        self.state != "DEAD"
    }

    fn row(&self) -> Value {
        let address = if self.is_head { "10.0.0.2" } else { "10.0.0.3" };
        json!({
            "node_id": self.id,
            "node_ip": address,
            "node_name": address,
            "is_head_node": self.is_head,
            "state": self.state,
            "state_message": (!self.is_alive()).then_some("Unexpected termination"),
            "resources_total": { "CPU": 16.0, "GPU": 1.0, "memory": 34_359_738_368.0 },
            "labels": { "ray.io/node_id": self.id },
        })
    }

    fn detail(&self, clock: &Clock) -> Value {
        let mut row = self.row();
        row["start_time_ms"] = clock.wall(self.joined).timestamp_millis().into();
        row["end_time_ms"] = match self.is_alive() {
            true => Value::Null,
            false => clock.wall(self.joined).timestamp_millis().into(),
        };
        row
    }
}

impl Task {
    fn row(&self) -> Value {
        let is_failed = self.state == "FAILED";
        json!({
            "task_id": self.id,
            "attempt_number": 0,
            "name": self.name,
            "state": self.state,
            "job_id": "01000000",
            "actor_id": null,
            "type": "NORMAL_TASK",
            "func_or_class_name": self.name,
            "parent_task_id": "ffffffffffffffffffffffffffffffffffffffff01000000",
            "node_id": NODE,
            "worker_id": "worker-1",
            "worker_pid": 4712,
            "error_type": is_failed.then_some("WORKER_DIED"),
        })
    }

    fn detail(&self, clock: &Clock) -> Value {
        let created = clock.wall(self.created).timestamp_millis();
        let is_final = matches!(self.state.as_str(), "FAILED" | "FINISHED");
        let mut row = self.row();
        row["creation_time_ms"] = created.into();
        row["start_time_ms"] = created.into();
        row["end_time_ms"] = is_final.then_some(created).into();
        row["error_message"] = match self.state.as_str() {
            "FAILED" => "The worker died unexpectedly.".into(),
            _ => Value::Null,
        };
        row
    }
}

impl Application {
    fn row(&self, clock: &Clock) -> Value {
        let is_broken = self.status == "DEPLOY_FAILED";
        let deployed = clock.wall(self.deployed).timestamp_micros();
        json!({
            "name": self.name,
            "status": self.status,
            "message": if is_broken { "The deployment could not be started." } else { "" },
            "route_prefix": (!is_broken).then(|| format!("/{}", self.name)),
            "docs_path": null,
            "last_deployed_time_s": deployed as f64 / 1e6,
            "deployments": { "Model": { "name": "Model", "status": if is_broken { "UNHEALTHY" } else { "HEALTHY" } } },
        })
    }
}

/// `GET /nodes/`
pub(super) fn nodes(world: &World) -> Reply {
    let rows: Vec<Value> = world.cluster.nodes.iter().map(Node::row).collect();
    reply::ok(&rows.into())
}

/// `GET /nodes/{node_id}/`
pub(super) fn node(world: &World, id: &str) -> Reply {
    let node = world.cluster.nodes.iter().find(|node| node.id == id);
    node.map_or_else(
        || reply::not_found("Node", id),
        |node| reply::ok(&node.detail(&world.clock)),
    )
}

/// `GET /tasks/`
pub(super) fn tasks(world: &World) -> Reply {
    let rows = world.cluster.tasks.iter().map(Task::row);
    reply::ok(&rows.take(MOST_TASKS).collect::<Vec<Value>>().into())
}

/// `GET /tasks/{task_id}/`
pub(super) fn task(world: &World, id: &str) -> Reply {
    let task = world.cluster.tasks.iter().find(|task| task.id == id);
    task.map_or_else(
        || reply::not_found("Task", id),
        |task| reply::ok(&task.detail(&world.clock)),
    )
}

/// `GET /serve_applications/`
pub(super) fn applications(world: &World) -> Reply {
    let rows = world.cluster.applications.iter();
    let rows: Vec<Value> = rows.map(|one| one.row(&world.clock)).collect();
    reply::ok(&rows.into())
}

/// `GET /serve_applications/{name}/`
pub(super) fn application(world: &World, name: &str) -> Reply {
    let mut applications = world.cluster.applications.iter();
    applications.find(|one| one.name == name).map_or_else(
        || reply::not_found("Serve application", name),
        |one| reply::ok(&one.row(&world.clock)),
    )
}

/// `DELETE /serve_applications/{name}/`
pub(super) fn delete_application(world: &mut World, name: &str) -> Reply {
    let applications = &mut world.cluster.applications;
    let Some(place) = applications.iter().position(|one| one.name == name) else {
        return reply::not_found("Serve application", name);
    };
    applications.remove(place);
    world.delete_reply.reply()
}

#[cfg(test)]
mod tests {
    use super::super::DeleteReply;
    use super::super::testing::Server;
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn nodes_and_tasks_are_lists_and_rows() {
        let server = Server::new();
        let nodes = server.get("/nodes/").await.json();
        let states: Vec<&Value> = nodes
            .as_array()
            .unwrap()
            .iter()
            .map(|node| &node["state"])
            .collect();
        assert_eq!(states, ["ALIVE", "DEAD"]);
        let node = server.get("/nodes/node-abc123/").await.json();
        assert_eq!(
            (&node["is_head_node"], &node["end_time_ms"]),
            (&json!(true), &Value::Null)
        );
        assert!(node["start_time_ms"].is_i64());
        let task = server.get("/tasks/task-xyz789/").await.json();
        assert_eq!(
            (&task["state"], &task["end_time_ms"]),
            (&json!("RUNNING"), &Value::Null)
        );
        let failed = server.get("/tasks/task-failed/").await.json();
        assert_eq!(failed["error_type"], "WORKER_DIED");
        assert_eq!(
            server.get("/nodes/x/").await.detail(),
            "Node x does not exist"
        );
        assert_eq!(server.get("/tasks/x/").await.status, 404);
    }

    #[tokio::test(start_paused = true)]
    async fn ray_gives_no_more_than_a_hundred_tasks() {
        let server = Server::new();
        server.with(|world| {
            for task in 0..200 {
                let now = world.clock.now();
                world
                    .cluster
                    .add_task(&format!("task-{task}"), "x", "NIL", now);
            }
        });
        let tasks = server.get("/tasks/").await.json();
        assert_eq!(tasks.as_array().unwrap().len(), 100);
        assert_eq!(server.get("/tasks/task-199/").await.status, 200);
    }

    #[tokio::test(start_paused = true)]
    async fn applications_are_deleted() {
        let server = Server::new();
        let all = server.get("/serve_applications/").await.json();
        assert_eq!(all.as_array().unwrap().len(), 3);
        let broken = server.get("/serve_applications/broken@0.1.0/").await.json();
        assert_eq!(
            (&broken["status"], &broken["route_prefix"]),
            (&json!("DEPLOY_FAILED"), &Value::Null)
        );

        let path = "/serve_applications/my-app/";
        let deleted = server.bare("DELETE", path).await;
        assert_eq!((deleted.status, deleted.text.as_str()), (204, ""));
        assert_eq!(server.bare("DELETE", path).await.status, 404);
        assert_eq!(server.get(path).await.status, 404);
        server.with(|world| world.delete_reply = DeleteReply::Json);
        let other = server
            .bare("DELETE", "/serve_applications/detector%401.2.0/")
            .await;
        assert_eq!(
            (other.status, other.json()),
            (200, json!({ "detail": "deleted" }))
        );
    }
}
