//! Made-up people and organisations, asked for in every way and compared with plain filters.

mod measure;
mod readings;

use std::sync::Arc;

use compact_str::CompactString;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::chunk::MemoryChunks;
use super::fold::folded;
use super::word::Word;
use super::{Builder, Hit, Match, Ordinal, Search};
use crate::lang::pinyin::{self, Syllable};
use crate::model::{Identity, MemberNumber, Org, OrgCode, OrgId, OrgKind, OrgTree, Phone, Pos};

#[derive(Clone)]
pub(super) struct Person {
    pub name: String,
    pub id: Identity,
    pub phone: Option<Phone>,
    pub number: Option<MemberNumber>,
}

// A failing property prints its people: numbers stay out of it.
impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?} {:?}", self.name, self.id, self.phone)
    }
}

const SURNAMES: &[&str] = &[
    "张", "王", "李", "刘", "陈", "林", "凌", "吕", "欧阳", "单", "曾", "仇", "解", "查", "区", "朴", "尉迟", "万俟",
    "盖", "乐", "员", "缪", "覃", "翟", "隗", "黑", "冼", "任", "华", "逄", "繁", "令狐", "澹台", "万",
];
const GIVEN: &[&str] = &["伟", "芳", "小明", "文华", "国庆", "娜", "绿", "安", "晓 红", "一", "家乐", "慧敏", "小单"];
const OTHERS: &[&str] = &["买买提·艾山", "阿依古丽·买买提", "Li Lei", "JOHN SMITH", "㐂", "𠮷田", "张Ａ"];

pub(super) fn person(n: usize) -> Person {
    let name = match n % 41 {
        40 => OTHERS[n / 41 % OTHERS.len()].into(),
        _ => format!("{}{}", SURNAMES[n % SURNAMES.len()], GIVEN[n / 7 % GIVEN.len()]),
    };
    let (area, serial) = (440_700 + n as u64 % 9, n as u64 * 37 % 1_000);
    let (month, day) = (n as u64 % 12 + 1, n as u64 % 28 + 1);
    let id = match n % 17 {
        3 => Identity::Foreign(compact_str::format_compact!("H{n:07}")),
        5 => Identity::parse(&format!("{area}90{month:02}{day:02}{serial:03}")).unwrap(),
        _ => Identity::with_check(area * 100_000_000_000 + (19_900_000 + month * 100 + day) * 1_000 + serial),
    };
    let phone = match n % 5 {
        0 => None,
        1 if n.is_multiple_of(3) => Phone::parse(&format!("0000-{n:07}")),
        _ => Some(Phone::Mobile(10_000_000_000 + n as u64 * 7_919_777 % 999_999_999)),
    };
    let number = match n % 4 {
        0 => None,
        1 if n.is_multiple_of(3) => MemberNumber::parse(&format!("2016-{n}")),
        _ => Some(MemberNumber::Twelve((2_010 + n as u64 % 9) * 100_000_000 + n as u64)),
    };
    Person { name, id, phone, number }
}

fn people() -> Vec<Person> {
    (0..700).map(person).collect()
}

fn index(people: &[Person], tree: OrgTree) -> (MemoryChunks, Search) {
    let mut builder = Builder::new();
    for p in people {
        builder.push(&p.name, &p.id, p.phone.as_ref(), p.number.as_ref());
    }
    let mut kept = MemoryChunks::default();
    builder.finish(&mut kept).unwrap();
    let search = Search::load(&kept, Arc::new(tree)).unwrap();
    (kept, search)
}

/// Every name that sounds like this, by trying everything.
fn sounds_like(name: &str, typed: &str) -> bool {
    let name = folded(name);
    let usual = |text: &str| text.chars().filter_map(pinyin::common).collect::<Vec<_>>();
    let ways: Vec<Vec<Syllable>> = match pinyin::surname(&name) {
        None => vec![usual(&name)],
        Some((head, readings)) => {
            readings.iter().map(|r| r.iter().copied().chain(usual(&name[head.len()..])).collect()).collect()
        }
    };
    fn eat(syllables: &[Syllable], typed: &str) -> bool {
        typed.is_empty()
            || syllables.split_first().is_some_and(|(first, rest)| {
                (1..=typed.len()).any(|len| {
                    let fits = pinyin::spans(&typed[..len]).iter().any(|s| (s.first..=s.last).contains(first));
                    fits && eat(rest, &typed[len..])
                })
            })
    }
    ways.iter().any(|way| eat(way, typed)) || (typed.len() > 1 && name.contains(typed))
}

fn naive(p: &Person, typed: &str) -> bool {
    let typed = folded(typed).into_owned();
    let digits = typed.bytes().all(|b| b.is_ascii_digit());
    let id = p.id.reveal().to_ascii_lowercase();
    let phone = p.phone.as_ref().map_or(CompactString::default(), |phone| phone.reveal());
    let number = p.number.as_ref().map_or(String::new(), ToString::to_string);
    let known = !matches!(p.id, Identity::Foreign(_));
    let (mobile, twelve) =
        (matches!(p.phone, Some(Phone::Mobile(_))), matches!(p.number, Some(MemberNumber::Twelve(_))));
    let numbered = typed.bytes().any(|b| b.is_ascii_digit());
    let by_number = numbered
        && ((known && id.starts_with(&typed) && (digits || typed.len() == 18))
            || (typed.len() == 4 && known && id.ends_with(&typed))
            || (typed.len() == 4 && mobile && phone.ends_with(&typed))
            || (mobile && phone.starts_with(&typed))
            || (twelve && number.starts_with(&typed))
            || folded(&id) == typed
            || folded(&phone) == typed
            || folded(&number) == typed);
    let by_name = if typed.chars().all(|c| !c.is_ascii()) {
        folded(&p.name).contains(&typed)
    } else {
        !digits && typed.is_ascii() && sounds_like(&p.name, &typed)
    };
    by_number || by_name
}

fn found(search: &Search, kept: &MemoryChunks, typed: &str) -> (u64, Vec<(u32, Match)>) {
    let hits = search.query(typed, 10_000, kept, &|| false).unwrap();
    let members = hits.items.iter().filter_map(|hit| match hit {
        Hit::Member { ordinal, why } => Some((ordinal.0, *why)),
        Hit::Org { .. } => None,
    });
    (hits.total, members.collect())
}

#[test]
fn totals_are_what_a_plain_filter_finds() {
    let people = people();
    let (kept, search) = index(&people, OrgTree::default());
    let mut queries: Vec<String> = [
        "z",
        "zw",
        "zhangwei",
        "zhangw",
        "zwei",
        "lx",
        "lxm",
        "lvxm",
        "luxm",
        "lyuxiaoming",
        "linan",
        "o",
        "ou",
        "shan",
        "dan",
        "zeng",
        "ceng",
        "qiu",
        "chou",
        "xie",
        "jie",
        "zha",
        "cha",
        "piao",
        "pu",
        "yc",
        "wc",
        "mq",
        "wansi",
        "ge",
        "gai",
        "yue",
        "le",
        "yun",
        "yuan",
        "miao",
        "mou",
        "qin",
        "tan",
        "zhai",
        "di",
        "wei",
        "kui",
        "he",
        "hei",
        "xian",
        "mmt",
        "mmtas",
        "aygl",
        "ayglmmt",
        "lilei",
        "smith",
        "john",
        "js",
        "张",
        "伟",
        "单",
        "小单",
        "张伟",
        "欧阳小",
        "买买提",
        "𠮷",
        "㐂",
        "张a",
        "zhanga",
        "1",
        "4",
        "44",
        "4407",
        "440703",
        "2016",
        "2011",
        "201",
        "100",
        "1000",
        "0000",
        "012",
        "12",
        "x",
        "12x",
        "9",
        "1234",
        "777",
        "ü",
    ]
    .map(String::from)
    .to_vec();
    for p in people.iter().step_by(9) {
        let id = p.id.reveal();
        queries.extend((1..=id.len()).map(|len| id[..len].to_owned()));
        queries.push(id[id.len() - 4..].to_owned());
        if let Some(phone) = &p.phone {
            let phone = phone.reveal();
            queries.extend((1..=phone.len()).map(|len| phone[..len].to_owned()));
            queries.push(phone[phone.len() - 4..].to_owned());
        }
        queries.extend(p.number.as_ref().map(ToString::to_string));
    }
    for (at, typed) in queries.iter().enumerate() {
        let (total, mut members) = found(&search, &kept, typed);
        members.sort_unstable();
        let expected: Vec<u32> = (0..).zip(&people).filter(|(_, p)| naive(p, typed)).map(|(n, _)| n).collect();
        let listed: Vec<u32> = members.iter().map(|(n, _)| *n).collect();
        // Mixed characters and letters have no naive reading here.
        if typed.is_ascii() || !typed.chars().any(|c| c.is_ascii()) {
            assert_eq!(listed, expected, "query {at} of {} characters", typed.chars().count());
        }
        assert_eq!(total, listed.len() as u64, "query {at}");
    }
}

#[test]
fn pages_are_pieces_of_one_list() {
    let people = people();
    let (kept, search) = index(&people, small_tree());
    for typed in ["z", "xm", "小", "1", "100", "4407", "t", "2"] {
        let whole = search.query(typed, 10_000, &kept, &|| false).unwrap();
        assert_eq!(whole.total, whole.items.len() as u64, "{typed}");
        for start in (0..whole.items.len()).step_by(7) {
            let end = (start + 7).min(whole.items.len());
            let page = search.page(typed, start..start + 7, &kept, &|| false).unwrap();
            assert_eq!((page.total, &page.items[..]), (whole.total, &whole.items[start..end]), "{typed} {start}");
        }
    }
}

#[test]
fn whole_names_come_first() {
    let names = ["张伟华", "张文", "李张伟", "张伟", "章炜", "张蔚然", "单伟", "赵文"];
    let people: Vec<Person> = names.iter().map(|name| Person { name: (*name).into(), ..person(1) }).collect();
    let (kept, search) = index(&people, OrgTree::default());
    for (typed, expected) in [
        ("张伟", "张伟 张伟华 李张伟"),
        ("zhangwei", "张伟 章炜 张伟华 张蔚然"),
        ("zw", "张伟 章炜 张文 赵文 张伟华 张蔚然"),
        ("shanw", "单伟"),
        ("dw", "单伟"),
    ] {
        let (_, members) = found(&search, &kept, typed);
        let listed: Vec<&str> = members.iter().map(|(n, _)| names[*n as usize]).collect();
        assert_eq!(listed.join(" "), expected, "{typed}");
    }
}

#[test]
fn a_question_put_aside_says_so_and_damage_is_told() {
    let (kept, search) = index(&people(), small_tree());
    let err = search.query("zw", 50, &kept, &|| true).unwrap_err();
    assert!(err.is::<super::Stopped>());
    assert!(Search::load(&MemoryChunks::default(), Arc::default()).is_err());
    assert_eq!(search.query(" () ", 50, &kept, &|| false).unwrap().total, 0);
    assert_eq!(search.query(&"z".repeat(5_000), 50, &kept, &|| false).unwrap().total, 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn every_member_is_found_by_anything_known_of_it(who in prop::collection::vec(any::<Index>(), 12), skip in 0usize..500) {
        let people: Vec<Person> = (skip..skip + 90).map(person).collect();
        let (kept, search) = index(&people, OrgTree::default());
        for who in who {
            let n = who.index(people.len());
            let p = &people[n];
            let id = p.id.reveal();
            let mut ways = vec![p.name.clone(), id.to_string()];
            if !p.name.contains(['㐂', '𠮷', 'Ａ']) {
                let folded = folded(&p.name);
                let full: String = pinyin::syllables(&folded).into_iter().map(Syllable::text).collect();
                ways.extend([full, pinyin::initials(&folded)]);
            }
            ways.extend((!matches!(p.id, Identity::Foreign(_))).then(|| id[id.len() - 4..].to_string()));
            ways.extend(p.phone.as_ref().map(|phone| phone.reveal().to_string()));
            ways.extend(p.number.as_ref().map(ToString::to_string));
            for (at, typed) in ways.iter().enumerate() {
                let (_, members) = found(&search, &kept, typed);
                prop_assert!(members.iter().any(|(ordinal, _)| *ordinal as usize == n), "way {} to {}", at, p.name);
            }
        }
    }

    #[test]
    fn any_letters_find_what_trying_everything_finds(
        typed in prop::collection::vec(select(vec!["z", "zh", "ang", "w", "ei", "l", "v", "u", "xi", "ao", "m", "n", "a", "o", "e"]), 1..5),
    ) {
        let people: Vec<Person> = (0..150).map(person).collect();
        let (kept, search) = index(&people, OrgTree::default());
        let typed = typed.concat();
        let (total, members) = found(&search, &kept, &typed);
        let mut listed: Vec<u32> = members.iter().map(|(n, _)| *n).collect();
        listed.sort_unstable();
        let expected: Vec<u32> = (0..).zip(&people).filter(|(_, p)| sounds_like(&p.name, &typed)).map(|(n, _)| n).collect();
        prop_assert_eq!(total, listed.len() as u64);
        prop_assert_eq!(listed, expected);
    }
}

fn org(code: &str, name: &str, short: &str, kind: OrgKind) -> Org {
    Org { short: short.into(), ..Org::new(OrgCode::parse(code).unwrap(), name, kind) }
}

/// A county with two schools, classes and a village.
fn small_tree() -> OrgTree {
    use OrgKind::{Branch, Committee, Leading};
    let rows = [
        (None, org("001", "共青团某省委员会", "团省委", Leading)),
        (Some(0), org("001.002", "共青团开平市委员会", "团开平市委", Leading)),
        (Some(1), org("001.002.001", "开平市第一中学团委", "开平一中团委", Committee)),
        (Some(2), org("001.002.001.001", "开平市第一中学团委高三（2）班团支部", "高三（2）班团支部", Branch)),
        (Some(2), org("001.002.001.002", "开平市第一中学团委高三(12)班团支部", "高三(12)班团支部", Branch)),
        (Some(0), org("001.003", "大埔中学团委", "", Committee)),
        (Some(5), org("001.003.001", "大埔中学团委高三(2)班团支部", "高三(2)班团支部", Branch)),
        (Some(0), org("001.004", "女埗村团支部", "", Branch)),
    ];
    let rows = rows.into_iter().enumerate();
    OrgTree::from_preorder(rows.map(|(n, (up, org))| (OrgId(n as u32), up.map(Pos), org)))
}

#[test]
fn organisations_are_found_by_label_sound_name_and_code() {
    let (kept, search) = index(&[], small_tree());
    let tree = small_tree();
    for (typed, expected) in [
        ("gs2b", "3 6"),
        ("高三2班", "3 6"),
        ("高三(2)班", "3 6"),
        ("开平 高三2班", "3"),
        ("大埔 gs2b", "6"),
        ("dbzx", "5"),
        ("开平", "2 1 3 4"),
        ("中学", "5 2 3 6 4"),
        ("一中", "2 3 4"),
        ("第一中学团委高三2班", "3"),
        ("团", "0 1 2 5 7 3 6 4"),
        ("001.003", "5 6"),
        ("001.003.001", "6"),
        ("001", "0 1 2 3 4 5 6 7"),
        ("12", "4"),
        ("nv", "7"),
        ("nuc", ""),
        ("nubu", "7"),
        ("某省", "0"),
        ("高三 团委", "3 6 4"),
        ("高三 某村", ""),
    ] {
        let hits = search.query(typed, 100, &kept, &|| false).unwrap();
        let mut listed: Vec<String> = Vec::new();
        for hit in &hits.items {
            if let Hit::Org { pos, matched } = hit {
                listed.push(pos.0.to_string());
                assert!(tree.label(*pos).get(matched.clone()).is_some());
            }
        }
        if typed == "001" {
            listed.sort_unstable();
        }
        assert_eq!(listed.join(" "), expected, "{typed}");
        assert_eq!(hits.total, listed.len() as u64, "{typed}");
    }
    let first = search.query("gs2b", 1, &kept, &|| false).unwrap();
    assert_eq!(first.items, [Hit::Org { pos: Pos(3), matched: 0.."高三（2）班".len() }]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn labels_are_scanned_as_they_are_located(typed in "[gsxtzbdyk2高三中团0-9]{1,4}") {
        let tree = small_tree();
        let (kept, search) = index(&[], small_tree());
        let hits = search.query(&typed, 100, &kept, &|| false).unwrap();
        let word = Word::new(&typed).unwrap();
        let none = (0..tree.len() as u32).all(|at| word.locate(tree.label(Pos(at))).is_none());
        for pos in (0..tree.len() as u32).map(Pos) {
            let by_label = word.locate(tree.label(pos)).is_some();
            let by_name = (none || word.text() == word.run()) && word.run().chars().count() > 1 && word.locate(tree.name(pos)).is_some();
            let by_code = tree.code(pos).starts_with(&typed);
            let listed = hits.items.iter().any(|hit| matches!(hit, Hit::Org { pos: p, .. } if *p == pos));
            prop_assert_eq!(listed, by_label || by_name || by_code, "{}", tree.label(pos));
        }
    }
}

#[test]
fn last_four_come_before_beginnings() {
    let people: Vec<Person> = [1, 1]
        .iter()
        .map(|_| person(1))
        .chain([Person { phone: Some(Phone::Mobile(12_340_000_000)), ..person(2) }])
        .chain([Person { phone: Some(Phone::Mobile(10_000_001_234)), ..person(2) }])
        .collect();
    let (kept, search) = index(&people, OrgTree::default());
    let hits = search.query("1234", 10, &kept, &|| false).unwrap();
    let expected = [(3, Match::LastFour), (2, Match::Phone)];
    assert_eq!(hits.items, expected.map(|(n, why)| Hit::Member { ordinal: Ordinal(n), why }));
}
