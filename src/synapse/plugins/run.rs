//! Running an action of a release.

use serde::Serialize;
use serde_json::{Map, Value};

use super::lookup;
use crate::error::{Error, Result};
use crate::generated::synapse::Client as Raw;
use crate::generated::synapse::types::RunPluginReleaseRequest;
use crate::runtime::{Call, Exchange, Invoke};
use crate::synapse::check::{filled, readable_job_id};
use crate::synapse::fields::Fields;
use crate::synapse::reply;

/// Runs an action; made by [`Plugins::run`](super::Plugins::run).
#[derive(Debug, Clone)]
pub struct RunPluginRelease {
    lookup: String,
    action: Option<String>,
    params: Fields,
    requirements: Vec<String>,
    job_id: Option<String>,
    language: Option<String>,
    more: Fields,
}

/// The fields of the body that have methods of their own.
const KNOWN: [&str; 5] = ["action", "params", "requirements", "job_id", "language"];

impl RunPluginRelease {
    pub(super) fn new(lookup: String, action: Option<String>) -> Self {
        Self {
            lookup,
            action,
            params: Fields::new("params"),
            requirements: Vec::new(),
            job_id: None,
            language: None,
            more: Fields::new("the request"),
        }
    }

    /// The same run with these parameters and nothing else.
    pub(super) fn polling(lookup: String, action: &str, params: Map<String, Value>) -> Self {
        let mut run = Self::new(lookup, Some(action.to_owned()));
        run.params.set_all(params);
        run
    }

    fn body(self) -> Result<RunPluginReleaseRequest> {
        if let Some(action) = &self.action {
            filled("action", action)?;
        }
        // A job of an id that no path can have could not be asked for again.
        self.job_id.as_deref().map(readable_job_id).transpose()?;
        let extra = self.more.checked()?.unwrap_or_default();
        if let Some(known) = KNOWN.iter().find(|known| extra.contains_key(**known)) {
            return Err(Error::invalid(format!(
                "{known:?} as another field; it has a method of its own"
            )));
        }
        Ok(RunPluginReleaseRequest {
            action: self.action,
            params: self.params.checked()?.unwrap_or_default(),
            requirements: self.requirements,
            job_id: self.job_id,
            language: self.language,
            extra,
        })
    }
}

impl Call<RunPluginRelease> {
    /// Sets a parameter of the action, replacing one of that name: any value that can be JSON.
    ///
    /// For an inference three names are the agent's own: `model`, which model is meant, `method`, the HTTP method (`post`
    /// unless set), and `json`, the body; without `json` the other parameters are the body.
    pub fn param(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        self.parameters.params.set(name.into(), value);
        self
    }

    /// Sets all parameters of a map or struct, replacing those of the same names.
    pub fn params(mut self, values: impl Serialize) -> Self {
        self.parameters.params.set_all(values);
        self
    }

    /// Python packages to install before, as pip names them. Default: none.
    pub fn requirements<R: Into<String>>(
        mut self,
        requirements: impl IntoIterator<Item = R>,
    ) -> Self {
        let requirements = requirements.into_iter().map(Into::into);
        self.parameters.requirements.extend(requirements);
        self
    }

    /// The id of the job that is made. Default: one of Ray's making.
    pub fn job_id(mut self, id: impl Into<String>) -> Self {
        self.parameters.job_id = Some(id.into());
        self
    }

    /// The language of the texts that the action makes for people. Default: the agent's.
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.parameters.language = Some(language.into());
        self
    }

    /// Sets another field of the request, which the agent hands on.
    pub fn field(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        self.parameters.more.set(name.into(), value);
        self
    }
}

impl Invoke for RunPluginRelease {
    type Output = Value;
    const OPERATION: &'static str = "run_plugin_release";

    async fn invoke(self, exchange: Exchange) -> Result<Value> {
        let release = self.lookup.clone();
        let (release, body) = (lookup(&release)?, self.body()?);
        let ran = Raw::of(&exchange).run_plugin_release(release, &body).await;
        reply::anything(&exchange, ran)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::synapse::Client;

    fn run() -> Call<RunPluginRelease> {
        let builder = Client::builder().base_url("http://127.0.0.1:9").token("x");
        let plugins = builder.build().unwrap().plugins();
        plugins.run("detector@1.2.0", "train")
    }

    fn body(call: Call<RunPluginRelease>) -> Result<Value> {
        Ok(serde_json::to_value(call.parameters.body()?).unwrap())
    }

    #[test]
    fn the_action_is_always_sent_and_the_rest_when_it_is_given() {
        assert_eq!(body(run()).unwrap(), json!({"action": "train"}));
        let none = RunPluginRelease::new("7".to_owned(), None).body().unwrap();
        assert_eq!(serde_json::to_value(none).unwrap(), json!({"action": null}));
        let all = run()
            .param("epochs", 3)
            .params(json!({"rate": 0.5}))
            .requirements(["numpy"])
            .job_id("train-1")
            .language("en")
            .field("priority", 1);
        let expected = json!({
            "action": "train", "params": {"epochs": 3, "rate": 0.5}, "requirements": ["numpy"], "job_id": "train-1",
            "language": "en", "priority": 1
        });
        assert_eq!(body(all).unwrap(), expected);
    }

    #[test]
    fn what_could_not_be_meant_is_refused() {
        for (call, expected) in [
            (run().job_id("a/b"), "Invalid job ID format"),
            (run().job_id(""), "job ID cannot be empty"),
            (run().params([1]), "params: neither a map nor a struct"),
            (run().field("params", 1), "\"params\" as another field"),
        ] {
            let error = body(call).unwrap_err();
            assert!(error.is_invalid_input());
            assert!(error.message().starts_with(expected), "{error}");
        }
        let nameless = RunPluginRelease::new("7".to_owned(), Some(String::new()));
        assert!(nameless.body().unwrap_err().message().starts_with("action"));
    }
}
