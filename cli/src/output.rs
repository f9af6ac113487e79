//! Standard output and error: colours on a terminal only, a broken pipe is quiet.

use crate::failure::Failure;
use crate::language::Language;
use serde::Serialize;
use std::io::{IsTerminal as _, Write};
use yinxin_signer::wire;

/// How results are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    /// Language of texts.
    pub(crate) language: Language,
    /// Whether colours are used.
    pub(crate) colour: bool,
}

/// The colours, by what they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Colour {
    /// Passed, and nothing else.
    Good,
    /// Failed.
    Bad,
    /// Undecided.
    Doubtful,
    /// Less important than the rest.
    Faint,
}

impl Style {
    /// Paints `text`, which must be escaped already.
    pub(crate) fn paint(self, colour: Colour, text: &str) -> String {
        if !self.colour {
            return text.to_owned();
        }
        let code = match colour {
            Colour::Good => "1;32",
            Colour::Bad => "1;31",
            Colour::Doubtful => "1;33",
            Colour::Faint => "2",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// Where results go.
pub(crate) struct Output<'a> {
    to: &'a mut dyn Write,
    /// Whether results are JSON.
    pub(crate) json: bool,
    /// How they look otherwise.
    pub(crate) style: Style,
}

impl<'a> Output<'a> {
    /// Makes the place where results go.
    pub(crate) fn new(to: &'a mut dyn Write, json: bool, style: Style) -> Self {
        Self { to, json, style }
    }

    /// Writes one result: one line of JSON, or the text that `text` makes of it.
    ///
    /// # Errors
    ///
    /// [`Failure::Pipe`] where nobody reads any more, [`Failure::Output`] for the rest.
    pub(crate) fn result<T: Serialize>(
        &mut self,
        value: &T,
        text: impl FnOnce(&T, Style) -> String,
    ) -> Result<(), Failure> {
        let shown = if self.json {
            json_line(value)?
        } else {
            text(value, self.style)
        };
        self.write(&shown)
    }

    /// Writes several results: one line of JSON each, or the text that `text` makes of them all.
    ///
    /// # Errors
    ///
    /// As [`Output::result`].
    pub(crate) fn list<T: Serialize>(
        &mut self,
        values: Vec<T>,
        text: impl FnOnce(&[T], Style) -> String,
    ) -> Result<(), Failure> {
        let shown = if self.json {
            values
                .iter()
                .map(json_line)
                .collect::<Result<String, _>>()?
        } else {
            text(&values, self.style)
        };
        self.write(&shown)
    }

    /// Writes octets as they are.
    ///
    /// # Errors
    ///
    /// As [`Output::result`].
    pub(crate) fn octets(&mut self, octets: &[u8]) -> Result<(), Failure> {
        self.to
            .write_all(octets)
            .and_then(|()| self.to.flush())
            .map_err(Failure::of_output)
    }

    fn write(&mut self, shown: &str) -> Result<(), Failure> {
        self.octets(shown.as_bytes())
    }
}

fn json_line<T: Serialize>(value: &T) -> Result<String, Failure> {
    let mut line = wire::line(value).map_err(|_| Failure::Internal("a result as JSON"))?;
    line.push('\n');
    Ok(line)
}

/// Tells whether colours may be used: on a terminal that has them, where `NO_COLOR` is not set.
pub(crate) fn colours() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    std::io::stdout().is_terminal() && !set("NO_COLOR") && !dumb
}
