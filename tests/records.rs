//! Activities, yearly duties, the ledger and declarations from made-up files to figures, findings and steps, against the
//! independent count.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fmt::Write;
use std::path::Path;

use common::{Site, text};
use mingmai::model::{CreditCode, Identity};
use serde_json::{Value, json};

/// Throws that repeat.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len() as u64) as usize]
    }

    fn day(&mut self, months: u64) -> String {
        let month = self.below(months);
        format!("{}-{:02}-{:02}", 2018 + month / 12, month % 12 + 1, 1 + self.below(28))
    }
}

const ORGS: &str = "\
P,,某省团委,团的领导机关,,,44,,
C,P,甲市团委,团的领导机关,,,4401,,
C.1,C,甲县团委,团的领导机关,,,440101,,
C.1.T,C.1,青禾镇团委,团委,,农村,440101100,,
C.1.T.1,C.1.T,青禾村,团支部,普通,农村,440101100201,,
C.1.T.S,C.1.T,青禾中学团委,团委,,初中,440101100,,
C.1.T.S.1,C.1.T.S,一班,团支部,毕业班,,,,
C.1.T.S.2,C.1.T.S,二班,团支部,毕业班,,,2018-06-15,
C.1.F,C.1,丁厂团委,团委,,非公企业,440101,,
C.1.F.1,C.1.F,丁厂一车间,团支部,普通,非公企业,440101,,
C.1.G,C.1,戊会,团支部,普通,新社会组织(不含民办学校),440101,2018-05-01,2018-10-01
D,P,乙市团委,团的领导机关,,,440200,,2019-01-01
D.1,D,乙厂,团支部,普通,国有企业,4402,,
W,P,省直机关团工委,团工委,,党政机关,44,,
W.1,W,某厅,团支部,普通,党政机关,44,,
S,P,省属企业团工委,团工委,,国有企业,44,,
S.1,S,某集团,团支部,毕业班,国有企业,44,,
U,P,某大学团委,团委,,普通高等院校,44,,
U.1,U,院系,团委,,普通高等院校,44,,
U.1.1,U.1,毕业班,团支部,毕业班,普通高等院校,44,,
";

fn write_rosters(directory: &Path, seed: u64) {
    let mut dice = Dice(seed);
    let rows = ORGS.lines().map(|row| row.split(',').collect::<Vec<_>>());
    let orgs: Vec<(&str, &str)> = rows.map(|row| (row[0], row[3])).collect();
    let branches: Vec<&str> = orgs.iter().filter(|(_, kind)| *kind == "团支部").map(|(code, _)| *code).collect();
    let codes: Vec<&str> = orgs.iter().map(|(code, _)| *code).collect();
    let person = |serial: u64| String::from(Identity::with_check(44_990_020_000_101_000 + serial).reveal());
    let mut members =
        "姓名,身份证号,政治面貌,入团年月,团员编号,所在团支部编码,加入本支部日期,报到状态,报到时间,团籍状态,职业,\
        税后月收入,注册志愿者时间,年度志愿服务次数,年度志愿服务时长,评议年度,团籍注册年度\n"
            .to_owned();
    // Some registers tell no year of one kind, and then accuse nobody of it.
    let years: [&[&str]; 2] =
        [0, 1].map(|kind| if seed % 3 == kind { &[""][..] } else { &["", "2016", "2017", "2018"] });
    for n in 0..100 {
        let branch = branches[dice.below(branches.len() as u64).min(dice.below(30)) as usize];
        writeln!(
            members,
            "团员{n},{},{},201{}-0{},,{branch},,通过,,{},学生,,,,,{},{}",
            person(n),
            dice.pick(&["", "共青团员", "中共党员"]),
            5 + dice.below(4),
            1 + dice.below(9),
            dice.pick(&["", "正常", "正常", "开除团籍"]),
            dice.pick(years[0]),
            dice.pick(years[1]),
        )
        .unwrap();
    }
    let mut posts = "姓名,身份证号,所在组织编码,职务,任职日期,离任日期,已入驻移动端,入驻时间\n".to_owned();
    for code in &codes {
        let from = dice.pick(&["", "2018-07-01", "2020-01-01"]);
        writeln!(posts, "干部,{},{code},书记,{from},,是,", person(500)).unwrap();
    }
    let mut activities = "组织编码,活动类型,主题,日期,应到人数,实到人数,毕业教育三项\n".to_owned();
    for n in 0..if seed.is_multiple_of(4) { 0 } else { 60 } {
        let kind = dice.pick(&["支部大会", "支委会", "团课", "主题团日", "主题团日", "其他"]);
        let (who, on) = (branches[dice.below(branches.len() as u64) as usize], dice.day(14));
        writeln!(activities, "{who},{kind},主题{n},{on},,,{}", dice.pick(&["是", "否", ""])).unwrap();
    }
    let mut ledger = "单位名称,统一社会信用代码,单位类型,行政区划代码,已建党组织,规模以上,青年集中,从业青年数,确认时间,建团组织编码\n".to_owned();
    let divisions =
        ["44", "4401", "440101", "440101100", "440101100201", "440101100000", "440199", "4402", "440203", "51"];
    for n in 0..40u64 {
        let credit = CreditCode::with_check(&format!("9144990000000{n:04}")).unwrap();
        let confirmed = if dice.below(5) == 0 { String::new() } else { format!("{} 09:30", dice.day(9)) };
        let org = if dice.below(3) == 0 { "" } else { codes[dice.below(codes.len() as u64) as usize] };
        let flags: Vec<&str> = (0..3).map(|_| dice.pick(&["是", "否", ""])).collect();
        let kind = dice.pick(&["非公企业", "社会组织"]);
        writeln!(ledger, "单位{n},{credit},{kind},{},{},,{confirmed},{org}", dice.pick(&divisions), flags.join(","))
            .unwrap();
    }
    let mut attests = "组织编码,事项,申报时间,申报岗位,说明\n".to_owned();
    for code in ["C", "D", "W", "S", "U", "U.1", "C.1"] {
        for item in
            ["soe_directory_complete", "soe_eligible_built_rate", "dues_publicity_done", "rewards_entry_complete"]
        {
            if dice.below(2) == 0 {
                writeln!(attests, "{code},{item},{} 10:00,办公室,", dice.day(11)).unwrap();
            }
        }
    }
    let head = "组织编码,上级组织编码,组织全称,组织类型,支部类别,行业类别,行政区划代码,成立日期,停用日期\n";
    for (name, body) in [
        ("团组织.csv", &format!("{head}{ORGS}")),
        ("团员.csv", &members),
        ("团干部.csv", &posts),
        ("活动.csv", &activities),
        ("两新台账.csv", &ledger),
        ("事项申报.csv", &attests),
    ] {
        std::fs::write(directory.join(name), body).unwrap();
    }
}

fn counted(rosters: &Path, as_of: &str) -> Value {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/independent_count.py");
    let output = std::process::Command::new("python3").arg("-B").arg(script).arg(rosters).arg(as_of).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_independent_count_agrees_on_figures_findings_and_declarations() {
    let mut sums = std::collections::BTreeMap::<String, u64>::new();
    for seed in 1..7 {
        let site = Site::new();
        let rosters = site.path("rosters");
        std::fs::create_dir(&rosters).unwrap();
        write_rosters(&rosters, seed);
        let report = site.json(&["import", "--json", text(&rosters)]);
        assert_eq!(report["refusals"], json!([]));
        for as_of in ["2018-01-31", "2018-06-30", "2018-07-31", "2018-12-31", "2019-03-15"] {
            let expected = counted(&rosters, as_of);
            let stats = site.json(&["stats", "--as-of", as_of]);
            for row in expected["rows"].as_array().unwrap() {
                let same = stats["rows"].as_array().unwrap().iter().find(|found| found["code"] == row["code"]).unwrap();
                assert_eq!(same, row, "seed {seed}, {as_of}");
            }
            let found = site.json(&["findings", "--as-of", as_of]);
            for (rule, count) in expected["found"].as_object().unwrap() {
                assert_eq!(found["by_rule"][rule], *count, "seed {seed}, {as_of}, {rule}");
                *sums.entry(rule.clone()).or_default() += count.as_u64().unwrap();
            }
            let root = &expected["rows"][0];
            for (field, value) in root.as_object().unwrap().iter().filter_map(|(field, v)| Some((field, v.as_u64()?))) {
                *sums.entry(field.clone()).or_default() += value;
            }
            let tasks = site.json(&["tasks", "--as-of", as_of]);
            let step =
                |id: &str| tasks["steps"].as_array().unwrap().iter().find(|step| step["id"] == id).unwrap().clone();
            for (id, parts) in expected["declared"].as_object().unwrap() {
                let step = step(id);
                assert_eq!(json!([step["numerator"], step["denominator"]]), *parts, "seed {seed}, {as_of}, {id}");
            }
            for (id, num, of) in [
                ("T08.1", "farewell_held", "graduating"),
                ("T10.1", "ledger_cities_confirmed", "ledger_cities"),
                ("T10.4", "ledger_registered", "ledger_confirmed"),
            ] {
                let step = step(id);
                assert_eq!([&step["numerator"], &step["denominator"]], [&root[num], &root[of]], "{id}");
            }
        }
    }
    let silent: Vec<_> = sums.iter().filter(|(name, sum)| **sum == 0 && RECORDS.contains(&name.as_str())).collect();
    assert!(silent.is_empty(), "never seen: {silent:?}");
}

/// What this test is about must occur in it.
const RECORDS: [&str; 16] = [
    "farewell-missing",
    "no-activity",
    "no-meeting",
    "no-committee-meeting",
    "no-lecture",
    "farewell_held",
    "unappraised",
    "unregistered",
    "ledger_cities",
    "ledger_registered",
    "ledger_party_covered",
    "ledger_scale_covered",
    "ledger_young_covered",
    "ledger_bare",
    "ledger_hollow",
    "graduating",
];

#[test]
fn facts_hold_until_they_say() {
    use mingmai::model::{Day, Instant};
    use mingmai::store::{DataDir, Register, Thresholds, collect};
    let site = Site::new();
    let rosters = site.path("rosters");
    std::fs::create_dir(&rosters).unwrap();
    write_rosters(&rosters, 5);
    site.take_in(&[text(&rosters)]);
    let register = Register::open_unlocked(&DataDir::new(site.data())).unwrap();
    let tree = register.tree().unwrap();
    let taken = |at: Instant| collect(&register, &tree, at, &Thresholds::of(at), &|_| {}).unwrap();
    let first = Day::new(2018, 1, 1).unwrap();
    let mut before = taken(first.end());
    let mut held = 0;
    for day in (1..440).map(|day| Day(first.0 + day)) {
        let mut now = taken(day.end());
        if before.thresholds == now.thresholds && before.until.is_none_or(|until| day.end() < until) {
            before.facts.at = now.facts.at;
            assert!(before.facts == now.facts, "{day}");
            held += 1;
        }
        std::mem::swap(&mut before, &mut now);
    }
    assert!(held > 100, "{held}");
}

#[test]
fn a_number_opens_to_its_rows() {
    let site = Site::new();
    site.import(
        common::ORGS,
        &["R||某县团委|团的领导机关||||||", "B|R|丁厂|团支部||非公企业||||", "E|R|戊会|团支部||||||"],
    );
    let years = "姓名,身份证号,政治面貌,入团年月,所在团支部编码,评议年度,团籍注册年度";
    site.import(
        years,
        &[
            "甲|#1||2016-09|B|2017|2017",
            "乙|#2||2016-09|B|2016|2018",
            "丙|#3|中共党员|2016-09|B||",
            "丁|#4||2018-03|B||",
        ],
    );
    site.import(common::CADRES, &["子|#5|B|书记||||"]);
    let credit = |n: u32| CreditCode::with_check(&format!("9144990000000{n:04}")).unwrap().to_string();
    let header =
        "单位名称,统一社会信用代码,单位类型,行政区划代码,已建党组织,规模以上,青年集中,从业青年数,确认时间,建团组织编码";
    let rows = [
        format!("丁厂|{}|非公企业|440101|是|是||12|2018-06-01|B", credit(1)),
        format!("戊会|{}|社会组织|440101|||是||2018-06-01|E", credit(2)),
        format!("己厂|{}|非公企业|440101||是|||2018-06-20|", credit(3)),
        format!("庚厂|{}|非公企业|440101|||||2018-06-01|", credit(4)),
        format!("辛厂|{}|非公企业|440101|是||||2018-07-01|", credit(5)),
    ];
    site.import(header, &rows.iter().map(String::as_str).collect::<Vec<_>>());
    let shown = |code: &str, as_of: &str| site.json(&["show", code, "--as-of", as_of]);
    let units = shown("R", "2018-06-25")["ledger"].clone();
    let units: Vec<String> = units
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| format!("{} {} {}", unit["name"], unit["cover"], unit["flags"]).replace('"', ""))
        .collect();
    let expected =
        ["丁厂 covered []", "戊会 hollow [ledger-hollow-org]", "己厂 bare [ledger-without-org]", "庚厂 bare []"];
    assert_eq!(units, expected);
    assert_eq!(shown("R", "2018-07-01")["ledger"].as_array().unwrap().len(), 5);
    assert_eq!(
        (site.found("ledger-without-org", "2018-06-19"), shown("B", "2018-06-25")["ledger"].clone()),
        ("".into(), json!([]))
    );
    assert_eq!(
        site.figures("R", "2018-06-25", "unappraised unregistered ledger_confirmed ledger_registered"),
        [1, 2, 4, 1]
    );
    for (who, flags) in [
        ("#1", json!(["not-registered"])),
        ("#2", json!(["not-appraised"])),
        ("#3", json!(["not-registered"])),
        ("#4", json!([])),
    ] {
        let row = shown(&common::identity(who), "2018-06-25");
        let of_years =
            row["flags"].as_array().unwrap().iter().filter(|flag| flag.as_str().unwrap().starts_with("not-"));
        assert_eq!(json!(of_years.collect::<Vec<_>>()), flags, "{who}");
    }
}
