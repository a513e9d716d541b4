//! Docker's own containers. Contract: §1.5.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::error::Result;
use crate::generated::synapse::Client as Raw;
use crate::generated::synapse::types::CreateDockerContainerRequest;
use crate::runtime::{Call, Exchange, Invoke, Transport, path};
use crate::synapse::check::{filled, variable_name};
use crate::synapse::fields::Fields;
use crate::synapse::{DockerContainer, reply};

/// The Docker containers of the agent's machine, by Docker's own ids; made by [`Client::docker`](crate::synapse::Client::docker).
#[derive(Debug, Clone)]
pub struct Docker {
    transport: Arc<Transport>,
}

impl Docker {
    pub(in crate::synapse) fn new(transport: &Arc<Transport>) -> Self {
        let transport = Arc::clone(transport);
        Self { transport }
    }

    /// Lists the containers, all in one reply. (Contract §1.5.)
    ///
    /// # Errors
    /// As every call.
    pub fn list(&self) -> Call<ListDockerContainers> {
        Call::new(&self.transport, ListDockerContainers)
    }

    /// Makes a container of a plugin release, named as `code@version`, and starts it. Sent once. (Contract §1.5.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
    /// let docker = client.docker();
    /// let container = docker.create("detector@1.2.0").param("threshold", 0.5).label("demo").await?;
    /// println!("{:?}", container.id);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`BadRequest`](crate::ErrorKind::BadRequest) for what the agent does not take;
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for an empty release.
    pub fn create(&self, release: impl Into<String>) -> Call<CreateDockerContainer> {
        let create = CreateDockerContainer::new(release.into());
        Call::new(&self.transport, create)
    }

    /// Reads a container. (Contract §1.5.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is none; [`InvalidInput`](crate::ErrorKind::InvalidInput) for an
    /// id that is empty or would change the path.
    pub fn get(&self, id: impl Into<String>) -> Call<GetDockerContainer> {
        Call::new(&self.transport, GetDockerContainer { id: id.into() })
    }

    /// Removes a container with all that was written in it. (Contract §1.5.)
    ///
    /// When the reply to a first attempt was lost and the agent answers the second with 404, the first one removed the
    /// container: that is a success.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn delete(&self, id: impl Into<String>) -> Call<DeleteDockerContainer> {
        Call::new(&self.transport, DeleteDockerContainer { id: id.into() })
    }

    /// Stops a container. Sent once. (Contract §1.5.)
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn stop(&self, id: impl Into<String>) -> Call<StopDockerContainer> {
        Call::new(&self.transport, StopDockerContainer { id: id.into() })
    }

    /// Starts a container that was stopped. Sent once. (Contract §1.5.)
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn start(&self, id: impl Into<String>) -> Call<StartDockerContainer> {
        Call::new(&self.transport, StartDockerContainer { id: id.into() })
    }
}

/// Lists the Docker containers; made by [`Docker::list`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ListDockerContainers;

impl Invoke for ListDockerContainers {
    type Output = Vec<DockerContainer>;
    const OPERATION: &'static str = "list_docker_containers";

    async fn invoke(self, exchange: Exchange) -> Result<Vec<DockerContainer>> {
        Raw::of(&exchange).list_docker_containers().await
    }
}

/// Makes a Docker container; made by [`Docker::create`].
#[derive(Debug, Clone)]
pub struct CreateDockerContainer {
    release: String,
    params: Fields,
    envs: Option<BTreeMap<String, String>>,
    metadata: Fields,
    labels: Option<Vec<String>>,
}

impl CreateDockerContainer {
    fn new(release: String) -> Self {
        let (envs, labels) = Default::default();
        Self {
            release,
            params: Fields::new("params"),
            envs,
            metadata: Fields::new("metadata"),
            labels,
        }
    }

    fn body(self) -> Result<CreateDockerContainerRequest> {
        filled("plugin release", &self.release)?;
        for name in self.envs.iter().flat_map(BTreeMap::keys) {
            variable_name(name)?;
        }
        Ok(CreateDockerContainerRequest {
            plugin_release: self.release,
            params: self.params.checked()?,
            envs: self.envs,
            metadata: self.metadata.checked()?,
            labels: self.labels,
        })
    }
}

impl Call<CreateDockerContainer> {
    /// Sets a parameter of the plugin, replacing one of that name: any value that can be JSON.
    pub fn param(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        self.parameters.params.set(name.into(), value);
        self
    }

    /// Sets all parameters of a map or struct. An empty one is sent, unlike none.
    pub fn params(mut self, values: impl Serialize) -> Self {
        self.parameters.params.set_all(values);
        self
    }

    /// Sets an environment variable, replacing one of that name.
    pub fn env(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let envs = self.parameters.envs.get_or_insert_default();
        envs.insert(name.into(), value.into());
        self
    }

    /// Notes something about the container: any value that can be JSON.
    pub fn metadata(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        self.parameters.metadata.set(name.into(), value);
        self
    }

    /// Adds a label.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        let labels = self.parameters.labels.get_or_insert_default();
        labels.push(label.into());
        self
    }
}

impl Invoke for CreateDockerContainer {
    type Output = DockerContainer;
    const OPERATION: &'static str = "create_docker_container";

    async fn invoke(self, exchange: Exchange) -> Result<DockerContainer> {
        let body = self.body()?;
        let created = Raw::of(&exchange).create_docker_container(&body).await;
        reply::acknowledged(&exchange, created)
    }
}

/// Reads a Docker container; made by [`Docker::get`].
#[derive(Debug, Clone)]
pub struct GetDockerContainer {
    id: String,
}

impl Invoke for GetDockerContainer {
    type Output = DockerContainer;
    const OPERATION: &'static str = "get_docker_container";

    async fn invoke(self, exchange: Exchange) -> Result<DockerContainer> {
        let id = docker_id(&self.id)?;
        Raw::of(&exchange).get_docker_container(id).await
    }
}

/// Removes a Docker container; made by [`Docker::delete`].
#[derive(Debug, Clone)]
pub struct DeleteDockerContainer {
    id: String,
}

impl Invoke for DeleteDockerContainer {
    type Output = ();
    const OPERATION: &'static str = "delete_docker_container";

    async fn invoke(self, exchange: Exchange) -> Result<()> {
        let id = docker_id(&self.id)?;
        let deleted = Raw::of(&exchange).delete_docker_container(id).await;
        exchange.deleted(exchange.done(deleted))
    }
}

/// Stops a Docker container; made by [`Docker::stop`].
#[derive(Debug, Clone)]
pub struct StopDockerContainer {
    id: String,
}

impl Invoke for StopDockerContainer {
    type Output = DockerContainer;
    const OPERATION: &'static str = "stop_docker_container";

    async fn invoke(self, exchange: Exchange) -> Result<DockerContainer> {
        let id = docker_id(&self.id)?;
        let stopped = Raw::of(&exchange).stop_docker_container(id).await;
        reply::acknowledged(&exchange, stopped)
    }
}

/// Starts a Docker container; made by [`Docker::start`].
#[derive(Debug, Clone)]
pub struct StartDockerContainer {
    id: String,
}

impl Invoke for StartDockerContainer {
    type Output = DockerContainer;
    const OPERATION: &'static str = "start_docker_container";

    async fn invoke(self, exchange: Exchange) -> Result<DockerContainer> {
        let id = docker_id(&self.id)?;
        let started = Raw::of(&exchange).start_docker_container(id).await;
        reply::acknowledged(&exchange, started)
    }
}

fn docker_id(id: &str) -> Result<&str> {
    path::segment("Docker id", id)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::synapse::Client;

    fn create(release: &str) -> Call<CreateDockerContainer> {
        let builder = Client::builder().base_url("http://127.0.0.1:9").token("x");
        builder.build().unwrap().docker().create(release)
    }

    fn body(call: Call<CreateDockerContainer>) -> Result<Value> {
        Ok(serde_json::to_value(call.parameters.body()?).unwrap())
    }

    #[test]
    fn nothing_is_absent_and_empty_is_kept() {
        let none = body(create("detector@1.2.0")).unwrap();
        assert_eq!(none, json!({"plugin_release": "detector@1.2.0"}));
        let empty = body(create("d@1").params(json!({}))).unwrap();
        assert_eq!(empty, json!({"plugin_release": "d@1", "params": {}}));
        let all = create("d@1")
            .param("threshold", 0.5)
            .env("LOG_LEVEL", "debug")
            .metadata("owner", "someone")
            .label("a")
            .label("b");
        let expected = json!({
            "plugin_release": "d@1", "params": {"threshold": 0.5}, "envs": {"LOG_LEVEL": "debug"},
            "metadata": {"owner": "someone"}, "labels": ["a", "b"]
        });
        assert_eq!(body(all).unwrap(), expected);
    }

    #[test]
    fn what_could_not_be_meant_is_refused() {
        assert!(body(create("")).unwrap_err().is_invalid_input());
        assert!(
            body(create("d@1").env("A=B", "1"))
                .unwrap_err()
                .is_invalid_input()
        );
        assert!(
            body(create("d@1").params(1))
                .unwrap_err()
                .is_invalid_input()
        );
    }
}
