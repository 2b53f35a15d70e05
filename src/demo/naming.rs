//! Names of organisations: divisions are real, everything that stands in them is made up.

use super::branch::{Make, make};
use super::dice::{Dice, Topic};
use super::divisions::Place;
use super::role::Role;
use super::skeleton::{Group, Skeleton};
use super::words;

/// A full name and a short one.
pub(super) struct Name {
    pub full: String,
    pub short: String,
}

/// Names of one skeleton.
pub(super) struct Naming<'a> {
    pub skeleton: &'a Skeleton,
    pub seed: u64,
}

impl Naming<'_> {
    fn place(&self, place: Place) -> &str {
        self.skeleton.divisions.name(place)
    }

    /// A county's or city's name; districts bear their city's, since several cities have a 城区.
    fn area(&self, group: &Group) -> String {
        let area = &self.skeleton.areas[usize::from(group.area)];
        let name = self.place(area.place);
        match area.role {
            Role::County if name.ends_with('区') => {
                let code = self.skeleton.divisions.code(area.place) / 100;
                let city = self
                    .skeleton
                    .areas
                    .iter()
                    .find(|a| a.role == Role::City && self.skeleton.divisions.code(a.place) == code);
                format!("{}{name}", city.map_or("", |city| self.place(city.place)))
            }
            Role::Zone => format!("{name}{}新区", words::word(self.start(group), 500)),
            _ => name.to_owned(),
        }
    }

    fn start(&self, group: &Group) -> u64 {
        Dice::new(self.seed, Topic::Org, u64::from(group.area)).next()
    }

    /// What a committee is the committee of, in full and as people say it.
    fn owner(&self, group: &Group, at: u32) -> (String, String) {
        let area = self.area(group);
        // Roles begin at different words, so that a school and a firm of one number do not share theirs.
        let word = words::word(self.start(group), u32::from(group.serial) + 61 * group.role as u32);
        let mut dice = Dice::new(self.seed, Topic::Org, u64::from(at) << 16);
        let trade = |list: &[&'static str], dice: &mut Dice| dice.pick(list).unwrap_or_default();
        let short = match group.role {
            Role::Province | Role::City | Role::County | Role::Zone => return (area.clone(), area),
            Role::Town => {
                let town = self.place(group.place);
                return (format!("{area}{town}"), town.to_owned());
            }
            Role::Organs => {
                let seat = match self.skeleton.areas[usize::from(group.area)].role {
                    Role::Province => "省直",
                    Role::City => "市直",
                    Role::Zone => "区直",
                    _ if area.ends_with('县') => "县直",
                    _ if area.ends_with('市') => "市直",
                    _ => "区直",
                };
                return (format!("{area}直属机关"), format!("{seat}机关"));
            }
            Role::Education => "教育系统".to_owned(),
            Role::StateOwned if group.area == 0 && group.serial == 2 => return both("广东省金融系统", "省金融系统"),
            Role::StateOwned if group.area == 0 => return both("广东省省属企业", "省属企业"),
            Role::StateOwned => "国资系统".to_owned(),
            Role::NewSectors => return (format!("{area}非公有制经济组织和社会组织"), "两新组织".to_owned()),
            Role::University => {
                let kind = trade(&words::UNIVERSITIES, &mut dice);
                let name = if group.area == 0 { format!("广东{word}{kind}") } else { format!("{area}{word}{kind}") };
                return (name.clone(), name);
            }
            Role::Faculty => {
                let university = group.parent.map(|parent| &self.skeleton.groups[parent as usize]);
                let owner = university.zip(group.parent).map(|(group, at)| self.owner(group, at).0);
                let faculty = words::FACULTIES[usize::from(group.serial) % words::FACULTIES.len()];
                return (format!("{}{faculty}", owner.unwrap_or_default()), faculty.to_owned());
            }
            Role::SeniorHigh => format!("{word}高级中学"),
            Role::JuniorHigh => format!("{word}初级中学"),
            Role::Vocational => format!("{word}中等职业学校"),
            Role::Institution => format!("{word}{}", trade(&words::OFFICES, &mut dice)),
            Role::StateFirm => format!("{word}{}集团", trade(&words::STATE_TRADES, &mut dice)),
            Role::CollectiveFirm => format!("{word}{}合作社", trade(&words::TRADES, &mut dice)),
            Role::PrivateFirm => format!("{word}{}有限公司", trade(&words::TRADES, &mut dice)),
            Role::Social => format!("{word}{}", trade(&words::SOCIETIES, &mut dice)),
        };
        (format!("{area}{short}"), short)
    }

    /// What a committee is called among its own people.
    pub(super) fn short(&self, group: &Group, at: u32) -> String {
        format!("团{}委", self.owner(group, at).1)
    }

    /// The name of a unit of the new sectors, different for numbers that follow one another.
    pub(super) fn unit(&self, at: u32, k: u32, role: Role) -> String {
        let start = Dice::new(self.seed, Topic::Org, u64::from(at) << 32).next();
        let mut dice = Dice::new(self.seed, Topic::Org, super::branch::key(at, k));
        let (list, end): (&[&str], &str) =
            if role == Role::PrivateFirm { (&words::TRADES, "有限公司") } else { (&words::SOCIETIES, "") };
        format!("{}{}{end}", words::word(start, k), dice.pick(list).unwrap_or_default())
    }

    /// The name of a leading body or committee.
    pub(super) fn committee(&self, group: &Group, at: u32, kind: Kind) -> Name {
        let (owner, short) = self.owner(group, at);
        match kind {
            Kind::Leading => Name { full: format!("共青团{owner}委员会"), short: format!("团{short}委") },
            Kind::Committee => Name { full: format!("共青团{owner}委员会"), short: format!("{short}团委") },
            Kind::Work => Name { full: format!("共青团{owner}工作委员会"), short: format!("{short}团工委") },
            Kind::General => {
                Name { full: format!("共青团{owner}总支部委员会"), short: format!("{short}团总支") }
            }
        }
    }

    /// The name of branch `k` of a committee.
    pub(super) fn branch(&self, group: &Group, at: u32, k: u32) -> Name {
        let owner = self.owner(group, at).0;
        let key = super::branch::key(at, k);
        let mut dice = Dice::new(self.seed, Topic::Org, key);
        let what = match make(group, at, k, self.seed) {
            Make::Village(place) => self.skeleton.divisions.village(place),
            Make::Floating => "流动团员".to_owned(),
            Make::NewOfficials => "新入职公职人员临时".to_owned(),
            Make::Teachers if group.role == Role::University && k > 0 => format!("机关第{}", chinese(k)),
            Make::Teachers => "教工".to_owned(),
            Make::Class { year, number, .. } => class(group, year, number, k),
            Make::Department => {
                let round = k as usize / words::DEPARTMENTS.len();
                let name = words::DEPARTMENTS[k as usize % words::DEPARTMENTS.len()];
                if round == 0 { name.to_owned() } else { format!("第{}分部{name}", chinese(round as u32 + 1)) }
            }
            Make::Unit(role) => {
                let start = Dice::new(self.seed, Topic::Org, u64::from(at) << 32).next();
                let word = words::word(start, k);
                let (list, end): (&[&str], &str) = match role {
                    Role::PrivateFirm => (&words::TRADES, "有限公司"),
                    Role::CollectiveFirm => (&words::TRADES, "合作社"),
                    Role::StateFirm => (&words::STATE_TRADES, "公司"),
                    Role::Social => (&words::SOCIETIES, ""),
                    _ => (&words::OFFICES, ""),
                };
                format!("{word}{}{end}", dice.pick(list).unwrap_or_default())
            }
        };
        Name { full: format!("共青团{owner}{what}支部委员会"), short: format!("{what}团支部") }
    }
}

/// How a committee's type is named.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Leading,
    Committee,
    Work,
    General,
}

fn both(full: &str, short: &str) -> (String, String) {
    (full.to_owned(), short.to_owned())
}

fn class(group: &Group, year: u8, number: u16, k: u32) -> String {
    let nth = ["一", "二", "三", "四"].get(usize::from(year.saturating_sub(1))).copied().unwrap_or("四");
    match group.role {
        // The first year of a junior high school has no members yet: years one and two of branches are the second and third.
        Role::JuniorHigh => format!("初{}({number})班", if year == 2 { "三" } else { "二" }),
        Role::SeniorHigh => format!("高{nth}({number})班"),
        Role::Vocational => {
            let course = words::COURSES[(k as usize * 5) % words::COURSES.len()];
            format!("{}级{course}{number}班", 2018 - u32::from(year))
        }
        _ => format!("{}级({number})班", 2018 - u32::from(year)),
    }
}

/// A small number in characters, 1 to 99 (larger ones in digits).
fn chinese(n: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match n {
        1..=9 => DIGITS[n as usize].to_owned(),
        10..=19 => format!("十{}", DIGITS[n as usize % 10]),
        20..=99 => format!("{}十{}", DIGITS[n as usize / 10], DIGITS[n as usize % 10]),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_in_characters() {
        let words: Vec<String> = [1, 10, 12, 20, 21, 100].map(chinese).into();
        assert_eq!(words, ["一", "十", "十二", "二十", "二十一", "100"]);
    }
}
