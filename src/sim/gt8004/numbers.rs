//! The numbers that dashboards show.

use std::collections::{BTreeMap, HashSet};

use super::batch::Entry;
use super::row::is_error;

/// What was stored, counted. Lost batches and pings are not. (Contract §1.1.)
///
/// ```
/// use quintet::gt8004::{Client, RequestLogEntry};
/// use quintet::sim::gt8004::Simulator;
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let simulator = Simulator::start().await?;
/// # let client = Client::builder().base_url(simulator.base_url()).agent_id("agent-1").token(simulator.token()).build()?;
/// let entry = RequestLogEntry::new("POST", "/api/search", 500, Duration::from_millis(5));
/// client.ingest([entry.with_tool_name("search").with_ip_address("203.0.113.7")]).await?;
/// let numbers = simulator.numbers();
/// assert_eq!((numbers.requests, numbers.errors, numbers.customers), (1, 1, 1));
/// assert_eq!(numbers.tools["search"].average_response_ms, 5.0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Numbers {
    /// Rows.
    pub requests: u64,
    /// Rows whose status is 400 or more, but for 402.
    pub errors: u64,
    /// Different IP addresses; rows without one are nobody's.
    pub customers: u64,
    /// The mean of how long replies took, in milliseconds. 0 without rows.
    pub average_response_ms: f64,
    /// What was paid, in USDC: the sum of the amounts above 0 that have a transaction.
    pub revenue: f64,
    /// The same by the name of the tool; rows without one are in none.
    pub tools: BTreeMap<String, ToolNumbers>,
}

/// What was stored of one tool, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ToolNumbers {
    /// Rows.
    pub requests: u64,
    /// Rows whose status is 400 or more, but for 402.
    pub errors: u64,
    /// The mean of how long replies took, in milliseconds.
    pub average_response_ms: f64,
}

/// Keeps the numbers up to date.
#[derive(Debug, Default)]
pub(super) struct Counter {
    total: Sum,
    tools: BTreeMap<String, Sum>,
    addresses: HashSet<String>,
    revenue: f64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    requests: u64,
    errors: u64,
    response_ms: f64,
}

impl Sum {
    fn add(&mut self, entry: &Entry<'_>) {
        self.requests += 1;
        self.errors += u64::from(is_error(entry.status_code.unwrap_or_default()));
        self.response_ms += f64::from(entry.response_ms.unwrap_or_default());
    }

    fn average(self) -> f64 {
        match self.requests {
            0 => 0.0,
            requests => self.response_ms / requests as f64,
        }
    }
}

impl Counter {
    /// Counts an entry that is stored.
    pub(super) fn add(&mut self, entry: &Entry<'_>) {
        self.total.add(entry);
        if let Some(tool) = entry.tool_name.as_deref() {
            match self.tools.get_mut(tool) {
                Some(sum) => sum.add(entry),
                None => self.tools.entry(tool.to_owned()).or_default().add(entry),
            }
        }
        let address = entry.ip_address.as_deref().unwrap_or_default();
        if !address.is_empty() && !self.addresses.contains(address) {
            self.addresses.insert(address.to_owned());
        }
        let hash = entry.x402_tx_hash.as_deref().unwrap_or_default();
        let paid = entry.x402_amount.filter(|amount| *amount > 0.0);
        if !hash.is_empty() {
            self.revenue += paid.unwrap_or_default();
        }
    }

    pub(super) fn numbers(&self) -> Numbers {
        let tools = self.tools.iter().map(|(tool, sum)| {
            let numbers = ToolNumbers {
                requests: sum.requests,
                errors: sum.errors,
                average_response_ms: sum.average(),
            };
            (tool.clone(), numbers)
        });
        Numbers {
            requests: self.total.requests,
            errors: self.total.errors,
            customers: self.addresses.len() as u64,
            average_response_ms: self.total.average(),
            revenue: self.revenue,
            tools: tools.collect(),
        }
    }
}
