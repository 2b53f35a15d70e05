//! A few units of the demonstration county, sealed, with operators of every role over one of its townships.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

use mingmai::desk::{Clock, Desk, DeskOptions};
use mingmai::judge::Rules;
use mingmai::store::DataDir;
use mingmai::store::seal::{KeyRing, Secret};
use serde_json::Value;

use crate::common::{Site, text};

pub const TOWN: &str = "044.007.005.007";
pub const AS_OF: &str = "2018-06-30";
pub const ROLES: [&str; 4] = ["viewer", "operator", "reviewer", "keeper"];
/// The keeper of the whole register.
pub const WHOLE: &str = "all";

/// The county, its rosters, and what must not be seen.
pub struct County {
    pub site: Site,
    pub rosters: HashMap<&'static str, Vec<Vec<String>>>,
}

pub fn county() -> MutexGuard<'static, County> {
    static COUNTY: OnceLock<Mutex<County>> = OnceLock::new();
    // One process at a time owns a register; a test that failed leaves it as good as it was.
    COUNTY.get_or_init(|| Mutex::new(County::new())).lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

impl County {
    pub fn new() -> Self {
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

    pub fn run(&self, who: &str, args: &[&str]) -> Output {
        let key = self.site.path(who);
        let given = ["--key-file", text(&key), "--operator", who, "--lang", "en"];
        self.site.command(&[&given, args].concat()).env("MINGMAI_BY", "somebody else").output().unwrap()
    }

    pub fn done(&self, who: &str, args: &[&str]) -> Value {
        let output = self.run(who, args);
        assert!(output.status.success(), "{who} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap_or_default()
    }

    /// The same without the command line before it.
    pub fn desk(&self, who: &str) -> Desk {
        let data = self.data(who);
        let rules = Arc::new(Rules::builtin().unwrap());
        Desk::open(&data, DeskOptions { clock: Clock::System, as_of: None, month: None, rules }).unwrap()
    }

    pub fn data(&self, who: &str) -> DataDir {
        let ring = KeyRing::load(&self.site.data()).unwrap().unwrap();
        let file = fs::read(self.site.path(who)).unwrap();
        let (key, operator) = ring.open(Some(who), &Secret::KeyFile(&file)).unwrap();
        DataDir::new(self.site.data()).unlocked_by(&key, &operator)
    }

    pub fn column(&self, roster: &str, column: &str) -> impl Iterator<Item = &str> {
        let rows = &self.rosters[roster];
        let at = rows[0].iter().position(|head| head == column).unwrap();
        rows[1..].iter().map(move |row| row[at].as_str())
    }

    pub fn rows(&self, roster: &str, columns: [&str; 2]) -> Vec<(&str, &str)> {
        self.column(roster, columns[0]).zip(self.column(roster, columns[1])).collect()
    }

    /// An organisation outside, and the number and name of one of its members.
    pub fn outside(&self) -> (&str, &str, &str) {
        let (names, orgs) = (self.column("团员", "姓名"), self.column("团员", "所在团支部编码"));
        let own: HashSet<&str> = names.zip(orgs).filter(|(_, org)| inside(org)).map(|(name, _)| name).collect();
        let rows = self.rows("团员", ["身份证号", "所在团支部编码"]).into_iter().zip(self.column("团员", "姓名"));
        let mut strangers = rows.filter(|((_, org), name)| !inside(org) && !own.contains(name));
        let ((number, org), name) = strangers.next().unwrap();
        (org, number, name)
    }

    pub fn branch(&self) -> &str {
        self.column("团员", "所在团支部编码").find(|org| inside(org)).unwrap()
    }

    pub fn member(&self) -> &str {
        let rows = self.rows("团员", ["身份证号", "所在团支部编码"]);
        rows.into_iter().find(|(_, org)| inside(org)).unwrap().0
    }
}

pub fn inside(code: &str) -> bool {
    code == TOWN || code.strip_prefix(TOWN).is_some_and(|rest| rest.starts_with('.'))
}

/// A few units of a county: the township, its neighbours, a school.
pub fn thin(from: &Path, to: &Path) {
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

pub fn read(dir: &Path) -> HashMap<&'static str, Vec<Vec<String>>> {
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
