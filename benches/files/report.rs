//! The table and the verdict.

use crate::measure::Cost;
use crate::subject::Kind;
use crate::turns::Round;

/// The most that a transfer may take of what bare reqwest takes, and the most memory that it may need besides.
const MOST: f64 = 1.10;
const MOST_MEMORY: f64 = 32.0;

/// A line of the table.
pub(crate) struct Line {
    kind: Kind,
    bare: f64,
    facade: f64,
    /// Of each round, from the least to the most.
    ratios: Vec<f64>,
    /// The highest of all rounds, in MiB.
    memory: Option<f64>,
    bare_memory: Option<f64>,
}

impl Line {
    /// Of rounds in a process that held so much memory before the first of them.
    pub(crate) fn new(kind: Kind, held: Option<u64>, rounds: &[Round<Cost>]) -> Self {
        let seconds = |cost: &Cost| cost.time.as_secs_f64();
        let ratio = |round: &Round<Cost>| seconds(&round.ours) / seconds(&round.bare);
        Self {
            kind,
            bare: median(&sorted(rounds, |round| seconds(&round.bare))),
            facade: median(&sorted(rounds, |round| seconds(&round.ours))),
            ratios: sorted(rounds, ratio),
            memory: extra(held, rounds, |round| round.ours),
            bare_memory: extra(held, rounds, |round| round.bare),
        }
    }
}

fn sorted(rounds: &[Round<Cost>], value: impl Fn(&Round<Cost>) -> f64) -> Vec<f64> {
    let mut values: Vec<f64> = rounds.iter().map(value).collect();
    values.sort_by(f64::total_cmp);
    values
}

fn median(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}

/// How far the highest peak is above what was held before any transfer: what one leaves behind is not forgotten.
fn extra(
    held: Option<u64>,
    rounds: &[Round<Cost>],
    of: impl Fn(&Round<Cost>) -> Cost,
) -> Option<f64> {
    let peaks = rounds.iter().filter_map(|round| of(round).peak);
    let more = peaks.max()?.saturating_sub(held?);
    Some(more as f64 / 1024.0 / 1024.0)
}

/// Prints the table: times are medians of the rounds, ratios are medians of the rounds' ratios, memory is what was held
/// more than before the first transfer.
pub(crate) fn print(size: u64, lines: &[Line]) {
    println!(
        "{:18} | {:>7} {:>7}  {:18} | {:>9} {:>7}",
        format!("{} MiB", size >> 20),
        "bare s",
        "facade",
        "ratio (min–max)",
        "bare MiB",
        "facade"
    );
    for line in lines {
        let spread = [median(&line.ratios), line.ratios[0]];
        let last = line.ratios.last().copied().unwrap_or_default();
        println!(
            "{:18} | {:>7.3} {:>7.3}  {:18} | {:>9} {:>7}",
            line.kind.name(),
            line.bare,
            line.facade,
            format!("{:.2} ({:.2}–{last:.2})", spread[0], spread[1]),
            shown(line.bare_memory),
            shown(line.memory)
        );
    }
    let slowest = lines.iter().map(|line| median(&line.ratios));
    let slowest = slowest.fold(0.0, f64::max);
    let memory = lines.iter().filter_map(|line| line.memory);
    let memory = memory.fold(None, |most: Option<f64>, one| {
        Some(most.map_or(one, |most| most.max(one)))
    });
    println!(
        "facade: at most {slowest:.2} of the time of bare reqwest (goal {MOST:.2}), {} MiB of extra memory (goal below {MOST_MEMORY:.0})",
        shown(memory)
    );
}

fn shown(memory: Option<f64>) -> String {
    memory.map_or_else(|| "unknown".to_owned(), |mib| format!("{mib:.1}"))
}
