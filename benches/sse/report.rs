//! The table and the verdict.

use crate::input::Input;
use crate::measure::Round;
use crate::subject::Subject;

/// The most that reading may cost of what the fastest of the others takes: no more, but for what chance makes of it.
const MOST: f64 = 1.05;

/// A line of the table.
pub(crate) struct Line {
    name: String,
    /// Nanoseconds of each subject for an event, or for a chunk where there is but one event.
    cost: [Option<f64>; Subject::ALL.len()],
    /// What the first subject costs of what the others cost: the median, the least and the most of the rounds.
    ratios: [Option<[f64; 3]>; Subject::ALL.len()],
}

impl Line {
    pub(crate) fn new(input: &Input, rounds: &[Round]) -> Self {
        let chunks = input.whole.len().div_ceil(input.chunk);
        let (unit, count) = match input.content.events {
            1 => ("chunk", chunks as f64),
            events => ("event", events as f64),
        };
        let size = match chunks {
            1 => "one chunk".to_owned(),
            _ => format!("chunks of {} B", input.chunk),
        };
        let places = std::array::from_fn::<usize, { Subject::ALL.len() }, _>(|place| place);
        Self {
            name: format!("{}, {size}: ns/{unit}", input.name),
            cost: places.map(|place| {
                let values = rounds.iter().filter_map(|round| round[place]);
                Some(spread(values)?[0] * 1e9 / count)
            }),
            ratios: places.map(|place| {
                spread(
                    rounds
                        .iter()
                        .filter_map(|round| Some(round[0]? / round[place]?)),
                )
            }),
        }
    }

    /// The ratio to the fastest of the others.
    fn worst(&self) -> f64 {
        let ratios = self.ratios.iter().skip(1).flatten();
        ratios.map(|spread| spread[0]).fold(0.0, f64::max)
    }
}

fn spread(values: impl Iterator<Item = f64>) -> Option<[f64; 3]> {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let median = *sorted.get(sorted.len() / 2)?;
    Some([median, *sorted.first()?, *sorted.last()?])
}

/// Prints the table: costs are medians of the rounds, ratios are medians of the rounds' ratios.
pub(crate) fn print(lines: &[Line]) {
    print!("{:48}", "CPU; ours of theirs (min–max)");
    for subject in Subject::ALL {
        print!(" | {:>26}", subject.name());
    }
    println!();
    for line in lines {
        print!("{:48}", line.name);
        for (place, (cost, ratio)) in line.cost.iter().zip(line.ratios).enumerate() {
            let cell = match (cost, ratio) {
                (Some(cost), _) if place == 0 => format!("{cost:.1}"),
                (Some(cost), Some([median, min, max])) => {
                    format!("{cost:.1}  {median:.2} ({min:.2}–{max:.2})")
                }
                _ => "left out: quadratic".to_owned(),
            };
            print!(" | {cell:>26}");
        }
        println!();
    }
    let worst = lines.iter().map(Line::worst).fold(0.0, f64::max);
    println!(
        "reading events takes at most {worst:.2} of what the fastest of the others takes (at most {MOST:.2})"
    );
}
