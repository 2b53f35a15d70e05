//! A sealed county with operators of every role over one township: who may give which verb, and that nothing of what is
//! outside the township stands in any answer.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::{Mutex, MutexGuard, OnceLock};

use common::{Site, text};
use serde_json::Value;

const TOWN: &str = "044.007.005.007";
const AS_OF: &str = "2018-06-30";
const ROLES: [&str; 4] = ["viewer", "operator", "reviewer", "keeper"];
/// The keeper of the whole register.
const WHOLE: &str = "all";

/// The county, its rosters, and what must not be seen.
struct County {
    site: Site,
    rosters: HashMap<&'static str, Vec<Vec<String>>>,
}

fn county() -> MutexGuard<'static, County> {
    static COUNTY: OnceLock<Mutex<County>> = OnceLock::new();
    // One process at a time owns a register; a test that failed leaves it as good as it was.
    COUNTY.get_or_init(|| Mutex::new(County::new())).lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

impl County {
    fn new() -> Self {
        let site = Site::new();
        let (whole, rosters) = (site.path("county"), site.path("rosters"));
        assert_eq!(site.code(&["demo", "--rosters", text(&whole)]), 0);
        fs::create_dir(&rosters).unwrap();
        thin(&whole, &rosters);
        let keeper = |args: &[&str]| {
            let args = [&["--passphrase-stdin", "--operator", "first"], args].concat();
            let mut child = site.command(&args).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
            let _ = child.stdin.take().unwrap().write_all("三月的雨 in march\n".as_bytes());
            assert!(child.wait().unwrap().success(), "{args:?}");
        };
        keeper(&["init", "--seal"]);
        // Key files cost nothing to open.
        keeper(&["operators", "add", WHOLE, "--role", "keeper", "--new-key-file", text(&site.path(WHOLE))]);
        let county = Self { rosters: read(&rosters), site };
        let taken = county.run(WHOLE, &["import", text(&rosters)]);
        assert!(matches!(taken.status.code(), Some(0 | 3)), "{}", String::from_utf8_lossy(&taken.stderr));
        for role in ROLES {
            let key = county.site.path(role);
            let args = ["operators", "add", role, "--role", role, "--org", TOWN, "--new-key-file", text(&key)];
            county.done(WHOLE, &args);
        }
        county
    }

    fn run(&self, who: &str, args: &[&str]) -> Output {
        let key = self.site.path(who);
        let given = ["--key-file", text(&key), "--operator", who, "--lang", "en"];
        self.site.command(&[&given, args].concat()).env("MINGMAI_BY", "somebody else").output().unwrap()
    }

    fn done(&self, who: &str, args: &[&str]) -> Value {
        let output = self.run(who, args);
        assert!(output.status.success(), "{who} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap_or_default()
    }

    fn column(&self, roster: &str, column: &str) -> impl Iterator<Item = &str> {
        let rows = &self.rosters[roster];
        let at = rows[0].iter().position(|head| head == column).unwrap();
        rows[1..].iter().map(move |row| row[at].as_str())
    }

    fn rows(&self, roster: &str, columns: [&str; 2]) -> Vec<(&str, &str)> {
        self.column(roster, columns[0]).zip(self.column(roster, columns[1])).collect()
    }

    /// An organisation outside, and the number and name of one of its members.
    fn outside(&self) -> (&str, &str, &str) {
        let (names, orgs) = (self.column("团员", "姓名"), self.column("团员", "所在团支部编码"));
        let own: HashSet<&str> = names.zip(orgs).filter(|(_, org)| inside(org)).map(|(name, _)| name).collect();
        let rows = self.rows("团员", ["身份证号", "所在团支部编码"]).into_iter().zip(self.column("团员", "姓名"));
        let mut strangers = rows.filter(|((_, org), name)| !inside(org) && !own.contains(name));
        let ((number, org), name) = strangers.next().unwrap();
        (org, number, name)
    }

    fn branch(&self) -> &str {
        self.column("团员", "所在团支部编码").find(|org| inside(org)).unwrap()
    }

    fn member(&self) -> &str {
        let rows = self.rows("团员", ["身份证号", "所在团支部编码"]);
        rows.into_iter().find(|(_, org)| inside(org)).unwrap().0
    }
}

fn inside(code: &str) -> bool {
    code == TOWN || code.strip_prefix(TOWN).is_some_and(|rest| rest.starts_with('.'))
}

/// A few units of a county: the township, its neighbours, a school.
fn thin(from: &Path, to: &Path) {
    let below = |code: &str, top: &str| code == top || code.strip_prefix(top).is_some_and(|rest| rest.starts_with('.'));
    let kept = |code: &str| {
        matches!(code, "044.007.005" | "044.007.005.002")
            || [TOWN, "044.007.005.008", "044.007.005.002.001"].iter().any(|top| below(code, top))
    };
    let rosters = read(from);
    let persons: HashSet<&str> = {
        let rows = &rosters["团员"];
        rows[1..].iter().filter(|row| row.iter().any(|cell| kept(cell))).map(|row| row[2].as_str()).collect()
    };
    for (name, rows) in &rosters {
        let of_persons = matches!(*name, "团费" | "奖惩");
        let wanted = |row: &&Vec<String>| {
            if of_persons { persons.contains(row[0].as_str()) } else { row.iter().any(|cell| kept(cell)) }
        };
        let mut out = csv::Writer::from_path(to.join(format!("{name}.csv"))).unwrap();
        for row in rows.iter().take(1).chain(rows[1..].iter().filter(wanted)) {
            // Whoever a row names beside is there too, or not at all.
            let known = |cell: &String| {
                if *name == "团组织" || !cell.starts_with("044.") || kept(cell) {
                    cell.clone()
                } else {
                    String::new()
                }
            };
            let row: Vec<String> = row.iter().map(known).collect();
            out.write_record(&row).unwrap();
        }
    }
}

fn read(dir: &Path) -> HashMap<&'static str, Vec<Vec<String>>> {
    let read = |name: &'static str| {
        let text = fs::read_to_string(dir.join(format!("{name}.csv"))).unwrap();
        let mut rows =
            csv::ReaderBuilder::new().has_headers(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        (name, rows.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect())
    };
    let names =
        ["团组织", "团员", "团干部", "组织关系转接", "两新台账", "团费", "奖惩", "活动", "毕业生底数", "事项申报"];
    names.map(read).into()
}

/// What each verb takes: a viewer, an operator, a reviewer, each over the township; whoever looks after the whole; its
/// keeper.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Takes {
    Viewer,
    Operator,
    Reviewer,
    Whole,
    Keeper,
    /// No register is opened for it.
    Nothing,
}

impl Takes {
    fn allows(self, who: &str) -> bool {
        let rank = ROLES.iter().position(|role| *role == who);
        match self {
            Self::Nothing | Self::Viewer => true,
            Self::Operator => rank.is_none_or(|rank| rank >= 1),
            Self::Reviewer => rank.is_none_or(|rank| rank >= 2),
            Self::Whole | Self::Keeper => who == WHOLE,
        }
    }
}

/// Every verb with what it may be given, `{}` for a place that does not exist yet.
fn verbs(county: &County) -> Vec<(Takes, Vec<String>)> {
    let (branch, member) = (county.branch(), county.member());
    let programme = county.site.write("own.toml", "wrong");
    let table: Vec<(Takes, &str)> = vec![
        (Takes::Viewer, "stats"),
        (Takes::Viewer, "stats --home"),
        (Takes::Viewer, "findings --limit 100000"),
        (Takes::Viewer, "findings --state new --limit 3"),
        (Takes::Viewer, "findings mended --from 2018-06-01"),
        (Takes::Viewer, "findings history hollow-branch BRANCH"),
        (Takes::Operator, "findings note dues-arrears BRANCH --text 看过"),
        (Takes::Operator, "findings assign unreported-members TOWN --below --to 镇团委"),
        (Takes::Operator, "findings explain unreported-members TOWN --below --text 在外"),
        (Takes::Operator, "findings snooze unreported-members TOWN --below --until 2030-01-01 --reason 在外"),
        (Takes::Operator, "findings exempt unreported-members TOWN --below --until 2030-01-01 --reason 在外"),
        (Takes::Reviewer, "findings exempt unreported-members TOWN --below --until 2030-01-01 --reason 可 --grant"),
        (Takes::Reviewer, "findings exempt unreported-members TOWN --below --reason 不可 --refuse"),
        (Takes::Operator, "findings undo"),
        (Takes::Viewer, "alerts --rows"),
        (Takes::Viewer, "tasks"),
        (Takes::Viewer, "tasks --programme station-2019"),
        (Takes::Viewer, "tasks --step T04.1"),
        (Takes::Viewer, "programmes"),
        (Takes::Nothing, "programme check OWN"),
        (Takes::Keeper, "programme add OWN"),
        (Takes::Viewer, "rules list"),
        (Takes::Viewer, "rules explain hollow-branch"),
        (Takes::Viewer, "rules what-if hollow-branch --set P=5"),
        (Takes::Viewer, "rules what-if over-age --set age_limit=26"),
        (Takes::Viewer, "check"),
        (Takes::Viewer, "rank --since 2018-06-10"),
        (Takes::Viewer, "responses"),
        (Takes::Viewer, "transfers"),
        (Takes::Viewer, "transfers --bounced"),
        (Takes::Viewer, "search 团支部 --limit 100"),
        (Takes::Viewer, "search 4407 --limit 500"),
        (Takes::Viewer, "show TOWN"),
        (Takes::Viewer, "show BRANCH"),
        (Takes::Viewer, "show MEMBER"),
        (Takes::Reviewer, "show MEMBER --reveal 核对"),
        (Takes::Whole, "snapshots"),
        (Takes::Viewer, "trend --of findings"),
        (Takes::Viewer, "trend --of members"),
        (Takes::Viewer, "operators list"),
        (Takes::Keeper, "operators add another --role viewer --new-key-file {}"),
        (Takes::Keeper, "operators passphrase another --new-key-file {}"),
        (Takes::Keeper, "operators remove another"),
        (Takes::Keeper, "operators recovery"),
        (Takes::Viewer, "export {} --org TOWN"),
        (Takes::Reviewer, "export {} --org TOWN --reveal 核对"),
        (Takes::Keeper, "import ROSTERS --dry-run"),
        (Takes::Keeper, "backup {}"),
        (Takes::Whole, "doctor"),
        (Takes::Keeper, "doctor --repair"),
        (Takes::Whole, "demo --check"),
        (Takes::Whole, "bench --stage tree"),
        (Takes::Nothing, "demo"),
        (Takes::Nothing, "init --unsealed"),
        (Takes::Nothing, "completions bash"),
        (Takes::Nothing, "keys"),
    ];
    let rosters = county.site.path("rosters");
    let word = |word: &str| match word {
        "TOWN" => TOWN.to_owned(),
        "BRANCH" => branch.to_owned(),
        "MEMBER" => member.to_owned(),
        "OWN" => text(&programme).to_owned(),
        "ROSTERS" => text(&rosters).to_owned(),
        word => word.to_owned(),
    };
    table.into_iter().map(|(takes, line)| (takes, line.split(' ').map(word).collect())).collect()
}

/// A verb with new places for what it writes, and those places.
fn given(county: &County, line: &[String], who: &str) -> (Vec<String>, Vec<String>) {
    let mut fresh = Vec::new();
    let mut args = Vec::new();
    for word in line {
        if word == "{}" {
            let nth = fs::read_dir(county.site.dir.path()).unwrap().count();
            fresh.push(text(&county.site.path(&format!("out-{who}-{nth}"))).to_owned());
            args.extend(fresh.last().cloned());
        } else {
            args.push(word.clone());
        }
    }
    args.extend(["--as-of".to_owned(), AS_OF.to_owned()]);
    (args, fresh)
}

#[test]
fn every_verb_is_given_by_those_who_may_and_by_nobody_else() {
    let county = county();
    let verbs = verbs(&county);
    let help = String::from_utf8(county.site.run(&["--help"]).stdout).unwrap();
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let listed: BTreeSet<&str> = listed.filter_map(|line| line.split_whitespace().next()).collect();
    let tried: BTreeSet<&str> = verbs.iter().map(|(_, line)| line[0].as_str()).chain(["restore"]).collect();
    assert_eq!(listed, tried, "every verb is tried here");
    for (takes, line) in &verbs {
        for who in ROLES.into_iter().chain([WHOLE]) {
            let (args, fresh) = given(&county, line, who);
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let output = county.run(who, &args);
            let (code, said) = (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned());
            let refused = code == 1 && (said.contains(" cannot ") || said.contains("is not a keeper"));
            assert_eq!(refused, !takes.allows(who), "{who} {args:?}: {code} {said}");
            if refused {
                assert!(
                    output.stdout.is_empty() && fresh.iter().all(|path| !Path::new(path).exists()),
                    "{who} {args:?}"
                );
                assert!(said.contains("Ask "), "{said}");
            }
        }
    }
}

/// The exact texts that must not stand in an answer, by their length in characters.
struct Secrets(HashMap<usize, HashSet<Vec<char>>>);

impl Secrets {
    fn of(county: &County) -> Self {
        let mut texts: HashSet<String> = HashSet::new();
        // Where requests of the township come from and go to is known by name.
        let moves = county.rows("组织关系转接", ["转出组织编码", "转入组织编码"]);
        let border: HashSet<&str> =
            moves.iter().filter(|(from, to)| inside(from) || inside(to)).flat_map(|(from, to)| [*from, *to]).collect();
        let names = county.column("团组织", "组织全称").zip(county.column("团组织", "组织简称"));
        let orgs: Vec<(&str, [&str; 2])> =
            county.column("团组织", "组织编码").zip(names).map(|(code, (full, short))| (code, [full, short])).collect();
        let own: String = orgs
            .iter()
            .filter(|(code, _)| inside(code) || border.contains(code))
            .flat_map(|(_, names)| *names)
            .collect();
        for (code, names) in orgs.iter().filter(|(code, _)| !inside(code)) {
            // A code above is the beginning of those inside.
            texts.extend((!TOWN.starts_with(code)).then(|| (*code).to_owned()));
            texts.extend(
                names.iter().filter(|name| !name.is_empty() && !own.contains(**name)).map(|name| (*name).to_owned()),
            );
        }
        let mut seen = HashSet::new();
        for (roster, org) in [("团员", "所在团支部编码"), ("团干部", "所在组织编码")] {
            let columns = ["姓名", "身份证号", "手机号码"];
            let orgs: Vec<&str> = county.column(roster, org).collect();
            for column in columns {
                let cells = || county.column(roster, column).zip(&orgs);
                seen.extend(cells().filter(|(_, org)| inside(org)).map(|(cell, _)| cell));
                // Two characters stand in many a word.
                let told = cells().filter(|(cell, org)| !inside(org) && cell.chars().count() > 2);
                texts.extend(told.map(|(cell, _)| cell.to_owned()));
            }
        }
        texts.retain(|text| !seen.contains(text.as_str()));
        let mut by_length: HashMap<usize, HashSet<Vec<char>>> = HashMap::new();
        for text in texts {
            let text: Vec<char> = text.chars().collect();
            by_length.entry(text.len()).or_default().insert(text);
        }
        Self(by_length)
    }

    fn found(&self, text: &str) -> Option<String> {
        let text: Vec<char> = text.chars().collect();
        self.0.iter().find_map(|(length, secrets)| {
            text.windows(*length)
                .find(|part| {
                    // A code inside begins with the digits of others.
                    let at = part.as_ptr() as usize - text.as_ptr() as usize;
                    let next = text.get(at / size_of::<char>() + length);
                    let goes_on = part[0].is_ascii_digit() && next.is_some_and(|c| c.is_ascii_digit() || *c == '.');
                    !goes_on && secrets.contains(*part)
                })
                .map(|part| part.iter().collect())
        })
    }
}

fn written(path: &Path) -> String {
    let Ok(entries) = fs::read_dir(path) else { return fs::read_to_string(path).unwrap_or_default() };
    entries.map(|entry| written(&entry.unwrap().path())).collect()
}

#[test]
fn nothing_from_outside_stands_in_any_answer() {
    let county = county();
    let secrets = Secrets::of(&county);
    let whole = String::from_utf8(county.run(WHOLE, &["findings", "--limit", "100000"]).stdout).unwrap();
    assert!(secrets.found(&whole).is_some(), "whoever looks after the whole sees more");
    assert!(secrets.0.values().map(HashSet::len).sum::<usize>() > 1_000);
    for who in ["viewer", "keeper"] {
        for (takes, line) in verbs(&county).iter().filter(|(takes, _)| takes.allows(who) && *takes != Takes::Nothing) {
            let (args, fresh) = given(&county, line, who);
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let output = county.run(who, &args);
            let files: String = fresh.iter().map(|path| written(Path::new(path))).collect();
            let told = [String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap(), files];
            for told in &told {
                assert_eq!(
                    secrets.found(told),
                    None,
                    "{who} {takes:?} {args:?}: {}",
                    told.chars().take(2000).collect::<String>()
                );
            }
            assert!(!told[0].is_empty(), "{args:?}");
        }
    }
}

#[test]
fn a_code_outside_is_a_code_that_does_not_exist() {
    let county = county();
    let (org, number, name) = county.outside();
    let (none, nobody) = ("044.999.999.999", common::identity("#999:19870101"));
    let none = &none[..none.len().min(org.len())];
    let pairs: Vec<(Vec<&str>, [&str; 2])> = vec![
        (vec!["stats", "--org"], [org, none]),
        (vec!["stats", "--home", "--org"], [org, none]),
        (vec!["show"], [org, none]),
        (vec!["show"], [number, &nobody]),
        (vec!["search"], [org, none]),
        (vec!["search"], [number, &nobody]),
        (vec!["search"], [&number[..12], &nobody[..12]]),
        (vec!["search"], [name, "无此人"]),
        (vec!["findings", "--org"], [org, none]),
        (vec!["findings", "history", "hollow-branch"], [org, none]),
        (vec!["findings", "note", "hollow-branch", "--text", "看过"], [org, none]),
        (vec!["findings", "mended", "--from", "2018-06-01", "--org"], [org, none]),
        (vec!["alerts", "--org"], [org, none]),
        (vec!["tasks", "--org"], [org, none]),
        (vec!["rules", "what-if", "hollow-branch", "--set", "P=5", "--org"], [org, none]),
        (vec!["check", "--org"], [org, none]),
        (vec!["rank", "--org"], [org, none]),
        (vec!["responses", "--org"], [org, none]),
        (vec!["transfers", "--org"], [org, none]),
        (vec!["trend", "--of", "members", "--org"], [org, none]),
        (vec!["export", "nowhere", "--org"], [org, none]),
    ];
    for (words, named) in pairs {
        // Masked as they are echoed, numbers differ in the digits that are shown.
        let blank = |text: &[u8], given: &str| {
            let text = String::from_utf8_lossy(text).replace(given, "#");
            let shown = |from: usize, to: usize| given.get(from..to).unwrap_or_default();
            let masked = format!("{}**********{}", shown(0, 4), shown(14, 18));
            text.replace(&masked, "#")
        };
        let told = named.map(|given| {
            let args = [&words[..], &[given]].concat();
            let output = county.run("keeper", &args);
            (output.status.code(), blank(&output.stdout, given), blank(&output.stderr, given))
        });
        assert_eq!(told[0], told[1], "{words:?} {named:?}");
    }
}

#[test]
fn the_township_is_told_as_the_whole_register_tells_it() {
    let county = county();
    for args in [
        &["stats"][..],
        &["stats", "--home"],
        &["stats", "--month", "2018-05"],
        &["tasks"],
        &["responses"],
        &["rank", "--since", "2018-05-10"],
        &["trend", "--of", "findings"],
        &["trend", "--of", "members"],
        &["check"],
        &["findings", "--limit", "100000"],
        &["findings", "mended", "--from", "2018-06-01"],
        &["rules", "what-if", "hollow-branch", "--set", "P=5"],
    ] {
        for day in [AS_OF, "2018-06-20"] {
            let args = [args, &["--org", TOWN, "--as-of", day]].concat();
            let [mut own, mut whole] = ["viewer", WHOLE].map(|who| county.done(who, &args));
            // Above the township its operator sees nothing, so nothing above stands in paths.
            for told in [&mut own, &mut whole] {
                for item in told["items"].as_array_mut().into_iter().flatten() {
                    item["path"] = Value::Null;
                }
            }
            assert_eq!(own, whole, "{args:?}");
        }
    }
}

#[test]
fn the_author_is_whoever_is_at_work() {
    let county = county();
    let branch = county.branch();
    let note = ["findings", "note", "unreported-members", branch, "--text", "看过"];
    let signed = [&["--by", "县委"], &note[..]].concat();
    let output = county.run("operator", &signed);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the author of every act here is operator"));
    let found = county.done("operator", &["findings", "--limit", "1"]);
    let [rule, org] = ["rule", "org"].map(|name| found["items"][0][name].as_str().unwrap().to_owned());
    let done = county.done("operator", &["findings", "note", &rule, &org, "--text", "看过"]);
    assert_eq!(done["by"], "operator");
    let told = county.done("viewer", &["findings", "history", &rule, &org]);
    assert!(told.to_string().contains("看过"), "{told}");
    // Nobody but a keeper of the whole takes back what another did.
    assert_ne!(county.run("reviewer", &["findings", "undo"]).status.code(), Some(0));
    assert_eq!(county.run("operator", &["findings", "undo"]).status.code(), Some(0));
}

#[test]
fn what_is_revealed_is_one_persons_and_asks_a_reason() {
    let county = county();
    let member = county.member();
    let shown = county.done("reviewer", &["show", member, "--reveal", "核对档案"]);
    assert_eq!(shown["id"], member);
    assert_eq!(county.done("reviewer", &["show", member])["id"], Value::Null);
    for reason in ["", "  "] {
        let output = county.run("reviewer", &["show", member, "--reveal", reason]);
        assert_eq!(output.status.code(), Some(2));
        assert!(!String::from_utf8_lossy(&output.stdout).contains(member));
    }
    let output = county.run("operator", &["show", member, "--reveal", "核对"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!String::from_utf8_lossy(&output.stdout).contains(member));
}
