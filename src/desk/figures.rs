//! The numbers of one subtree: a row of `stats`, the counters of the tree, the head of an organisation's page.

use serde::Serialize;

use crate::judge::{Fact, Facts, Scope};
use crate::model::labelled;

labelled! {
    /// A counter that the tree and the tables can show.
    Column {
        Branches = "团支部", "branches";
        HollowCommittees = "空心团委", "hollow cttees";
        HollowBranches = "空心", "hollow";
        NoCadreBranches = "无干", "no cadre";
        Members = "团员", "members";
        Reported = "报到", "reported";
        Cadres = "团干", "cadres";
        Onboarded = "入驻", "onboarded";
        Findings = "问题", "findings";
    }
}

/// Totals of a range of organisations (`measures.md`); the field names are those of `stats`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Existing organisations, the one asked for included.
    pub orgs: u64,
    /// Branches.
    pub branches: u64,
    /// Committees without an existing child.
    pub hollow_committees: u64,
    /// Branches with fewer than P members.
    pub hollow_branches: u64,
    /// Branches without a current post.
    pub no_cadre_branches: u64,
    /// Members.
    pub members: u64,
    /// Members who have reported.
    pub reported: u64,
    /// Persons with a current post, once in each organisation.
    pub cadres: u64,
    /// Such persons on the mobile desk.
    pub onboarded: u64,
    /// Branches whose secretary is onboarded.
    pub secretary_onboarded: u64,
    /// Members who must bear a number.
    pub number_due: u64,
    /// Members who bear a right one.
    pub number_filled: u64,
    /// Requests to leave that are open.
    pub transfers_out_open: u64,
    /// Requests to leave that are done.
    pub transfers_out_done: u64,
    /// Requests to enter that are open.
    pub transfers_in_open: u64,
    /// Requests to enter that are done.
    pub transfers_in_done: u64,
    /// Hops that had to be answered in the month.
    pub responses_due: u64,
    /// Such hops answered in time.
    pub responses_in_time: u64,
    /// Hops unanswered past their hours, whatever the month.
    pub responses_overdue: u64,
    /// Graduating members by the schools' own baselines.
    pub graduates: u64,
    /// Such graduates whose transfer out of the school is done.
    pub graduates_transferred: u64,
    /// Members who owed dues for the month.
    pub dues_liable: u64,
    /// Such members who paid within it, online, what was due.
    pub dues_in_time_online: u64,
    /// Members with six unpaid months or more in a row.
    pub dues_arrears: u64,
    /// Members registered as volunteers.
    pub volunteers: u64,
    /// Times they served in the year.
    pub volunteer_times: u64,
    /// Hours they served in the year, in minutes.
    pub volunteer_minutes: u64,
    /// Graduating branches of universities, vocational and middle schools.
    pub graduating: u64,
    /// Such branches that have held their farewell day in the calendar year.
    pub farewell_held: u64,
    /// Members without the appraisal of the last year due.
    pub unappraised: u64,
    /// Members without the registration of the last year due.
    pub unregistered: u64,
    /// City committees, where there is a ledger.
    pub ledger_cities: u64,
    /// Such committees whose ledger is confirmed.
    pub ledger_cities_confirmed: u64,
    /// Confirmed units of the new sectors.
    pub ledger_confirmed: u64,
    /// Such units with an organisation that has members and cadres.
    pub ledger_registered: u64,
    /// Units with a party organisation.
    pub ledger_party: u64,
    /// Such units with an organisation that has members and cadres.
    pub ledger_party_covered: u64,
    /// Private firms above scale.
    pub ledger_scale: u64,
    /// Such firms with an organisation that has members and cadres.
    pub ledger_scale_covered: u64,
    /// Social organisations with many young people.
    pub ledger_young: u64,
    /// Such organisations with one of the league that has members and cadres.
    pub ledger_young_covered: u64,
    /// Units of the three 100 % without an existing organisation.
    pub ledger_bare: u64,
    /// Units of the three 100 % whose organisation has no member or no cadre.
    pub ledger_hollow: u64,
    /// Findings of every rule.
    #[serde(skip)]
    pub findings: u64,
}

impl Figures {
    /// The part that facts alone give; the counts of rules are the caller's.
    pub fn of_facts(facts: &Facts, scope: &Scope) -> Self {
        let total = |fact| facts.total(fact, scope);
        Self {
            orgs: total(Fact::Orgs),
            branches: total(Fact::Branches),
            members: total(Fact::Members),
            reported: total(Fact::Reported),
            cadres: total(Fact::Cadres),
            onboarded: total(Fact::Onboarded),
            secretary_onboarded: total(Fact::SecretaryOnboarded),
            number_due: total(Fact::NumberDue),
            number_filled: total(Fact::NumberFilled),
            transfers_out_open: total(Fact::TransfersOutOpen),
            transfers_out_done: total(Fact::TransfersOutDone),
            transfers_in_open: total(Fact::TransfersInOpen),
            transfers_in_done: total(Fact::TransfersInDone),
            responses_due: total(Fact::ResponsesDue),
            responses_in_time: total(Fact::ResponsesInTime),
            responses_overdue: total(Fact::ResponsesOverdue),
            graduates: total(Fact::Graduates),
            graduates_transferred: total(Fact::GraduatesTransferred),
            dues_liable: total(Fact::DuesLiable),
            dues_in_time_online: total(Fact::DuesInTimeOnline),
            dues_arrears: total(Fact::DuesArrears),
            volunteers: total(Fact::Volunteers),
            volunteer_times: total(Fact::VolunteerTimes),
            volunteer_minutes: total(Fact::VolunteerMinutes),
            graduating: total(Fact::Graduating),
            farewell_held: total(Fact::FarewellHeld),
            unappraised: total(Fact::Unappraised),
            unregistered: total(Fact::Unregistered),
            ledger_cities: total(Fact::LedgerCities),
            ledger_cities_confirmed: total(Fact::LedgerCitiesConfirmed),
            ledger_confirmed: total(Fact::LedgerConfirmed),
            ledger_registered: total(Fact::LedgerRegistered),
            ledger_party: total(Fact::LedgerParty),
            ledger_party_covered: total(Fact::LedgerPartyCovered),
            ledger_scale: total(Fact::LedgerScale),
            ledger_scale_covered: total(Fact::LedgerScaleCovered),
            ledger_young: total(Fact::LedgerYoung),
            ledger_young_covered: total(Fact::LedgerYoungCovered),
            ledger_bare: total(Fact::LedgerBare),
            ledger_hollow: total(Fact::LedgerHollow),
            ..Self::default()
        }
    }

    /// The value of a column.
    pub const fn column(&self, column: Column) -> u64 {
        match column {
            Column::Branches => self.branches,
            Column::HollowCommittees => self.hollow_committees,
            Column::HollowBranches => self.hollow_branches,
            Column::NoCadreBranches => self.no_cadre_branches,
            Column::Members => self.members,
            Column::Reported => self.reported,
            Column::Cadres => self.cadres,
            Column::Onboarded => self.onboarded,
            Column::Findings => self.findings,
        }
    }
}
