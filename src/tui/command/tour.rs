//! The guided tour.

use super::{Command, Scope};
use crate::tui::tour;

pub const ALL: &[Command] = &[
    Command::new(
        "tour",
        &["F4"],
        Scope::Everywhere,
        ["导览", "tour"],
        ["在演示数据上走一遍五站导览", "a tour of five stations on the made-up data"],
        tour::begin,
    )
    .when(tour::can),
    Command::new(
        "tour.next",
        &["n"],
        Scope::Tour,
        ["下一步", "next"],
        ["导览的下一步", "the next step of the tour"],
        tour::next,
    )
    .when(tour::under_way),
    Command::new(
        "tour.back",
        &["p"],
        Scope::Tour,
        ["上一步", "step back"],
        ["回到这一站或上一站的开头", "to the beginning of this station, or of the one before"],
        tour::back,
    )
    .when(tour::under_way),
    Command::new(
        "tour.leave",
        &["q"],
        Scope::Tour,
        ["结束导览", "end the tour"],
        ["结束导览，撤销其间办理的", "end the tour and take back what was done in it"],
        tour::end,
    )
    .when(tour::under_way),
];
