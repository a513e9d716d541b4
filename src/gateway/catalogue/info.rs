//! What a prefab says about itself.

use crate::gateway::PrefabInfo;

impl PrefabInfo {
    /// The id of the prefab, which servers call `id` or `prefab_id`. (Contract §1.6.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::gateway::Client) -> quintet::Result<()> {
    /// let prefabs = client.catalogue().list_prefabs().await?;
    /// let ids: Vec<_> = prefabs.iter().filter_map(|info| info.prefab()).collect();
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn prefab(&self) -> Option<&str> {
        let names = [self.id.as_deref(), self.prefab_id.as_deref()];
        names.into_iter().flatten().find(|id| !id.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_found_under_either_name() {
        for (text, id) in [
            (r#"{"id":"a"}"#, Some("a")),
            (r#"{"prefab_id":"b","is_official":true}"#, Some("b")),
            (r#"{"id":"a","prefab_id":"b"}"#, Some("a")),
            (r#"{"id":"","prefab_id":"b"}"#, Some("b")),
            (r#"{"id":null}"#, None),
            ("{}", None),
        ] {
            let info: PrefabInfo = serde_json::from_str(text).unwrap();
            assert_eq!(info.prefab(), id, "{text}");
        }
    }
}
