//! Listing prefabs.

use crate::error::{Error, Result};
use crate::gateway::{DeploymentStatus, PrefabInfo};
use crate::generated::gateway::Client as Raw;
use crate::runtime::{Call, Exchange, Invoke};

/// Lists prefabs; made by [`Catalogue::list_prefabs`](super::Catalogue::list_prefabs).
#[derive(Debug, Clone, Default)]
pub struct ListPrefabs {
    status: Option<DeploymentStatus>,
}

impl Call<ListPrefabs> {
    /// Only prefabs in this state of deployment. Default: all.
    pub fn status(mut self, status: DeploymentStatus) -> Self {
        self.parameters.status = Some(status);
        self
    }
}

impl ListPrefabs {
    /// The server fails over a status that it does not know, instead of refusing it.
    fn check(&self) -> Result<Option<String>> {
        match &self.status {
            Some(DeploymentStatus::Other(status)) => Err(Error::invalid(format!(
                "status {status:?}; the server filters by `deployed` and `failed` and fails over others, so list all and \
                 choose"
            ))),
            known => Ok(known.as_ref().map(DeploymentStatus::to_string)),
        }
    }
}

impl Invoke for ListPrefabs {
    type Output = Vec<PrefabInfo>;
    const OPERATION: &'static str = "list_prefabs";

    async fn invoke(self, exchange: Exchange) -> Result<Vec<PrefabInfo>> {
        let status = self.check()?;
        Raw::of(&exchange).list_prefabs(status.as_deref()).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: Option<DeploymentStatus>) -> Result<Option<String>> {
        ListPrefabs { status }.check()
    }

    #[test]
    fn only_known_states_are_sent() {
        assert_eq!(check(None).unwrap(), None);
        let known = check(Some(DeploymentStatus::Failed)).unwrap();
        assert_eq!(known.as_deref(), Some("failed"));
        let error = check(Some(DeploymentStatus::Other("new".to_owned()))).unwrap_err();
        assert!(error.is_invalid_input() && error.message().contains("`deployed`"));
    }
}
