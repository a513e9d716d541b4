//! One line that does not end: what it costs must grow with its length, and not with the square of it.

use tokio::runtime::Runtime;

use crate::clock::{ClockId, now};
use crate::input::{Content, Input, Shape, Way};
use crate::spread::Spread;
use crate::subject::Subjects;

const MIB: usize = 1 << 20;

/// How long the lines are, in MiB.
pub(crate) const SIZES: [usize; 3] = [1, 2, 4];

/// What such lines cost in one shape.
pub(crate) struct Long {
    pub(crate) name: String,
    /// Microseconds of processor time for each size: the medians of the rounds.
    pub(crate) cost: [f64; SIZES.len()],
}

/// Reads lines of all sizes in all shapes, in whole messages and in small ones.
pub(crate) fn measure(runtime: &Runtime, rounds: usize, subjects: &Subjects) -> Vec<Long> {
    let shapes = [
        (Way::WebSocket, Shape::Json),
        (Way::WebSocket, Shape::Text),
        (Way::Http, Shape::Events),
        (Way::Http, Shape::Json),
        (Way::Http, Shape::Text),
    ];
    let batches = [16 * MIB, 4096];
    let all = shapes
        .iter()
        .flat_map(|shape| batches.map(|batch| (*shape, batch)));
    all.map(|((way, shape), batch)| {
        let inputs = SIZES.map(|size| Input {
            way,
            shape,
            content: Content::Long,
            amount: size * MIB,
            batch,
        });
        let pieces = if batch > MIB {
            "one piece"
        } else {
            "pieces of 4 KiB"
        };
        let name = inputs[0].name();
        let name = name.split(',').next().unwrap_or_default();
        Long {
            name: format!("{name}, {pieces}"),
            cost: costs(runtime, rounds, &inputs, subjects),
        }
    })
    .collect()
}

/// The medians of rounds, after one that does not count.
fn costs(
    runtime: &Runtime,
    rounds: usize,
    inputs: &[Input; SIZES.len()],
    subjects: &Subjects,
) -> [f64; SIZES.len()] {
    let round = |_| {
        inputs.map(|input| {
            let before = now(ClockId::ProcessCPUTime);
            let line = runtime.block_on(subjects.facade.read_one(&input));
            let cost = now(ClockId::ProcessCPUTime) - before;
            let omitted = input.amount - 10_240;
            let marker = format!(" [… {omitted} of {} bytes left out]", input.amount);
            assert!(line.len() == 10_240 + marker.len() && line.ends_with(&marker));
            cost
        })
    };
    let rounds: Vec<[f64; SIZES.len()]> = (0..=rounds).map(round).skip(1).collect();
    std::array::from_fn(|size| Spread::new(rounds.iter().map(|round| round[size])).median)
}
