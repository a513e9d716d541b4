//! The administrator, the sessions and the API keys.

use std::collections::BTreeMap;
use std::time::Duration;

use super::super::random;

/// The name of the administrator.
pub(super) const ADMIN: &str = "admin";
const PASSWORD: &str = "liteboxd-admin";
/// How long a session lasts.
pub(super) const SESSION: Duration = Duration::from_secs(86_400);
const DAY: Duration = Duration::from_secs(86_400);
/// The longest time that the server can count, in days.
const MAX_DAYS: i64 = 106_751;

/// Everything that lets callers in.
pub(in super::super) struct Accounts {
    password: String,
    /// When each session ends, by the value of its cookie.
    sessions: BTreeMap<String, Duration>,
    /// Oldest first.
    keys: Vec<ApiKey>,
}

/// An API key. Times are simulated time since the simulator's start.
#[derive(Clone)]
pub(super) struct ApiKey {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) key: String,
    pub(super) created: Duration,
    pub(super) expires: Option<Duration>,
    pub(super) last_used: Option<Duration>,
}

impl Default for Accounts {
    fn default() -> Self {
        Self {
            password: PASSWORD.to_owned(),
            sessions: BTreeMap::new(),
            keys: Vec::new(),
        }
    }
}

impl std::fmt::Debug for Accounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Accounts").finish_non_exhaustive()
    }
}

impl ApiKey {
    /// The first eight digits, which tell keys apart.
    pub(super) fn prefix(&self) -> &str {
        let digits = self.key.strip_prefix(PREFIX).unwrap_or(&self.key);
        digits.get(..8).unwrap_or(digits)
    }
}

/// What every key begins with.
const PREFIX: &str = "lbxk_";

impl Accounts {
    /// Opens a session: the value of its cookie, or none for a wrong name or password.
    pub(super) fn log_in(&mut self, now: Duration, name: &str, password: &str) -> Option<String> {
        if name != ADMIN || password != self.password {
            return None;
        }
        let session = random::hex(64);
        self.sessions
            .insert(session.clone(), now.saturating_add(SESSION));
        Some(session)
    }

    pub(super) fn log_out(&mut self, session: &str) {
        self.sessions.remove(session);
    }

    /// Whether there is such a session.
    pub(super) fn has_session(&mut self, now: Duration, session: &str) -> bool {
        self.sessions.retain(|_, ends| *ends > now);
        self.sessions.contains_key(session)
    }

    /// Whether that is the password.
    pub(super) fn knows(&self, password: &str) -> bool {
        self.password == password
    }

    /// Sessions and keys stay valid.
    pub(super) fn set_password(&mut self, password: String) {
        self.password = password;
    }

    /// Makes a key that is valid for so many days, or for ever when that is not positive.
    pub(super) fn create_key(&mut self, now: Duration, name: String, days: i64) -> ApiKey {
        let days = u32::try_from(days.clamp(0, MAX_DAYS)).unwrap_or(0);
        let key = ApiKey {
            id: random::uuid(),
            name,
            key: format!("{PREFIX}{}", random::hex(64)),
            created: now,
            expires: (days > 0).then(|| now.saturating_add(DAY.saturating_mul(days))),
            last_used: None,
        };
        self.keys.push(key.clone());
        key
    }

    pub(super) fn keys_newest_first(&self) -> impl Iterator<Item = &ApiKey> {
        self.keys.iter().rev()
    }

    /// Whether there was such a key.
    pub(super) fn delete_key(&mut self, id: &str) -> bool {
        let before = self.keys.len();
        self.keys.retain(|key| key.id != id);
        self.keys.len() < before
    }

    /// Whether the key lets its caller in, which is noted.
    pub(super) fn use_key(&mut self, now: Duration, key: &str) -> bool {
        let found = self
            .keys
            .iter_mut()
            .find(|other| other.key == key)
            .filter(|key| key.expires.is_none_or(|expires| expires > now));
        match found {
            Some(key) => {
                key.last_used = Some(now);
                true
            }
            None => false,
        }
    }

    /// Ends every session.
    pub(in super::super) fn expire_sessions(&mut self) {
        self.sessions.clear();
    }

    /// Lets a key expire, which stays in the list.
    pub(in super::super) fn expire_key(&mut self, now: Duration, id: &str) {
        for key in self.keys.iter_mut().filter(|key| key.id == id) {
            key.expires = Some(now);
        }
    }
}
