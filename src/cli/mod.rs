//! Floor 10: the command line. Only this floor and `sweep` print, read directories or use `anyhow`.

mod args;
mod args_campaign;
mod bundle;
mod check;
mod datasafety;
mod diff;
mod explain;
mod graph;
mod help_zh;
mod isolate;
mod list;
mod listings;
mod notice;
mod output;
mod paper;
mod policy;
mod reports;
mod review;
mod signatures;
mod statistics;
mod sweep;
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::{Command, Tool};

/// Exit status (report contract): 0 done, 1 findings at or above `--fail-on`, 2 wrong usage or a broken signature file, 3 unreadable input.
pub const FOUND: u8 = 1;
pub const USAGE: u8 = 2;
pub const UNREADABLE: u8 = 3;

/// An error with the exit status it means.
pub struct Failure {
    pub status: u8,
    pub message: String,
}

impl Failure {
    pub fn usage(message: impl Into<String>) -> Failure {
        Failure { status: USAGE, message: message.into() }
    }

    pub fn unreadable(message: impl ToString) -> Failure {
        Failure { status: UNREADABLE, message: message.to_string() }
    }
}

pub type Outcome = Result<u8, Failure>;

/// The arguments; help and errors about them in the language of the locale, or the one that `--lang` asks for.
fn parse() -> Result<Tool, clap::Error> {
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let asked = arguments.windows(2).find(|w| w.first().is_some_and(|a| a == "--lang")).and_then(|w| w.get(1));
    let zh = match asked {
        Some(lang) => lang == "zh",
        None => args::locale() == crate::words::Lang::Zh,
    };
    let command = if zh { help_zh::localised(Tool::command()) } else { Tool::command() };
    Tool::from_arg_matches(&command.try_get_matches_from(arguments)?)
}

pub fn main() -> ExitCode {
    let tool = match parse() {
        Ok(tool) => tool,
        Err(e) => {
            // clap knows the nearest flag; help and version are no errors.
            let _ = e.print();
            return ExitCode::from(if e.use_stderr() { USAGE } else { 0 });
        }
    };
    let outcome = match tool.command {
        Command::Check(a) => check::run(&a),
        Command::Policy(a) => policy::run(&a),
        Command::Sweep(a) => sweep::run(&a),
        Command::PdfText => isolate::child(),
        Command::Explain(a) => explain::run(&a),
        Command::Graph(a) => graph::run(&a),
        Command::DataSafety(a) => datasafety::run(&a),
        Command::List(a) => list::run(&a),
        Command::Signatures(a) => signatures::run(&a),
        Command::Review(a) => review::run(&a),
        Command::Notice(a) => notice::run(&a),
        Command::Diff(a) => diff::run(&a),
        Command::Statistics(a) => statistics::run(&a),
        Command::Bundle(a) => bundle::run(&a),
        Command::Verify(a) => verify::run(&a),
        Command::Schema => output::print(&crate::report::json_schema()),
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut Tool::command(), "apksweep", &mut out);
            output::print(&String::from_utf8_lossy(&out))
        }
        Command::Man => {
            let mut out = Vec::new();
            match clap_mangen::Man::new(Tool::command()).render(&mut out) {
                Ok(()) => output::print(&String::from_utf8_lossy(&out)),
                Err(e) => Err(Failure::unreadable(e)),
            }
        }
    };
    match outcome {
        Ok(status) => ExitCode::from(status),
        Err(f) => {
            eprintln!("apksweep: {}", crate::report::sanitize::terminal(&f.message));
            ExitCode::from(f.status)
        }
    }
}
