//! What the whole-way tests share: the real binary, in a directory of its own.

#![allow(dead_code, missing_docs, clippy::unwrap_used)]

pub mod state;
pub mod tried;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A place for one register, and the binary that works on it.
pub struct Site {
    pub dir: TempDir,
    /// The key file that opens a sealed register.
    pub key: Option<PathBuf>,
}

impl Site {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), key: None }
    }

    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mingmai"));
        command.args(args).stdin(Stdio::null());
        command.env("MINGMAI_DATA", self.data()).env("XDG_CONFIG_HOME", self.dir.path().join("config"));
        command.env("LC_ALL", "C.UTF-8").env_remove("NO_COLOR");
        command.envs(self.key.iter().map(|key| ("MINGMAI_KEY_FILE", key)));
        command
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs, expects exit 0 and JSON.
    pub fn json(&self, args: &[&str]) -> Value {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{args:?}: {error}: {}", String::from_utf8_lossy(&output.stdout)))
    }

    pub fn code(&self, args: &[&str]) -> i32 {
        self.run(args).status.code().unwrap_or(-1)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

/// Copies a directory with all that is in it, in place of what is there.
pub fn copy_tree(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let there = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_tree(&path, &there);
        } else {
            std::fs::copy(&path, there).unwrap();
        }
    }
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Header of an orgs roster as the tests write it.
pub const ORGS: &str =
    "组织编码,上级组织编码,组织全称,组织类型,支部类别,行业类别,成立日期,最近换届日期,应换届日期,停用日期";
/// Header of a members roster.
pub const MEMBERS: &str =
    "姓名,身份证号,手机号码,入团年月,团员编号,所在团支部编码,加入本支部日期,报到状态,报到时间,团籍状态,失联";
/// Header of a cadres roster.
pub const CADRES: &str = "姓名,身份证号,所在组织编码,职务,任职日期,离任日期,已入驻移动端,入驻时间";

/// A roster out of rows with `|` between cells; `#5` and `#5:19900625` stand for made-up identity numbers.
pub fn roster(header: &str, rows: &[&str]) -> String {
    let mut text = format!("{header}\n");
    for row in rows {
        let cells: Vec<String> = row.split('|').map(|cell| identity(cell.trim())).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

/// The made-up identity number that `#5` or `#5:19900625` stands for; any other text as it is.
pub fn identity(cell: &str) -> String {
    let Some(mark) = cell.strip_prefix('#') else { return cell.to_owned() };
    let (serial, birth) = mark.split_once(':').unwrap_or((mark, "20000101"));
    let seventeen = format!("449901{birth}{serial:0>3}").parse().unwrap();
    mingmai::model::Identity::with_check(seventeen).reveal().into()
}

impl Site {
    /// Imports a roster made of rows; gives the report, whatever the exit code.
    pub fn import(&self, header: &str, rows: &[&str]) -> Value {
        let path = self.write("import.csv", roster(header, rows));
        self.take_in(&[text(&path)])
    }

    /// Imports paths; gives the report, whatever the exit code.
    pub fn take_in(&self, args: &[&str]) -> Value {
        let output = self.run(&[&["import", "--json"], args].concat());
        assert!(matches!(output.status.code(), Some(0 | 3)), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Figures of an organisation's subtree at an instant, by name.
    pub fn figures(&self, org: &str, as_of: &str, names: &str) -> Vec<u64> {
        let stats = self.json(&["stats", "--org", org, "--as-of", as_of]);
        names.split(' ').map(|name| stats["rows"][0][name].as_u64().unwrap()).collect()
    }

    /// The organisations of which a rule holds.
    pub fn found(&self, rule: &str, as_of: &str) -> String {
        let findings = self.json(&["findings", "--rule", rule, "--as-of", as_of]);
        let codes = findings["items"].as_array().unwrap().iter().map(|item| item["org"].as_str().unwrap().to_owned());
        let mut codes: Vec<String> = codes.collect();
        codes.sort();
        codes.join(" ")
    }
}

/// Rows, accepted, unchanged and refused of every file of a report.
pub fn counts(report: &Value) -> Vec<[u64; 4]> {
    let count = |file: &Value, name: &str| file[name].as_u64().unwrap();
    let files = report["files"].as_array().unwrap().iter();
    files.map(|file| ["rows", "accepted", "unchanged", "refused"].map(|name| count(file, name))).collect()
}

const PROGRAMMES: [&str; 4] = ["notice-2018", "station-2019", "luohe-2020", "three-hundred-2021"];

/// Holds the steps and findings of the program against those of the independent count.
pub fn steps_and_findings_agree(site: &Site, counted: &Value, as_of: &str) {
    for (org, steps) in counted["steps"].as_object().unwrap() {
        let ask = |programme: &str| site.json(&["tasks", "--programme", programme, "--org", org, "--as-of", as_of]);
        // The others' steps are sums of the same facts: the whole is enough.
        let programmes: &[&str] = if *org == counted["rows"][0]["code"] { &PROGRAMMES } else { &PROGRAMMES[..1] };
        let told: Vec<Value> =
            programmes.iter().flat_map(|programme| ask(programme)["steps"].as_array().unwrap().clone()).collect();
        for (id, parts) in steps.as_object().unwrap() {
            let Some(step) = told.iter().find(|step| step["id"] == **id) else {
                assert!(programmes.len() < PROGRAMMES.len(), "{id}");
                continue;
            };
            let found = serde_json::json!([step["numerator"], step["denominator"]]);
            assert_eq!(found, *parts, "{id} of {org} at {as_of}");
        }
    }
    for (rule, codes) in counted["findings"].as_object().unwrap() {
        let findings = site.json(&["findings", "--rule", rule, "--as-of", as_of, "--limit", "100000"]);
        let items = findings["items"].as_array().unwrap().iter();
        let mut found: Vec<&str> = items.map(|item| item["org"].as_str().unwrap()).collect();
        found.sort_unstable();
        assert_eq!(serde_json::json!(found), *codes, "{rule} at {as_of}");
    }
}
