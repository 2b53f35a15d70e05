//! What a whole register costs: written out, backed up, put back, looked through, sealed, laid out anew.

use std::fs::{self, File};
use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant as Stopwatch;

use anyhow::{Context, Result, ensure};

use super::super::args::Site;
use super::super::{desk, output};
use super::{own, stages};
use crate::store::DataDir;

/// How many commits are measured.
const COMMITS: usize = 60;

/// Runs a command to its end, prints how long that took, and gives what it said.
fn timed(what: &str, command: &mut Command) -> Result<String> {
    let begun = Stopwatch::now();
    let done = command.stdin(Stdio::null()).output()?;
    let code = done.status.code();
    ensure!(matches!(code, Some(0 | 3)), "{what}: {}", String::from_utf8_lossy(&done.stderr));
    output::line(&format!("{what}: {:.1} s", begun.elapsed().as_secs_f64()))?;
    Ok(String::from_utf8(done.stdout)?)
}

/// Measures them on the register in `data`, which came of `rosters`, in places below `dir`.
pub fn figures(data: &DataDir, rosters: &Path, dir: &Path) -> Result<()> {
    let at = |name: &str| -> Result<std::path::PathBuf> {
        let path = dir.join(name);
        if path.is_dir() {
            fs::remove_dir_all(&path)?;
        }
        Ok(path)
    };
    let (out, copies, back) = (at("export")?, at("copies")?, at("back")?);
    timed("export of everything as csv", own(data)?.arg("export").arg(&out).args(["--reveal", "bench"]))?;
    let said = timed("backup, read back", own(data)?.arg("backup").arg(&copies))?;
    let file = serde_json::from_str::<serde_json::Value>(&said)?;
    let file = file["file"].as_str().context("no backup was named")?.to_owned();
    let restored = DataDir::new(&back);
    timed("restore, read back", own(&restored)?.args(["restore", &file]))?;
    timed("doctor", own(&restored)?.arg("doctor"))?;
    let stats: serde_json::Value = serde_json::from_str(&timed("stats, whole process", own(&restored)?.arg("stats"))?)?;
    if let Some(code) = stats["rows"][0]["code"].as_str() {
        let founded = format!("{code}.bench");
        let words = ["org", "found", code, "--code", &founded, "--name", "共青团试行团工委", "--kind", "团工委"];
        timed(
            "an organisation founded, the register laid out anew",
            own(&restored)?.args(["--by", "bench"]).args(words),
        )?;
        timed("the same taken back", own(&restored)?.args(["--by", "bench", "undo"]))?;
    }
    commits(&restored)?;
    fs::remove_dir_all(&back)?;
    fs::remove_dir_all(&out)?;
    sealed(rosters, &at("sealed")?, &dir.join("bench.key"))
}

fn commits(data: &DataDir) -> Result<()> {
    let done = own(data)?.args(["bench", "--stage", "commits"]).status()?;
    ensure!(done.success(), "stage commits of the bench failed");
    Ok(())
}

fn sealed(rosters: &Path, place: &Path, key: &Path) -> Result<()> {
    let data = DataDir::new(place);
    let keyed = || -> Result<Command> {
        let mut command = own(&data)?;
        command.arg("--key-file").arg(key);
        Ok(command)
    };
    timed("an empty sealed register", keyed()?.args(["init", "--seal"]))?;
    timed("the same rosters into it, every value sealed", keyed()?.arg("import").arg(rosters))?;
    timed("its backup, read back", keyed()?.arg("backup").arg(place.with_extension("copies")))?;
    fs::remove_dir_all(place.with_extension("copies"))?;
    for stage in ["open", "search"] {
        let done = keyed()?.args(["--as-of", "2018-11-15", "bench", "--stage", stage]).status()?;
        ensure!(done.success(), "stage {stage} of the sealed bench failed");
    }
    Ok(fs::remove_dir_all(place)?)
}

/// What making one commit durable costs, and what a sync costs on this disk.
pub fn made_durable(site: &Site) -> Result<()> {
    let desk = desk::open(site)?;
    let mut times = Vec::new();
    for _ in 0..COMMITS {
        let begun = Stopwatch::now();
        desk.register().sync()?;
        times.push(begun.elapsed());
    }
    let path = site.data.path().join("bench.sync");
    let mut file = File::create(&path)?;
    let mut bare = Vec::new();
    for _ in 0..COMMITS {
        file.write_all(&[7; 4096])?;
        let begun = Stopwatch::now();
        file.sync_all()?;
        bare.push(begun.elapsed());
    }
    drop(black_box(file));
    fs::remove_file(path)?;
    let [told, plain] = [&mut times, &mut bare].map(|times| {
        let quantile = |times: &mut [_], share| stages::ms(stages::quantile(times, share));
        format!("p50 {}, p99 {}", quantile(times, 0.5), quantile(times, 0.99))
    });
    output::line(&format!("a commit made durable: {told}; one sync of 4 KB on this disk: {plain}"))
}
