//! How programs do, in numbers.

use serde::Serialize;

use super::super::number::Double;
use super::super::tasks::{Record, share};

/// A program's executions as JSON.
#[derive(Debug, Serialize)]
pub(super) struct Metrics {
    average_latency_ms: Double,
    p50_latency_ms: Double,
    p95_latency_ms: Double,
    p99_latency_ms: Double,
    validation_rate: Double,
    error_rate: Double,
    total_executions: u64,
    successful_executions: u64,
    failed_executions: u64,
}

impl Metrics {
    pub(super) fn of(record: &Record) -> Self {
        let mut latencies: Vec<f64> = record.latencies.iter().copied().collect();
        latencies.sort_by(f64::total_cmp);
        let sum: f64 = latencies.iter().sum();
        let percentile = |share| Double::rounded(percentile(&latencies, share));
        Self {
            average_latency_ms: Double::rounded(sum / latencies.len().max(1) as f64),
            p50_latency_ms: percentile(50),
            p95_latency_ms: percentile(95),
            p99_latency_ms: percentile(99),
            validation_rate: Double(record.validation_rate()),
            error_rate: Double(share(record.failures, record.executions())),
            total_executions: record.executions(),
            successful_executions: record.successes,
            failed_executions: record.failures,
        }
    }
}

/// The smallest of sorted numbers that so many per cent do not exceed; zero without any.
fn percentile(sorted: &[f64], share: usize) -> f64 {
    let rank = (sorted.len() * share).div_ceil(100);
    let number = sorted.get(rank.saturating_sub(1));
    number.copied().unwrap_or_default()
}

/// How likely two shares differ so much by chance: the two-sided test of two proportions.
pub(super) fn p_value(control: (u64, u64), treatment: (u64, u64)) -> f64 {
    let (n, m) = (control.1 as f64, treatment.1 as f64);
    if control.1 == 0 || treatment.1 == 0 {
        return 1.0;
    }
    let pooled = (control.0 + treatment.0) as f64 / (n + m);
    let deviation = (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt();
    if deviation == 0.0 {
        return 1.0;
    }
    let difference = treatment.0 as f64 / m - control.0 as f64 / n;
    2.0 * tail((difference / deviation).abs())
}

/// The share of a normal distribution beyond so many deviations (Abramowitz and Stegun 26.2.17).
fn tail(deviations: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * deviations);
    let factors = [
        1.330_274_429,
        -1.821_255_978,
        1.781_477_937,
        -0.356_563_782,
        0.319_381_53,
    ];
    let series = factors.iter().fold(0.0, |sum, factor| (sum + factor) * t);
    let density = (-deviations * deviations / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    density * series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_numbers_that_were_there() {
        let numbers: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!(percentile(&numbers, 50), 50.0);
        assert_eq!(percentile(&numbers, 99), 99.0);
        assert_eq!(percentile(&[3.0], 50), 3.0);
        assert_eq!(percentile(&[], 50), 0.0);
    }

    #[test]
    fn what_differs_much_does_not_by_chance() {
        // 1.96 deviations are beyond in five per cent of all cases.
        assert!((2.0 * tail(1.96) - 0.05).abs() < 1e-4);
        assert!((2.0 * tail(0.0) - 1.0).abs() < 1e-6);
        assert!(p_value((50, 100), (90, 100)) < 0.001);
        assert!(p_value((50, 100), (52, 100)) > 0.5);
        assert_eq!(p_value((0, 0), (1, 1)), 1.0);
        assert_eq!(p_value((5, 5), (7, 7)), 1.0);
    }
}
