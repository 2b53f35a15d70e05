//! Whole numbers shared out so that they add up: what makes the published table come out by construction.

/// Shares `total` by weight, each share at most its cap: largest remainders first, earlier places first among equals.
///
/// `None` where the caps of the places with a weight hold less than `total`.
pub(super) fn apportion(total: u64, places: &[(f64, u64)]) -> Option<Vec<u64>> {
    let mut out = vec![0; places.len()];
    let mut open: Vec<usize> = (0..places.len()).filter(|&at| places[at].0 > 0.0 && places[at].1 > 0).collect();
    let mut left = total;
    // A place whose fair share passes its cap is filled, and the rest share what remains.
    loop {
        let weight: f64 = open.iter().map(|&at| places[at].0).sum();
        let before = (open.len(), left);
        open.retain(|&at| {
            let full = before.1 as f64 * places[at].0 / weight >= places[at].1 as f64;
            if full {
                out[at] = places[at].1.min(left);
                left -= out[at];
            }
            !full
        });
        if open.len() == before.0 {
            break;
        }
    }
    if open.is_empty() {
        return (left == 0).then_some(out);
    }
    let weight: f64 = open.iter().map(|&at| places[at].0).sum();
    let mut rest = Vec::with_capacity(open.len());
    let mut given = 0;
    for &at in &open {
        let share = left as f64 * places[at].0 / weight;
        out[at] = share as u64;
        given += out[at];
        rest.push((share.fract(), at));
    }
    rest.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut left = left.checked_sub(given)?;
    while left > 0 {
        let before = left;
        for &(_, at) in &rest {
            if left > 0 && out[at] < places[at].1 {
                out[at] += 1;
                left -= 1;
            }
        }
        if left == before {
            return None;
        }
    }
    Some(out)
}

/// Shares `total` by weight without caps.
pub(super) fn share_out(total: u64, weights: impl IntoIterator<Item = f64>) -> Option<Vec<u64>> {
    let places: Vec<(f64, u64)> = weights.into_iter().map(|weight| (weight, u64::MAX)).collect();
    apportion(total, &places)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn shares_add_up_and_keep_their_caps(
            places in proptest::collection::vec((0.0..9.0f64, 0u64..50), 1..40),
            part in 0.0..=1.0f64,
        ) {
            let room: u64 = places.iter().filter(|place| place.0 > 0.0).map(|place| place.1).sum();
            let total = (room as f64 * part) as u64;
            let shares = apportion(total, &places).unwrap();
            prop_assert_eq!(shares.iter().sum::<u64>(), total);
            prop_assert!(shares.iter().zip(&places).all(|(share, place)| *share <= place.1));
            prop_assert_eq!(apportion(room + 1, &places), None);
        }
    }

    #[test]
    fn remainders_decide() {
        assert_eq!(share_out(10, [1.0, 1.0, 1.0]), Some(vec![4, 3, 3]));
        assert_eq!(share_out(5, [0.0, 3.0, 2.0]), Some(vec![0, 3, 2]));
        assert_eq!(share_out(0, []), Some(vec![]));
        assert_eq!(share_out(1, []), None);
    }
}
