//! The table of deeds: of which roster each makes or changes a row, to what it is done, and its fields.

use std::borrow::Cow;

use Filled::{Kept, Month, Nothing, Now, Today, Word, Year};

use super::FieldKind;
use crate::intake::Kind;
use crate::model::{Deed, Sort};

/// What a field stands at before anything is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filled {
    /// Nothing.
    Nothing,
    /// What the row says.
    Kept,
    /// The present day.
    Today,
    /// The present instant.
    Now,
    /// The present month.
    Month,
    /// The present year.
    Year,
    /// A word.
    Word(&'static str),
}

/// A field of a deed.
pub(super) struct Slot {
    pub id: &'static str,
    pub required: bool,
    pub filled: Filled,
    /// A field that is no column of the roster.
    pub extra: Option<&'static Extra>,
}

/// A field that is no column.
pub(super) struct Extra {
    pub zh: &'static str,
    pub en: &'static str,
    pub kind: FieldKind,
}

/// One deed.
pub(super) struct Entry {
    pub deed: Deed,
    pub kind: Kind,
    pub on: &'static [Sort],
    pub slots: &'static [Slot],
}

const fn must(id: &'static str, filled: Filled) -> Slot {
    Slot { id, required: true, filled, extra: None }
}

const fn may(id: &'static str, filled: Filled) -> Slot {
    Slot { id, required: false, filled, extra: None }
}

const fn also(id: &'static str, required: bool, extra: &'static Extra) -> Slot {
    Slot { id, required, filled: Nothing, extra: Some(extra) }
}

const fn entry(deed: Deed, kind: Kind, on: &'static [Sort], slots: &'static [Slot]) -> Entry {
    Entry { deed, kind, on, slots }
}

/// The entry of a deed.
pub(super) fn entry_of(deed: Deed) -> &'static Entry {
    &TABLE[deed as usize]
}

impl Deed {
    /// The sorts of thing it is done to.
    pub fn done_to(self) -> &'static [Sort] {
        entry_of(self).on
    }
}

static INTO: Extra = Extra { zh: "并入组织编码", en: "organisation it goes into", kind: FieldKind::Org };
static ANSWERS: Extra = Extra { zh: "办理组织编码", en: "organisation that answers", kind: FieldKind::Org };
static MISTAKE: Extra =
    Extra { zh: "删除原因", en: "what the mistake was", kind: FieldKind::Choice(Cow::Borrowed(MISTAKES)) };

/// Why a member's row may go: mistakes of whoever entered it. Those who leave the league keep their row (handbook A3).
pub(super) const MISTAKES: &[(&str, &str)] = &[
    ("报错团支部且被误审核通过", "reported to the wrong branch and passed by mistake"),
    ("重复录入", "entered twice"),
    ("录入有误", "no such member"),
];

const ORG: &[Sort] = &[Sort::Org];
const MEMBER: &[Sort] = &[Sort::Member];
const POST: &[Sort] = &[Sort::Post];
const REQUEST: &[Sort] = &[Sort::Request];
const PERSON: &[Sort] = &[Sort::Member, Sort::Post];

/// In the order of [`Deed`].
pub(super) static TABLE: [Entry; 27] = [
    entry(
        Deed::OrgFound,
        Kind::Orgs,
        ORG,
        &[
            must("code", Nothing),
            must("name", Nothing),
            may("short", Nothing),
            must("kind", Word("团支部")),
            may("branch-kind", Nothing),
            may("industry", Nothing),
            may("division", Nothing),
            may("founded", Today),
            may("last-election", Nothing),
            may("election-due", Nothing),
            may("party", Nothing),
            may("credit", Nothing),
            may("phone", Nothing),
            may("retention", Nothing),
        ],
    ),
    entry(Deed::OrgRename, Kind::Orgs, ORG, &[must("name", Kept), may("short", Kept)]),
    entry(
        Deed::OrgCorrect,
        Kind::Orgs,
        ORG,
        &[
            may("branch-kind", Kept),
            may("industry", Kept),
            may("division", Kept),
            may("founded", Kept),
            may("last-election", Kept),
            may("election-due", Kept),
            may("party", Kept),
            may("credit", Kept),
            may("phone", Kept),
            may("retention", Kept),
        ],
    ),
    entry(Deed::OrgMove, Kind::Orgs, ORG, &[must("parent", Kept)]),
    entry(Deed::OrgMerge, Kind::Orgs, ORG, &[also("into", true, &INTO)]),
    entry(Deed::OrgClose, Kind::Orgs, ORG, &[must("closed", Today)]),
    entry(
        Deed::CadreAppoint,
        Kind::Cadres,
        &[Sort::Org, Sort::Member],
        &[
            must("name", Kept),
            may("document", Kept),
            must("identity", Kept),
            may("phone", Kept),
            must("org", Kept),
            must("title", Nothing),
            must("from", Today),
            may("tenure", Nothing),
            may("onboarded", Word("否")),
            may("onboarded-at", Nothing),
            may("dues-manager", Word("否")),
        ],
    ),
    entry(Deed::CadreOnboard, Kind::Cadres, POST, &[must("onboarded-at", Now)]),
    entry(
        Deed::CadreCorrect,
        Kind::Cadres,
        POST,
        &[
            must("name", Kept),
            may("document", Kept),
            must("identity", Kept),
            may("phone", Kept),
            must("title", Kept),
            may("from", Kept),
            may("until", Kept),
            may("tenure", Kept),
            may("onboarded", Kept),
            may("onboarded-at", Kept),
            may("dues-manager", Kept),
        ],
    ),
    entry(Deed::CadreRelease, Kind::Cadres, POST, &[must("until", Today)]),
    entry(
        Deed::MemberAdd,
        Kind::Members,
        ORG,
        &[
            must("name", Nothing),
            may("document", Nothing),
            must("identity", Nothing),
            may("phone", Nothing),
            may("ethnicity", Nothing),
            may("politics", Word("共青团员")),
            may("schooling", Nothing),
            may("occupation", Nothing),
            must("joined", Nothing),
            may("number", Nothing),
            may("since", Today),
            may("report", Nothing),
            may("reported-at", Nothing),
            may("real-name", Nothing),
            may("income", Nothing),
            may("volunteer-since", Nothing),
            may("volunteer-times", Nothing),
            may("volunteer-hours", Nothing),
            may("appraisal", Nothing),
            may("appraisal-year", Nothing),
            may("registered-year", Nothing),
            may("unreachable", Nothing),
        ],
    ),
    entry(
        Deed::MemberCorrect,
        Kind::Members,
        MEMBER,
        &[
            must("name", Kept),
            may("document", Kept),
            must("identity", Kept),
            may("phone", Kept),
            may("ethnicity", Kept),
            may("politics", Kept),
            may("schooling", Kept),
            may("occupation", Kept),
            must("joined", Kept),
            may("number", Kept),
            may("since", Kept),
            may("report", Kept),
            may("reported-at", Kept),
            may("real-name", Kept),
            may("league", Kept),
            may("income", Kept),
            may("volunteer-since", Kept),
            may("volunteer-times", Kept),
            may("volunteer-hours", Kept),
            may("appraisal", Kept),
            may("appraisal-year", Kept),
            may("registered-year", Kept),
            may("unreachable", Kept),
        ],
    ),
    entry(Deed::MemberReport, Kind::Members, MEMBER, &[must("report", Word("通过")), may("reported-at", Now)]),
    entry(Deed::MemberRemove, Kind::Members, MEMBER, &[also("mistake", true, &MISTAKE)]),
    entry(
        Deed::TransferBegin,
        Kind::Transfers,
        MEMBER,
        &[
            must("kind", Word("转至省内")),
            must("reason", Nothing),
            may("to", Nothing),
            may("graduate", Kept),
            may("no", Nothing),
        ],
    ),
    entry(Deed::TransferAnswer, Kind::Transfers, REQUEST, &[also("as", false, &ANSWERS)]),
    entry(Deed::TransferRefuse, Kind::Transfers, REQUEST, &[also("as", false, &ANSWERS)]),
    entry(Deed::TransferWithdraw, Kind::Transfers, REQUEST, &[]),
    entry(
        Deed::DuesPay,
        Kind::Dues,
        MEMBER,
        &[must("month", Month), must("paid", Kept), may("due", Nothing), must("at", Now), may("channel", Word("线下"))],
    ),
    entry(
        Deed::ConductAdd,
        Kind::Conduct,
        PERSON,
        &[
            must("kind", Nothing),
            must("name", Nothing),
            may("given-by", Nothing),
            must("on", Today),
            may("number", Nothing),
        ],
    ),
    entry(
        Deed::ActivityAdd,
        Kind::Activities,
        ORG,
        &[
            must("kind", Nothing),
            must("topic", Nothing),
            must("on", Today),
            may("expected", Nothing),
            may("present", Nothing),
            may("graduation", Nothing),
        ],
    ),
    entry(Deed::Appraise, Kind::Members, MEMBER, &[must("appraisal", Nothing), must("appraisal-year", Year)]),
    entry(Deed::RegisterYear, Kind::Members, MEMBER, &[must("registered-year", Year)]),
    entry(
        Deed::Attest,
        Kind::Attest,
        ORG,
        &[must("item", Nothing), must("at", Now), may("post", Nothing), may("note", Nothing)],
    ),
    entry(
        Deed::GraduatesSubmit,
        Kind::Graduates,
        ORG,
        &[must("year", Year), must("members", Nothing), must("submitted", Now)],
    ),
    entry(
        Deed::LedgerPut,
        Kind::Ledger,
        ORG,
        &[
            must("credit", Nothing),
            must("name", Kept),
            must("kind", Kept),
            must("division", Kept),
            may("party", Nothing),
            may("above-scale", Nothing),
            may("many-young", Nothing),
            may("young", Nothing),
            may("confirmed", Nothing),
            may("org", Nothing),
        ],
    ),
    entry(Deed::LedgerRemove, Kind::Ledger, ORG, &[must("credit", Nothing)]),
];

#[cfg(test)]
mod tests {
    use super::super::names::names;
    use super::*;
    use crate::model::Labelled;

    #[test]
    fn every_deed_stands_in_its_place_with_fields_of_its_roster() {
        assert_eq!(TABLE.iter().map(|entry| entry.deed).collect::<Vec<_>>(), Deed::ALL);
        for entry in &TABLE {
            for slot in entry.slots {
                let column = names(entry.kind).iter().any(|name| name.id == slot.id);
                assert!(column != slot.extra.is_some(), "{} {}", entry.deed.id(), slot.id);
            }
        }
    }
}
