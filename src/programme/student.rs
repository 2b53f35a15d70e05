//! Student's distribution for whole degrees of freedom (Abramowitz and Stegun, 26.7.3 and 26.7.4).

use std::f64::consts::{FRAC_2_PI, PI};

/// The probability of less than `t`.
pub(super) fn below(t: f64, freedom: u32) -> f64 {
    if t.is_infinite() {
        return if t > 0.0 { 1.0 } else { 0.0 };
    }
    let angle = (t / f64::from(freedom.max(1)).sqrt()).atan();
    let (sin, cos) = angle.sin_cos();
    let cos2 = cos * cos;
    // The part between −t and t is an angle and a sum for odd degrees, a sum alone for even ones.
    let between = if freedom.is_multiple_of(2) {
        let mut term = 1.0;
        let mut sum = 1.0;
        for k in 1..freedom / 2 {
            term *= cos2 * f64::from(2 * k - 1) / f64::from(2 * k);
            sum += term;
        }
        sin * sum
    } else {
        let mut term = cos;
        let mut sum = if freedom > 1 { cos } else { 0.0 };
        for k in 1..freedom.saturating_sub(1) / 2 {
            term *= cos2 * f64::from(2 * k) / f64::from(2 * k + 1);
            sum += term;
        }
        FRAC_2_PI * angle + 2.0 / PI * sin * sum
    };
    (0.5 + between / 2.0).clamp(0.0, 1.0)
}

/// The `t` below which a share of the distribution lies, for shares from a half up.
pub(super) fn quantile(share: f64, freedom: u32) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while below(high, freedom) < share && high < 1e9 {
        high *= 2.0;
    }
    for _ in 0..80 {
        let middle = (low + high) / 2.0;
        if below(middle, freedom) < share { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Abramowitz and Stegun, table 26.10.
    #[test]
    fn the_table() {
        let table = [
            (1, 3.078, 6.314, 12.706),
            (2, 1.886, 2.920, 4.303),
            (3, 1.638, 2.353, 3.182),
            (4, 1.533, 2.132, 2.776),
            (5, 1.476, 2.015, 2.571),
            (9, 1.383, 1.833, 2.262),
            (30, 1.310, 1.697, 2.042),
        ];
        for (freedom, ninety, ninety_five, more) in table {
            for (share, expected) in [(0.9, ninety), (0.95, ninety_five), (0.975, more)] {
                assert!((quantile(share, freedom) - expected).abs() < 6e-4, "{share} {freedom}");
                assert!((below(expected, freedom) + below(-expected, freedom) - 1.0).abs() < 1e-12);
            }
        }
    }
}
