//! Percentiles of what calls took.

/// So many hundredths of the values are not above it.
pub(crate) fn percentile(values: &mut [f64], hundredths: usize) -> f64 {
    let place = (values.len() * hundredths / 100).min(values.len() - 1);
    *values.select_nth_unstable_by(place, f64::total_cmp).1
}
