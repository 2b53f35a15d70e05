//! Dues: what a member pays for a month, and what is due by the tariff (handbook A4).

use serde::{Deserialize, Serialize};

use super::label::labelled;
use super::{Fen, Instant, Month, Occupation, Politics};

labelled! {
    /// 渠道.
    Channel {
        Online = "线上", "online";
        Offline = "线下", "offline";
    }
}

/// A row of the dues roster. Whose it is, is where it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// 所属月份.
    pub month: Month,
    /// 应交金额, where the roster gives it.
    pub due: Option<Fen>,
    /// 实交金额.
    pub paid: Fen,
    /// 缴纳时间.
    pub at: Instant,
    /// 渠道.
    pub channel: Option<Channel>,
}

impl Payment {
    /// Whether it was made online, within its month, and is no less than what was due (`measures.md`, dues).
    pub fn in_time_online(&self, tariff: Fen) -> bool {
        self.channel == Some(Channel::Online)
            && self.month.first().start() <= self.at
            && self.at <= self.month.end()
            && self.paid >= self.due.unwrap_or(tariff)
    }
}

/// What a month costs, by occupation and income after tax (handbook A4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tariff {
    /// Of a student.
    pub student: Fen,
    /// Of a farmer without steady income.
    pub farmer: Fen,
    /// Of the employed: each band's upper bound, exclusive, and its dues.
    pub bands: [(Fen, Fen); 4],
    /// Of the employed above every band.
    pub above: Fen,
}

impl Default for Tariff {
    /// The table in force from 2018-09.
    fn default() -> Self {
        let yuan = |of: u32| Fen(of * 100);
        Self {
            student: Fen(20),
            farmer: Fen(50),
            bands: [(yuan(2_000), yuan(3)), (yuan(5_000), yuan(5)), (yuan(8_000), yuan(10)), (yuan(10_000), yuan(15))],
            above: yuan(20),
        }
    }
}

impl Tariff {
    /// What a member owes for a month; party members who keep their membership pay as they like.
    ///
    /// A farmer with an income pays by it. Where the roster gives neither occupation nor income, the least is assumed:
    /// nobody is held to owe more for want of a cell.
    pub fn due(&self, politics: Politics, occupation: Option<Occupation>, income: Option<Fen>) -> Fen {
        let income = income.filter(|income| *income > Fen(0));
        match (politics, occupation, income) {
            (Politics::Party | Politics::Probationary, ..) => Fen(0),
            (_, Some(Occupation::Student), _) | (_, None, None) => self.student,
            (_, Some(Occupation::Farmer), None) => self.farmer,
            (.., income) => {
                let income = income.unwrap_or_default();
                self.bands.iter().find(|(bound, _)| income < *bound).map_or(self.above, |(_, due)| *due)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_the_handbook() {
        use Occupation::{Farmer, PrivateFirm, Student};
        let due = |occupation, yuan: Option<u32>| {
            Tariff::default().due(Politics::League, occupation, yuan.map(|yuan| Fen(yuan * 100))).0
        };
        for (occupation, income, fen) in [
            (Some(Student), None, 20),
            (Some(Student), Some(3_000), 20),
            (Some(Farmer), None, 50),
            (Some(Farmer), Some(0), 50),
            (Some(Farmer), Some(1_999), 300),
            (Some(PrivateFirm), None, 300),
            (Some(PrivateFirm), Some(1_999), 300),
            (Some(PrivateFirm), Some(2_000), 500),
            (Some(PrivateFirm), Some(5_000), 1_000),
            (Some(PrivateFirm), Some(7_999), 1_000),
            (Some(PrivateFirm), Some(8_000), 1_500),
            (Some(PrivateFirm), Some(10_000), 2_000),
            (None, Some(6_000), 1_000),
            (None, None, 20),
        ] {
            assert_eq!(due(occupation, income), fen, "{occupation:?} {income:?}");
        }
        assert_eq!(Tariff::default().due(Politics::Party, Some(PrivateFirm), Some(Fen(1))), Fen(0));
    }

    #[test]
    fn paid_in_time_online() {
        let may = Payment {
            month: Month::of(2018, 5),
            due: None,
            paid: Fen(300),
            at: Month::of(2018, 5).end(),
            channel: Some(Channel::Online),
        };
        let (before, after) = (Instant(may.month.first().start().0 - 1), Instant(may.at.0 + 1));
        for (payment, good) in [
            (may, true),
            (Payment { at: after, ..may }, false),
            (Payment { at: before, ..may }, false),
            (Payment { channel: Some(Channel::Offline), ..may }, false),
            (Payment { channel: None, ..may }, false),
            (Payment { paid: Fen(299), ..may }, false),
            (Payment { paid: Fen(100), due: Some(Fen(100)), ..may }, true),
            (Payment { due: Some(Fen(301)), ..may }, false),
        ] {
            assert_eq!(payment.in_time_online(Fen(300)), good, "{payment:?}");
        }
    }
}
