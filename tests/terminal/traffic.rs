//! Many who type at once.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::Value;

use super::opened;
use crate::support::websocket_peer::TEXT;

const TYPISTS: u16 = 16;
const EACH: u16 = 50;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn input_and_resizing_from_many_tasks_arrive_whole_and_in_order() {
    let (mut terminal, mut guest) = opened().await;
    let typists = (1..=TYPISTS).map(|typist| {
        let input = terminal.input();
        tokio::spawn(async move {
            for line in 1..=EACH {
                input
                    .send(format!("{typist} {line} {}", "x".repeat(2_000)))
                    .await
                    .unwrap();
                input.resize(typist, line).await.unwrap();
            }
        })
    });
    let typists: Vec<_> = typists.collect();
    let server = async {
        let mut seen = BTreeSet::new();
        let mut latest = vec![0; usize::from(TYPISTS) + 1];
        for _ in 0..2 * TYPISTS * EACH {
            let (opcode, payload) = guest.read().await.unwrap();
            assert_eq!(opcode, TEXT);
            let frame: Value = serde_json::from_slice(&payload).unwrap();
            let (typist, line) = match frame["data"].as_str() {
                Some(data) => {
                    let mut words = data.split(' ');
                    let mut number = || words.next().unwrap().parse::<u64>().unwrap();
                    (number(), number())
                }
                None => (
                    frame["cols"].as_u64().unwrap(),
                    frame["rows"].as_u64().unwrap(),
                ),
            };
            let kind = frame["type"].as_str().unwrap().to_owned();
            assert!(seen.insert((kind, typist, line)), "twice: {typist} {line}");
            let latest = &mut latest[usize::try_from(typist).unwrap()];
            assert!(*latest <= line, "{typist}: {line} after {latest}");
            *latest = line;
        }
        guest.text(r#"{"type":"exit","exitCode":5}"#).await;
        seen.len()
    };
    let (typed, seen, code) = tokio::join!(join_all(typists), server, terminal.wait());
    typed.into_iter().for_each(|typed| typed.unwrap());
    assert_eq!(seen, usize::from(2 * TYPISTS * EACH));
    assert_eq!(code.unwrap(), 5);
}
