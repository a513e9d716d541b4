//! The prefabs that there are, and their functions. Provisional. Contract: §1.6.

mod info;
mod list;
mod spec;

pub use list::ListPrefabs;
pub use spec::GetPrefabSpec;

use std::sync::Arc;

use super::check;
use crate::error::Result;
use crate::runtime::{Call, Transport, path};

/// The prefabs that were deployed; made by [`Client::catalogue`](super::Client::catalogue).
///
/// ```no_run
/// # async fn f(client: quintet::gateway::Client) -> quintet::Result<()> {
/// let catalogue = client.catalogue();
/// for info in catalogue.list_prefabs().await? {
///     println!("{:?} {:?}", info.prefab(), info.version);
/// }
/// let spec = catalogue.get_prefab_spec("weather").await?;
/// println!("{} functions", spec.functions.len());
/// # Ok(()) }
/// ```
///
/// Provisional: an early server has these routes; whether today's has them, and takes internal tokens there, is unknown. So
/// almost every field may be missing, and fields that are not known are kept in `extra`. (Contract §1.6.)
#[derive(Debug, Clone)]
pub struct Catalogue {
    transport: Arc<Transport>,
}

impl Catalogue {
    pub(super) fn new(transport: &Arc<Transport>) -> Self {
        let transport = Arc::clone(transport);
        Self { transport }
    }

    /// Lists the prefabs, all in one reply, the latest change first. (Contract §1.6.)
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for a status that the server does not know.
    pub fn list_prefabs(&self) -> Call<ListPrefabs> {
        Call::new(&self.transport, ListPrefabs::default())
    }

    /// Gets the functions of a prefab: of one [version](Call::<GetPrefabSpec>::version), or of the one that changed last.
    ///
    /// The server has no route for the latter, so the prefabs are listed first. (Contract §1.6.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such prefab or version,
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for an id or version that is empty or would change the path.
    pub fn get_prefab_spec(&self, id: impl Into<String>) -> Call<GetPrefabSpec> {
        Call::new(&self.transport, GetPrefabSpec::new(id.into()))
    }
}

/// The id of a prefab in a path.
pub(super) fn prefab_id(id: &str) -> Result<&str> {
    path::segment("prefab id", check::name("prefab id", id)?)
}
