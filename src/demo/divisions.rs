//! The real divisions the demonstration stands on, carried inside the program.

use std::io::Read;

use flate2::read::GzDecoder;

use super::DemoError;
use crate::model::DivisionCode;

const PACKED: &[u8] = include_bytes!("divisions.csv.gz");
/// The province of the demonstration.
const PROVINCE: &str = "44";

/// A level below the province.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Province,
    City,
    County,
    Town,
    Village,
}

#[derive(Clone, Debug)]
struct Row {
    code: u64,
    parent: u64,
    level: Level,
    name: (u32, u32),
}

/// A division by its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place(pub u32);

/// Divisions of one province: cities, then counties, towns and villages, each level in the order of its codes.
pub(super) struct Divisions {
    text: String,
    rows: Vec<Row>,
}

impl Divisions {
    pub(super) fn load() -> Result<Self, DemoError> {
        let mut text = String::new();
        GzDecoder::new(PACKED).read_to_string(&mut text).map_err(|_| DemoError::Divisions)?;
        let base = text.as_ptr() as usize;
        let mut rows = Vec::with_capacity(30_000);
        for line in text.lines().filter(|line| line.starts_with(PROVINCE)) {
            let mut cells = line.split(',');
            let (Some(code), Some(name), Some(parent), Some(level)) =
                (cells.next(), cells.next(), cells.next(), cells.next())
            else {
                return Err(DemoError::Divisions);
            };
            let level = match level {
                "province" => Level::Province,
                "city" => Level::City,
                "county" => Level::County,
                "town" => Level::Town,
                _ => Level::Village,
            };
            let start = (name.as_ptr() as usize - base) as u32;
            // Checked once here, so that no row of an organisation can fail later.
            let code = DivisionCode::parse(code).map_err(|_| DemoError::Divisions)?.number();
            let parent = parent.parse().unwrap_or_default();
            rows.push(Row { code, parent, level, name: (start, start + name.len() as u32) });
        }
        Ok(Self { text, rows })
    }

    pub(super) fn name(&self, place: Place) -> &str {
        let (start, end) = self.rows[place.0 as usize].name;
        &self.text[start as usize..end as usize]
    }

    pub(super) fn code(&self, place: Place) -> u64 {
        self.rows[place.0 as usize].code
    }

    pub(super) fn province(&self) -> Option<Place> {
        self.rows.iter().position(|row| row.level == Level::Province).map(|at| Place(at as u32))
    }

    /// Every division of a level by the code of its parent, in order.
    pub(super) fn by_parent(&self, level: Level) -> Vec<(u64, Place)> {
        let of_level = self.rows.iter().enumerate().filter(|(_, row)| row.level == level);
        let mut list: Vec<(u64, Place)> = of_level.map(|(at, row)| (row.parent, Place(at as u32))).collect();
        list.sort_by_key(|(parent, _)| *parent);
        list
    }

    /// What people call a village or community: the name without its office and without the divisions above it.
    pub(super) fn village(&self, place: Place) -> String {
        let mut name = self.name(place);
        for level in ["省", "市", "县", "区", "镇", "乡", "街道"] {
            // Only names that spell out the whole way down are cut; a village may itself be called something with 镇.
            if name.chars().count() > 12
                && let Some((_, rest)) = name.split_once(level)
                && rest.chars().count() > 5
            {
                name = rest;
            }
        }
        for (office, kept) in [
            ("社区居民委员会", "社区"),
            ("村民委员会", "村"),
            ("居民委员会", "社区"),
            ("社区居委会", "社区"),
            ("社区居委", "社区"),
            ("村委会", "村"),
            ("居委会", "社区"),
            ("渔委会", "渔村"),
            ("委员会", "村"),
        ] {
            if let Some(bare) = name.strip_suffix(office) {
                let kept = if bare.ends_with(kept) { "" } else { kept };
                return format!("{bare}{kept}");
            }
        }
        name.to_owned()
    }
}

/// Sub-list of [`Divisions::by_parent`] under one parent.
pub(super) fn under(list: &[(u64, Place)], parent: u64) -> &[(u64, Place)] {
    let start = list.partition_point(|(p, _)| *p < parent);
    let end = list.partition_point(|(p, _)| *p <= parent);
    &list[start..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_province_is_all_there() {
        let divisions = Divisions::load().unwrap();
        let count = |level| divisions.by_parent(level).len();
        assert_eq!([count(Level::City), count(Level::County), count(Level::Town)], [21, 124, 1757]);
        assert_eq!(count(Level::Village), 26_842);
        let towns = divisions.by_parent(Level::Town);
        assert_eq!(under(&towns, 440_783).len(), 16);
        for (_, place) in divisions.by_parent(Level::Village) {
            let name = divisions.village(place);
            assert!(!name.is_empty() && name.chars().count() <= 20, "{name}");
        }
    }
}
