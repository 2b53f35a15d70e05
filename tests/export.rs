//! Rosters out and in again: the register they make is the one they came from.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use common::{Site, counts, text};
use mingmai::model::{CreditCode, Identity, Instant};
use mingmai::store::{DataDir, Digest, Register};
use proptest::prelude::*;

fn digest(data: &Path) -> Digest {
    Register::open(&DataDir::new(data), Instant(1_600_000_000)).unwrap().digest().unwrap()
}

/// Throws that repeat.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn pick(&mut self, from: &str) -> String {
        let choices: Vec<&str> = from.split('|').collect();
        choices[self.below(choices.len() as u64) as usize].to_owned()
    }

    fn maybe(&mut self, cell: String) -> String {
        if self.below(3) == 0 { String::new() } else { cell }
    }

    fn day(&mut self) -> String {
        format!("{}-{:02}-{:02}", 1995 + self.below(30), 1 + self.below(12), 1 + self.below(28))
    }

    fn time(&mut self) -> String {
        let second = self.pick("|:07|:00|:59");
        format!("{} {:02}:{:02}{second}", self.day(), self.below(24), self.below(60))
    }

    fn name(&mut self) -> String {
        self.pick(
            "甲乙|=1+1|+加|-减|@艾特|'=引|''-|\"引,号\"|a, b|欧阳\u{202e}反|  空 格 |＝全角|丙\u{200b}丁|x\ty|'撇",
        )
    }

    fn yuan(&mut self) -> String {
        format!("{}.{:02}", self.below(20_000), self.below(100))
    }
}

const BRANCHES: u64 = 6;

fn person(serial: u64) -> String {
    match serial % 11 {
        9 => format!("PX{:06}", 100_000 + serial),
        10 => format!("440000{:02}0101{:03}", 80 + serial % 20, serial % 1000),
        _ => Identity::with_check(44_990_020_000_101_000 + serial).reveal().into(),
    }
}

fn roster(site: &Site, dir: &str, name: &str, header: &str, rows: &[Vec<String>]) {
    let mut out = format!("{header}\n");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        writeln!(out, "{}", cells.join(",")).unwrap();
    }
    fs::create_dir_all(site.path(dir)).unwrap();
    fs::write(site.path(dir).join(name), out).unwrap();
}

/// Rosters of all ten kinds with whatever may stand in them.
fn write_rosters(site: &Site, dir: &str, seed: u64) {
    let d = &mut Dice(seed);
    let branch = |d: &mut Dice| format!("R.{}", d.below(BRANCHES));
    let mut rows = vec![vec!["R".into(), "".into(), "县团委".into(), "".into(), "团的领导机关".into()]];
    rows[0].resize(16, String::new());
    for at in 0..BRANCHES {
        let name = d.name() + "支部";
        rows.push(vec![
            format!("R.{at}"),
            "R".into(),
            name,
            d.name(),
            "团支部".into(),
            d.pick("|普通|毕业班|临时"),
            d.pick("|普通高中|农村|事业单位(不含公立学校)"),
            d.pick("|44|440783|440783100201"),
            d.maybe(d2(d)),
            d.maybe(d2(d)),
            d.maybe(d2(d)),
            d.pick("|是|否"),
            d.maybe(CreditCode::with_check("91440300MA5EQ4XG7").unwrap().to_string()),
            d.pick("|+86 755 1|10500000001|0755-123"),
            d.pick("|0|100|35"),
            d.pick("||2030-01-01"),
        ]);
    }
    roster(
        site,
        dir,
        "o.csv",
        "组织编码,上级组织编码,组织全称,组织简称,组织类型,支部类别,行业类别,行政区划代码,成立日期,最近换届日期,应换届日期,已建党组织,统一社会信用代码,联系电话,团费留存比例,停用日期",
        &rows,
    );
    let header = "姓名,证件类型,身份证号,手机号码,民族,政治面貌,最高学历,职业,入团年月,团员编号,所在团支部编码,加入本支部日期,报到状态,报到时间,实名认证状态,团籍状态,税后月收入,注册志愿者时间,年度志愿服务次数,年度志愿服务时长,教育评议等次,评议年度,团籍注册年度,失联";
    let count = 20 + d.below(40);
    let member = |d: &mut Dice, serial: u64| {
        let who = person(serial);
        vec![
            d.name(),
            if serial % 11 == 9 { "护照".into() } else { "".into() },
            who,
            d.pick("|10500000001|+852 1234|-|'0755"),
            d.pick("|汉族|土家|其他"),
            d.pick("|共青团员|中共党员"),
            d.pick("|普通高中在读"),
            d.pick("|学生|农民"),
            format!("20{:02}-{:02}", 5 + d.below(15), 1 + d.below(12)),
            d.pick("|201744000001|000000000001|=2016|2016-7|-5"),
            branch(d),
            d.maybe(d2(d)),
            d.pick("|通过|撤回"),
            d.maybe(d3(d)),
            d.pick("|通过|失败"),
            d.pick("|正常|开除团籍待审"),
            d.maybe(d4(d)),
            d.maybe(d2(d)),
            d.pick("|0|12"),
            d.pick("|0|0.01|1.5|2.33|7.67"),
            d.pick("|优秀"),
            d.pick("|2017"),
            d.pick("|2018"),
            d.pick("|是|否"),
        ]
    };
    let rows: Vec<_> = (0..count).map(|serial| member(d, serial)).collect();
    roster(site, dir, "m.csv", header, &rows);
    // The same persons again in other branches: what one file may not hold.
    let rows: Vec<_> = (0..count).filter(|serial| serial % 7 == 3).map(|serial| member(d, serial)).collect();
    roster(site, dir, "m2.csv", header, &rows);
    let rows: Vec<_> = (0..10)
        .map(|at| {
            let serial = at * 3;
            vec![
                d.name(),
                if serial % 11 == 9 { "护照".into() } else { "".into() },
                person(serial),
                d.maybe("10500000002".into()),
                d.pick("R|R.1|R.2"),
                d.pick("书记|委员|组织委员"),
                d.maybe(d2(d)),
                d.maybe(d2(d)),
                d.pick("|兼职"),
                d.pick("|是|否"),
                d.maybe(d3(d)),
                d.pick("|是"),
            ]
        })
        .collect();
    roster(
        site,
        dir,
        "c.csv",
        "姓名,证件类型,身份证号,手机号码,所在组织编码,职务,任职日期,离任日期,团干性质,已入驻移动端,入驻时间,团费管理员",
        &rows,
    );
    let rows: Vec<_> = (0..20)
        .map(|at| {
            let (begun, state) = (d.time(), d.below(14));
            let hops = [d.time(), d.time(), d.time()];
            vec![
                format!("{}{at}", d.pick("A|=A|-")),
                person(d.below(count)),
                d.pick("转至省内|转至省外|退回原籍"),
                d.name(),
                branch(d),
                branch(d),
                begun,
                state.to_string(),
                d.time(),
                d.maybe(d3(d)),
                d.pick("|是|否"),
                d.pick(&format!("|{0}>{1};{2}>|;{0}>|{0}>{1}", hops[0], hops[1], hops[2])),
            ]
        })
        .collect();
    roster(
        site,
        dir,
        "t.csv",
        "申请编号,身份证号,转接类型,转接原因,转出组织编码,转入组织编码,发起时间,状态码,当前环节到达时间,办结时间,毕业生,各环节",
        &rows,
    );
    let rows: Vec<_> = (0..40)
        .map(|at| {
            vec![
                person(at % count),
                format!("2018-{:02}", 1 + at / count * 3),
                d.maybe(d4(d)),
                d.yuan(),
                d.time(),
                d.pick("|线上|线下"),
                branch(d),
            ]
        })
        .collect();
    roster(site, dir, "d.csv", "身份证号,所属月份,应交金额,实交金额,缴纳时间,渠道,所属团支部编码", &rows);
    let rows: Vec<_> = (0..9)
        .map(|_| vec![person(d.below(count)), d.pick("奖励|处分"), d.name(), d.name(), d.day(), d.name()])
        .collect();
    roster(site, dir, "h.csv", "身份证号,类别,名称,授予组织,日期,文号", &rows);
    let rows: Vec<_> = (0..9)
        .map(|_| {
            vec![branch(d), d.pick("团课|主题团日"), d.name(), d.day(), d.pick("|20"), d.pick("|18"), d.pick("|是")]
        })
        .collect();
    roster(site, dir, "a.csv", "组织编码,活动类型,主题,日期,应到人数,实到人数,毕业教育三项", &rows);
    for (name, year) in [("g.csv", "2018"), ("g2.csv", "2018"), ("g3.csv", "2019")] {
        roster(
            site,
            dir,
            name,
            "学校组织编码,毕业年度,毕业生团员数,上报时间",
            &[vec!["R".into(), year.into(), d.below(500).to_string(), d.time()]],
        );
    }
    let credit = |at: u64| CreditCode::with_check(&format!("9144030012345{at:04}")).unwrap().to_string();
    let rows: Vec<_> = (0..5)
        .map(|at| {
            vec![
                d.name(),
                credit(at),
                d.pick("非公企业|社会组织"),
                "440783".into(),
                d.pick("|是"),
                d.pick("|否"),
                d.pick("|是"),
                d.pick("|30"),
                d.maybe(d3(d)),
                d.pick("|R.1|R.2"),
            ]
        })
        .collect();
    roster(
        site,
        dir,
        "l.csv",
        "单位名称,统一社会信用代码,单位类型,行政区划代码,已建党组织,规模以上,青年集中,从业青年数,确认时间,建团组织编码",
        &rows,
    );
}

fn d2(d: &Dice) -> String {
    Dice(d.0 ^ 0x1234).day()
}

fn d3(d: &Dice) -> String {
    Dice(d.0 ^ 0x5678).time()
}

fn d4(d: &Dice) -> String {
    Dice(d.0 ^ 0x9abc).yuan()
}

/// Takes rosters into a directory of their own.
fn taken(site: &Site, data: &Path, rosters: &Path) -> serde_json::Value {
    let output = site.run(&["import", "--json", "--data", text(data), text(rosters)]);
    assert!(matches!(output.status.code(), Some(0 | 3)), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn comes_back(site: &Site, first: &Path, format: &str) {
    let out = site.path(&format!("out-{format}"));
    let said = site.json(&["export", text(&out), "--data", text(first), "--format", format, "--reveal", "试验"]);
    assert_eq!(said["left_out"], 0);
    let second = site.path(&format!("second-{format}"));
    let report = taken(site, &second, &out);
    let refused: u64 = counts(&report).iter().map(|file| file[3]).sum();
    assert_eq!(refused, 0, "{:#}", report["refusals"]);
    let (before, after) = (digest(first), digest(&second));
    assert_eq!(before, after, "{format}");
    // And nothing changes in the register they came from.
    let report = taken(site, first, &out);
    assert!(
        counts(&report).iter().all(|file| file[1] == 0 && file[3] == 0),
        "{:#} {:#}",
        report["files"],
        report["refusals"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_register_comes_back_from_its_rosters(seed in any::<u64>()) {
        let site = Site::new();
        write_rosters(&site, "in", seed);
        let first = site.path("first");
        taken(&site, &first, &site.path("in"));
        let kinds = digest(&first);
        prop_assert!(kinds.0.iter().all(|(kind, sum)| *kind == "attest" || sum.rows > 0), "{kinds:?}");
        comes_back(&site, &first, "csv");
        comes_back(&site, &first, "xlsx");
    }
}

#[test]
fn the_demonstration_comes_back_from_its_rosters() {
    let site = Site::new();
    assert_eq!(site.code(&["demo"]), 0);
    comes_back(&site, &site.data(), "csv");
}

#[test]
fn masked_rosters_hold_no_number_and_are_refused() {
    let site = Site::new();
    write_rosters(&site, "in", 5);
    taken(&site, &site.data(), &site.path("in"));
    let out = site.path("masked");
    assert_eq!(site.json(&["export", text(&out)])["revealed"], false);
    let all: String =
        fs::read_dir(&out).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    for serial in 0..20 {
        assert!(!all.contains(&person(serial)));
    }
    assert!(!all.contains("10500000001") && all.contains("105****0001"));
    assert!(!all.chars().any(|c| c == '\u{202e}' || c == '\u{200b}'));
    let fields = all.split(['\n', ',']).map(|field| field.trim_matches('"'));
    assert!(fields.into_iter().all(|field| !field.starts_with(['=', '+', '-', '@'])), "a formula");
    let report = taken(&site, &site.path("other"), &out);
    let members = report["files"].as_array().unwrap().iter().find(|file| file["kind"] == "members").unwrap();
    assert_eq!(members["accepted"], 0);
    assert_eq!(site.code(&["export", text(&out)]), 2, "not into a directory that holds something");
    assert_eq!(site.code(&["export", text(&site.path("x")), "--reveal", " "]), 2);
}

#[test]
fn a_subtree_leaves_with_its_ancestors_and_nobody_else() {
    let site = Site::new();
    write_rosters(&site, "in", 9);
    taken(&site, &site.data(), &site.path("in"));
    let out = site.path("one");
    let said =
        site.json(&["export", text(&out), "--org", "R.1", "--kind", "orgs", "--kind", "团员", "--reveal", "试验"]);
    assert_eq!(said["files"].as_array().unwrap().iter().filter(|file| file["kind"] == "orgs").count(), 1);
    assert_eq!(said["files"][0]["rows"], 2);
    let members = fs::read_to_string(out.join("团员.csv")).unwrap();
    assert!(members.starts_with('\u{feff}'));
    assert!(members.lines().skip(1).all(|line| line.contains(",R.1,")));
    let second = site.path("second");
    assert_eq!(counts(&taken(&site, &second, &out)).iter().map(|file| file[3]).sum::<u64>(), 0);
    assert_eq!(site.code(&["export", text(&site.path("no")), "--org", "Z"]), 2);
}
