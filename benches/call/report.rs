//! The table and the verdict.

use crate::measure::{Cost, Load};
use crate::spread::Spread;
use crate::subject::Kind;
use crate::turns::Round;

/// The most that a call may cost of what bare reqwest costs, and what is aimed at: CPU, at concurrency 64.
const MOST: f64 = 1.10;
const AIM: f64 = 1.03;
const JUDGED: usize = 64;

/// A line of the table.
pub(crate) struct Line {
    kind: Kind,
    load: Load,
    wall: Comparison,
    cpu: Comparison,
}

impl Line {
    pub(crate) fn new(kind: Kind, load: Load, rounds: &[Round<Cost>]) -> Self {
        Self {
            kind,
            load,
            wall: Comparison::new(rounds, |cost| cost.wall),
            cpu: Comparison::new(rounds, |cost| cost.cpu),
        }
    }
}

/// One measure of both ways, in microseconds, and the ratio of each round.
struct Comparison {
    bare: f64,
    facade: f64,
    ratio: Spread,
}

impl Comparison {
    fn new(rounds: &[Round<Cost>], of: impl Fn(&Cost) -> f64) -> Self {
        let spread = |value: &dyn Fn(&Round<Cost>) -> f64| Spread::new(rounds.iter().map(value));
        Self {
            bare: spread(&|round| of(&round.bare)).median,
            facade: spread(&|round| of(&round.ours)).median,
            ratio: spread(&|round| of(&round.ours) / of(&round.bare)),
        }
    }
}

/// Prints the table: costs are medians of the rounds, ratios are medians of the rounds' ratios.
pub(crate) fn print(lines: &[Line]) {
    let head = format!(
        "{:4} {:>5} | {:>9} {:>9}  {:18}",
        "call", "conc.", "bare µs", "facade", "ratio (min–max)"
    );
    println!(
        "{head} | {:>9} {:>9}  {:18}",
        "bare CPU", "facade", "ratio (min–max)"
    );
    for line in lines {
        print!("{:4} {:>5}", line.kind.name(), line.load.concurrency);
        for Comparison {
            bare,
            facade,
            ratio,
        } in [&line.wall, &line.cpu]
        {
            print!(" | {bare:>9.1} {facade:>9.1}  {:18}", ratio.to_string());
        }
        println!();
    }
    let judged = lines
        .iter()
        .filter(|line| line.load.concurrency == JUDGED)
        .map(|line| {
            let call = line.kind.name().to_uppercase();
            format!("{call} {:.2}", line.cpu.ratio.median)
        })
        .collect::<Vec<_>>()
        .join(", ");
    println!(
        "CPU per call at concurrency {JUDGED}: {judged} of bare reqwest (at most {MOST:.2}, aim {AIM:.2})"
    );
}
