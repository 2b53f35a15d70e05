//! The program: parses the command line and hands over to a verb.

use std::process::ExitCode;

fn main() -> anyhow::Result<ExitCode> {
    #[cfg(debug_assertions)]
    if let Some(which) = std::env::var_os("MINGMAI_FIXTURE") {
        return fixture(which.to_str().unwrap_or_default());
    }
    Ok(ExitCode::SUCCESS)
}

// The screens on made-up data: 1 the county, `first` a first run, a number above 1 a province of so many organisations.
#[cfg(debug_assertions)]
fn fixture(which: &str) -> anyhow::Result<ExitCode> {
    use mingmai::tui::{Options, Start, fixture, run};
    let mut options = Options::from_env(|name| std::env::var(name).ok());
    options.theme = std::env::var("MINGMAI_THEME").ok();
    let start = match which.parse() {
        Err(_) => Start::FirstRun(fixture::first_run()),
        Ok(0 | 1) => Start::Register(fixture::county()),
        Ok(len) => Start::Register(fixture::province(len)),
    };
    Ok(ExitCode::from(run(start, &options)?.code()))
}
