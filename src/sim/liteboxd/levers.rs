//! What tests can make happen in the cluster.

use std::time::Duration;

use super::Simulator;
use super::lifecycle::{Lifecycle, Startup};
use super::prepull::Prepulls;
use super::sandbox::{Pod, PodPhase, Sandbox};

/// Making things happen that a real cluster, or time, does by itself. A sandbox that does not exist, or whose deletion has begun, is left
/// alone.
impl Simulator {
    /// Draining: everything but `/health` and `/readyz` is answered with 503, and `/readyz` says so.
    pub fn set_draining(&self, on: bool) {
        self.served.backend.set_draining(on);
    }

    /// The next sandbox created goes from pending to failed, for that reason.
    pub fn fail_startup(&self, reason: &str) {
        self.served.backend.world().next_startup = Startup::Fails(reason.to_owned());
    }

    /// The next sandbox created stays pending until its template's startup timeout (300 simulated seconds in the seeded
    /// templates), then fails; [`recover`](Self::recover) ends that sooner.
    pub fn stall_startup(&self) {
        self.served.backend.world().next_startup = Startup::Stalls;
    }

    /// The pod is gone and the server knows: `lifecycle_status` becomes `lost`.
    pub fn lose(&self, id: &str) {
        self.change(id, Sandbox::lose);
    }

    /// The main process exits with 0: the sandbox has succeeded.
    pub fn finish(&self, id: &str) {
        self.change(id, |sandbox, now| {
            sandbox.end(now, PodPhase::Succeeded, Lifecycle::Succeeded, "")
        });
    }

    /// The main process crashes: the sandbox has failed.
    pub fn fail(&self, id: &str, reason: &str) {
        self.change(id, |sandbox, now| {
            sandbox.end(now, PodPhase::Failed, Lifecycle::Failed, reason)
        });
    }

    /// The pod runs after all: the sandbox is running, also one that had failed.
    pub fn recover(&self, id: &str) {
        self.change(id, |sandbox, now| {
            sandbox.events.clear();
            sandbox.become_ready(now);
        });
    }

    /// The server forgets the sandbox altogether, as if its deletion had been completed and its record cleaned up.
    pub fn forget(&self, id: &str) {
        let mut world = self.served.backend.world();
        world.advance();
        world.sandboxes.remove(id);
    }

    /// How many nodes the cluster has, for prepull tasks to come. The default is 3; each takes 4 simulated seconds.
    pub fn set_nodes(&self, nodes: u32) {
        self.served.backend.world().prepulls.set_nodes(nodes.into());
    }

    /// The job of the next prepull task cannot be created: the reply is a 202 with a task that has failed for that reason.
    pub fn fail_next_prepull(&self, reason: &str) {
        self.served.backend.world().prepulls.fail_next(reason);
    }

    /// The image cannot be pulled to any other node: tasks for it, under way and to come, stay `pulling`.
    pub fn stall_prepull(&self, image: &str) {
        self.with_prepulls(|prepulls, now| prepulls.stall(now, image));
    }

    /// The image can be pulled again, from the node on which it stalled.
    pub fn resume_prepull(&self, image: &str) {
        self.with_prepulls(|prepulls, now| prepulls.resume(now, image));
    }

    /// The job that pulls the image is gone from the cluster: the next list shows its task as failed.
    pub fn lose_prepull(&self, image: &str) {
        self.with_prepulls(|prepulls, now| prepulls.vanish(now, image));
    }

    /// Every session has expired: its cookie lets nobody in any more.
    pub fn expire_sessions(&self) {
        self.served.backend.world().accounts.expire_sessions();
    }

    /// The API key of that id has expired. It stays in the list.
    pub fn expire_api_key(&self, id: &str) {
        let mut world = self.served.backend.world();
        let now = world.advance();
        world.accounts.expire_key(now, id);
    }

    fn with_prepulls(&self, change: impl FnOnce(&mut Prepulls, Duration)) {
        let mut world = self.served.backend.world();
        let now = world.advance();
        change(&mut world.prepulls, now);
    }

    fn change(&self, id: &str, change: impl FnOnce(&mut Sandbox, Duration)) {
        let mut world = self.served.backend.world();
        let now = world.advance();
        if let Some(sandbox) = world.live(id).filter(|sandbox| !sandbox.is_unwanted()) {
            change(sandbox, now);
        }
    }
}

impl Sandbox {
    fn end(&mut self, at: Duration, phase: PodPhase, to: Lifecycle, reason: &str) {
        self.events.clear();
        let pod = self.pod.get_or_insert_with(Pod::pending);
        pod.phase = phase;
        self.observed = self.pod.clone();
        self.last_seen = Some(at);
        reason.clone_into(&mut self.reason);
        self.transition(at, "reconcile", to, reason);
    }
}
