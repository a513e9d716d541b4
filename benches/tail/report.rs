//! The tables and the verdicts.

use crate::input::Input;
use crate::long::{Long, SIZES};
use crate::measure::Cost;
use crate::spread::Spread;
use crate::turns::Round;

/// The least speed of what the loops by hand have.
const LEAST: f64 = 0.8;

/// The most that four times the length may cost: four times as much, but for what chance makes of it.
const MOST: f64 = 5.0;

/// A line of the table.
pub(crate) struct Line {
    name: String,
    /// Nanoseconds for each line.
    bare: f64,
    facade: f64,
    /// Our speed of theirs, by processor time.
    ratio: Spread,
    /// Lines a second by the clock on the wall, and the ratio of these.
    wall: [f64; 3],
}

impl Line {
    pub(crate) fn new(input: &Input, rounds: &[Round<Cost>]) -> Self {
        let count = input.amount as f64;
        let all = |value: &dyn Fn(&Round<Cost>) -> f64| Spread::new(rounds.iter().map(value));
        Self {
            name: input.name(),
            bare: all(&|round| round.bare[0]).median * 1e3 / count,
            facade: all(&|round| round.ours[0]).median * 1e3 / count,
            ratio: all(&|round| round.bare[0] / round.ours[0]),
            wall: [
                count * 1e6 / all(&|round| round.bare[1]).median,
                count * 1e6 / all(&|round| round.ours[1]).median,
                all(&|round| round.bare[1] / round.ours[1]).median,
            ],
        }
    }

    /// Costs are medians of the rounds, ratios are medians of the rounds' ratios.
    pub(crate) fn print(&self) {
        let [bare, facade, wall] = self.wall;
        println!(
            "{:40} | {:>8.1} {:>8.1}  {:18} | {bare:>9.0} {facade:>9.0}  {wall:.2}",
            self.name,
            self.bare,
            self.facade,
            self.ratio.to_string(),
        );
    }

    pub(crate) fn ratio(&self) -> f64 {
        self.ratio.median
    }
}

/// What stands over the table.
pub(crate) fn head() {
    println!(
        "{:40} | {:>8} {:>8}  {:18} | {:>9} {:>9}  ratio",
        "CPU ns/line; our speed of theirs",
        "bare",
        "quintet",
        "ratio (min–max)",
        "bare 1/s",
        "quintet"
    );
}

pub(crate) fn verdict(worst: f64) {
    println!(
        "a log is followed at {worst:.2} of the speed of loops by hand or more (goal {LEAST:.2})"
    );
}

/// Prints what one endless line costs.
pub(crate) fn print_long(all: &[Long]) {
    println!();
    print!("{:36}", "one line: CPU ms");
    for size in SIZES {
        print!(" | {:>8}", format!("{size} MiB"));
    }
    println!(" | last of first");
    for long in all {
        print!("{:36}", long.name);
        for cost in long.cost {
            print!(" | {:>8.2}", cost / 1e3);
        }
        println!(" | {:.2}", growth(long));
    }
    let worst = all.iter().map(growth).fold(0.0, f64::max);
    println!("four times the length costs at most {worst:.2} times as much (goal {MOST:.1})");
}

fn growth(long: &Long) -> f64 {
    long.cost[SIZES.len() - 1] / long.cost[0]
}
