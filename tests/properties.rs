//! The order in which rosters come makes no difference: not within a batch, and not between imports where each finds what it
//! names.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::path::PathBuf;

use common::{CADRES, MEMBERS, ORGS, Site, roster, text};
use mingmai::judge::Facts;
use mingmai::model::Day;
use mingmai::store::{DataDir, Register, Thresholds, collect};

const DUES: &str = "身份证号,所属月份,实交金额,缴纳时间,渠道";
const MOVES: &str = "申请编号,身份证号,转接类型,转出组织编码,转入组织编码,发起时间,状态码,当前环节到达时间,办结时间";

/// Rosters that name each other; nobody's row stands in two files but that of #1, about which two rosters disagree, and #5 and
/// #6, who serve where they are no members.
fn rosters(site: &Site) -> Vec<PathBuf> {
    let write = |name: &str, header, rows: &[&str]| site.write(name, roster(header, rows));
    vec![
        write(
            "orgs.csv",
            ORGS,
            &["R||根|团的领导机关||||||", "C|R|中|团委||||||", "A|C|甲|团支部||||||", "B|C|乙|团支部||||||"],
        ),
        write(
            "members.csv",
            MEMBERS,
            &["甲|#1||2017-05||A|||||", "乙|#2||2017-05||A|||||", "丙|#3||2017-05||B|||||", "戊|#5||2017-05||A|||||"],
        ),
        write("more.csv", MEMBERS, &["甲|#1||2017-05||B|2018-06-01||||", "丁|#4||2017-05||B|||||"]),
        write("cadres.csv", CADRES, &["戊|#5|B|书记|2018-05-01|||", "己|#6|A|书记|2018-05-01|||", "己|#6|R|书记||||"]),
        write(
            "dues.csv",
            DUES,
            &[
                "#1|2018-08|0.20|2018-08-03|线上",
                "#3|2018-08|0.20|2018-08-04|线上",
                "#5|2018-08|3|2018-08-05|线上",
                "#6|2018-08|5|2018-08-05|线上",
                "#5|2018-07|3|2018-07-05|线上",
            ],
        ),
        write(
            "moves.csv",
            MOVES,
            &["1|#2|转至省内|B|A|2018-06-01|5|2018-06-02|2018-08-05", "2|#3|转至省内|B|A|2018-06-01|2|2018-06-02|"],
        ),
        write("conduct.csv", "身份证号,类别,名称,日期", &["#1|奖励|优秀|2018-05-04", "#6|奖励|优秀|2018-05-04"]),
        write("base.csv", "学校组织编码,毕业年度,毕业生团员数,上报时间", &["C|2018|4|2018-06-20"]),
    ]
}

/// What a register holds, in a digest, and what it says on two days.
fn told(site: &Site) -> (String, [Facts; 2]) {
    let register = Register::open_unlocked(&DataDir::new(site.data())).unwrap();
    let tree = register.tree().unwrap();
    let facts = ["2018-08-31", "2018-06-10"].map(|day| {
        let at = Day::parse(day).unwrap().end();
        collect(&register, &tree, at, &Thresholds::of(at), &|_| {}).unwrap().facts
    });
    (register.digest().unwrap().to_string(), facts)
}

fn permutations(of: usize) -> Vec<Vec<usize>> {
    if of == 0 {
        return vec![Vec::new()];
    }
    let shorter = permutations(of - 1);
    let inserted = |order: &Vec<usize>| {
        let order = order.clone();
        (0..of).map(move |at| [&order[..at], &[of - 1], &order[at..]].concat())
    };
    shorter.iter().flat_map(inserted).collect()
}

fn import(site: &Site, files: &[&PathBuf]) {
    let paths: Vec<&str> = files.iter().map(|path| text(path)).collect();
    let report = site.take_in(&paths);
    assert_eq!(report["refusals"], serde_json::json!([]), "{paths:?}");
}

#[test]
fn the_files_of_one_batch_come_in_any_order() {
    let mut first = None;
    for order in permutations(4) {
        let site = Site::new();
        let files = rosters(&site);
        // Eight files in 24 orders: each of the four places holds two.
        let pairs = order.iter().flat_map(|at| [&files[2 * at + 1], &files[2 * at]]);
        import(&site, &pairs.collect::<Vec<_>>());
        let told = told(&site);
        assert!(*first.get_or_insert_with(|| told.clone()) == told, "{order:?}");
    }
}

#[test]
fn separate_imports_come_in_any_order_in_which_each_finds_what_it_names() {
    let mut first = None;
    for order in permutations(4) {
        let site = Site::new();
        let files = rosters(&site);
        // Organisations first, since everything names them; dues and conduct after somebody who paid is known.
        let [members, cadres, dues] = [0, 1, 2].map(|what| order.iter().position(|at| *at == what).unwrap());
        if dues < members || dues < cadres {
            continue;
        }
        import(&site, &[&files[0]]);
        for what in &order {
            match what {
                0 => import(&site, &[&files[1], &files[2]]),
                1 => import(&site, &[&files[3]]),
                2 => {
                    import(&site, &[&files[4]]);
                    import(&site, &[&files[6]]);
                }
                _ => {
                    import(&site, &[&files[5]]);
                    import(&site, &[&files[7]]);
                }
            }
        }
        let told = told(&site);
        assert!(*first.get_or_insert_with(|| told.clone()) == told, "{order:?}");
    }
}

#[test]
fn dues_follow_whoever_comes_on_another_roster() {
    use mingmai::model::IdKey;
    let paid = |site: &Site, code: &str| -> Vec<IdKey> {
        let register = Register::open_unlocked(&DataDir::new(site.data())).unwrap();
        let tree = register.tree().unwrap();
        register.dues(tree.find(code).unwrap()).unwrap().into_iter().map(|(key, _)| key).collect()
    };
    let member = ["戊|#5||2017-05||A|||||"];
    let cadre = ["戊|#5|B|书记||||"];
    for (first, header, second, place) in
        [((MEMBERS, &member), CADRES, &cadre, "B"), ((CADRES, &cadre), MEMBERS, &member, "A")]
    {
        let site = Site::new();
        import(&site, &[&rosters(&site)[0]]);
        site.import(first.0, first.1);
        site.import(DUES, &["#5|2018-08|3|2018-08-05|线上"]);
        assert_eq!(paid(&site, place), []);
        site.import(header, second);
        assert_eq!((paid(&site, "A").len(), paid(&site, "B").len()), (1, 1), "{place}");
    }
}
