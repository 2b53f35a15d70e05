//! The ways in which officials type: surnames by their own readings, mixed input, numbers, codes.

use super::{Match, Person, found, index, person, small_tree};
use crate::lang::pinyin;
use crate::model::OrgTree;

// The surname, how it is read, and how the character is read elsewhere.
const SURNAMES: [(&str, &str, &str); 16] = [
    ("单", "shan", "dan"),
    ("曾", "zeng", "ceng"),
    ("仇", "qiu", "chou"),
    ("解", "xie", "jie"),
    ("查", "zha", "cha"),
    ("区", "ou", "qu"),
    ("朴", "piao", "pu"),
    ("盖", "ge", "gai"),
    ("乐", "yue", "le"),
    ("员", "yun", "yuan"),
    ("缪", "miao", "mou"),
    ("翟", "zhai", "di"),
    ("尉迟", "yuchi", "weichi"),
    ("万俟", "moqi", "wansi"),
    ("澹台", "tantai", "dantai"),
    ("黑", "he", "hei"),
];

#[test]
fn surnames_are_found_by_their_own_reading_and_the_common_one() {
    let people: Vec<Person> =
        SURNAMES.iter().map(|(name, ..)| Person { name: format!("{name}小明"), ..person(1) }).collect();
    let (kept, search) = index(&people, OrgTree::default());
    for (at, (name, own, _)) in SURNAMES.iter().enumerate() {
        let initials = pinyin::initials(&format!("{name}小明"));
        for typed in [format!("{own}xiaoming"), format!("{own}xm"), own.to_string(), initials, format!("{name}xm")] {
            let (_, hits) = found(&search, &kept, &typed);
            assert!(hits.iter().any(|(n, _)| *n as usize == at), "{typed} {name}");
        }
    }
    for (at, (name, _, common)) in SURNAMES.iter().enumerate().filter(|(_, (name, ..))| name.chars().count() == 1) {
        let (_, hits) = found(&search, &kept, &format!("{common}xm"));
        let usual = name.chars().filter_map(pinyin::common).next().map(|sound| sound.text());
        // A reading that is in no dictionary of common ones need not be known.
        assert!(usual != Some(common) || hits.iter().any(|(n, _)| *n as usize == at), "{common} {name}");
    }
}

#[test]
fn mixed_input_and_every_number_find_one_person() {
    let people: Vec<Person> = ["张伟", "章伟", "张维", "张小伟"]
        .iter()
        .enumerate()
        .map(|(n, name)| Person { name: (*name).into(), ..person(n * 4 + 6) })
        .collect();
    let (kept, search) = index(&people, small_tree());
    for (typed, expected) in [
        ("zhang伟", vec![0, 1]),
        ("张w", vec![0, 2]),
        ("z伟", vec![0, 1]),
        ("张xw", vec![3]),
        ("zhangxiao伟", vec![3]),
        ("章wei", vec![1]),
    ] {
        let mut hits: Vec<u32> = found(&search, &kept, typed).1.into_iter().map(|(n, _)| n).collect();
        hits.sort_unstable();
        assert_eq!(hits, expected, "{typed}");
    }
    let whole = people[0].id.reveal();
    let four = &whole[whole.len() - 4..];
    assert!(found(&search, &kept, four).1.contains(&(0, Match::LastFour)));
    assert_eq!(found(&search, &kept, &whole).1[0], (0, Match::Identity));
    let phone = people[0].phone.as_ref().unwrap().reveal();
    assert!(found(&search, &kept, &phone).1.contains(&(0, Match::Phone)));
    let number = people[0].number.as_ref().unwrap().to_string();
    assert!(found(&search, &kept, &number).1.contains(&(0, Match::Number)));
}
