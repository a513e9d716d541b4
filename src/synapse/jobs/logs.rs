//! The whole log of a job, as text or as a JSON string. Contract: §1.2, §7.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::error::Result;
use crate::generated::synapse::Client as Raw;
use crate::runtime::{Exchange, Invoke};
use crate::synapse::check::readable_job_id;

/// Reads the log of a job; made by [`Jobs::logs`](super::Jobs::logs).
#[derive(Debug, Clone)]
pub struct GetJobLogs {
    pub(super) id: String,
}

impl Invoke for GetJobLogs {
    type Output = String;
    const OPERATION: &'static str = "get_job_logs";

    async fn invoke(self, exchange: Exchange) -> Result<String> {
        let id = readable_job_id(&self.id)?;
        let read = Raw::of(&exchange).get_job_logs(id).await;
        let body = exchange.bytes(read)?;
        if is_json(&exchange.reply_headers()) {
            return exchange.decode(body);
        }
        Ok(String::from_utf8_lossy(&body).into_owned())
    }
}

/// Whether the body is JSON by what the reply says, not by what it looks like: a log may look like anything.
fn is_json(headers: &HeaderMap) -> bool {
    let media = headers.get(CONTENT_TYPE);
    let media = media.and_then(|media| media.to_str().ok()).unwrap_or("");
    let essence = media.split(';').next().unwrap_or(media).trim();
    essence.eq_ignore_ascii_case("application/json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_media_type_makes_it_json() {
        for (media, json) in [
            ("application/json", true),
            ("Application/JSON; charset=utf-8", true),
            ("text/plain", false),
            ("text/plain; charset=utf-8", false),
            ("application/jsonl", false),
            ("application/octet-stream", false),
        ] {
            let headers = HeaderMap::from_iter([(CONTENT_TYPE, media.parse().unwrap())]);
            assert_eq!(is_json(&headers), json, "{media}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
