//! The dated parameters that facts themselves need; rules have their own.

use serde::{Deserialize, Serialize};

use crate::judge::Params;
use crate::model::{Day, Fen, Instant, Month, Tariff};

/// The parameters facts are taken with, as they are in force at one instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thresholds {
    /// Members who joined in this month or later must bear a number.
    pub number_due_from: Month,
    /// The age at which a member without a post leaves, in years.
    pub over_age: i32,
    /// Term of a branch, in years.
    pub term_branch: i32,
    /// Term of a graduating or student branch, in years.
    pub term_student: i32,
    /// Term of any other organisation, in years.
    pub term_committee: i32,
    /// Hours within which a hop must be answered, each with the day it came into force, oldest first. Not only the value of
    /// one day: a hop is measured by the one in force when it arrived.
    pub response: Vec<(Day, u32)>,
    /// The month whose responses are counted.
    pub response_month: Month,
    /// The month whose dues are counted.
    pub dues_month: Month,
    /// What a month costs.
    pub tariff: Tariff,
    /// Unpaid months in a row that make a finding.
    pub arrears_months: u16,
    /// The last year for which the education appraisal is due.
    pub appraised_year: u16,
    /// The last year for which the registration is due, outside schools.
    pub registered_year: u16,
    /// The same in schools.
    pub registered_year_school: u16,
    /// Branches in which one person may hold posts.
    pub most_branches: u16,
    /// Hours before its end in which an unanswered hop is told of.
    pub warning_hours: u32,
}

impl Thresholds {
    /// The values in force at an instant.
    pub fn at(params: &Params, at: Instant) -> Self {
        let force = params.at(at);
        let years = |name, usual: i32| force.value(name).map_or(usual, |value| value as i32);
        let usual = Self::of(at);
        let response = params.get("sla_hours").map(|param| {
            param.versions.iter().map(|version| (version.from, version.value.clamp(0, 100_000) as u32)).collect()
        });
        Self {
            number_due_from: force
                .value("joined_due_from")
                .map_or(usual.number_due_from, |day| Day(day as i32).month()),
            over_age: years("age_limit", usual.over_age),
            term_branch: years("term_branch", usual.term_branch),
            term_student: years("term_student", usual.term_student),
            term_committee: years("term_other", usual.term_committee),
            response: response.unwrap_or(usual.response),
            tariff: tariff(params, usual.dues_month.end()),
            arrears_months: force.value("arrears_months").map_or(usual.arrears_months, |n| n.clamp(1, 1_200) as u16),
            appraised_year: year_due(at, force.value("appraisal_by_month").unwrap_or(12)),
            registered_year: year_due(at, force.value("registration_by_month").unwrap_or(1)),
            registered_year_school: year_due(at, force.value("registration_school_by_month").unwrap_or(9)),
            most_branches: force.value("most_branches").map_or(usual.most_branches, |n| n.clamp(1, 1_000) as u16),
            warning_hours: force.value("warning_hours").map_or(usual.warning_hours, |n| n.clamp(0, 1_000) as u32),
            ..usual
        }
    }

    /// The values of `measures.md`.
    pub fn of(at: Instant) -> Self {
        let day = |year, month| Month::of(year, month).first();
        Self {
            number_due_from: Month::of(2017, 1),
            over_age: 28,
            term_branch: 3,
            term_student: 1,
            term_committee: 5,
            response: vec![(day(2018, 6), 72), (day(2019, 3), 48)],
            response_month: at.day().month(),
            dues_month: Month::complete_at(at),
            tariff: Tariff::default(),
            arrears_months: 6,
            appraised_year: year_due(at, 12),
            registered_year: year_due(at, 1),
            registered_year_school: year_due(at, 9),
            most_branches: 3,
            warning_hours: 24,
        }
    }

    /// The same for the responses and dues of another month.
    pub fn for_month(self, month: Month, params: &Params) -> Self {
        Self { response_month: month, dues_month: month, tariff: tariff(params, month.end()), ..self }
    }

    /// Seconds within which a hop that arrived at `arrived` must be answered.
    pub fn response_time(&self, arrived: Instant) -> i64 {
        let day = arrived.day();
        let later = self.response.partition_point(|(from, _)| *from <= day);
        // The earliest value also holds before its date.
        self.response.get(later.saturating_sub(1)).map_or(i64::MAX / 4, |(_, hours)| i64::from(*hours) * 3600)
    }
}

/// The last year whose month of that number is over at an instant.
fn year_due(at: Instant, month: i64) -> u16 {
    let over = Month::complete_at(at);
    let year = over.year() - i32::from(i64::from(over.number()) < month.clamp(1, 12));
    year.clamp(0, u16::MAX.into()) as u16
}

/// The tariff in force at an instant.
fn tariff(params: &Params, at: Instant) -> Tariff {
    let force = params.at(at);
    let fen = |name: &str, usual: Fen| force.value(name).map_or(usual, |fen| Fen(fen.clamp(0, 100_000_000) as u32));
    let usual = Tariff::default();
    let mut bands = usual.bands;
    for ((bound, due), n) in bands.iter_mut().zip(1..) {
        *bound = fen(&format!("dues_band_{n}_below"), *bound);
        *due = fen(&format!("dues_band_{n}"), *due);
    }
    Tariff {
        student: fen("dues_student", usual.student),
        farmer: fen("dues_farmer", usual.farmer),
        bands,
        above: fen("dues_above_bands", usual.above),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::Rules;

    #[test]
    fn the_hours_in_force_when_a_hop_arrived() {
        let params = Rules::builtin().unwrap();
        let at = Instant::parse("2019-04-01 00:00").unwrap();
        let thresholds = Thresholds::at(params.params(), at);
        assert_eq!(thresholds, Thresholds::of(at));
        for (arrived, hours) in
            [("2017-01-01", 72), ("2018-06-01", 72), ("2019-02-28 23:59:59", 72), ("2019-03-01", 48)]
        {
            let arrived = Instant::parse(arrived).unwrap();
            assert_eq!(thresholds.response_time(arrived), hours * 3600, "{arrived}");
        }
    }
}
