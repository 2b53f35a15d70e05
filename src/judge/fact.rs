//! The names of what is known of one organisation: the words that rules and programmes are written in.

macro_rules! facts {
    ($first_day:ident; $($(#[doc = $doc:literal])+ $fact:ident = $name:literal,)+) => {
        /// What is known of one organisation at an instant; the name is the one that rules and programmes use.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Fact {
            $($(#[doc = $doc])+ $fact,)+
        }

        impl Fact {
            /// Every fact, counts first.
            pub const ALL: [Fact; [$($name),+].len()] = [$(Fact::$fact),+];

            /// How many of [`Fact::ALL`] are counts; the rest are days.
            pub const COUNTS: usize = Fact::$first_day as usize;

            /// The name in rules and programmes.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$fact => $name,)+
                }
            }
        }
    };
}

facts! {
    Founded;
    /// 1 where the organisation exists; everything else is 0 where it does not.
    Orgs = "orgs",
    /// 1 for a leading body.
    LeadingBodies = "leading_bodies",
    /// 1 for a committee, work committee or general branch.
    Committees = "committees",
    /// 1 for a branch.
    Branches = "branches",
    /// 1 for a branch of a kind that is exempt while young.
    Temporary = "temporary",
    /// Existing direct children.
    Children = "children",
    /// Members (`measures.md`).
    Members = "members",
    /// Members who have reported.
    Reported = "reported",
    /// Members who have not.
    Unreported = "unreported",
    /// Distinct persons with a current post.
    Cadres = "cadres",
    /// Such persons who have taken up the mobile desk.
    Onboarded = "onboarded",
    /// 1 for a branch with a current secretary.
    WithSecretary = "with_secretary",
    /// 1 for a branch with a current secretary who is onboarded.
    SecretaryOnboarded = "secretary_onboarded",
    /// Members who joined in 2017-01 or later.
    NumberDue = "number_due",
    /// Such members with a number that passes the rule and that nobody else bears.
    NumberFilled = "number_filled",
    /// Such members without a number.
    NumberMissing = "number_missing",
    /// Members whose number breaks the rule of their year.
    NumberWrong = "number_wrong",
    /// Members who bear a number that another member bears too.
    NumberShared = "number_shared",
    /// Members of 28 or more, in normal standing, without a post anywhere.
    OverAge = "over_age",
    /// Members whose identity number stands on another live row too.
    IdentityShared = "identity_shared",
    /// Members marked unreachable on the roster.
    Unreachable = "unreachable",
    /// Members with a 15-digit identity number.
    ShortIdentity = "short_identity",
    /// Requests to leave that are open.
    TransfersOutOpen = "transfers_out_open",
    /// Requests to leave that are done.
    TransfersOutDone = "transfers_out_done",
    /// Requests to enter that are open.
    TransfersInOpen = "transfers_in_open",
    /// Requests to enter that are done.
    TransfersInDone = "transfers_in_done",
    /// Hops this organisation had to answer in the month.
    ResponsesDue = "responses_due",
    /// Such hops answered in time.
    ResponsesInTime = "responses_in_time",
    /// Hops unanswered past their hours, whatever the month.
    ResponsesOverdue = "responses_overdue",
    /// Members whose done transfer out of here the roster does not show.
    Unsettled = "unsettled",
    /// 1 for the committee of a township or street: see `Township` in the store for how it is told.
    Towns = "towns",
    /// 1 for such a committee with a branch for floating members right below it.
    TownsFloating = "towns_floating",
    /// 1 for a work committee of the organs directly under a province, city or county.
    OrganCommittees = "organ_committees",
    /// 1 for such a committee with a temporary branch for new officials right below it.
    OrganTemporary = "organ_committees_temporary",
    /// 1 for an organisation that retains a share of dues.
    Retaining = "retaining",
    /// 1 for such an organisation with at least one dues manager.
    RetainingManaged = "retaining_managed",
    /// Distinct persons with a current post here who are marked as dues managers.
    DuesManagers = "dues_managers",
    /// 1 where the dues roster of the month is there: see `Rostered` in the store.
    DuesKnown = "dues_known",
    /// Persons with a current post in this branch and in too many others.
    Overposted = "overposted",
    /// Hops unanswered whose hours are about to run out.
    ResponsesSoon = "responses_soon",
    /// Done transfers inside the province out of here that name no receiving organisation.
    TransfersNowhere = "transfers_nowhere",
    /// Members who work at a school, by their occupation.
    Teachers = "teachers",
    /// 1 for the topmost organisation of a school with enough teachers for a branch of theirs.
    TeacherSchools = "teacher_schools",
    /// 1 for such a school with a teachers' branch.
    TeacherBranches = "teacher_schools_with_branch",
    /// Members registered as volunteers.
    Volunteers = "volunteers",
    /// Times they served in the year.
    VolunteerTimes = "volunteer_times",
    /// Minutes they served in the year.
    VolunteerMinutes = "volunteer_minutes",
    /// Members who owed dues for the month.
    DuesLiable = "dues_liable",
    /// Such members who paid within it, online, what was due.
    DuesInTimeOnline = "dues_in_time_online",
    /// Members with six unpaid months or more in a row.
    DuesArrears = "dues_arrears",
    /// Graduating members by the school's own baseline.
    Graduates = "graduates",
    /// Such graduates whose transfer out of the school is done.
    GraduatesTransferred = "graduates_transferred",
    /// 1 for the topmost organisation of a school that has graduates.
    Schools = "schools",
    /// 1 for such a school that has submitted its graduate baseline.
    Baselines = "baselines",
    /// 1 for a graduating branch of a university, vocational or middle school (S2 task 8).
    Graduating = "graduating",
    /// 1 for such a branch that has held a themed day with all three items in the calendar year.
    FarewellHeld = "farewell_held",
    /// Members whose education appraisal of the last year due is missing; 0 where nobody's year is on the roster.
    Unappraised = "unappraised",
    /// Members whose registration of the last year due is missing; 0 where nobody's year is on the roster.
    Unregistered = "unregistered",
    /// 1 for the leading body of a prefecture city.
    LedgerCities = "ledger_cities",
    /// 1 for such a body with units in the ledger, all of them confirmed.
    LedgerCitiesConfirmed = "ledger_cities_confirmed",
    /// Confirmed units of the ledger, at the organisation responsible for their division.
    LedgerConfirmed = "ledger_confirmed",
    /// Such units with an organisation that has members and cadres.
    LedgerRegistered = "ledger_registered",
    /// Units with a party organisation.
    LedgerParty = "ledger_party",
    /// Such units that are covered: with an organisation that has members and cadres.
    LedgerPartyCovered = "ledger_party_covered",
    /// Private firms above scale.
    LedgerScale = "ledger_scale",
    /// Such firms that are covered.
    LedgerScaleCovered = "ledger_scale_covered",
    /// Social organisations with many young people.
    LedgerYoung = "ledger_young",
    /// Such organisations that are covered.
    LedgerYoungCovered = "ledger_young_covered",
    /// Units of the three 100 % without an existing organisation.
    LedgerBare = "ledger_bare",
    /// Units of the three 100 % whose organisation has no member or no cadre.
    LedgerHollow = "ledger_hollow",
    /// 成立日期, a day.
    Founded = "founded",
    /// The latest day a child ceased to exist, a day.
    LastChildEnd = "last_child_end",
    /// The latest day a post here ended, a day.
    LastPostEnd = "last_post_end",
    /// The latest day a member joined here, a day.
    LastJoined = "last_joined",
    /// The day by which the next election was due, a day.
    ElectionDue = "election_due",
    /// The day of the first activity on the roster, the same for every organisation, a day; missing where there is no roster.
    ActivitiesFrom = "activities_from",
    /// The latest 支部大会, a day.
    LastMeeting = "last_meeting",
    /// The latest 支委会, a day.
    LastCommittee = "last_committee",
    /// The latest 团课, a day.
    LastLecture = "last_lecture",
    /// The latest activity of any sort, a day.
    LastActivity = "last_activity",
}

impl Fact {
    /// Whether it is a day and not a count.
    pub const fn is_day(self) -> bool {
        self as usize >= Self::COUNTS
    }

    /// The fact of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fact| fact.name() == name)
    }
}
