//! What tests can make happen, and see.

use std::collections::HashMap;

use super::Simulator;
use super::numbers::Numbers;
use super::row::Row;

/// What was stored.
impl Simulator {
    /// The rows, in the order in which they were stored. None with [`Keep::Numbers`](super::Keep::Numbers).
    ///
    /// ```
    /// # use quintet::gt8004::{Client, RequestLogEntry};
    /// # use quintet::sim::gt8004::Simulator;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = Simulator::start().await?;
    /// # let client = Client::builder().base_url(simulator.base_url()).agent_id("agent-1").token(simulator.token()).build()?;
    /// client.ingest([RequestLogEntry::new("GET", "/api/search", 200, Duration::from_millis(5))]).await?;
    /// assert_eq!(simulator.rows()[0].path, "/api/search");
    /// # Ok(())
    /// # }
    /// ```
    pub fn rows(&self) -> Vec<Row> {
        self.with(|world| world.rows.clone())
    }

    /// How often each request was stored, by its id: more than once after a batch was sent again. Empty with
    /// [`Keep::Numbers`](super::Keep::Numbers).
    ///
    /// ```
    /// # use quintet::gt8004::{Client, RequestLogEntry};
    /// # use quintet::sim::gt8004::Simulator;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = Simulator::start().await?;
    /// # let client = Client::builder().base_url(simulator.base_url()).agent_id("agent-1").token(simulator.token()).build()?;
    /// let entry = RequestLogEntry::new("GET", "/", 200, Duration::from_millis(5)).with_request_id("r1");
    /// client.ingest([entry.clone()]).await?;
    /// client.ingest([entry]).await?;
    /// assert_eq!(simulator.stored()["r1"], 2);
    /// # Ok(())
    /// # }
    /// ```
    pub fn stored(&self) -> HashMap<String, usize> {
        self.with(|world| world.stored.clone())
    }

    /// The numbers that dashboards show; see [`Numbers`].
    ///
    /// ```
    /// # use quintet::sim::gt8004::Simulator;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let simulator = Simulator::start().await?;
    /// assert_eq!(simulator.numbers().requests, 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn numbers(&self) -> Numbers {
        self.with(|world| world.counter.numbers())
    }

    /// How often an agent said that it is connected. Such an entry is no row.
    ///
    /// ```
    /// # use quintet::gt8004::Client;
    /// # use quintet::sim::gt8004::Simulator;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = Simulator::start().await?;
    /// # let client = Client::builder().base_url(simulator.base_url()).agent_id("agent-1").token(simulator.token()).build()?;
    /// client.verify_connection().await?;
    /// assert_eq!((simulator.pings(), simulator.rows().len()), (1, 0));
    /// # Ok(())
    /// # }
    /// ```
    pub fn pings(&self) -> usize {
        self.with(|world| world.pings)
    }

    /// How many batches were accepted, those included that were lost afterwards.
    ///
    /// ```
    /// # use quintet::gt8004::{Client, RequestLogEntry};
    /// # use quintet::sim::gt8004::Simulator;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = Simulator::start().await?;
    /// # let client = Client::builder().base_url(simulator.base_url()).agent_id("agent-1").token(simulator.token()).build()?;
    /// let entry = RequestLogEntry::new("GET", "/", 200, Duration::from_millis(5));
    /// client.ingest([entry.clone(), entry]).await?;
    /// assert_eq!((simulator.batches(), simulator.rows().len()), (1, 2));
    /// # Ok(())
    /// # }
    /// ```
    pub fn batches(&self) -> usize {
        self.with(|world| world.batches)
    }

    /// Batches that were accepted and not stored: for each the column that could not hold one of its values, or `queue`.
    /// (Contract §1.2.) Our own client sends none that a column loses, unless it is told to ignore the limits.
    ///
    /// ```
    /// # use quintet::gt8004::{Client, RequestLogEntry};
    /// # use quintet::sim::gt8004::Simulator;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = Simulator::start().await?;
    /// # let client = Client::builder().base_url(simulator.base_url()).agent_id("agent-1").token(simulator.token()).build()?;
    /// client.ingest([RequestLogEntry::new("tools/call", "/", 200, Duration::from_millis(5))]).await?;
    /// assert!(simulator.lost_batches().is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn lost_batches(&self) -> Vec<String> {
        self.with(|world| world.lost.clone())
    }
}

/// What goes wrong.
impl Simulator {
    /// Whether the API key is refused: 401. The default is that it is not.
    ///
    /// ```
    /// # use quintet::gt8004::Client;
    /// # use quintet::sim::gt8004::Simulator;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = Simulator::start().await?;
    /// # let client = Client::builder().base_url(simulator.base_url()).agent_id("agent-1").token(simulator.token()).build()?;
    /// simulator.set_revoked(true);
    /// let error = client.verify_connection().await.unwrap_err();
    /// assert_eq!(error.kind(), quintet::ErrorKind::Unauthorized);
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_revoked(&self, on: bool) {
        self.with(|world| world.revoked = on);
    }

    /// Whether it says that it takes no requests: `/readyz` answers 503. It takes them nevertheless. The default is that it
    /// does not.
    ///
    /// ```
    /// # use quintet::RetryPolicy;
    /// # use quintet::gt8004::Client;
    /// # use quintet::sim::gt8004::Simulator;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = Simulator::start().await?;
    /// # let client = Client::builder().base_url(simulator.base_url()).agent_id("agent-1").token(simulator.token()).build()?;
    /// simulator.set_not_ready(true);
    /// assert!(client.readiness().retry(RetryPolicy::never()).await.is_err());
    /// client.verify_connection().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_not_ready(&self, on: bool) {
        self.with(|world| world.not_ready = on);
    }

    /// The most bytes that it takes of a batch; more are a 413. The default is 51,200.
    ///
    /// ```
    /// # use quintet::gt8004::Client;
    /// # use quintet::sim::gt8004::Simulator;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = Simulator::start().await?;
    /// # let client = Client::builder().base_url(simulator.base_url()).agent_id("agent-1").token(simulator.token()).build()?;
    /// simulator.set_body_limit(10);
    /// let error = client.verify_connection().await.unwrap_err();
    /// assert_eq!(error.status().unwrap().as_u16(), 413);
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_body_limit(&self, bytes: usize) {
        self.with(|world| world.body_limit = bytes);
    }

    /// So many batches from now on are accepted and not stored, as when the queue between is full.
    ///
    /// ```
    /// # use quintet::gt8004::{Client, RequestLogEntry};
    /// # use quintet::sim::gt8004::Simulator;
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = Simulator::start().await?;
    /// # let client = Client::builder().base_url(simulator.base_url()).agent_id("agent-1").token(simulator.token()).build()?;
    /// simulator.lose_batches(1);
    /// client.ingest([RequestLogEntry::new("GET", "/", 200, Duration::from_millis(5))]).await?;
    /// assert_eq!(simulator.lost_batches(), ["queue"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn lose_batches(&self, batches: usize) {
        self.with(|world| world.losing = batches);
    }
}
