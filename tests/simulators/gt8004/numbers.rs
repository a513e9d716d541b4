//! What dashboards show. Contract: §1.1.

use serde_json::{Value, json};

use super::{entry, ingest, start};

#[tokio::test]
async fn totals_and_averages_are_those_of_the_rows() {
    let simulator = start().await;
    let numbers = simulator.numbers();
    assert_eq!(
        (numbers.requests, numbers.errors, numbers.customers),
        (0, 0, 0)
    );
    assert_eq!(
        (
            numbers.average_response_ms,
            numbers.revenue,
            numbers.tools.len()
        ),
        (0.0, 0.0, 0)
    );
    let times = [2.5, 7.5, 0.0, 30.0];
    let entries = times.map(|ms| entry("r", &[("responseMs", ms.into())]));
    ingest(&simulator, entries).await;
    let numbers = simulator.numbers();
    assert_eq!((numbers.requests, numbers.average_response_ms), (4, 10.0));
    ingest(&simulator, [entry("r", &[("responseMs", 60.into())])]).await;
    assert_eq!(simulator.numbers().average_response_ms, 20.0);
    // Numbers of 32 bits, as they are stored.
    let simulator = start().await;
    ingest(&simulator, [entry("r", &[("responseMs", 0.1.into())])]).await;
    assert_eq!(simulator.numbers().average_response_ms, f64::from(0.1_f32));
    assert_eq!(simulator.rows()[0].response_ms, 0.1);
}

#[tokio::test]
async fn statuses_from_400_on_are_errors_but_for_402() {
    let simulator = start().await;
    let statuses = [
        (200, false),
        (399, false),
        (400, true),
        (401, true),
        (402, false),
        (403, true),
        (404, true),
        (499, true),
        (500, true),
        (599, true),
        (1000, true),
        (0, false),
        (-500, false),
    ];
    for (status, failed) in statuses {
        ingest(&simulator, [entry("r", &[("statusCode", status.into())])]).await;
        let row = simulator.rows().pop().unwrap();
        assert_eq!(row.is_error(), failed, "{status}");
    }
    let errors = statuses.iter().filter(|(_, failed)| *failed).count();
    assert_eq!(simulator.numbers().errors, errors as u64);
}

#[tokio::test]
async fn customers_are_different_addresses() {
    let simulator = start().await;
    let addresses = [
        Some("::1"),
        Some("203.0.113.7"),
        Some("::1"),
        Some(""),
        None,
        Some("::1 "),
    ];
    for address in addresses {
        // What the agent calls its customer says nothing.
        let fields = [("ipAddress", json!(address)), ("customerId", json!("c"))];
        ingest(&simulator, [entry("r", &fields)]).await;
    }
    let numbers = simulator.numbers();
    assert_eq!((numbers.customers, numbers.requests), (3, 6));
}

#[tokio::test]
async fn revenue_is_what_a_transaction_paid() {
    let simulator = start().await;
    let paid =
        |amount: Value, hash: Value| entry("r", &[("x402Amount", amount), ("x402TxHash", hash)]);
    for (amount, hash, revenue) in [
        (json!(0.5), json!("0x1"), 0.5),
        (json!(0.5), json!(null), 0.5),
        (json!(0.5), json!(""), 0.5),
        (json!(0), json!("0x1"), 0.5),
        (json!(-2), json!("0x1"), 0.5),
        (json!(null), json!("0x1"), 0.5),
        (json!(1.25), json!("0x1"), 1.75),
    ] {
        let said = format!("{amount} {hash}");
        ingest(&simulator, [paid(amount, hash)]).await;
        assert_eq!(simulator.numbers().revenue, revenue, "{said}");
    }
    assert_eq!(simulator.numbers().requests, 7);
}

#[tokio::test]
async fn each_tool_has_numbers_of_its_own() {
    let simulator = start().await;
    let used = |tool: Value, status: u16, ms: f64| {
        entry(
            "r",
            &[
                ("toolName", tool),
                ("statusCode", status.into()),
                ("responseMs", ms.into()),
            ],
        )
    };
    let entries = [
        used(json!("search"), 200, 10.0),
        used(json!("search"), 500, 30.0),
        used(json!("search"), 402, 5.0),
        used(json!("translate"), 404, 1.0),
        used(json!(""), 200, 7.0),
        used(json!(null), 500, 9.0),
    ];
    ingest(&simulator, entries).await;
    let numbers = simulator.numbers();
    let tools: Vec<(&str, u64, u64, f64)> = numbers
        .tools
        .iter()
        .map(|(name, tool)| {
            (
                &name[..],
                tool.requests,
                tool.errors,
                tool.average_response_ms,
            )
        })
        .collect();
    let expected = [
        ("", 1, 0, 7.0),
        ("search", 3, 1, 15.0),
        ("translate", 1, 1, 1.0),
    ];
    assert_eq!(tools, expected);
    assert_eq!((numbers.requests, numbers.errors), (6, 3));
}

/// A batch that is lost is in no number.
#[tokio::test]
async fn what_is_lost_does_not_count() {
    let simulator = start().await;
    let fields = [
        ("toolName", json!("t")),
        ("ipAddress", json!("::1")),
        ("x402Amount", json!(1)),
        ("x402TxHash", json!("0x1")),
    ];
    let bad = entry("s", &[("method", json!("tools/call"))]);
    ingest(&simulator, [entry("r", &fields), bad]).await;
    simulator.lose_batches(1);
    ingest(&simulator, [entry("r", &fields)]).await;
    let numbers = simulator.numbers();
    assert_eq!(
        (numbers.requests, numbers.customers, numbers.revenue),
        (0, 0, 0.0)
    );
    assert!(numbers.tools.is_empty());
    assert_eq!(simulator.lost_batches(), ["method", "queue"]);
}
