//! Verdicts: taken at the due instant and kept; before it, by the forecast.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::Value;
use super::definition::{Proof, Step};
use super::forecast::distance;
use crate::model::{Instant, Labelled, OrgId, labelled};

labelled! {
    /// How a step stands (`measures.md`, steps of a programme).
    Verdict {
        #[serde(rename = "met")]
        Met = "达标", "met";
        #[serde(rename = "missed")]
        Missed = "未达标", "missed";
        #[serde(rename = "on-course")]
        OnCourse = "正常推进", "on course";
        #[serde(rename = "at-risk")]
        AtRisk = "有风险", "at risk";
        #[serde(rename = "unproven")]
        Unproven = "无凭据", "unproven";
        #[serde(rename = "n/a")]
        NotApplicable = "不适用", "n/a";
        #[serde(rename = "no-data")]
        NoData = "暂无数据", "no data";
    }
}

impl Verdict {
    /// The word in JSON and on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "missed",
            Self::OnCourse => "on-course",
            Self::AtRisk => "at-risk",
            Self::Unproven => "unproven",
            Self::NotApplicable => "n/a",
            Self::NoData => "no-data",
        }
    }

    /// The verdict of such a word.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|verdict| verdict.id() == id)
    }
}

const DAY_SECONDS: f64 = 86_400.0;

/// How likely a step is to be reached, and how likely it must be to count as on course.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// By the forecast.
    pub probability: f64,
    /// By the parameter `on-course-percent`.
    pub least: f64,
}

fn days(from: Instant, to: Instant) -> f64 {
    (to.0 - from.0) as f64 / DAY_SECONDS
}

/// How a step stands.
///
/// From its due instant on, only the value at that instant counts. Before, a step is on course where the value reaches the
/// target already or is likely enough to; with no forecast it is at risk. What must be attested or sampled is unproven
/// once due with nothing to support it: no value, or not one of those asked.
pub fn verdict(
    step: &Step,
    value_at_due: Option<Value>,
    value_now: Option<Value>,
    chance: Option<Chance>,
    now: Instant,
) -> Verdict {
    let due = now >= step.due_at();
    let Some(value) = (if due { value_at_due } else { value_now }) else {
        return if due && step.proof != Proof::Data { Verdict::Unproven } else { Verdict::NoData };
    };
    if due && step.proof != Proof::Data && value.numerator == 0 && value.denominator != Some(0) {
        return Verdict::Unproven;
    }
    match step.target.reached(&value) {
        None => Verdict::NotApplicable,
        Some(true) if due => Verdict::Met,
        Some(false) if due => Verdict::Missed,
        Some(true) => Verdict::OnCourse,
        Some(false) => match chance {
            Some(chance) if chance.probability >= chance.least => Verdict::OnCourse,
            _ => Verdict::AtRisk,
        },
    }
}

/// How much a day the value must move to reach the target by the due instant, a rate as a share of 1.
///
/// Never negative: whether up or down is the target's to say. `None` where it is reached, not known, or due already.
pub fn required_pace(step: &Step, value: &Value, now: Instant) -> Option<f64> {
    let days = days(now, step.due_at());
    let short = step.target.reached(value) == Some(false) && days > 0.0;
    Some(distance(step.target, value.value?).abs() / days).filter(|_| short)
}

/// A verdict as it was taken; later corrections stand beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frozen {
    /// The programme's id.
    pub programme: CompactString,
    /// The step's id.
    pub step: CompactString,
    /// The organisation whose subtree was counted.
    pub org: OrgId,
    /// The due instant.
    pub due: Instant,
    /// The number; `None` where there was none.
    pub value: Option<f64>,
    /// The count, or the part.
    pub numerator: Option<u64>,
    /// The whole, for a rate.
    pub denominator: Option<u64>,
    /// The verdict.
    pub verdict: Verdict,
    /// The instant as of which the register was read.
    pub taken_from: Instant,
    /// When it was written down.
    pub recorded_at: Instant,
}

impl Frozen {
    /// The verdict on a step from its value at the due instant; `None` while it is not due.
    pub fn take(programme: &str, step: &Step, org: OrgId, value: Option<Value>, recorded_at: Instant) -> Option<Self> {
        let due = step.due_at();
        (recorded_at >= due).then(|| Self {
            programme: programme.into(),
            step: step.id.clone(),
            org,
            due,
            value: value.and_then(|value| value.value),
            numerator: value.map(|value| value.numerator),
            denominator: value.and_then(|value| value.denominator),
            verdict: verdict(step, value, None, None, due),
            taken_from: due,
            recorded_at,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Comparison, Programme, Target};
    use super::*;

    fn step(id: &str) -> Step {
        Programme::builtin().unwrap().step(id).unwrap().clone()
    }

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn verdicts() {
        let likely = |probability| Some(Chance { probability, least: 0.5 });
        let before = "2018-06-28 23:59:59";
        let (count, rate) = (|n| Some(Value::count(n)), |n, of| Some(Value::rate(n, of)));
        let due = "2018-06-30 23:59:59";
        let table = [
            // Due: only the value of that instant counts.
            ("T04.1", count(0), count(5), None, due, Verdict::Met),
            ("T04.1", count(0), count(5), None, "2019-01-01", Verdict::Met),
            ("T04.1", count(1), count(0), None, "2019-01-01", Verdict::Missed),
            ("T04.1", None, count(0), None, "2019-01-01", Verdict::NoData),
            ("T05.3", rate(9, 9), rate(1, 9), None, due, Verdict::Met),
            ("T05.3", rate(8, 9), None, None, due, Verdict::Missed),
            ("T05.3", rate(0, 0), None, None, due, Verdict::NotApplicable),
            // One second before, the present value and its pace.
            ("T04.1", count(0), count(5), None, "2018-06-30 23:59:58", Verdict::AtRisk),
            ("T04.1", None, count(0), None, before, Verdict::OnCourse),
            ("T04.1", None, count(7), likely(0.5), before, Verdict::OnCourse),
            ("T04.1", None, count(7), likely(0.49), before, Verdict::AtRisk),
            ("T04.1", None, count(7), None, before, Verdict::AtRisk),
            ("T05.3", None, rate(8, 10), likely(0.9), before, Verdict::OnCourse),
            ("T05.3", None, rate(8, 10), likely(0.1), before, Verdict::AtRisk),
            ("T05.3", None, rate(0, 0), likely(0.9), before, Verdict::NotApplicable),
            ("T05.3", None, None, None, before, Verdict::NoData),
            // No measure: no data, and unproven once a declaration was due.
            ("T02.1", None, None, None, due, Verdict::NoData),
            ("T07.1", None, None, None, before, Verdict::NoData),
            ("T07.1", None, None, None, due, Verdict::Unproven),
            ("T08.1", None, None, None, due, Verdict::Unproven),
            ("T07.1", rate(3, 3), None, None, due, Verdict::Met),
            ("T07.1", rate(2, 3), None, None, due, Verdict::Missed),
            ("T07.1", rate(0, 3), None, None, due, Verdict::Unproven),
            ("T07.1", rate(0, 0), None, None, due, Verdict::NotApplicable),
            ("T07.1", None, rate(0, 3), None, before, Verdict::AtRisk),
        ];
        for (id, at_due, value, chance, now, expected) in table {
            assert_eq!(verdict(&step(id), at_due, value, chance, at(now)), expected, "{id} {at_due:?} {value:?} {now}");
        }
    }

    #[test]
    fn what_is_still_needed_a_day() {
        let now = at("2018-06-28 23:59:59");
        assert_eq!(required_pace(&step("T04.1"), &Value::count(7), now), Some(3.5));
        assert_eq!(required_pace(&step("T04.1"), &Value::count(0), now), None);
        assert_eq!(required_pace(&step("T04.1"), &Value::count(7), step("T04.1").due_at()), None);
        assert_eq!(required_pace(&step("T05.3"), &Value::rate(0, 0), now), None);
        let pace = required_pace(&step("T05.3"), &Value::rate(1, 2), now).unwrap();
        assert!((pace - 0.25).abs() < 1e-9);
    }

    #[test]
    fn a_frozen_verdict_comes_back_from_both_codecs() {
        let step = step("T04.1");
        let late = Instant(step.due_at().0 + 100);
        assert_eq!(Frozen::take("notice-2018", &step, OrgId(7), None, Instant(step.due_at().0 - 1)), None);
        let frozen = Frozen::take("notice-2018", &step, OrgId(7), Some(Value::count(3)), late).unwrap();
        assert_eq!(frozen.verdict, Verdict::Missed);
        let json = serde_json::to_string(&frozen).unwrap();
        assert!(json.contains(r#""verdict":"missed""#), "{json}");
        assert_eq!(serde_json::from_str::<Frozen>(&json).unwrap(), frozen);
        let bytes = bincode::serialize(&frozen).unwrap();
        assert_eq!(bincode::deserialize::<Frozen>(&bytes).unwrap(), frozen);
    }

    #[test]
    fn verdicts_have_one_name() {
        for verdict in Verdict::ALL {
            assert_eq!(serde_json::to_string(verdict).unwrap(), format!("\"{}\"", verdict.id()));
            assert_eq!(Verdict::named(verdict.id()), Some(*verdict));
        }
        let target = Target::new(Comparison::Equal, 0.0, false).unwrap();
        assert_eq!(step("T04.1").target, target);
    }
}
