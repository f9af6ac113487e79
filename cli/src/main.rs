//! `yinxin`: issue, seal, sign, verify and recognise electronic licences.
//!
//! Arguments and text only: what is asked is done by `yinxin_signer::service`.

mod arguments;
mod command;
mod escape;
mod exit;
mod failure;
mod language;
mod output;
mod progress;
mod slip;
mod table;
mod text;

use clap::Parser as _;
use exit::Exit;
use failure::Failure;
use language::Language;
use output::{Output, Style};
use std::io::Write as _;
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(note_panic));
    let exit = std::panic::catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        let failure = Failure::Internal("the program stopped unexpectedly");
        say(&failure.shown(Language::Both));
        failure.exit()
    });
    ExitCode::from(exit.code())
}

fn run() -> Exit {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).ok());
    let arguments = match arguments::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let given = std::env::args_os().skip(1);
            let given = given.map(|argument| argument.to_string_lossy().into_owned());
            let given: Vec<String> = given.collect();
            let asked = slip::language_asked(given.iter().cloned());
            let language = asked.unwrap_or_else(|| Language::of_locale(locale));
            let command = slip::command_asked(given.into_iter());
            match slip::shown(&error, language, &command) {
                Some(text) if error.use_stderr() => say(&text),
                Some(text) => drop(std::io::stdout().write_all(text.as_bytes())),
                // Help and version come this way too. Nothing can be done where they cannot be shown.
                None => drop(error.print()),
            }
            return if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Passed
            };
        }
    };
    let language = arguments
        .lang
        .unwrap_or_else(|| Language::of_locale(locale));
    let style = Style {
        language,
        colour: output::colours(),
    };
    let mut stdout = std::io::stdout().lock();
    let mut output = Output::new(&mut stdout, arguments.json, style);
    match arguments.command.run(&mut output) {
        Ok(exit) => exit,
        Err(failure) => {
            say(&failure.shown(language));
            failure.exit()
        }
    }
}

/// Writes to standard error; where that cannot be written, the exit code still speaks.
fn say(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// Says where the program stopped, not with what: a message may hold parts of a document.
fn note_panic(panic: &std::panic::PanicHookInfo<'_>) {
    if let Some(place) = panic.location() {
        let file = place.file().rsplit(['/', '\\']).next().unwrap_or_default();
        say(&format!(
            "yinxin {}: {file}:{}\n",
            env!("CARGO_PKG_VERSION"),
            place.line()
        ));
    }
}
