//! Verdicts: taken at the due instant and kept; before it, a straight line of the recent pace.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::Value;
use super::definition::{Proof, Step};
use super::target::Comparison;
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
/// Less than one in 4.6 million, more than what sums of fractions lose.
const CLOSE: f64 = 1e-9;

/// How fast a value moved lately.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pace {
    /// Change a day; of a rate, as a share of 1.
    pub per_day: f64,
    /// Measured from.
    pub from: Instant,
    /// Measured to.
    pub to: Instant,
}

impl Pace {
    /// The pace between two values; `None` where either is not known or no time has passed.
    pub fn between(from: (Instant, Value), to: (Instant, Value)) -> Option<Self> {
        let days = days(from.0, to.0);
        let moved = to.1.value? - from.1.value?;
        (days > 0.0).then(|| Self { per_day: moved / days, from: from.0, to: to.0 })
    }
}

fn days(from: Instant, to: Instant) -> f64 {
    (to.0 - from.0) as f64 / DAY_SECONDS
}

/// How a step stands.
///
/// From its due instant on, only the value at that instant counts. Before, a step is on course where the value reaches the
/// target already or the pace will take it there. What must be attested or sampled is unproven once due with no value.
pub fn verdict(
    step: &Step,
    value_at_due: Option<Value>,
    value_now: Option<Value>,
    pace: Option<Pace>,
    now: Instant,
) -> Verdict {
    let due = now >= step.due_at();
    let Some(value) = (if due { value_at_due } else { value_now }) else {
        return if due && step.proof != Proof::Data { Verdict::Unproven } else { Verdict::NoData };
    };
    match step.target.reached(&value) {
        None => Verdict::NotApplicable,
        Some(true) if due => Verdict::Met,
        Some(false) if due => Verdict::Missed,
        Some(true) => Verdict::OnCourse,
        Some(false) => match pace {
            Some(pace) if arrives(step, &value, pace, now) => Verdict::OnCourse,
            _ => Verdict::AtRisk,
        },
    }
}

fn arrives(step: &Step, value: &Value, pace: Pace, now: Instant) -> bool {
    let Some(value) = value.value else { return false };
    let (end, target) = (value + pace.per_day * days(now, step.due_at()), step.target.value());
    let (up, down) = (end >= target - CLOSE, end <= target + CLOSE);
    match step.target.comparison {
        Comparison::AtLeast => up,
        Comparison::AtMost => down,
        // A value on its way to the target cannot pass zero or all: reaching it is enough.
        Comparison::Equal | Comparison::About => {
            if value < target {
                up
            } else {
                down
            }
        }
    }
}

/// How much a day the value must move to reach the target by the due instant, a rate as a share of 1.
///
/// Never negative: whether up or down is the target's to say. `None` where it is reached, not known, or due already.
pub fn required_pace(step: &Step, value: &Value, now: Instant) -> Option<f64> {
    let days = days(now, step.due_at());
    let short = step.target.reached(value) == Some(false) && days > 0.0;
    Some((step.target.value() - value.value?).abs() / days).filter(|_| short)
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
    use super::super::{Programme, Target};
    use super::*;
    use crate::model::Day;

    fn step(id: &str) -> Step {
        Programme::builtin().unwrap().step(id).unwrap().clone()
    }

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn verdicts() {
        let pace = |per_day| Some(Pace { per_day, from: Instant(0), to: Instant(1) });
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
            ("T04.1", None, count(7), pace(-3.5), before, Verdict::OnCourse),
            ("T04.1", None, count(7), pace(-3.4), before, Verdict::AtRisk),
            ("T04.1", None, count(7), pace(3.5), before, Verdict::AtRisk),
            ("T04.1", None, count(7), None, before, Verdict::AtRisk),
            ("T05.3", None, rate(8, 10), pace(0.1), before, Verdict::OnCourse),
            ("T05.3", None, rate(8, 10), pace(0.09), before, Verdict::AtRisk),
            ("T05.3", None, rate(0, 0), pace(0.1), before, Verdict::NotApplicable),
            ("T05.3", None, None, None, before, Verdict::NoData),
            // No measure: no data, and unproven once a declaration was due.
            ("T07.2", None, None, None, due, Verdict::NoData),
            ("T07.1", None, None, None, before, Verdict::NoData),
            ("T07.1", None, None, None, due, Verdict::Unproven),
            ("T08.1", None, None, None, due, Verdict::Unproven),
            ("T07.1", rate(3, 3), None, None, due, Verdict::Met),
        ];
        for (id, at_due, value, pace, now, expected) in table {
            assert_eq!(verdict(&step(id), at_due, value, pace, at(now)), expected, "{id} {at_due:?} {value:?} {now}");
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
        assert!((pace - 0.25).abs() < CLOSE);
    }

    #[test]
    fn pace_between_two_days() {
        let (from, to) = (Day::new(2018, 6, 20).unwrap().end(), Day::new(2018, 6, 24).unwrap().end());
        let pace = Pace::between((from, Value::count(20)), (to, Value::count(10))).unwrap();
        assert_eq!(pace.per_day, -2.5);
        assert_eq!(Pace::between((to, Value::count(20)), (to, Value::count(10))), None);
        assert_eq!(Pace::between((from, Value::rate(0, 0)), (to, Value::count(10))), None);
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
