//! Arrears, which depend on which rosters of dues were brought anywhere below a leading body: where edits touch either, only a
//! look at all rows tells.

use super::Work;
use super::shared::Looked;
use crate::model::{IdKey, Month, Pos};

/// Somebody in arrears where the rosters are there: the branch now, the leading bodies with the first month of each, and who.
type OneOwing = (Option<Pos>, Vec<(Pos, Month)>, IdKey);

impl Work<'_> {
    /// Whether what was edited says the same of arrears, and of the months that were brought, as before.
    pub fn arrears_stay(&self, looked: &Looked) -> bool {
        let flat = |list: &[super::super::Arrears]| {
            let each = |one: &super::super::Arrears| {
                one.keys.iter().map(|key| (one.stood, one.stays.clone(), *key)).collect::<Vec<OneOwing>>()
            };
            let mut all: Vec<OneOwing> = list.iter().flat_map(each).collect();
            all.sort_unstable();
            all
        };
        let sorted = |list: &[(Pos, Month)]| {
            let mut list = list.to_vec();
            list.sort_unstable();
            list
        };
        flat(&looked.arrears.0) == flat(&looked.arrears.1) && sorted(&looked.brought.0) == sorted(&looked.brought.1)
    }
}
