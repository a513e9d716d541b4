//! What tests can make happen, and see.

use std::time::Duration;

use bytes::Bytes;

use super::auth::API_KEY;
use super::files::keys;
use super::store::Stored;
use super::stream::StreamCounts;
use super::world::World;
use super::{LastPage, Simulator, lock};
use crate::sim::{Fault, Recorded};

/// Credentials.
impl Simulator {
    /// The API key that can be exchanged for internal tokens, and that the legacy route takes: `sk-quintet-sim`.
    pub fn api_key(&self) -> &'static str {
        API_KEY
    }

    /// Every internal token that was issued for an API key has expired. The token of [`token`](Self::token) stays.
    pub fn expire_tokens(&self) {
        self.with(|world| world.credentials.expire());
    }

    /// How long internal tokens that are issued from now on stay valid, in simulated time. `None`, the default, is for ever.
    pub fn set_token_lifetime(&self, lifetime: Option<Duration>) {
        self.with(|world| world.credentials.lifetime = lifetime);
    }

    /// The API key is not accepted any more. Tokens that were issued for it stay valid.
    pub fn revoke_api_key(&self) {
        self.with(|world| world.credentials.api_key_revoked = true);
    }

    /// The token of [`token`](Self::token) is not accepted any more, in whatever header.
    pub fn revoke_token(&self) {
        self.with(|world| world.credentials.token_revoked = true);
    }

    /// Whether requests without a credential are let in, as from a whitelisted address: as a default user without an agent.
    /// The default is what [`Builder::allow_whitelist`](super::Builder::allow_whitelist) said, and that they are not.
    pub fn set_whitelisted(&self, on: bool) {
        self.with(|world| world.credentials.whitelisted = on);
    }

    /// Whether valid credentials are answered with 403, as for a user without permission.
    pub fn set_forbidden(&self, on: bool) {
        self.with(|world| world.credentials.forbidden = on);
    }
}

/// Prefabs and their runs.
impl Simulator {
    /// So many calls of prefabs from now on; then the answer is 429. `None`, the default, is no limit.
    pub fn set_quota(&self, limit: Option<u64>) {
        self.with(|world| world.quota.set(limit));
    }

    /// Whether the service of a prefab does not answer: runs get a 503, in whatever version.
    pub fn set_prefab_down(&self, prefab: &str, on: bool) {
        self.with(|world| match on {
            true => drop(world.down.insert(prefab.to_owned())),
            false => drop(world.down.remove(prefab)),
        });
    }

    /// How often a function was executed, in whatever version; also when it failed, or when nobody waited for its result.
    pub fn executions(&self, prefab: &str, function: &str) -> usize {
        let key = (prefab.to_owned(), function.to_owned());
        self.with(|world| world.executions.get(&key).copied().unwrap_or_default())
    }

    /// How many requests to run something were under way at once, at most. A stream counts until its head is sent.
    pub fn most_runs_at_once(&self) -> usize {
        self.served.backend.gauge.peak()
    }

    /// How many streams there were, and how they ended.
    pub fn streams(&self) -> StreamCounts {
        self.served.backend.streams.counts()
    }

    /// Returns when so many streams, counted from the start, were dropped: their connection was closed before their last
    /// event.
    pub async fn until_streams_dropped(&self, streams: usize) {
        self.served.backend.streams.until_dropped(streams).await;
    }
}

/// Files and the object store.
impl Simulator {
    /// Where the object store is: `http://127.0.0.1:PORT`, another origin than the gateway.
    pub fn store_url(&self) -> String {
        self.store.root().to_owned()
    }

    /// Where presigned URLs lead from now on, such as a proxy in front of [`store_url`](Self::store_url). Signatures do not
    /// cover the host.
    pub fn set_public_store_url(&self, url: &str) {
        let url = url.trim_end_matches('/');
        self.with(|world| url.clone_into(&mut world.signer.root));
    }

    /// Spoils requests to the object store to come.
    pub fn inject_store(&self, fault: Fault) {
        self.store.hooks.faults.inject(fault);
    }

    /// The requests that the object store received so far, oldest first, bounded as [`requests`](Self::requests).
    pub fn store_requests(&self) -> Vec<Recorded> {
        self.store.hooks.recorder.all()
    }

    /// How many of these requests have that method (`*` is any) and a path that starts so: `/bucket/agent-outputs`.
    pub fn store_request_count(&self, method: &str, path_prefix: &str) -> usize {
        self.store.hooks.recorder.count(method, path_prefix)
    }

    /// Forgets the requests that the object store received so far.
    pub fn clear_store_requests(&self) {
        self.store.hooks.recorder.clear();
    }

    /// Whether the store serves ranges. It does by default; when not, every download is whole.
    pub fn set_ranges(&self, on: bool) {
        self.with(|world| world.ranges = on);
    }

    /// How lists of files say that a page is the last one.
    pub fn set_last_page(&self, last_page: LastPage) {
        self.with(|world| world.last_page = last_page);
    }

    /// Stores an object, in the place of one that is there. What is no S3 URL is left alone.
    pub fn put_object(&self, s3_url: &str, content: impl Into<Vec<u8>>) {
        let content = Bytes::from(content.into());
        self.with(|world| {
            if let Some(name) = keys::parse(s3_url) {
                let stored = Stored::new(content, world.clock.now());
                world.objects.put(name.to_owned(), stored);
            }
        });
    }

    /// The content of an object, if it is there.
    pub fn object(&self, s3_url: &str) -> Option<Bytes> {
        self.with(|world| {
            let stored = world.objects.get(world.clock.now(), keys::parse(s3_url)?)?;
            Some(stored.content.clone())
        })
    }

    /// The S3 URLs of all objects, sorted.
    pub fn objects(&self) -> Vec<String> {
        self.with(|world| {
            let objects = world.objects.under(world.clock.now(), "");
            objects.iter().map(|(name, _)| keys::url(name)).collect()
        })
    }

    /// An object vanishes, as if its time had come.
    pub fn remove_object(&self, s3_url: &str) {
        self.with(|world| {
            if let Some(name) = keys::parse(s3_url) {
                world.objects.forget(name);
            }
        });
    }

    fn with<T>(&self, work: impl FnOnce(&mut World) -> T) -> T {
        work(&mut lock(&self.served.backend.shared))
    }
}

#[cfg(test)]
mod tests;
