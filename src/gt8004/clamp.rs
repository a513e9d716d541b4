//! Entries that the service can store. Contract: §1.2.
//!
//! One value that does not fit into its column loses the whole batch, after the service has said that it took it.

use std::collections::BTreeMap;

use super::entry::RequestLogEntry;

/// The longest path that is sent, in characters.
const PATH: usize = 2048;
/// The longest value of a header, or other text besides bodies, that is sent, in characters.
pub(super) const HEADER: usize = 1024;
/// The most headers of an entry that are sent.
const HEADERS: usize = 32;
/// The longest duration that is sent, in milliseconds.
const DURATION: f64 = f32::MAX as f64;
/// What an amount stays below: its column has twelve digits before the point.
const AMOUNT: f64 = 1e12;

/// Whether entries are cut to what the service's columns hold. (Contract §1.2.)
///
/// ```
/// # fn f(client: &quintet::gt8004::Client) -> quintet::Result<()> {
/// use quintet::gt8004::ColumnLimits;
///
/// let logger = client.logger().column_limits(ColumnLimits::Ignored).start()?;
/// # Ok(()) }
/// ```
///
/// In any case NUL characters are taken out, times and amounts that are no numbers, and headers beyond the first 32; paths are cut
/// at 2048 characters, values of headers and all other texts but bodies at 1024.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ColumnLimits {
    /// They are: the method `tools/call` becomes `CALL`, the token `USDC-base-mainnet` becomes `USDC`, a transaction or an
    /// address that is too long to be one is left out, other texts are cut. The default.
    #[default]
    Enforced,
    /// They are not, for a service with other columns.
    Ignored,
}

/// Brings an entry into a form that can be stored. Says whether anything had to be changed.
pub(super) fn clamp(entry: &mut RequestLogEntry, limits: ColumnLimits) -> bool {
    let mut changed = clean(entry);
    if limits == ColumnLimits::Enforced {
        changed |= cut_columns(entry);
    }
    changed
}

/// What no database takes, and what would fill a batch by itself.
fn clean(entry: &mut RequestLogEntry) -> bool {
    let mut changed = strip_nul(&mut entry.path);
    changed |= cut(&mut entry.path, PATH);
    for body in [&mut entry.request_body, &mut entry.response_body] {
        changed |= body.as_mut().is_some_and(strip_nul);
    }
    for text in short_texts(entry) {
        changed |= strip_nul(text);
        changed |= cut(text, HEADER);
    }
    changed |= clean_headers(&mut entry.headers);
    changed | clean_numbers(entry)
}

/// All but the path and the bodies.
fn short_texts(entry: &mut RequestLogEntry) -> impl Iterator<Item = &mut String> {
    let always = [&mut entry.request_id, &mut entry.method, &mut entry.source];
    let optional = [
        &mut entry.customer_id,
        &mut entry.tool_name,
        &mut entry.error_type,
        &mut entry.x402_tx_hash,
        &mut entry.x402_token,
        &mut entry.x402_payer,
        &mut entry.ip_address,
        &mut entry.user_agent,
        &mut entry.referer,
        &mut entry.content_type,
        &mut entry.accept_language,
        &mut entry.country,
        &mut entry.city,
    ];
    always.into_iter().chain(optional.into_iter().flatten())
}

fn clean_headers(headers: &mut BTreeMap<String, String>) -> bool {
    let is_clean =
        |text: &str| memchr::memchr(0, text.as_bytes()).is_none() && !is_longer(text, HEADER);
    let fits = headers.len() <= HEADERS;
    if fits
        && headers
            .iter()
            .all(|(name, value)| is_clean(name) && is_clean(value))
    {
        return false;
    }
    let all = std::mem::take(headers).into_iter().take(HEADERS);
    *headers = all
        .map(|(mut name, mut value)| {
            for text in [&mut name, &mut value] {
                strip_nul(text);
                cut(text, HEADER);
            }
            (name, value)
        })
        .collect();
    true
}

fn clean_numbers(entry: &mut RequestLogEntry) -> bool {
    let duration = match entry.response_ms {
        // The service reads 32 bits, and refuses the batch for more.
        long if long.is_finite() && long >= 0.0 => long.min(DURATION),
        _ => 0.0,
    };
    let mut changed = duration.to_bits() != entry.response_ms.to_bits();
    entry.response_ms = duration;
    let sizes = [&mut entry.request_body_size, &mut entry.response_body_size];
    for size in sizes.into_iter().flatten() {
        let most = i32::MAX as u64;
        changed |= *size > most;
        *size = (*size).min(most);
    }
    let amount = entry.x402_amount;
    let is_amount = |amount: f64| amount.is_finite() && (0.0..AMOUNT).contains(&amount);
    entry.x402_amount = amount.filter(|amount| is_amount(*amount));
    changed | (amount.is_some() && entry.x402_amount.is_none())
}

fn cut_columns(entry: &mut RequestLogEntry) -> bool {
    let mut changed = false;
    if entry.method == "tools/call" {
        "CALL".clone_into(&mut entry.method);
        changed = true;
    }
    for (text, most) in [
        (&mut entry.request_id, 64),
        (&mut entry.method, 8),
        (&mut entry.source, 8),
    ] {
        changed |= cut(text, most);
    }
    // SMALLINT.
    if i16::try_from(entry.status_code).is_err() {
        entry.status_code = 0;
        changed = true;
    }
    changed |= entry.x402_token.as_mut().is_some_and(cut_token);
    for (text, most) in [
        (&mut entry.x402_tx_hash, 66),
        (&mut entry.x402_payer, 42),
        (&mut entry.ip_address, 45),
        (&mut entry.country, 2),
    ] {
        // A part of it would be something else.
        if text.as_ref().is_some_and(|text| is_longer(text, most)) {
            *text = None;
            changed = true;
        }
    }
    for (text, most) in [
        (&mut entry.tool_name, 128),
        (&mut entry.error_type, 64),
        (&mut entry.content_type, 128),
        (&mut entry.accept_language, 128),
        (&mut entry.city, 128),
    ] {
        changed |= text.as_mut().is_some_and(|text| cut(text, most));
    }
    changed
}

fn cut_token(token: &mut String) -> bool {
    const TOKEN: usize = 16;
    if !is_longer(token, TOKEN) {
        return false;
    }
    // The name of the network is behind it.
    if let Some(end) = token.find('-').filter(|end| *end > 0) {
        token.truncate(end);
    }
    cut(token, TOKEN);
    true
}

fn strip_nul(text: &mut String) -> bool {
    let holds = memchr::memchr(0, text.as_bytes()).is_some();
    if holds {
        text.retain(|character| character != '\0');
    }
    holds
}

/// Columns count characters.
fn is_longer(text: &str, characters: usize) -> bool {
    text.len() > characters && text.chars().nth(characters).is_some()
}

fn cut(text: &mut String, characters: usize) -> bool {
    let end = match text.len() > characters {
        true => text.char_indices().nth(characters),
        false => None,
    };
    if let Some((end, _)) = end {
        text.truncate(end);
    }
    end.is_some()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    fn entry() -> RequestLogEntry {
        RequestLogEntry::new("POST", "/a", 200, Duration::ZERO)
    }

    #[test]
    fn what_fits_stays_as_it_is() {
        let mut entry = entry()
            .with_request_body("x".repeat(100_000))
            .with_tool_name("é".repeat(128))
            .with_x402(0.0, "0".repeat(66))
            .with_header("a", "é".repeat(HEADER));
        entry.response_ms = DURATION;
        let before = entry.clone();
        assert!(!clamp(&mut entry, ColumnLimits::Enforced));
        assert_eq!(entry, before);
    }

    #[test]
    fn what_overflows_a_column_is_cut() {
        let mut entry = entry()
            .with_tool_name("é".repeat(129))
            .with_x402_token("USDC-base-mainnet");
        entry.method = "tools/call".to_owned();
        entry.status_code = 40_000;
        entry.response_ms = 1e39;
        assert!(clamp(&mut entry, ColumnLimits::Enforced));
        assert_eq!(entry.response_ms, DURATION);
        assert_eq!((entry.method.as_str(), entry.status_code), ("CALL", 0));
        assert_eq!(entry.x402_token.as_deref(), Some("USDC"));
        assert_eq!(entry.tool_name.unwrap().chars().count(), 128);
    }

    #[test]
    fn what_would_mean_something_else_is_left_out() {
        let mut entry = entry()
            .with_x402(f64::NAN, "0".repeat(67))
            .with_x402_payer("0".repeat(43))
            .with_ip_address("1".repeat(46));
        entry.country = Some("KOR".to_owned());
        assert!(clamp(&mut entry, ColumnLimits::Enforced));
        assert_eq!(
            (entry.x402_amount, &entry.x402_tx_hash, &entry.x402_payer),
            (None, &None, &None)
        );
        assert_eq!((&entry.ip_address, &entry.country), (&None, &None));
    }

    #[test]
    fn limits_may_be_ignored_but_poison_goes() {
        let mut entry = entry()
            .with_request_body("\0abc")
            .with_header("a\0", "b\0".repeat(5000));
        entry.method = "tools/call".to_owned();
        entry.response_ms = f64::INFINITY;
        assert!(clamp(&mut entry, ColumnLimits::Ignored));
        assert_eq!(
            (entry.method.as_str(), entry.response_ms),
            ("tools/call", 0.0)
        );
        assert_eq!(entry.request_body.as_deref(), Some("abc"));
        assert_eq!(entry.headers["a"].len(), HEADER);
    }

    proptest! {
        #[test]
        fn nothing_is_left_that_loses_a_batch(
            method in ".{0,20}", path in ".{0,40}", status: u16, ms: f64, tool in ".{0,300}", token in ".{0,40}",
            hash in ".{0,80}", amount: f64, body in any::<String>(), size: u64,
            headers in prop::collection::btree_map(".{0,5}", any::<String>(), 0..50),
        ) {
            let mut entry = RequestLogEntry::new(method, path, status, Duration::ZERO)
                .with_tool_name(tool).with_x402(amount, hash).with_x402_token(token).with_request_body(body);
            entry.response_ms = ms;
            entry.request_body_size = Some(size);
            entry.headers = headers;
            clamp(&mut entry, ColumnLimits::Enforced);
            let text = serde_json::to_string(&entry).unwrap();
            prop_assert!(!text.contains("\\u0000"));
            let chars = |text: &Option<String>| text.as_ref().map_or(0, |text| text.chars().count());
            prop_assert!(entry.method.chars().count() <= 8 && entry.status_code <= 32767);
            prop_assert!(chars(&entry.tool_name) <= 128 && chars(&entry.x402_token) <= 16);
            prop_assert!(chars(&entry.x402_tx_hash) <= 66 && entry.headers.len() <= HEADERS);
            prop_assert!((0.0..=DURATION).contains(&entry.response_ms));
            prop_assert!(entry.x402_amount.is_none_or(|amount| (0.0..AMOUNT).contains(&amount)));
            prop_assert!(entry.request_body_size <= Some(i32::MAX as u64));
            let again = entry.clone();
            prop_assert!(!clamp(&mut entry, ColumnLimits::Enforced));
            prop_assert_eq!(entry, again);
        }
    }

    #[test]
    fn limits_are_met_to_the_character() {
        for (most, set) in [
            (
                64,
                (|entry, text| entry.request_id = text) as fn(&mut RequestLogEntry, String),
            ),
            (8, |entry, text| entry.method = text),
            (8, |entry, text| entry.source = text),
            (PATH, |entry, text| entry.path = text),
            (128, |entry, text| entry.tool_name = Some(text)),
            (64, |entry, text| entry.error_type = Some(text)),
            (66, |entry, text| entry.x402_tx_hash = Some(text)),
            (16, |entry, text| entry.x402_token = Some(text)),
            (42, |entry, text| entry.x402_payer = Some(text)),
            (45, |entry, text| entry.ip_address = Some(text)),
            (128, |entry, text| entry.content_type = Some(text)),
            (128, |entry, text| entry.accept_language = Some(text)),
            (2, |entry, text| entry.country = Some(text)),
            (128, |entry, text| entry.city = Some(text)),
            (HEADER, |entry, text| entry.user_agent = Some(text)),
            (HEADER, |entry, text| entry.referer = Some(text)),
            (HEADER, |entry, text| entry.customer_id = Some(text)),
        ] {
            for letter in ["x", "é", "\u{1f600}", "\u{1}"] {
                let mut fits = entry();
                set(&mut fits, letter.repeat(most));
                let before = fits.clone();
                assert!(
                    !clamp(&mut fits, ColumnLimits::Enforced),
                    "{most} {letter:?}"
                );
                assert_eq!(fits, before);
                let mut long = entry();
                set(&mut long, letter.repeat(most + 1));
                assert!(
                    clamp(&mut long, ColumnLimits::Enforced),
                    "{most} {letter:?}"
                );
                assert!(
                    !clamp(&mut long, ColumnLimits::Enforced),
                    "{most} {letter:?}"
                );
                let mut poison = entry();
                set(&mut poison, format!("\0{letter}"));
                assert!(
                    clamp(&mut poison, ColumnLimits::Ignored),
                    "{most} {letter:?}"
                );
                assert!(!serde_json::to_string(&poison).unwrap().contains("u0000"));
            }
        }
    }

    #[test]
    fn headers_are_met_to_the_character() {
        for letter in ["x", "é", "\u{1f600}"] {
            let mut entry = entry();
            for number in 0..HEADERS {
                let name = format!("{number:02}{}", letter.repeat(HEADER - 2));
                entry.headers.insert(name, letter.repeat(HEADER));
            }
            let before = entry.clone();
            assert!(!clamp(&mut entry, ColumnLimits::Enforced), "{letter}");
            assert_eq!(entry, before);
            entry
                .headers
                .insert("x".repeat(HEADER + 1), letter.repeat(HEADER + 1));
            assert!(clamp(&mut entry, ColumnLimits::Ignored));
            assert_eq!(entry, before);
            entry.headers = [("x".repeat(HEADER + 1), letter.repeat(HEADER + 1))].into();
            assert!(clamp(&mut entry, ColumnLimits::Ignored));
            let expected = [("x".repeat(HEADER), letter.repeat(HEADER))].into();
            assert_eq!(entry.headers, expected);
        }
    }

    /// The service reads a float of 32 bits, and refuses the batch when a number is none.
    #[test]
    fn numbers_fit_into_what_the_service_reads_them_as() {
        for ms in [1e39, f64::MAX, 3.5e38, f64::NEG_INFINITY, -0.1, f64::NAN] {
            let mut entry = entry();
            entry.response_ms = ms;
            assert!(clamp(&mut entry, ColumnLimits::Ignored), "{ms}");
            let sent: serde_json::Value = serde_json::to_value(&entry).unwrap();
            let sent = sent["responseMs"].as_f64().unwrap();
            assert!((0.0..=f64::from(f32::MAX)).contains(&sent), "{ms}: {sent}");
        }
        for ms in [0.0, f64::MIN_POSITIVE, Duration::MAX.as_secs_f64() * 1000.0] {
            let mut entry = entry();
            entry.response_ms = ms;
            assert!(!clamp(&mut entry, ColumnLimits::Ignored), "{ms}");
        }
        for (size, most) in [
            (u64::MAX, 2_147_483_647),
            (2_147_483_648, 2_147_483_647),
            (2_147_483_647, 2_147_483_647),
        ] {
            let mut entry = entry();
            (entry.request_body_size, entry.response_body_size) = (Some(size), Some(size));
            assert_eq!(clamp(&mut entry, ColumnLimits::Ignored), size != most);
            assert_eq!(
                (entry.request_body_size, entry.response_body_size),
                (Some(most), Some(most))
            );
        }
        for (status, expected) in [(32_767, 32_767), (32_768, 0), (u16::MAX, 0), (0, 0)] {
            let mut entry = entry();
            entry.status_code = status;
            assert_eq!(
                clamp(&mut entry, ColumnLimits::Enforced),
                status != expected
            );
            assert_eq!(entry.status_code, expected);
        }
    }

    /// What cannot be stripped from an entry never fills a batch by itself, whoever sent it.
    #[test]
    fn an_entry_without_bodies_and_headers_fits_into_a_batch() {
        let mut entry = entry().with_x402(1.0, "").with_ip_address("");
        entry.path = "\u{1}".repeat(400_000);
        for text in short_texts(&mut entry) {
            *text = "\u{1}".repeat(400_000);
        }
        for text in [
            &mut entry.user_agent,
            &mut entry.referer,
            &mut entry.content_type,
            &mut entry.accept_language,
            &mut entry.customer_id,
            &mut entry.tool_name,
            &mut entry.error_type,
            &mut entry.x402_token,
        ] {
            *text = Some("\u{1}".repeat(400_000));
        }
        assert!(clamp(&mut entry, ColumnLimits::Enforced));
        assert!(serde_json::to_string(&entry).unwrap().len() < 40_000);
    }

    /// Headers and bodies of strangers, with limits or without.
    #[test]
    fn no_stranger_makes_an_entry_too_large() {
        let mut entry = entry().with_tool_name("\u{1}".repeat(17_000));
        entry.x402_token = Some("x".repeat(400_000));
        entry.x402_payer = Some("x".repeat(400_000));
        entry.x402_tx_hash = Some("x".repeat(400_000));
        entry.content_type = Some("x".repeat(400_000));
        entry.accept_language = Some("x".repeat(400_000));
        entry.method = "X".repeat(400_000);
        assert!(clamp(&mut entry, ColumnLimits::Ignored));
        assert!(serde_json::to_string(&entry).unwrap().len() < 40_000);
    }
}
