//! What a committee of the made-up tree is, and how large such committees are.

/// A leading body or a committee by what it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    Province,
    City,
    County,
    Zone,
    Organs,
    Education,
    StateOwned,
    NewSectors,
    Town,
    University,
    Faculty,
    SeniorHigh,
    JuniorHigh,
    Vocational,
    Institution,
    StateFirm,
    CollectiveFirm,
    PrivateFirm,
    Social,
}

/// Averages that quotas are shared out by; only their proportions matter.
pub(super) struct Averages {
    /// Branches beyond those that every committee of the role has.
    pub branches: f64,
    /// Members of a branch.
    pub members: f64,
    /// Cadres of the committee itself.
    pub own_cadres: u32,
    /// Cadres of a branch.
    pub branch_cadres: f64,
    /// How readily its branches stand empty, 1 being usual.
    pub weak: f64,
}

impl Role {
    pub(super) const fn leading(self) -> bool {
        matches!(self, Self::Province | Self::City | Self::County | Self::Zone)
    }

    /// Whether it only ever has branches below it.
    pub(super) const fn lowest(self) -> bool {
        matches!(
            self,
            Self::Faculty
                | Self::SeniorHigh
                | Self::JuniorHigh
                | Self::Vocational
                | Self::Institution
                | Self::StateFirm
                | Self::CollectiveFirm
                | Self::PrivateFirm
                | Self::Social
        )
    }

    /// Whether its branches are classes, which are re-formed every year.
    pub(super) const fn school(self) -> bool {
        matches!(self, Self::Faculty | Self::SeniorHigh | Self::JuniorHigh | Self::Vocational)
    }

    #[rustfmt::skip]
    pub(super) const fn averages(self) -> Averages {
        let (branches, members, own_cadres, branch_cadres, weak) = match self {
            Self::Province => (0.0, 0.0, 24, 0.0, 0.0),
            Self::City => (0.0, 0.0, 14, 0.0, 0.0),
            Self::County => (0.0, 0.0, 9, 0.0, 0.0),
            Self::Zone => (0.0, 0.0, 5, 0.0, 0.0),
            Self::Organs => (22.0, 11.0, 6, 1.3, 0.6),
            Self::Education => (1.0, 10.0, 4, 1.2, 0.4),
            Self::StateOwned => (4.0, 11.0, 4, 1.2, 0.5),
            Self::NewSectors => (9.0, 7.0, 3, 1.1, 1.8),
            Self::Town => (8.0, 8.5, 5, 1.05, 1.5),
            Self::University => (5.0, 14.0, 11, 1.4, 0.3),
            Self::Faculty => (24.0, 27.0, 4, 1.8, 0.35),
            Self::SeniorHigh => (37.0, 30.0, 4, 1.5, 0.5),
            Self::JuniorHigh => (12.0, 17.0, 3, 1.3, 0.9),
            Self::Vocational => (33.0, 25.0, 4, 1.4, 0.7),
            Self::Institution => (5.0, 10.0, 3, 1.2, 0.7),
            Self::StateFirm => (6.0, 11.0, 3, 1.2, 0.7),
            Self::CollectiveFirm => (3.0, 8.0, 2, 1.1, 1.2),
            Self::PrivateFirm => (4.0, 9.0, 2, 1.1, 1.9),
            Self::Social => (2.5, 5.0, 2, 1.1, 2.0),
        };
        Averages { branches, members, own_cadres, branch_cadres, weak }
    }
}
