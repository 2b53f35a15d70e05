//! The promised numbers, counted again from the rows alone by the words of `measures.md`.

use std::collections::{HashMap, HashSet};

use super::*;
use crate::model::{BranchKind, IdKey, Identity, Instant, League, OrgKind, Phone};

/// What one pass over the rows finds at an instant.
#[derive(Default)]
struct Count {
    figures: Figures,
    members: u64,
    small: u64,
    hollow_now: HashMap<String, u64>,
}

fn exempt(org: &Org, at: Day) -> bool {
    use BranchKind::*;
    let kinds = [Floating, GraduateFloating, Handover, NewOfficials, Temporary, Pending];
    org.branch_kind.is_some_and(|kind| kinds.contains(&kind)) && org.founded.is_some_and(|day| at.0 - day.0 < 180)
}

fn count(demo: &Demo, day: Day) -> Count {
    let at = day.end();
    let mut out = Count::default();
    let mut children = vec![0u32; demo.len()];
    let mut upper = Vec::new();
    for (id, parent, org) in demo.orgs() {
        let pos = Pos(id.0);
        if !org.exists(at) {
            continue;
        }
        if let Some(parent) = parent {
            children[parent.index()] += 1;
        }
        let posts: Vec<Post> = demo.posts(pos).into_iter().filter(|post| post.current(at)).collect();
        let on: HashSet<IdKey> =
            posts.iter().filter(|post| post.onboarded_by(at)).map(|post| post.identity.key()).collect();
        out.figures.onboarded += on.len() as u64;
        match org.kind {
            OrgKind::Leading => out.figures.leading += 1,
            OrgKind::Branch => out.figures.branches += 1,
            _ => out.figures.committees += 1,
        }
        if org.kind != OrgKind::Branch {
            assert!(demo.members(pos).is_empty());
            upper.push(pos);
            continue;
        }
        out.figures.bare_branches += u64::from(posts.is_empty());
        let members: Vec<Member> = demo.members(pos).into_iter().filter(|member| member.member_at(at)).collect();
        out.members += members.len() as u64;
        out.small += u64::from(matches!(members.len(), 1 | 2));
        out.figures.reported += members.iter().filter(|member| member.reported_by(at)).count() as u64;
        if members.is_empty() && !exempt(&org, day) {
            out.figures.hollow_branches += 1;
            *out.hollow_now.entry(org.code.as_str().chars().take(11).collect()).or_default() += 1;
        }
    }
    out.figures.hollow_committees = upper.iter().filter(|pos| children[pos.index()] == 0).count() as u64;
    out
}

/// What was weak before comes from one count, what stands at the end from the other.
fn promised_by_rows(demo: &Demo) -> Figures {
    let (before, after) = (count(demo, Demo::BEFORE).figures, count(demo, Demo::PUBLISHED).figures);
    assert_eq!((after.hollow_committees, after.hollow_branches, after.bare_branches), (0, 0, 0));
    Figures {
        hollow_committees: before.hollow_committees,
        hollow_branches: before.hollow_branches,
        bare_branches: before.bare_branches,
        ..after
    }
}

#[test]
fn a_county_keeps_what_its_plan_promises() {
    for seed in [1, 2018] {
        let demo = Demo::new(Scale::County, seed).unwrap();
        assert_eq!(promised_by_rows(&demo), demo.promised(), "seed {seed}");
        assert!((1_000..2_200).contains(&demo.len()), "{}", demo.len());
        let now = count(&demo, Demo::PRESENT);
        let weak = now.figures;
        assert!(weak.hollow_branches > 20 && weak.bare_branches > 50 && weak.hollow_committees > 0, "{weak:?}");
        assert!(now.small > 10);
        assert!(weak.reported < now.members, "some have yet to report");
    }
}

#[test]
fn the_same_county_stands_in_the_city() {
    let (county, city) = (Demo::new(Scale::County, 3).unwrap(), Demo::new(Scale::City, 3).unwrap());
    let rows: HashMap<String, Pos> = city.orgs().map(|(id, _, org)| (org.code.to_string(), Pos(id.0))).collect();
    for (id, _, org) in county.orgs() {
        let there = rows[org.code.as_str()];
        assert_eq!(city.org(there).unwrap(), org);
        assert_eq!(city.members(there), county.members(Pos(id.0)));
        assert_eq!(city.posts(there), county.posts(Pos(id.0)));
    }
    assert!((10_000..20_000).contains(&city.len()), "{}", city.len());
}

#[test]
fn another_seed_is_another_county() {
    let (one, two) = (Demo::new(Scale::County, 1).unwrap(), Demo::new(Scale::County, 2).unwrap());
    assert!(one.members(Pos(2)) != two.members(Pos(2)));
    assert_eq!(one.members(Pos(2)), Demo::new(Scale::County, 1).unwrap().members(Pos(2)));
}

/// Identity numbers, telephones, codes and names, whatever the scale.
fn check_people(demo: &Demo) {
    let mut seen = HashSet::new();
    let mut codes = HashSet::new();
    let mut repeated = 0;
    let mut strange = (0, 0, 0);
    for (id, parent, org) in demo.orgs() {
        assert!(codes.insert(org.code.to_string()) && org.code.as_str().len() <= 28);
        assert_eq!(parent.is_none(), id.0 == 0);
        assert!(parent.is_none_or(|parent| parent.0 < id.0));
        assert_eq!(org.industry.is_none(), org.kind == OrgKind::Leading);
        let members = demo.members(Pos(id.0));
        let again = demo.repeats_identity(Pos(id.0));
        repeated += u32::from(again);
        for (at, member) in members.iter().enumerate() {
            let fresh = seen.insert(member.identity.key());
            assert_eq!(fresh, !(again && at + 1 == members.len()), "{org:?}");
            match &member.identity {
                Identity::Foreign(text) => assert!(text.starts_with("YS")),
                other => {
                    let text = other.reveal();
                    assert_eq!(Identity::parse(&text).as_ref(), Ok(other));
                    assert!(text[4..6].parse::<u32>().unwrap() >= 90, "an impossible county");
                }
            }
            strange.0 += u32::from(matches!(member.identity, Identity::Short(_)));
            strange.1 += u32::from(matches!(member.identity, Identity::Foreign(_)));
            strange.2 += u32::from(member.unreachable);
            assert!(
                member
                    .phone
                    .as_ref()
                    .is_none_or(|phone| matches!(phone, Phone::Mobile(10_200_000_000..10_600_000_000)))
            );
        }
        let keys: HashSet<_> =
            demo.posts(Pos(id.0)).iter().map(|post| (post.identity.key(), post.title as u8, post.from)).collect();
        assert_eq!(keys.len(), demo.posts(Pos(id.0)).len(), "the key of the cadres roster");
    }
    assert!(repeated > 0 && strange.1 > 0 && strange.2 > 0, "{repeated} {strange:?}");
}

#[test]
fn no_two_people_of_a_county_share_a_number_by_accident() {
    check_people(&Demo::new(Scale::County, 7).unwrap());
}

#[test]
fn every_seed_shares_the_table_out_whole() {
    for seed in [0, 9, u64::MAX] {
        let demo = Demo::new(Scale::Province, seed).unwrap();
        assert_eq!(demo.promised(), PUBLISHED);
        assert_eq!(demo.cells.iter().map(|cell| u64::from(cell.reported)).sum::<u64>(), PUBLISHED.reported);
        assert_eq!(demo.cells.iter().map(|cell| u64::from(cell.onboarded)).sum::<u64>(), PUBLISHED.onboarded);
        assert_eq!(demo.cells.iter().map(|cell| u64::from(cell.hollow)).sum::<u64>(), PUBLISHED.hollow_branches);
        assert_eq!(demo.cells.iter().map(|cell| u64::from(cell.bare)).sum::<u64>(), PUBLISHED.bare_branches);
        let siblings = demo.skeleton.groups.iter().map(|group| u32::from(group.kids) + group.branches);
        assert!(siblings.max().is_some_and(|most| most <= 999), "three digits a level");
        let persons = demo.skeleton.groups.iter().map(|group| group.first_gone + group.transferred).max();
        assert!(persons.is_some_and(|most| most < 3_600_000), "birthdays for every person of a city");
    }
}

#[test]
#[ignore = "4.6 million rows: run in release"]
fn the_province_is_the_published_table() {
    let demo = Demo::new(Scale::Province, 1).unwrap();
    assert_eq!(demo.promised(), PUBLISHED);
    assert_eq!(promised_by_rows(&demo), PUBLISHED);
    assert_eq!(demo.len(), 254_620);
    let now = count(&demo, Demo::PRESENT);
    eprintln!("present {:?} members {} small {} rows {}", now.figures, now.members, now.small, demo.member_rows());
    let counties = demo.orgs().filter(|(_, _, org)| org.kind == OrgKind::Leading && org.code.as_str().len() == 11);
    for (_, _, org) in counties {
        assert!(now.hollow_now.contains_key(org.code.as_str()), "{} has nothing to mend", org.name);
    }
    check_people(&demo);
}

#[test]
#[ignore = "4.6 million rows: run in release"]
fn names_of_the_province_are_many() {
    let demo = Demo::new(Scale::Province, 1).unwrap();
    let mut names = HashSet::new();
    let mut over_age = 0;
    let at: Instant = Demo::PRESENT.end();
    for pos in (0..demo.len() as u32).map(Pos) {
        for member in demo.members(pos).into_iter() {
            let birth = member.identity.birth();
            over_age +=
                u64::from(member.league == League::Normal && birth.is_some_and(|b| b.years_until(at.day()) >= 28));
            names.insert(member.name);
        }
    }
    eprintln!("{} names, {over_age} over age", names.len());
    assert!((500_000..2_000_000).contains(&names.len()), "{}", names.len());
}
