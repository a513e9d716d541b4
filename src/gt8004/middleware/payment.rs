//! What was paid, out of the headers of X-402. Contract: §6.3.

use serde_json::Value;

use crate::gt8004::entry::RequestLogEntry;

/// Micro-USDC in a USDC.
const MICRO: f64 = 1e6;

/// Adds what the payment of the request and the receipt of the reply say. What cannot be read says nothing.
pub(super) fn add(entry: &mut RequestLogEntry, payment: Option<&str>, receipt: Option<&str>) {
    if let Some(payment) = payment.and_then(read) {
        add_payment(entry, &payment);
    }
    if let Some(receipt) = receipt.and_then(read)
        && receipt["success"] == true
    {
        let text = |name: &str| receipt[name].as_str().map(str::to_owned);
        entry.x402_tx_hash = text("transaction").or(entry.x402_tx_hash.take());
        entry.x402_payer = text("payer").or(entry.x402_payer.take());
        let token = text("network").map(|network| format!("USDC-{network}"));
        entry.x402_token = token.or(entry.x402_token.take());
    }
}

/// The payment of X-402, or one that says everything itself.
fn add_payment(entry: &mut RequestLogEntry, payment: &Value) {
    let value = &payment["payload"]["authorization"]["value"];
    if let Some(micro) = number(value) {
        entry.x402_amount = Some(micro / MICRO);
        return;
    }
    let text = |name: &str| payment[name].as_str().map(str::to_owned);
    entry.x402_amount = number(&payment["amount"]);
    entry.x402_tx_hash = text("tx_hash");
    entry.x402_token = text("token");
    entry.x402_payer = text("payer");
}

fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_f64(),
    };
    number.filter(|number: &f64| number.is_finite())
}

/// Base64 of JSON, or JSON.
fn read(header: &str) -> Option<Value> {
    let decoded = base64(header.trim());
    let read = decoded.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let value = read.or_else(|| serde_json::from_str(header).ok())?;
    value.is_object().then_some(value)
}

/// Base64 of either alphabet, with or without padding.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0);
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xff) as u8);
        }
    }
    (held < 6).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Amount, transaction, token, payer.
    type Payment = (Option<f64>, Option<String>, Option<String>, Option<String>);

    fn payment(payment: Option<&str>, receipt: Option<&str>) -> Payment {
        let mut entry = RequestLogEntry::new("GET", "/", 200, Duration::ZERO);
        add(&mut entry, payment, receipt);
        (
            entry.x402_amount,
            entry.x402_tx_hash,
            entry.x402_token,
            entry.x402_payer,
        )
    }

    fn encode(text: &str) -> String {
        const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut encoded = String::new();
        for chunk in text.as_bytes().chunks(3) {
            let mut group = [0; 4];
            group[1..=chunk.len()].copy_from_slice(chunk);
            let bits = u32::from_be_bytes(group);
            for place in 0..=chunk.len() {
                encoded.push(char::from(
                    ALPHABET[(bits >> (18 - 6 * place) & 63) as usize],
                ));
            }
            encoded.push_str(&"="[..usize::from(chunk.len() < 3)]);
        }
        encoded
    }

    #[test]
    fn a_payment_and_its_receipt() {
        let paid = encode(r#"{"payload":{"authorization":{"value":"500000"}}}"#);
        let receipt = encode(
            r#"{"success":true,"transaction":"0xh","payer":"0xp","network":"base-mainnet"}"#,
        );
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            payment(Some(&paid), Some(&receipt)),
            (
                Some(0.5),
                text("0xh"),
                text("USDC-base-mainnet"),
                text("0xp")
            )
        );
        assert_eq!(payment(Some(&paid), None), (Some(0.5), None, None, None));
        assert_eq!(payment(None, Some(&receipt)).1, text("0xh"));
        let zero = encode(r#"{"payload":{"authorization":{"value":0}}}"#);
        assert_eq!(payment(Some(&zero), None).0, Some(0.0));
        let failed = encode(r#"{"success":false,"transaction":"0xh"}"#);
        assert_eq!(payment(None, Some(&failed)), (None, None, None, None));
    }

    #[test]
    fn plain_json_says_everything_itself() {
        let plain = r#"{"amount":"1.25","tx_hash":"0xh","token":"USDC","payer":"0xp"}"#;
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            payment(Some(plain), None),
            (Some(1.25), text("0xh"), text("USDC"), text("0xp"))
        );
    }

    #[test]
    fn what_cannot_be_read_says_nothing() {
        for bad in [
            "",
            "%%%",
            "AAAA",
            "[1]",
            "{}",
            "{",
            r#"{"payload":{"authorization":{"value":"NaN"}}}"#,
        ] {
            assert_eq!(
                payment(Some(bad), Some(bad)),
                (None, None, None, None),
                "{bad}"
            );
        }
        assert_eq!(base64("QQ").unwrap(), b"A");
        assert_eq!(base64("_-8").unwrap(), [0xff, 0xef]);
        assert_eq!(base64("A"), None);
    }

    #[test]
    fn base64_comes_in_every_form() {
        // With `?` and `>`, which make the two letters in which the alphabets differ.
        let text = r#"{"payload":{"authorization":{"value":250000}},"x":"?>?>??>>"}"#;
        let standard = encode(text);
        assert!(standard.contains('/') || standard.contains('+'));
        let other = standard.replace('+', "-").replace('/', "_");
        for header in [
            standard.as_str(),
            standard.trim_end_matches('='),
            &other,
            other.trim_end_matches('='),
            &format!(" {standard} "),
        ] {
            assert_eq!(payment(Some(header), None).0, Some(0.25), "{header}");
        }
    }

    #[test]
    fn numbers_are_read_in_every_form_and_nonsense_is_none() {
        let amount = |value: &str| {
            let body = format!(r#"{{"payload":{{"authorization":{{"value":{value}}}}}}}"#);
            payment(Some(&encode(&body)), None).0
        };
        for (value, expected) in [
            ("\"1000000\"", Some(1.0)),
            ("1000000", Some(1.0)),
            ("1e6", Some(1.0)),
            ("\"-5000000\"", Some(-5.0)),
            ("\"inf\"", None),
            ("\"NaN\"", None),
            ("\"1e999\"", None),
            ("\"\"", None),
            ("\"0x10\"", None),
            ("true", None),
            ("null", None),
            ("[1]", None),
            ("{}", None),
        ] {
            assert_eq!(amount(value), expected, "{value}");
        }
        // Of what cannot be stored nothing is left when it is sent.
        for value in [
            "\"-5000000\"",
            "\"115792089237316195423570985008687907853269984665640564039457\"",
        ] {
            let mut entry = RequestLogEntry::new("GET", "/", 200, Duration::ZERO);
            entry.x402_amount = amount(value);
            assert!(entry.x402_amount.is_some());
            assert!(crate::gt8004::clamp::clamp(&mut entry, Default::default()));
            assert_eq!(entry.x402_amount, None);
        }
    }

    #[test]
    fn a_receipt_counts_when_it_says_so() {
        for success in ["false", "null", "0", "\"\"", "[]"] {
            let receipt = format!(r#"{{"success":{success},"transaction":"0xh"}}"#);
            assert_eq!(payment(None, Some(&encode(&receipt))).1, None, "{success}");
        }
        let absent = encode(r#"{"transaction":"0xh","payer":"0xp"}"#);
        assert_eq!(payment(None, Some(&absent)), (None, None, None, None));
        let odd = encode(r#"{"success":true,"transaction":5,"payer":null,"network":["x"]}"#);
        assert_eq!(payment(None, Some(&odd)), (None, None, None, None));
    }
}
