//! The functions of a prefab.

use super::list::ListPrefabs;
use super::prefab_id;
use crate::error::{Error, ErrorKind, Result};
use crate::gateway::{PrefabInfo, PrefabSpec, check};
use crate::generated::gateway::Client as Raw;
use crate::runtime::{Call, Exchange, Invoke, path};

/// Gets the functions of a prefab; made by [`Catalogue::get_prefab_spec`](super::Catalogue::get_prefab_spec).
#[derive(Debug, Clone)]
pub struct GetPrefabSpec {
    id: String,
    version: Option<String>,
}

impl GetPrefabSpec {
    pub(super) fn new(id: String) -> Self {
        Self { id, version: None }
    }
}

impl Call<GetPrefabSpec> {
    /// The version. Default: that of the prefab which comes first in the list, where the latest change does.
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.parameters.version = Some(version.into());
        self
    }
}

impl Invoke for GetPrefabSpec {
    type Output = PrefabSpec;
    const OPERATION: &'static str = "get_prefab_spec";

    async fn invoke(self, exchange: Exchange) -> Result<PrefabSpec> {
        let id = prefab_id(&self.id)?;
        let Some(version) = &self.version else {
            let version = latest(&exchange, id).await?;
            let part = exchange.part()?;
            let spec = get(&part, id, &version).await?;
            exchange.join(&part);
            return Ok(spec);
        };
        get(&exchange, id, version).await
    }
}

async fn get(exchange: &Exchange, id: &str, version: &str) -> Result<PrefabSpec> {
    let version = path::segment("version", check::name("version", version)?)?;
    Raw::of(exchange).get_prefab_spec(id, version).await
}

/// The version of the prefab that changed last.
async fn latest(exchange: &Exchange, id: &str) -> Result<String> {
    let part = exchange.part()?;
    let listed = ListPrefabs::default().invoke(part.clone()).await?;
    let found = listed.into_iter().find(|info| info.prefab() == Some(id));
    let outcome = match found {
        Some(PrefabInfo {
            version: Some(version),
            ..
        }) => Ok(version),
        Some(_) => {
            let message = format!("the list gives no version of prefab {id}; name one");
            Err(part.broken_promise(message))
        }
        None => {
            let message = format!("prefab {id} is not in the list");
            Err(part.judged(Error::new(ErrorKind::NotFound, message)))
        }
    };
    exchange.join(&part);
    outcome
}
