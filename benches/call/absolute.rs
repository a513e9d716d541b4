//! Absolute figures, by criterion: one call at a time.

use criterion::Criterion;
use tokio::runtime::Runtime;

use crate::subject::{Bare, Facade, Kind, Subject};

/// Runs the benchmarks whose name contains `filter`.
pub(crate) fn run(runtime: &Runtime, filter: Option<&str>, bare: &Bare, facade: &Facade) {
    let mut criterion = Criterion::default();
    if let Some(filter) = filter {
        criterion = criterion.with_filter(filter);
    }
    for kind in Kind::ALL {
        bench(&mut criterion, runtime, kind, bare);
        bench(&mut criterion, runtime, kind, facade);
    }
    criterion.final_summary();
}

fn bench<S: Subject>(criterion: &mut Criterion, runtime: &Runtime, kind: Kind, subject: &S) {
    let name = format!("{}/{}", kind.name(), S::NAME);
    criterion.bench_function(&name, |bencher| {
        bencher.to_async(runtime).iter(|| subject.call(kind));
    });
}
