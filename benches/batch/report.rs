//! The tables and the verdicts.

use crate::input::File;
use crate::measure::{Cost, Round};
use crate::spread::Spread;
use crate::subject::Way;

/// The least throughput of what the loop by hand has.
const LEAST: f64 = 0.9;

/// Prints the table: costs are medians of the rounds, ratios are medians of the rounds' ratios.
pub(crate) fn print(file: &File, rounds: &[Round], pairs: &[(Way, Way)]) {
    let head = format!("{} inputs, µs each", file.lines);
    println!(
        "{head:24} | {:>8} {:>8}  {:18} | {:>9} {:>8}  {:18} | overhead µs: time, CPU",
        "bare", "quintet", "throughput of bare", "bare CPU", "quintet", "ratio (min–max)",
    );
    let worst = pairs.iter().map(|pair| line(rounds, *pair));
    let worst = worst.fold(f64::INFINITY, f64::min);
    println!("a batch has {worst:.2} of the throughput of loops by hand or more (goal {LEAST:.2})");
}

/// Prints a line; gives the throughput, of that by hand.
fn line(rounds: &[Round], (way, bare): (Way, Way)) -> f64 {
    let all = |value: &dyn Fn(Cost, Cost) -> f64| {
        let values = rounds.iter();
        Spread::new(values.map(|round| value(round.of(way), round.of(bare))))
    };
    let throughput = all(&|ours, theirs| theirs.wall / ours.wall);
    let cpu = all(&|ours, theirs| ours.cpu / theirs.cpu);
    let [wall, wall_bare] = [all(&|ours, _| ours.wall), all(&|_, theirs| theirs.wall)];
    let [used, used_bare] = [all(&|ours, _| ours.cpu), all(&|_, theirs| theirs.cpu)];
    println!(
        "{:24} | {:>8.1} {:>8.1}  {:18} | {:>9.1} {:>8.1}  {:18} | {:.1}, {:.1}",
        way.name(),
        wall_bare.median,
        wall.median,
        throughput.to_string(),
        used_bare.median,
        used.median,
        cpu.to_string(),
        all(&|ours, theirs| ours.wall - theirs.wall).median,
        all(&|ours, theirs| ours.cpu - theirs.cpu).median,
    );
    throughput.median
}

/// What stands over the second table.
pub(crate) fn memory_head(file: &File) {
    println!();
    let head = format!("{} inputs, {} MiB", file.lines, file.bytes() >> 20);
    println!(
        "{head:24} | {:>10} | {:>10} | {:>12}",
        "inputs/s", "CPU µs", "memory KiB"
    );
}

/// A line of the second table.
pub(crate) fn memory(way: Way, cost: &Cost, held: usize) {
    println!(
        "{:24} | {:>10.0} | {:>10.1} | {:>12}",
        way.name(),
        1e6 / cost.wall,
        cost.cpu,
        held >> 10
    );
}

pub(crate) fn memory_verdict(most: usize) {
    println!(
        "every input gave one result, in less than {} MiB",
        most >> 20
    );
}
