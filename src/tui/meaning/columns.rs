//! The columns of every table and what explains each; a column that is not here fails a test.

use crate::desk::{Item, Topic};
use crate::judge::Fact;
use crate::lang::Lang;
use crate::tui::text::{self, moves};

/// A column by its title.
pub type Column = (fn(Lang) -> &'static str, Topic);

/// Every title of the lists below with what explains it.
#[cfg(test)]
pub fn titles(lang: Lang) -> Vec<(&'static str, Topic)> {
    let all = [
        MEMBERS, FINDINGS, STEPS, UNITS, REQUESTS, BOUNCED, HOPS, RESPONSES, LEAGUE, POSTS, ALERTS, ALERT_ROWS, SITTING,
    ];
    all.into_iter().flatten().map(|(title, topic)| (title(lang), topic.clone())).collect()
}

/// Members of a branch.
pub const MEMBERS: &[Column] = &[
    (text::name, Topic::Item(Item::MemberName)),
    (text::report, Topic::Item(Item::Report)),
    (text::number, Topic::Item(Item::Number)),
    (text::joined, Topic::Item(Item::Joined)),
    (text::posts, Topic::Item(Item::Posts)),
    (text::flags, Topic::Item(Item::Flags)),
];

/// Findings.
pub const FINDINGS: &[Column] = &[
    (text::rule, Topic::Item(Item::Rule)),
    (text::organisation, Topic::Item(Item::Organisation)),
    (text::state, Topic::Item(Item::State)),
    (text::since, Topic::Item(Item::Lasts)),
    (text::due, Topic::Item(Item::FindingDue)),
];

/// Steps of a programme.
pub const STEPS: &[Column] = &[
    (text::value, Topic::Item(Item::StepValue)),
    (text::target, Topic::Item(Item::Target)),
    (text::verdict, Topic::Item(Item::Verdict)),
    (text::left, Topic::Item(Item::DaysLeft)),
    (text::per_day, Topic::Item(Item::PerDay)),
    (text::due, Topic::Item(Item::StepDue)),
    (text::step_id, Topic::Item(Item::StepId)),
    (text::step, Topic::Item(Item::StepTitle)),
];

/// Who is behind in a step.
pub const UNITS: &[Column] = &[
    (text::missing, Topic::Item(Item::ShortBy)),
    (text::value, Topic::Item(Item::StepValue)),
    (text::share, Topic::Item(Item::Share)),
    (text::steps::expected, Topic::Item(Item::Expected)),
    (text::steps::chance, Topic::Item(Item::Chance)),
    (moves::flags_title, Topic::Item(Item::Flag)),
    (text::organisation, Topic::Item(Item::Organisation)),
];

/// Requests under way.
pub const REQUESTS: &[Column] = &[
    (moves::time_left, Topic::Item(Item::TimeLeft)),
    (moves::must_answer, Topic::Item(Item::MustAnswer)),
    (moves::hop, Topic::Item(Item::Hop)),
    (moves::likely_late, Topic::Item(Item::Breach)),
    (text::name, Topic::Item(Item::Person)),
    (text::identity, Topic::Item(Item::Identity)),
    (moves::way, Topic::Item(Item::Way)),
];

/// Requests that went to and fro.
pub const BOUNCED: &[Column] = &[
    (moves::way, Topic::Item(Item::Way)),
    (text::findings_count, Topic::Item(Item::Times)),
    (moves::last_begun, Topic::Item(Item::LastBegun)),
    (text::name, Topic::Item(Item::Person)),
    (text::identity, Topic::Item(Item::Identity)),
];

/// The hops of a request.
pub const HOPS: &[Column] = &[
    (moves::standing, Topic::Item(Item::HopStanding)),
    (moves::hop, Topic::Item(Item::Hop)),
    (moves::must_answer, Topic::Item(Item::MustAnswer)),
    (moves::arrived, Topic::Item(Item::Arrived)),
    (moves::answered, Topic::Item(Item::Answered)),
    (moves::took, Topic::Item(Item::Took)),
];

/// The response league.
pub const RESPONSES: &[Column] = &[
    (moves::rate, Topic::Item(Item::ResponseRate)),
    (moves::rank, Topic::Item(Item::Rank)),
    (moves::due_hops, Topic::Fact(Fact::ResponsesDue)),
    (moves::in_time, Topic::Fact(Fact::ResponsesInTime)),
    (moves::overdue_now, Topic::Fact(Fact::ResponsesOverdue)),
    (moves::soon, Topic::Fact(Fact::ResponsesSoon)),
    (moves::carried, Topic::Item(Item::Carried)),
    (moves::oldest, Topic::Item(Item::Oldest)),
    (moves::half, Topic::Item(Item::HalfIn)),
    (moves::ninety, Topic::Item(Item::NinetyIn)),
    (text::organisation, Topic::Item(Item::Organisation)),
];

/// The league of an organisation's children, but for its measures.
pub const LEAGUE: &[Column] = &[
    (moves::score, Topic::Item(Item::Score)),
    (moves::rank, Topic::Item(Item::Rank)),
    (moves::moved, Topic::Item(Item::Moved)),
    (moves::change, Topic::Item(Item::Change)),
    (moves::trend, Topic::Item(Item::Trend)),
    (moves::flags_title, Topic::Item(Item::Flag)),
    (text::organisation, Topic::Item(Item::Organisation)),
];

/// The posts of an organisation.
pub const POSTS: &[Column] = &[
    (text::deeds::office, Topic::Item(Item::Office)),
    (text::name, Topic::Item(Item::MemberName)),
    (text::identity, Topic::Item(Item::Identity)),
    (text::deeds::is_onboarded, Topic::Item(Item::PostOnboarded)),
    (text::deeds::in_office, Topic::Item(Item::InOffice)),
];

/// Patterns worth checking.
pub const ALERTS: &[Column] = &[
    (text::alert_kind, Topic::Item(Item::Pattern)),
    (text::organisation, Topic::Item(Item::Organisation)),
    (text::alert_count, Topic::Item(Item::PatternCount)),
    (text::alert_day, Topic::Item(Item::PatternDay)),
];

/// The rows of a pattern.
pub const ALERT_ROWS: &[Column] = &[
    (text::alert_name, Topic::Item(Item::MemberName)),
    (text::alert_id, Topic::Item(Item::Identity)),
    (text::alert_come, Topic::Item(Item::PatternCame)),
    (text::alert_gone, Topic::Item(Item::PatternLeft)),
    (text::alert_other, Topic::Item(Item::PatternOther)),
];

/// What was done in this sitting.
pub const SITTING: &[Column] = &[
    (text::when, Topic::Item(Item::DoneAt)),
    (text::findings_count, Topic::Item(Item::DoneCount)),
    (text::what, Topic::Item(Item::DoneWhat)),
    (text::field_by, Topic::Item(Item::DoneBy)),
    (text::state, Topic::Item(Item::DoneState)),
];
