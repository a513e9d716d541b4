//! What goes wrong, and what is said of it. Contract: §2.8, §6 (20, 22).

use std::time::Duration;

use quintet::sim::synapse::TailFault;
use quintet::synapse::{Protocol, TailOutcome};
use quintet::{Error, ErrorKind};

use super::super::stage::{ALL, Agent, Read, WAYS, numbered};
use crate::support::raw_synapse::builder_to;
use crate::support::resolver::Refused;

/// How a tail ends that does not connect again.
async fn after(agent: &Agent, protocol: Protocol, fault: TailFault) -> Error {
    agent.simulator.inject_tail(fault);
    let tail = agent.tail(protocol).reconnects(0);
    let tail = tail.idle_timeout(Duration::from_secs(1));
    let mut tail = tail.await.unwrap();
    let error = Read::all(&mut tail).await.failed(TailOutcome::Lost);
    // A reply over HTTP had begun with success.
    let status = error.status().map(|status| status.as_u16());
    assert!(error.operation().is_some() && matches!(status, None | Some(200)));
    error
}

/// What the agent says is cut and put into one line, and says of which call it is. What stands in quotes is not taken away:
/// it is most often what one has to know, and the client knows its own secrets, in quotes or not.
#[tokio::test]
async fn c20_what_the_agent_says_is_cleaned() {
    let agent = Agent::with(numbered(30)).await;
    let token = agent.simulator.token();
    for protocol in WAYS {
        let said = format!(
            "no 'a.py'\n\tfor \"{token}\" or {token}: {}",
            "x".repeat(300)
        );
        let error = after(&agent, protocol, TailFault::error(said).after_lines(20)).await;
        let text = error.message();
        assert!(
            text.starts_with("no 'a.py' for \"***\" or ***: xxx"),
            "{text}"
        );
        assert_eq!(text.chars().count(), 200);
        let operation = match protocol {
            Protocol::Http => "stream_tail_job_logs",
            _ => "websocket_tail_job_logs",
        };
        assert!(error.to_string().contains(operation), "{error}");
        assert!(!format!("{error:?}").contains(token), "{error:?}");
    }
}

/// The first version kept them, the published client of today makes 503 of them all.
#[tokio::test]
async fn c22_a_status_stays_what_it_is() {
    for (status, kind) in [
        (400, ErrorKind::BadRequest),
        (401, ErrorKind::Unauthorized),
        (403, ErrorKind::Forbidden),
        (404, ErrorKind::NotFound),
        (429, ErrorKind::RateLimited),
        (500, ErrorKind::Server),
        (503, ErrorKind::Unavailable),
    ] {
        let agent = Agent::with(numbered(1)).await;
        agent
            .simulator
            .inject_tail(TailFault::refuse(status).always());
        for protocol in ALL {
            let error = agent.tail(protocol).await.unwrap_err();
            assert_eq!(error.kind(), kind, "{protocol} {status}: {error}");
            assert_eq!(error.status().unwrap().as_u16(), status);
        }
    }
}

/// 503 in the published client; nothing was received that could be a status.
#[tokio::test]
async fn c22_nobody_at_home_is_told_apart() {
    let refused = Refused::new();
    for protocol in ALL {
        let client = builder_to([refused.address()]).build().unwrap();
        let tail = client.jobs().tail("job").protocol(protocol);
        let error = tail.await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
        assert_eq!(error.status(), None);
    }
}

/// The codes 408, 503 and 500 of the published client are kinds. A library that is not there is nothing that a running
/// program could find out.
#[tokio::test]
async fn c22_a_connection_that_fails_says_how() {
    let agent = Agent::with(numbered(30)).await;
    let silence = || TailFault::silence().after_lines(20);
    let cut = || TailFault::cut().after_lines(20);
    for (protocol, fault, kind) in [
        (Protocol::Http, silence(), ErrorKind::Timeout),
        (Protocol::WebSocket, silence(), ErrorKind::Timeout),
        (Protocol::Http, cut(), ErrorKind::Transport),
        (Protocol::Http, cut().mid_message(), ErrorKind::Transport),
        (Protocol::WebSocket, cut(), ErrorKind::Transport),
        (
            Protocol::WebSocket,
            TailFault::close(1011, "oh").after_lines(20),
            ErrorKind::Transport,
        ),
        (
            Protocol::WebSocket,
            TailFault::reset().after_lines(20),
            ErrorKind::Transport,
        ),
        // A frame with bits that nobody agreed on.
        (
            Protocol::WebSocket,
            TailFault::raw([0xf1, 0]).after_lines(20),
            ErrorKind::Decode,
        ),
    ] {
        let told = format!("{protocol} {fault:?}");
        let error = after(&agent, protocol, fault).await;
        assert_eq!(error.kind(), kind, "{told}: {error}");
        assert_eq!(error.is_timeout(), kind == ErrorKind::Timeout);
    }
}
