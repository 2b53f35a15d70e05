use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::Index;

use super::super::chunk::MemoryChunks;
use super::super::tests::{Person, person};
use super::super::{Builder, Search};
use super::*;
use crate::model::{Identity, League, Member, Month, OrgTree, Politics, Row};

fn member(person: Person) -> Member {
    Member {
        name: person.name.as_str().into(),
        identity: person.id,
        phone: person.phone,
        number: person.number,
        joined: Month::of(2016, 5),
        since: None,
        report: None,
        reported_at: None,
        league: League::Normal,
        politics: Politics::League,
        unreachable: false,
        ethnicity: None,
        schooling: None,
        occupation: None,
        real_name: None,
        income: None,
        volunteer_since: None,
        volunteer_times: None,
        volunteer_minutes: None,
        appraisal: None,
        appraisal_year: None,
        registered_year: None,
        corrections: Vec::new(),
    }
}

fn index(branches: &[Vec<Member>]) -> (MemoryChunks, Places) {
    let mut builder = Builder::new();
    for member in branches.iter().flatten() {
        builder.push(&member.name, &member.identity, member.phone.as_ref(), member.number.as_ref());
    }
    let mut kept = MemoryChunks::default();
    builder.finish(&mut kept).unwrap();
    (kept, Places::new(branches.iter().map(|rows| rows.len() as u32)))
}

/// Makes an edit as the store does: changed rows stay, rows that go close the gap, new ones come last.
fn edit(branches: &mut [Vec<Member>], (kind, at, to, with): (u8, Index, Index, usize)) -> Option<RowEdit> {
    let (at, to) = (at.index(branches.len()), to.index(branches.len()));
    let row = |at: usize, member: &Member| Row::Member { branch: OrgId(at as u32), member: member.clone() };
    let mut fresh = member(person(with));
    let stands = |branches: &[Vec<Member>], at: usize, identity: &Identity| {
        branches[at].iter().any(|member| member.identity == *identity)
    };
    let slot = with % branches[at].len().max(1);
    let old = branches[at].get(slot).cloned();
    match (kind, old) {
        (0 | 1, Some(old)) => {
            // One thing changes, or all but the branch.
            match with % 4 {
                0 => fresh = Member { name: fresh.name, ..old.clone() },
                1 => fresh = Member { phone: fresh.phone, ..old.clone() },
                2 => fresh = Member { number: fresh.number, ..old.clone() },
                _ => {}
            }
            if fresh.identity != old.identity && stands(branches, at, &fresh.identity) {
                return None;
            }
            branches[at][slot] = fresh.clone();
            Some(RowEdit { before: Some(row(at, &old)), after: Some(row(at, &fresh)) })
        }
        (2, Some(old)) => {
            branches[at].remove(slot);
            Some(RowEdit { before: Some(row(at, &old)), after: None })
        }
        (3, Some(old)) if at != to && !stands(branches, to, &old.identity) => {
            branches[at].remove(slot);
            branches[to].push(old.clone());
            Some(RowEdit { before: Some(row(at, &old)), after: Some(row(to, &old)) })
        }
        _ if !stands(branches, to, &fresh.identity) => {
            branches[to].push(fresh.clone());
            Some(RowEdit::add(row(to, &fresh)))
        }
        _ => None,
    }
}

const TYPED: [&str; 34] = [
    "z",
    "zw",
    "zhangwei",
    "w",
    "l",
    "lx",
    "lv",
    "o",
    "shan",
    "dan",
    "x",
    "c",
    "mmt",
    "lilei",
    "smith",
    "js",
    "a",
    "张",
    "伟",
    "单",
    "小",
    "买买提",
    "王芳",
    "张a",
    "1",
    "4",
    "44",
    "4407",
    "2016",
    "201",
    "100",
    "0000",
    "20",
    "12",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn an_index_with_edits_over_it_is_one_built_anew(
        first in 0usize..300,
        counts in prop::collection::vec(0usize..14, 1..6),
        edits in prop::collection::vec((0u8..5, any::<Index>(), any::<Index>(), 0usize..400), 1..24),
        goes in 1usize..4,
        most in 1usize..12,
    ) {
        let mut people = (first..).map(|n| member(person(n)));
        let mut branches: Vec<Vec<Member>> = counts.iter().map(|count| people.by_ref().take(*count).collect()).collect();
        let (kept, places) = index(&branches);
        let indexed = Arc::new(places);
        let mut search = Search::load(&kept, Arc::new(OrgTree::default())).unwrap();
        let place = |id: OrgId| Some(Pos(id.0));
        for edits in edits.chunks(edits.len().div_ceil(goes)) {
            let made: Vec<RowEdit> = edits.iter().filter_map(|one| edit(&mut branches, *one)).collect();
            search = search.with_edits(&indexed, &made, &place, &kept).unwrap();
        }
        let (anew, now) = index(&branches);
        prop_assert_eq!(&**search.places().unwrap(), &now);
        let built = Search::load(&anew, Arc::new(OrgTree::default())).unwrap();
        let mut typed: Vec<String> = TYPED.map(String::from).to_vec();
        for member in branches.iter().flatten().step_by(5) {
            let number = member.identity.reveal();
            typed.extend([member.name.to_string(), number[..6].into(), number[number.len() - 4..].into(), number.into()]);
            typed.extend(member.phone.as_ref().map(|phone| phone.reveal().to_string()));
            typed.extend(member.number.as_ref().map(ToString::to_string));
        }
        for (at, typed) in typed.iter().enumerate() {
            let expected = built.query(typed, 1_000, &anew, &|| false).unwrap();
            let found = search.query(typed, 1_000, &kept, &|| false).unwrap();
            prop_assert_eq!(&found, &expected, "query {} of {} characters", at, typed.chars().count());
            for from in (0..expected.items.len()).step_by(most) {
                let page = search.page(typed, from..from + most, &kept, &|| false).unwrap();
                let end = (from + most).min(expected.items.len());
                prop_assert_eq!((page.total, &page.items[..]), (expected.total, &expected.items[from..end]), "page");
            }
        }
    }
}
