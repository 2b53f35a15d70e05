//! Whole ways through the binary on a demonstration county: done, seen, taken back, and the register is as it was.

use serde_json::Value;

use crate::common::Site;

const SCHOOL: &str = "044.007.005.002.018";
const CLASS: &str = "044.007.005.002.018.009";
const NEW: &str = "044.007.005.002.018.099";
const BY: [&str; 2] = ["--by", "团县委"];

fn demonstration() -> Site {
    let site = Site::new();
    assert_eq!(site.code(&["demo"]), 0);
    site
}

fn digest(site: &Site) -> String {
    let doctor = site.json(&["doctor"]);
    assert_eq!(doctor["found"]["faults"].as_array().unwrap().len(), 0, "{}", doctor["found"]);
    doctor["digest"]["all"].as_str().unwrap().to_owned()
}

fn act(site: &Site, words: &[&str]) -> Value {
    site.json(&[&BY, words].concat())
}

fn refused(site: &Site, words: &[&str], why: &str) {
    let output = site.run(&[&BY[..], words].concat());
    assert_eq!(output.status.code(), Some(3), "{words:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains(why), "{words:?}: {said}");
}

fn figure(site: &Site, org: &str, name: &str) -> u64 {
    site.json(&["stats", "--org", org])["rows"][0][name].as_u64().unwrap()
}

fn undo_all(site: &Site, times: usize) {
    for _ in 0..times {
        act(site, &["undo"]);
    }
    assert_eq!(site.code(&["--by", "团县委", "undo"]), 2, "nothing is left to take back");
}

#[test]
fn organisations_members_and_cadres_the_whole_way() {
    let site = demonstration();
    let before = digest(&site);
    let members = figure(&site, SCHOOL, "members");
    let founded = act(&site, &["org", "found", SCHOOL, "--code", NEW, "--name", "测试支部", "--dry-run"]);
    assert_eq!((founded["dry_run"].as_bool(), founded["structural"].as_bool()), (Some(true), Some(true)));
    assert_eq!(digest(&site), before, "a dry run writes nothing");
    act(&site, &["org", "found", SCHOOL, "--code", NEW, "--name", "测试支部"]);
    act(&site, &["member", "add", NEW, "--name", "测试甲", "--identity", "11010519491231002X", "--joined", "2017-05"]);
    refused(
        &site,
        &["member", "add", CLASS, "--name", "测试甲", "--identity", "11010519491231002X", "--joined", "2017-05"],
        "is a member of",
    );
    act(&site, &["member", "report", "11010519491231002X"]);
    act(&site, &["cadre", "appoint", &format!("{NEW}:测试甲"), "--title", "书记"]);
    act(&site, &["cadre", "onboard", &format!("{NEW}:测试甲")]);
    let shown = site.json(&["show", NEW]);
    assert_eq!(shown["posts"][0]["onboarded"].as_bool(), Some(true), "{shown}");
    assert_eq!((figure(&site, SCHOOL, "members"), figure(&site, NEW, "reported")), (members + 1, 1));
    act(&site, &["org", "move", NEW, "--parent", "044.007.005"]);
    assert_eq!(figure(&site, SCHOOL, "members"), members);
    act(&site, &["org", "merge", CLASS, "--into", NEW]);
    assert!(site.json(&["show", CLASS])["closed"].as_str().is_some());
    refused(&site, &["org", "close", NEW], "members");
    assert_eq!(figure(&site, CLASS, "orgs"), 0);
    undo_all(&site, 7);
    assert_eq!(digest(&site), before);
    let journal = site.json(&["journal", "verify"]);
    assert_eq!((journal["sound"].as_u64(), journal["broken"].as_u64()), (Some(15), None));
    for _ in 0..7 {
        act(&site, &["redo"]);
    }
    assert!(site.json(&["show", CLASS])["closed"].as_str().is_some());
    assert_eq!(site.code(&["--by", "团县委", "redo"]), 2);
    undo_all(&site, 7);
    assert_eq!(digest(&site), before);
}

#[test]
fn a_transfer_the_whole_way_and_the_clock_of_its_hops() {
    let site = demonstration();
    let before = digest(&site);
    let (from, to) = (CLASS, "044.007.005.001.004.008");
    let at = |org: &str| figure(&site, org, "members");
    let (left, came) = (at(from), at(to));
    let earlier = || site.json(&["stats", "--org", to, "--as-of", "2018-06-24"])["rows"][0]["members"].as_u64();
    let stood = earlier();
    let open = site.json(&["transfers", "--open"]);
    let row = open["rows"].as_array().unwrap().iter().find(|row| row["from"]["code"] == from).unwrap().clone();
    let (no, hop) = (row["no"].as_str().unwrap(), row["hop"].as_u64().unwrap());
    assert_eq!((row["to"]["code"].as_str(), hop), (Some(to), 2));
    refused(&site, &["transfer", "answer", no, "--as", from], "must answer this hop");
    refused(&site, &["transfer", "withdraw", no], "not begun here");
    for _ in hop..=4 {
        act(&site, &["transfer", "answer", no]);
    }
    refused(&site, &["transfer", "answer", no], "the request has ended");
    assert_eq!((at(from), at(to)), (left - 1, came + 1));
    // As of the evening before the member stands where the request began.
    assert_eq!(earlier(), stood);
    undo_all(&site, 3);
    let begun = act(&site, &["transfer", "answer", no]);
    let entry = begun["entry"].to_string();
    let shown = site.json(&["journal", "show", "--entry", &entry]);
    let said = shown["entries"][0]["what"].to_string();
    assert!(said.contains("transfers") && said.contains("→") && said.contains("****"), "{said}");
    act(&site, &["transfer", "refuse", no]);
    undo_all(&site, 2);
    assert_eq!(digest(&site), before);
}

#[test]
fn dues_and_records_the_whole_way_in_batches() {
    let site = demonstration();
    let before = digest(&site);
    let unpaid = act(
        &site,
        &["member", "add", CLASS, "--name", "测试甲", "--identity", "11010519491231002X", "--joined", "2017-05"],
    );
    assert_eq!(unpaid["changed"].as_u64(), Some(1));
    let who = format!("{CLASS}:测试甲");
    act(&site, &["dues", "pay", &who, "--month", "2018-05"]);
    refused(&site, &["dues", "pay", &who, "--month", "2018-05"], "entered already");
    refused(&site, &["member", "remove", &who, "--mistake", "录入有误"], "payments");
    // One of a batch is refused, the other stands, and both are one entry.
    let output = site.run(&["--by", "团县委", "appraise", &who, &format!("{CLASS}:无此人"), "--appraisal", "合格"]);
    assert_eq!(output.status.code(), Some(3));
    act(&site, &["register", &who]);
    act(&site, &["conduct", "add", &who, "--kind", "奖励", "--name", "优秀团员"]);
    act(&site, &["activity", "add", SCHOOL, CLASS, "--kind", "团课", "--topic", "学习"]);
    act(&site, &["graduates", "submit", SCHOOL, "--members", "7"]);
    act(
        &site,
        &["ledger", "put", "044.007.005", "--credit", "91350100M000100Y43", "--name", "某厂", "--kind", "非公企业"],
    );
    let unit = ["ledger", "put", "044.007.005", "--credit", "91350100M000100Y43", "--young", "12"];
    act(&site, &unit);
    refused(&site, &unit, "nothing would change");
    let shown = site.json(&["journal", "show", "--limit", "2", "--lang", "zh"]);
    assert!(shown["entries"][0]["what"].to_string().contains("从业青年数 （空） → 12"), "{shown}");
    undo_all(&site, 9);
    assert_eq!(digest(&site), before);
}

#[test]
fn what_changed_since_is_not_taken_back() {
    let site = demonstration();
    let add = ["member", "add", CLASS, "--name", "测试甲", "--identity", "11010519491231002X", "--joined", "2017-05"];
    act(&site, &add);
    let who = format!("{CLASS}:测试甲");
    let other = site.run(&["--by", "别人", "member", "correct", &who, "--name", "测试乙"]);
    assert!(other.status.success());
    let output = site.run(&["--by", "团县委", "undo"]);
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("has changed since") && said.contains("1101**********002X"), "{said}");
    assert!(site.run(&["--by", "别人", "undo"]).status.success());
    assert!(site.run(&["--by", "团县委", "undo"]).status.success());
    // A new commit is a new course.
    act(&site, &["activity", "add", CLASS, "--kind", "团课", "--topic", "学习"]);
    assert_eq!(site.code(&["--by", "团县委", "redo"]), 2);
}

#[test]
fn nothing_is_done_by_nobody_or_at_another_time() {
    let site = demonstration();
    let close = ["org", "close", CLASS];
    assert_eq!(site.code(&close), 2);
    assert_eq!(site.code(&["--by", "团县委", "--as-of", "2018-06-01", "org", "close", CLASS]), 2);
    assert_eq!(site.code(&["--by", "团县委", "org", "close"]), 2);
    assert_eq!(site.code(&["--by", "团县委", "org", "close", CLASS, "--code", "1"]), 2);
    assert_eq!(site.code(&["journal", "show", "--entry", "99"]), 2);
}
