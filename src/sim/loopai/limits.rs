//! How many requests a client may make: fixed windows, per address and per method and path.

use std::collections::BTreeMap;
use std::time::Duration;

use http::{HeaderMap, Method};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
/// Windows that are kept; above that, those that are over are forgotten.
const KEPT: usize = 10_000;

/// How many requests to one method and path a client may make.
///
/// ```
/// use quintet::sim::loopai::RateLimits;
///
/// let limits = RateLimits::default().executions_per_minute(2);
/// # let _ = limits;
/// ```
///
/// The default is the server's: 60 in a minute and 1000 in an hour, and 30 and 500 where the path ends in `/execute`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "limits do nothing until a simulator has them"]
pub struct RateLimits {
    requests: [u64; 2],
    executions: [u64; 2],
}

impl Default for RateLimits {
    fn default() -> Self {
        Self {
            requests: [60, 1000],
            executions: [30, 500],
        }
    }
}

impl RateLimits {
    /// Requests in a minute. The default is 60.
    pub fn per_minute(mut self, requests: u64) -> Self {
        self.requests[0] = requests;
        self
    }

    /// Requests in an hour. The default is 1000.
    pub fn per_hour(mut self, requests: u64) -> Self {
        self.requests[1] = requests;
        self
    }

    /// Requests in a minute where the path ends in `/execute`. The default is 30.
    pub fn executions_per_minute(mut self, requests: u64) -> Self {
        self.executions[0] = requests;
        self
    }

    /// Requests in an hour where the path ends in `/execute`. The default is 500.
    pub fn executions_per_hour(mut self, requests: u64) -> Self {
        self.executions[1] = requests;
        self
    }
}

/// What a request over the limit is answered with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitReply {
    /// 429 with `Retry-After`, as it is meant. The default.
    #[default]
    TooManyRequests,
    /// 500 without it, as upstream is thought to do by mistake.
    InternalError,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admission {
    /// There are no limits.
    Free,
    /// So many are left in the longest period, which ends then.
    Counted { remaining: u64, reset: Duration },
    /// It may be made again after so many seconds.
    Blocked { seconds: u64 },
}

#[derive(Clone, Copy, Debug)]
struct Window {
    begun: Duration,
    count: u64,
}

/// Counts the requests of every client.
#[derive(Debug, Default)]
pub(super) struct Limiter {
    limits: Option<RateLimits>,
    pub(super) reply: LimitReply,
    windows: BTreeMap<(String, Duration), Window>,
}

impl Limiter {
    /// These limits from now on, with nothing used up.
    pub(super) fn set(&mut self, limits: Option<RateLimits>) {
        self.limits = limits;
        self.windows.clear();
    }

    /// Counts a request.
    pub(super) fn admit(
        &mut self,
        now: Duration,
        method: &Method,
        path: &str,
        headers: &HeaderMap,
    ) -> Admission {
        let path = path.to_ascii_lowercase();
        let path = path.trim_end_matches('/');
        let Some(limits) = self.limits.filter(|_| path != "/metrics") else {
            return Admission::Free;
        };
        let client = headers.get("x-real-ip");
        let client = client.and_then(|client| client.to_str().ok());
        let key = format!("{} {method} {path}", client.unwrap_or("127.0.0.1"));
        let allowed = match path.ends_with("/execute") {
            true => limits.executions,
            false => limits.requests,
        };
        if self.windows.len() > KEPT {
            self.windows
                .retain(|(_, period), window| now < window.begun + *period);
        }
        for (period, limit) in [(MINUTE, allowed[0]), (HOUR, allowed[1])] {
            let window = self.count(now, &key, period);
            if window.count > limit {
                let rest = (window.begun + period).saturating_sub(now);
                let seconds = rest.as_secs_f64().ceil().max(1.0);
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "between 1 and 3600"
                )]
                let seconds = seconds as u64;
                return Admission::Blocked { seconds };
            }
        }
        let hour = self.windows.get(&(key, HOUR));
        let (begun, count) = hour.map_or((now, 0), |window| (window.begun, window.count));
        Admission::Counted {
            remaining: allowed[1].saturating_sub(count),
            reset: begun + HOUR,
        }
    }

    fn count(&mut self, now: Duration, key: &str, period: Duration) -> Window {
        let window = self.windows.entry((key.to_owned(), period));
        let window = window.or_insert(Window {
            begun: now,
            count: 0,
        });
        if now >= window.begun + period {
            *window = Window {
                begun: now,
                count: 0,
            };
        }
        window.count += 1;
        *window
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    const EXECUTE: &str = "/api/v1/batch/execute";

    fn ask(limiter: &mut Limiter, seconds: u64, path: &str) -> Admission {
        let headers = HeaderMap::new();
        limiter.admit(Duration::from_secs(seconds), &Method::POST, path, &headers)
    }

    #[test]
    fn without_limits_nothing_is_counted() {
        assert_eq!(ask(&mut Limiter::default(), 0, EXECUTE), Admission::Free);
    }

    #[test]
    fn a_window_ends_when_its_time_is_over() {
        let mut limiter = Limiter::default();
        limiter.set(Some(RateLimits::default().executions_per_minute(2)));
        let counted = |remaining| Admission::Counted {
            remaining,
            reset: Duration::from_secs(3610),
        };
        assert_eq!(ask(&mut limiter, 10, EXECUTE), counted(499));
        assert_eq!(ask(&mut limiter, 20, EXECUTE), counted(498));
        assert_eq!(
            ask(&mut limiter, 30, EXECUTE),
            Admission::Blocked { seconds: 40 }
        );
        assert_eq!(ask(&mut limiter, 70, EXECUTE), counted(497));
    }

    #[test]
    fn each_client_and_path_has_its_own() {
        let mut limiter = Limiter::default();
        let one = RateLimits::default().per_minute(1).executions_per_minute(1);
        limiter.set(Some(one));
        let is_blocked = |admission| matches!(admission, Admission::Blocked { .. });
        assert!(!is_blocked(ask(&mut limiter, 0, EXECUTE)));
        assert!(!is_blocked(ask(&mut limiter, 0, "/api/v1/tasks/a/execute")));
        assert!(!is_blocked(ask(&mut limiter, 0, "/api/v1/tasks")));
        assert!(is_blocked(ask(&mut limiter, 0, "/API/v1/Batch/Execute/")));
        let mut other = HeaderMap::new();
        other.insert("x-real-ip", HeaderValue::from_static("10.0.0.9"));
        let admitted = limiter.admit(Duration::ZERO, &Method::POST, EXECUTE, &other);
        assert!(!is_blocked(admitted));
        assert_eq!(ask(&mut limiter, 0, "/metrics"), Admission::Free);
    }

    #[test]
    fn an_hour_has_its_limit_too() {
        let mut limiter = Limiter::default();
        let limits = RateLimits::default().per_minute(100).per_hour(1);
        limiter.set(Some(limits.executions_per_hour(1)));
        ask(&mut limiter, 0, EXECUTE);
        assert_eq!(
            ask(&mut limiter, 600, EXECUTE),
            Admission::Blocked { seconds: 3000 }
        );
    }
}
