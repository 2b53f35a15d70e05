//! The program.

fn main() -> std::process::ExitCode {
    mingmai::cli::run()
}
