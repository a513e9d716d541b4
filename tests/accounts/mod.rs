//! Sessions, the password and API keys, against the simulator.

mod by_login;
mod keys;
mod password;
mod session;

use std::time::Duration;

use quintet::RetryPolicy;
use quintet::liteboxd::{Client, Session};
use quintet::sim::Recorded;
use quintet::sim::liteboxd::Simulator;

const PASSWORD: &str = "liteboxd-admin";

const LOGIN: &str = "/api/v1/auth/login";
const KEYS: &str = "/api/v1/auth/api-keys";
const LOGOUT: &str = "/api/v1/auth/logout";

/// A simulator in which no time passes, and a client with an API key that tries twice.
struct Bench {
    simulator: Simulator,
    client: Client,
}

impl Bench {
    async fn start() -> Self {
        let simulator = Simulator::builder().time_scale(0.001).start();
        let simulator = simulator.await.unwrap();
        let client = client(&simulator, simulator.token());
        Self { simulator, client }
    }

    async fn log_in(&self) -> Session {
        let login = self.client.accounts().login("admin", PASSWORD);
        login.await.unwrap()
    }

    /// How many requests the server has received.
    fn sent(&self) -> usize {
        self.simulator.request_count("*", "/")
    }

    /// The paths of all requests.
    fn targets(&self) -> Vec<String> {
        let requests = self.simulator.requests().into_iter();
        requests.map(|one| one.path().to_owned()).collect()
    }

    /// Whether the server lets in whoever sends this cookie.
    async fn knows(&self, cookie: &str) -> bool {
        let url = format!("{}/auth/me", self.simulator.base_url());
        let request = reqwest::Client::new().get(url).header("cookie", cookie);
        request.send().await.unwrap().status() == 200
    }
}

fn client(simulator: &Simulator, token: &str) -> Client {
    let retry = RetryPolicy::default()
        .max_attempts(2)
        .base_delay(Duration::ZERO);
    let builder = Client::builder().base_url(simulator.base_url());
    builder.token(token).retry(retry).build().unwrap()
}

/// The value of a header of a request, `""` when there is none.
fn header<'a>(request: &'a Recorded, name: &str) -> &'a str {
    let value = request.headers().get(name);
    value.map_or("", |value| value.to_str().unwrap())
}
