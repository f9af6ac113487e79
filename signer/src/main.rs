//! The daemon `yinxin-signer`.

use std::ffi::OsString;
use std::io::{IsTerminal as _, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use yinxin_signer::config::Config;
use yinxin_signer::daemon;

const HELP: &str = "\
usage: yinxin-signer --config FILE
       yinxin-signer --home DIR

Serves a home on its Unix socket, and on loopback TCP where the configuration
says so. Ends on SIGTERM after finishing what was begun. Logs go to standard
error; YINXIN_LOG sets the level (error, warn, info, debug).
";

/// Exit codes, as those of `yinxin`.
const FAILED: u8 = 1;
const USAGE: u8 = 2;
const INPUT_OUTPUT: u8 = 4;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let config = match arguments.as_slice() {
        [flag] if flag == "--help" || flag == "-h" => return say(HELP),
        [flag] if flag == "--version" || flag == "-V" => {
            return say(concat!("yinxin-signer ", env!("CARGO_PKG_VERSION"), "\n"));
        }
        [flag, home] if flag == "--home" => Config::of_home(PathBuf::from(home)),
        [flag, file] if flag == "--config" => match std::fs::read_to_string(file) {
            Ok(text) => match Config::parse(&text) {
                Ok(config) => config,
                Err(error) => return fail(USAGE, &format!("the configuration: {error}")),
            },
            Err(error) => return fail(INPUT_OUTPUT, &format!("the configuration: {error}")),
        },
        _ => return fail(USAGE, HELP),
    };
    let filter = EnvFilter::try_from_env("YINXIN_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    match daemon::run(&config) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(FAILED),
        Err(error) => fail(INPUT_OUTPUT, &error.to_string()),
    }
}

fn say(text: &str) -> ExitCode {
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(INPUT_OUTPUT),
    }
}

fn fail(code: u8, text: &str) -> ExitCode {
    // Where standard error is gone, the code still tells.
    let _ = writeln!(std::io::stderr(), "yinxin-signer: {text}");
    ExitCode::from(code)
}
