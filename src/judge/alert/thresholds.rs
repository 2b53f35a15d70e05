//! From how many on a pattern is told: dated parameters of `rules.toml`.

use crate::judge::Params;
use crate::model::Instant;

macro_rules! thresholds {
    ($($(#[doc = $doc:literal])+ $field:ident = $name:literal or $usual:literal;)+) => {
        /// The thresholds of the alerts, as they are in force at one instant.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct AlertThresholds {
            $($(#[doc = $doc])+ pub $field: i32,)+
        }

        impl AlertThresholds {
            /// The values in force at an instant.
            pub fn at(params: &Params, at: Instant) -> Self {
                let force = params.at(at);
                let number = |name: &str, usual: i32| {
                    force.value(name).map_or(usual, |value| value.clamp(0, 1_000_000) as i32)
                };
                Self { $($field: number($name, $usual),)+ }
            }
        }

        impl Default for AlertThresholds {
            fn default() -> Self {
                Self { $($field: $usual,)+ }
            }
        }
    };
}

thresholds! {
    /// How far back is looked, in days.
    look_back = "alert_look_back_days" or 400;
    /// Days before a due day in which one who comes may have come for it.
    before = "alert_before_days" or 7;
    /// Days after it in which one who goes may have come for it.
    after = "alert_after_days" or 30;
    /// How many such persons of one branch.
    filled = "alert_filled_least" or 3;
    /// Members that a branch must have, one of the thresholds of [`hollow`](Self::hollow): `least` of the undersized rule.
    least = "least" or 3;
    /// Members below which a branch is hollow.
    hollow = "P" or 1;
    /// How many come on one day to make a batch.
    batch = "alert_batch_least" or 2;
    /// Days after a batch in which nobody else comes.
    quiet = "alert_batch_quiet_days" or 7;
    /// Members gone at once.
    lost = "alert_lost_members" or 20;
    /// Percent of an organisation's members gone at once.
    lost_percent = "alert_lost_percent" or 20;
    /// The fewest members whose loss is told by its percentage in one branch.
    lost_floor = "alert_lost_floor" or 5;
    /// Requests of one school to return people home.
    returned = "alert_return_least" or 20;
    /// Days within which they are begun.
    return_days = "alert_return_days" or 30;
    /// Days within which somebody is back.
    bounce_days = "alert_bounce_days" or 60;
    /// How many go there and back between the same two.
    bounce = "alert_bounce_least" or 3;
    /// Days before a due day in which a weak branch is closed.
    closed_days = "alert_closed_days" or 30;
    /// How many under one committee.
    closed = "alert_closed_least" or 2;
    /// Members who bear one telephone number.
    phone = "alert_phone_least" or 5;
    /// Members of one branch who came on one day.
    same_day = "alert_same_day_least" or 20;
    /// Days a secretary has been in post.
    silent_days = "alert_silent_days" or 30;
    /// Requests past their hours that nobody answered.
    silent = "alert_silent_least" or 2;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::Rules;
    use crate::model::Day;

    #[test]
    fn the_file_says_what_the_program_falls_back_on() {
        let rules = Rules::builtin().unwrap();
        let at = Day::new(2018, 6, 25).unwrap().end();
        assert_eq!(AlertThresholds::at(rules.params(), at), AlertThresholds::default());
        let later = Day::new(2019, 6, 25).unwrap().end();
        assert_eq!(AlertThresholds::at(rules.params(), later).hollow, 3);
        let named = rules.params().iter().filter(|param| param.name.starts_with("alert_")).count();
        assert_eq!(named, 19, "every parameter of an alert is read");
    }
}
