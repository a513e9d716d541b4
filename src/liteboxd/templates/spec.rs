//! Writing down what a template is made of.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::generated::liteboxd::types::{ExecAction, Resources};
use crate::liteboxd::{
    FileSpec, NetworkSpec, PersistenceSpec, ReadinessProbe, ReclaimPolicy, TemplateSpec,
};

/// The server counts whole seconds. Up, so that a short time does not become 0, which means for ever.
fn seconds(time: Duration) -> i64 {
    let more = u64::from(time.subsec_nanos() > 0);
    i64::try_from(time.as_secs().saturating_add(more)).unwrap_or(i64::MAX)
}

fn strings<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Vec<String> {
    texts.into_iter().map(Into::into).collect()
}

/// The defaults are sent, so that they hold on every server: 500m and 512Mi, an hour to live, 300 s to start.
impl TemplateSpec {
    /// Sandboxes of an image.
    #[must_use]
    pub fn new(image: impl Into<String>) -> Self {
        Self {
            args: Vec::new(),
            command: Vec::new(),
            env: BTreeMap::new(),
            extra: serde_json::Map::new(),
            files: Vec::new(),
            image: image.into(),
            network: None,
            persistence: None,
            readiness_probe: None,
            resources: Some(Resources {
                cpu: Some("500m".to_owned()),
                memory: Some("512Mi".to_owned()),
                extra: serde_json::Map::new(),
            }),
            startup_script: None,
            startup_timeout: Some(300),
            ttl: Some(3600),
        }
    }

    /// The command of the container. Default: the image's.
    #[must_use]
    pub fn with_command<T: Into<String>>(mut self, command: impl IntoIterator<Item = T>) -> Self {
        self.command = strings(command);
        self
    }

    /// The arguments of the container. Default: the image's.
    #[must_use]
    pub fn with_args<T: Into<String>>(mut self, args: impl IntoIterator<Item = T>) -> Self {
        self.args = strings(args);
        self
    }

    /// CPU as a Kubernetes quantity. Default: `500m`.
    #[must_use]
    pub fn with_cpu(mut self, quantity: impl Into<String>) -> Self {
        self.resources_mut().cpu = Some(quantity.into());
        self
    }

    /// Memory as a Kubernetes quantity. Default: `512Mi`.
    #[must_use]
    pub fn with_memory(mut self, quantity: impl Into<String>) -> Self {
        self.resources_mut().memory = Some(quantity.into());
        self
    }

    fn resources_mut(&mut self) -> &mut Resources {
        self.resources.get_or_insert_with(|| Resources {
            cpu: None,
            memory: None,
            extra: serde_json::Map::new(),
        })
    }

    /// The time to live of a sandbox, in whole seconds, rounded up; zero means for ever. Default: an hour.
    #[must_use]
    pub fn with_ttl(mut self, ttl: Duration) -> Self {
        self.ttl = Some(seconds(ttl));
        self
    }

    /// Lets sandboxes live until they are deleted.
    #[must_use]
    pub fn without_expiry(self) -> Self {
        self.with_ttl(Duration::ZERO)
    }

    /// Sets an environment variable.
    #[must_use]
    pub fn with_env(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.env.insert(name.into(), value.into());
        self
    }

    /// Sets several environment variables.
    #[must_use]
    pub fn with_envs<K: Into<String>, V: Into<String>>(
        mut self,
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let variables = variables
            .into_iter()
            .map(|(name, value)| (name.into(), value.into()));
        self.env.extend(variables);
        self
    }

    /// A shell script that is run once, right after the creation of the pod; failures are only logged. Default: none.
    #[must_use]
    pub fn with_startup_script(mut self, script: impl Into<String>) -> Self {
        self.startup_script = Some(script.into());
        self
    }

    /// The time until a sandbox must be ready, in whole seconds, rounded up. Default: 300 s.
    #[must_use]
    pub fn with_startup_timeout(mut self, limit: Duration) -> Self {
        self.startup_timeout = Some(seconds(limit));
        self
    }

    /// Adds a file, at an absolute path, that is written once a sandbox is ready.
    #[must_use]
    pub fn with_file(mut self, path: impl Into<String>, content: impl Into<String>) -> Self {
        self.files.push(FileSpec {
            content: Some(content.into()),
            destination: path.into(),
            extra: serde_json::Map::new(),
            source: None,
        });
        self
    }

    /// How to find out that a sandbox is ready. Default: its pod says so.
    #[must_use]
    pub fn with_readiness_probe(mut self, probe: ReadinessProbe) -> Self {
        self.readiness_probe = Some(probe);
        self
    }

    /// What a sandbox may reach. Default: nothing said.
    #[must_use]
    pub fn with_network(mut self, network: NetworkSpec) -> Self {
        self.network = Some(network);
        self
    }

    /// A volume that survives restarts. Default: none.
    #[must_use]
    pub fn with_persistence(mut self, persistence: PersistenceSpec) -> Self {
        self.persistence = Some(persistence);
        self
    }
}

impl ReadinessProbe {
    /// A command that succeeds when the sandbox is ready; tried at once and then every 10 s.
    #[must_use]
    pub fn new<T: Into<String>>(command: impl IntoIterator<Item = T>) -> Self {
        let command = strings(command);
        Self {
            exec: ExecAction { command },
            extra: serde_json::Map::new(),
            failure_threshold: Some(3),
            initial_delay_seconds: Some(0),
            period_seconds: Some(10),
        }
    }

    /// The time before the first try, in whole seconds, rounded up. Default: none.
    #[must_use]
    pub fn with_initial_delay(mut self, delay: Duration) -> Self {
        self.initial_delay_seconds = Some(seconds(delay));
        self
    }

    /// The time between two tries, in whole seconds, rounded up; zero means 2 s. Default: 10 s.
    #[must_use]
    pub fn with_period(mut self, period: Duration) -> Self {
        self.period_seconds = Some(seconds(period));
        self
    }

    /// How many tries may fail; the server ignores it. Default: 3.
    #[must_use]
    pub fn with_failure_threshold(mut self, tries: u32) -> Self {
        self.failure_threshold = Some(i64::from(tries));
        self
    }
}

impl NetworkSpec {
    /// The internet can be reached.
    #[must_use]
    pub fn internet() -> Self {
        Self {
            allow_internet_access: true,
            allowed_domains: Vec::new(),
            extra: serde_json::Map::new(),
        }
    }

    /// The internet cannot be reached.
    #[must_use]
    pub fn isolated() -> Self {
        Self {
            allow_internet_access: false,
            ..Self::internet()
        }
    }

    /// Adds a domain that can be reached, such as `api.example.com` or `*.example.org`. Without any, all can.
    #[must_use]
    pub fn with_allowed_domain(mut self, domain: impl Into<String>) -> Self {
        self.allowed_domains.push(domain.into());
        self
    }

    /// Adds several domains that can be reached.
    #[must_use]
    pub fn with_allowed_domains<T: Into<String>>(
        mut self,
        domains: impl IntoIterator<Item = T>,
    ) -> Self {
        self.allowed_domains.extend(strings(domains));
        self
    }
}

impl PersistenceSpec {
    /// A volume of a storage class, other than `local-path`, which the server refuses.
    #[must_use]
    pub fn new(storage_class: impl Into<String>) -> Self {
        Self {
            enabled: true,
            extra: serde_json::Map::new(),
            mode: None,
            reclaim_policy: None,
            size: None,
            storage_class_name: Some(storage_class.into()),
        }
    }

    /// The size as a Kubernetes quantity. Default: `1Gi`.
    #[must_use]
    pub fn with_size(mut self, quantity: impl Into<String>) -> Self {
        self.size = Some(quantity.into());
        self
    }

    /// What becomes of the volume when the sandbox is deleted. Default: it is deleted too.
    #[must_use]
    pub fn with_reclaim_policy(mut self, policy: ReclaimPolicy) -> Self {
        self.reclaim_policy = Some(policy);
        self
    }
}
