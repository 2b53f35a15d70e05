//! What is missing from the published number of transfers: last year's freshmen of the province's own universities, whose
//! transfers were done before the campaign.

use anyhow::Result;

use super::request::Request;
use super::{Made, quota};
use crate::demo::Demo;
use crate::demo::calendar::{between, day};
use crate::demo::dice::Dice;
use crate::demo::role::Role;
use crate::model::{Pos, TransferKind};

/// 完成组织关系转接团员 of 2018-11-15 (S1): as many requests, each of another person.
pub const DONE: u64 = 1_306_449;
/// No area has this number.
const AREA: u16 = 999;

pub(super) fn make(made: &mut Made<'_>) -> Result<()> {
    let demo = made.demo;
    let missing = || quota("transfers");
    let wanted = DONE.checked_sub(made.done).ok_or_else(missing)?;
    let places = 0..demo.starts.len() - 1;
    let came_from: Vec<Pos> = places
        .clone()
        .filter(|place| demo.group(*place).role == Role::SeniorHigh)
        .flat_map(|place| demo.leaving_classes(place))
        .collect();
    let classes: Vec<Pos> = places
        .filter(|place| demo.group(*place).area == 0 && demo.group(*place).role == Role::Faculty)
        .flat_map(|place| demo.branches_of(place))
        .filter(|pos| demo.at(*pos).class().is_some_and(|(year, _)| year == 1))
        .collect();
    let all: u64 = classes.iter().map(|pos| each(demo, *pos, |_, _| Ok(())).unwrap_or_default()).sum();
    if all < wanted {
        return Err(missing());
    }
    (made.area, made.serial) = (AREA, 0);
    let mut at = 0;
    for pos in classes {
        let branch = demo.at(pos);
        let life = branch.life();
        each(demo, pos, |j, dice| {
            at += 1;
            // Evenly spread: the n-th of all is taken where the share of those wanted passes a whole number.
            if at * wanted / all == (at - 1) * wanted / all {
                return Ok(());
            }
            let request = Request {
                person: branch.who(&life, j).0.identity.key(),
                kind: TransferKind::Inside,
                code: 5,
                from: dice.pick(&came_from).ok_or_else(|| quota("transfers"))?,
                to: Some(pos),
                ends: between(dice, day(2017, 11, 1), day(2018, 5, 25)),
                graduate: true,
            };
            made.add(request, dice)
        })?;
    }
    Ok(())
}

/// Every row of a class that may have come by a transfer; how many.
fn each(demo: &Demo, pos: Pos, mut row: impl FnMut(u32, &mut Dice) -> Result<()>) -> Result<u64> {
    let branch = demo.at(pos);
    let (life, times) = (branch.life(), branch.times());
    let mut count = 0;
    for j in 1..u32::from(branch.cell.reported) {
        if branch.glance(&life, times, j).is_some() {
            count += 1;
            row(j, &mut demo.move_dice(&branch, j))?;
        }
    }
    Ok(count)
}
