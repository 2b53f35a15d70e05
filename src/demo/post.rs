//! Rows of the cadres roster.

use super::Branch;
use super::branch::{Make, Seat};
use super::calendar::{LAST, between, day, mended, office_hour, soon_after};
use super::dice::{Dice, Topic};
use super::life::CADRE;
use super::person::{Document, Person, person};
use super::quota::{BRANCH_PERSONS, OWN_PERSONS};
use crate::model::{Day, Instant, Post, PostTitle, Tenure};

const OF_BRANCH: [PostTitle; 8] = [
    PostTitle::Secretary,
    PostTitle::DeputySecretary,
    PostTitle::Organisation,
    PostTitle::Publicity,
    PostTitle::Culture,
    PostTitle::Volunteering,
    PostTitle::Rights,
    PostTitle::Other,
];
/// Which of a branch's outside persons held the post before.
const FORMER: u32 = 10;

impl Branch<'_> {
    /// A cadre of the committee itself.
    fn own(&self, index: u32) -> Person {
        self.outsider(index.min(OWN_PERSONS - 1))
    }

    fn outsider(&self, index: u32) -> Person {
        let rows = self.group.reported + self.group.unreported + self.group.gone;
        let number = self.demo.number(self.group, rows + index);
        person(&self.demo.names, self.demo.seed, number, CADRE.0, CADRE.1, Document::Resident)
    }

    fn cadre(&self, p: u32, dice: &mut Dice) -> Person {
        let inside = match self.make() {
            Make::Class { .. } => 930,
            Make::Village(_) => 150,
            // The committee's deputy looks after those who are between two homes.
            Make::Floating | Make::NewOfficials if p == 0 => return self.own(1),
            Make::Floating | Make::NewOfficials => 0,
            _ => 650,
        };
        if dice.chance(inside) && p < u32::from(self.cell.reported) {
            self.who(&self.life(), p).0
        } else {
            self.outsider(OWN_PERSONS + self.k * BRANCH_PERSONS + p)
        }
    }

    /// The posts of the branch.
    pub(super) fn posts(&self) -> Vec<Post> {
        let mut dice = Dice::new(self.demo.seed, Topic::Post, self.key() | 1 << 62);
        let dice = &mut dice;
        let onboarded = u32::from(self.cell.onboarded);
        let others = u32::from(onboarded == 0 || dice.chance(45));
        let other_first = dice.chance(300);
        let founded = self.founded();
        let start = match self.seat() {
            _ if self.cell.bare => Some(mended(dice)),
            Seat::Settled => None,
            Seat::Young | Seat::Late => founded,
        };
        let mut out = Vec::with_capacity(onboarded as usize + 2);
        for p in 0..onboarded + others {
            let person = self.cadre(p, dice);
            let from = match start {
                Some(start) if p == 0 => Some(start),
                Some(start) => Some(soon_after(dice, start, 15)),
                // The first post is what keeps the branch from being without cadres on 2018-06-20.
                None if p == 0 => (!dice.chance(150)).then(|| self.before_campaign(founded, dice)),
                None if dice.chance(100) => Some(between(dice, day(2018, 6, 21), day(2018, 10, 31))),
                None => Some(self.before_campaign(founded, dice)),
            };
            let on = if other_first { p >= others } else { p < onboarded };
            let title = OF_BRANCH[(p as usize).min(OF_BRANCH.len() - 1)];
            // One secretary in forty is only acting: a branch may have cadres and no secretary.
            let title = if p == 0 && dice.chance(25) { PostTitle::DeputySecretary } else { title };
            let mut post = self.post(person, title, from, on, dice);
            post.tenure = Some(if dice.chance(970) { Tenure::PartTime } else { Tenure::Seconded });
            post.dues_manager = p < 2 && dice.chance(120);
            post.until = dice.chance(30).then_some(day(2019, 8, 31));
            let second = dice.chance(15).then(|| Post { title: PostTitle::Other, ..post.clone() });
            out.push(post);
            out.extend(second.filter(|_| title != PostTitle::Other));
        }
        out.extend(self.lent());
        if self.seat() == Seat::Settled && dice.chance(if self.cell.bare { 450 } else { 120 }) {
            let person = self.outsider(OWN_PERSONS + self.k * BRANCH_PERSONS + FORMER);
            let from = between(dice, day(2013, 9, 1), day(2016, 10, 31));
            let mut post = self.post(person, PostTitle::Secretary, Some(from), false, dice);
            post.until = Some(between(dice, day(2017, 1, 10), day(2018, 6, 15)));
            out.push(post);
        }
        out
    }

    fn before_campaign(&self, founded: Option<Day>, dice: &mut Dice) -> Day {
        let first = founded.unwrap_or(day(2015, 9, 1)).max(day(2015, 9, 1));
        between(dice, first, day(2018, 6, 10))
    }

    /// The posts of the committee itself.
    pub(super) fn own_posts(&self) -> Vec<Post> {
        let mut dice = Dice::new(self.demo.seed, Topic::Post, u64::from(self.at) << 16 | 1 << 61);
        let dice = &mut dice;
        let leading = self.group.role.leading();
        let onboarded = u32::from(self.cell.onboarded);
        let others = u32::from(onboarded == 0 || dice.chance(220));
        let deputies = if leading { 4 } else { 2 };
        (0..onboarded + others)
            .map(|p| {
                let title = match p {
                    0 => PostTitle::Secretary,
                    _ if p < deputies => PostTitle::DeputySecretary,
                    _ if leading && p < 9 => PostTitle::Standing,
                    _ if leading && p >= 14 => PostTitle::Staff,
                    _ => PostTitle::CommitteeMember,
                };
                let from = (!dice.chance(100)).then(|| between(dice, day(2014, 3, 1), day(2018, 5, 31)));
                let mut post = self.post(self.own(p), title, from, p < onboarded, dice);
                let full = if leading { 640 } else { 90 };
                let tenure = [Tenure::FullTime, Tenure::PartTime, Tenure::Seconded];
                post.tenure = Some(tenure[dice.share(&[full, 930 - full, 70])]);
                post.dues_manager = p < 2 && dice.chance(600);
                post
            })
            .collect()
    }

    fn post(&self, person: Person, title: PostTitle, from: Option<Day>, onboarded: bool, dice: &mut Dice) -> Post {
        let on = if dice.chance(self.prompt()) {
            between(dice, day(2017, 11, 1), day(2018, 6, 24))
        } else {
            between(dice, day(2018, 6, 25), LAST)
        };
        let at: Instant = office_hour(dice, on.max(from.unwrap_or(on)));
        Post {
            name: person.name,
            identity: person.identity,
            phone: dice.chance(980).then_some(person.phone),
            title,
            from,
            until: None,
            tenure: None,
            onboarded,
            onboarded_at: Some(at).filter(|_| onboarded && !dice.chance(30)),
            dues_manager: false,
        }
    }
}
