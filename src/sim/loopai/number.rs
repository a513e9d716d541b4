//! Numbers as .NET writes them.

use serde::{Serialize, Serializer};

/// The largest number up to which every integer is exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A `double`: without a fraction it looks like an integer. What is no number is written as zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub(super) struct Double(pub(super) f64);

impl Double {
    /// Rounded to four digits behind the point.
    pub(super) fn rounded(number: f64) -> Self {
        Self((number * 10_000.0).round() / 10_000.0)
    }
}

impl Serialize for Double {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            number if !number.is_finite() => serializer.serialize_i64(0),
            #[expect(clippy::cast_possible_truncation, reason = "it is in range")]
            number if number.fract() == 0.0 && number.abs() < EXACT => {
                serializer.serialize_i64(number as i64)
            }
            number => serializer.serialize_f64(number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_without_a_fraction_has_no_point() {
        let numbers = [0.05, 1.0, 100.0, -0.0, f64::NAN, 1e20].map(Double);
        let text = serde_json::to_string(&numbers).unwrap();
        assert_eq!(text, "[0.05,1,100,0,0,1e+20]");
        assert_eq!(Double::rounded(0.123_456), Double(0.1235));
    }
}
