//! Transfers, dues and baselines from made-up files to figures, against the independent count; and what a second import says.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write;

use common::{Site, text};
use mingmai::model::Identity;
use serde_json::{Value, json};

/// Throws that repeat.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn day(&mut self, months: u64) -> String {
        let month = 4 + self.below(months);
        format!("{}-{:02}-{:02}", 2018 + month / 12, month % 12 + 1, 1 + self.below(28))
    }

    fn time(&mut self, months: u64) -> String {
        format!("{} {:02}:{:02}:{:02}", self.day(months), self.below(24), self.below(60), self.below(60))
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len() as u64) as usize]
    }
}

const BRANCHES: [&str; 6] = ["A.1.1", "A.1.2", "A.2.1", "A.2.2", "A.3", "A.4"];
const MEMBERS: u64 = 90;

fn person(serial: u64) -> String {
    Identity::with_check(44_990_020_000_101_000 + serial).reveal().into()
}

/// A county with two schools, and every roster of it.
fn write_rosters(site: &Site, seed: u64) {
    let mut dice = Dice(seed);
    let orgs = "组织编码,上级组织编码,组织全称,组织类型,支部类别,行业类别,成立日期,停用日期,行政区划代码,团费留存比例\n\
        A,,甲县团委,团的领导机关,,,,,440783,40\nA.1,A,甲中学团委,团委,,普通高中,,,440783101,30\n\
        A.1.1,A.1,一班,团支部,毕业班,,,,,\nA.1.2,A.1,二班,团支部,教师,,,2018-11-10,,\n\
        A.2,A,乙中学团委,团委,,初中,,,,0\nA.2.1,A.2,三班,团支部,毕业班,,,,,\n\
        A.2.2,A.2,四班,团支部,普通,,2018-08-15,,,\nA.3,A,丙村,团支部,普通,农村,,,,\nA.4,A,丁厂,团支部,普通,国有企业,,,,\n\
        A.5,A,共青团戊镇委员会,团委,,农村,,,,\nA.5.1,A.5,流动,团支部,流动团员,,2018-07-01,2018-11-01,,\n\
        A.6,A,己新区,团工委,,城市社区,,,440783400,\nA.7,A,共青团甲县直属机关工作委员会,团工委,,党政机关,,,,20\n\
        A.7.1,A.7,新入职,团支部,新入职公职人员临时,,2018-06-22,,,\nB,A,乙县团委,团的领导机关,,,,,,\n\
        B.1,B,庚厂,团支部,普通,国有企业,,,,\n\
        B.2,B,辛村,团支部,普通,,2020-06-01,,,\nA.2.3,A.2,五班,团支部,普通,,2020-09-01,,,\n";
    let mut members = "姓名,身份证号,入团年月,所在团支部编码,加入本支部日期,报到状态,报到时间,团籍状态,政治面貌,职业,税后月收入,团员编号,\
        注册志愿者时间,年度志愿服务次数,年度志愿服务时长\n"
        .to_owned();
    let mut posts = "姓名,身份证号,所在组织编码,职务,任职日期,离任日期,已入驻移动端,入驻时间,团费管理员\n".to_owned();
    let mut moves = "申请编号,身份证号,转接类型,转出组织编码,转入组织编码,发起时间,状态码,当前环节到达时间,办结时间,毕业生,各环节\n".to_owned();
    let mut dues = "身份证号,所属月份,应交金额,实交金额,缴纳时间,渠道\n".to_owned();
    for n in 0..MEMBERS {
        let branch = dice.pick(&BRANCHES);
        let since = if dice.below(4) == 0 { dice.day(9) } else { String::new() };
        let joined = format!("201{}-0{}", 4 + dice.below(5), 1 + dice.below(9));
        let state = dice.pick(&["", "正常", "正常", "正常", "自行脱团待审", "开除团籍"]);
        let politics = dice.pick(&["", "共青团员", "共青团员", "中共预备党员"]);
        let work = dice.pick(&["学生", "农民", "国有企业职工", "公办中学教职工", ""]);
        let income = dice.pick(&["", "1999.99", "5000", "12000"]);
        let (served, times, hours) = (dice.day(9), dice.below(9), dice.pick(&["", "8.25", "1.5", "20"]));
        writeln!(
            members,
            "团员{n},{},{joined},{branch},{since},{},,{state},{politics},{work},{income},,{served},{times},{hours}",
            person(n),
            dice.pick(&["通过", "待审核", ""]),
        )
        .unwrap();
        for month in 0..10u64 {
            if dice.below(5) < n % 5 {
                continue;
            }
            let of = format!("{}-{:02}", 2018 + (4 + month) / 12, (4 + month) % 12 + 1);
            let at = if dice.below(4) == 0 { dice.time(12) } else { format!("{of}-{:02} 12:30", 1 + dice.below(28)) };
            let due = dice.pick(&["", "", "0.20", "5"]);
            writeln!(
                dues,
                "{},{of},{due},{},{at},{}",
                person(n),
                dice.pick(&["0.2", "3", "10", "0"]),
                dice.pick(&["线上", "线上", "线下", ""])
            )
            .unwrap();
        }
    }
    for branch in BRANCHES {
        writeln!(posts, "书记,{},{branch},书记,{},{},是,,", person(500), dice.day(6), dice.day(14)).unwrap();
    }
    for n in 0..40 {
        let org = dice.pick(&["A", "A.1", "A.1", "A.2", "A.7", "A.7", "A.7.1"]);
        let (from, until) = (dice.day(9), if dice.below(3) == 0 { dice.day(12) } else { String::new() });
        let manager = dice.pick(&["是", "是", "否", ""]);
        writeln!(posts, "干部,{},{org},委员,{from},{until},,,{manager}", person(501 + n)).unwrap();
    }
    for n in 0..6 {
        writeln!(members, "外{n},{},2017-01,B.1,,,,,,,,,,,", person(600 + n)).unwrap();
    }
    for n in 0..160 {
        let who = dice.below(MEMBERS + 20);
        let kind = dice.pick(&["转至省内", "转至省内", "转至省内", "转至省外", "退回原籍"]);
        let (from, to) =
            (dice.pick(&BRANCHES), if kind == "转至省内" && n % 20 > 0 { dice.pick(&BRANCHES) } else { "" });
        let code = dice.pick(&["0", "1", "2", "5", "5", "5", "6", "7", "10", "11"]);
        let closed = if matches!(code, "0" | "5" | "6" | "7") { dice.time(11) } else { String::new() };
        let hops: Vec<String> = (0..dice.below(3))
            .map(|_| format!("{}>{}", dice.time(9), if dice.below(4) > 0 { dice.time(9) } else { String::new() }))
            .collect();
        writeln!(
            moves,
            "T{n},{},{kind},{from},{to},{},{code},{},{closed},{},{}",
            person(who),
            dice.time(9),
            dice.time(9),
            dice.pick(&["是", "否", ""]),
            hops.join(";"),
        )
        .unwrap();
    }
    let bases = "学校组织编码,毕业年度,毕业生团员数,上报时间\nA.1,2018,40,2018-06-20 10:00\nA.1,2017,99,\nA.2,2018,30,2018-07-02 09:00\n";
    for (name, body) in [
        ("团组织.csv", orgs),
        ("团员.csv", &members),
        ("团干部.csv", &posts),
        ("组织关系转接.csv", &moves),
        ("团费.csv", &dues),
        ("毕业生底数.csv", bases),
    ] {
        site.write(&format!("rosters/{name}"), body);
    }
}

/// Rules that these rosters must make hold somewhere.
const TRIED: [&str; 9] = [
    "town-without-floating-branch",
    "organ-committee-without-temporary-branch",
    "dues-managers-missing",
    "dues-arrears",
    "response-soon",
    "transfer-to-nowhere",
    "transfer-not-settled",
    "cadre-in-many-branches",
    "low-dues-rate",
];

#[test]
fn the_independent_count_agrees_on_made_up_rosters() {
    let mut silent = None;
    for seed in 1..5 {
        let site = Site::new();
        let rosters = site.path("rosters");
        std::fs::create_dir(&rosters).unwrap();
        write_rosters(&site, seed);
        let report = site.json(&["import", "--json", text(&rosters)]);
        assert_eq!(report["refusals"], json!([]));
        let again = site.json(&["import", "--json", text(&rosters)]);
        for file in again["files"].as_array().unwrap() {
            assert_eq!(file["unchanged"], file["rows"], "{file}");
        }
        let mut moved = 0;
        for as_of in ["2018-05-31", "2018-07-02", "2018-08-31", "2018-11-15", "2019-03-31", "2020-12-31"] {
            let stats = site.json(&["stats", "--as-of", as_of]);
            let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/independent_count.py");
            let output = std::process::Command::new("python3").arg(script).arg(&rosters).arg(as_of).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let counted: Value = serde_json::from_slice(&output.stdout).unwrap();
            for (counted, row) in counted["rows"].as_array().unwrap().iter().zip(stats["rows"].as_array().unwrap()) {
                assert_eq!(row, counted, "seed {seed}, {as_of}");
            }
            common::steps_and_findings_agree(&site, &counted, as_of);
            let none: BTreeSet<&str> =
                TRIED.into_iter().filter(|rule| counted["findings"][rule] == json!([])).collect();
            let before = silent.take().unwrap_or_else(|| none.clone());
            silent = Some(before.intersection(&none).copied().collect());
            moved += stats["rows"][0]["responses_overdue"].as_u64().unwrap();
        }
        assert!(moved > 0);
    }
    assert_eq!(silent, Some(BTreeSet::new()), "rules that the made-up rosters never try");
}
