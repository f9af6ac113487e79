//! Operands and operators of a content stream (ISO 32000-2, 7.8.2; from memory).

use super::super::cursor::{Cursor, find, is_regular, is_whitespace};
use super::super::limits::Budget;
use super::super::object::Object;
use super::super::parser::Parser;

/// Most operands that an operator gets; where there are more, nothing that reads text wants them.
const MOST_OPERANDS: usize = 2048;

/// Reads a content stream, or a character map, operator by operator.
pub(super) struct Tokens<'c, 'b> {
    cursor: Cursor<'c>,
    budget: &'b Budget,
    operands: Vec<Object<'c>>,
    /// Whether something after which nothing can be told ended the reading before the end.
    pub(super) is_cut: bool,
}

impl<'c, 'b> Tokens<'c, 'b> {
    pub(super) fn new(content: &'c [u8], budget: &'b Budget) -> Self {
        Self {
            cursor: Cursor::new(content, 0),
            budget,
            operands: Vec::new(),
            is_cut: false,
        }
    }

    /// Returns the next operator with its operands; `None` at the end, or where what follows cannot
    /// be read.
    pub(super) fn next(&mut self) -> Option<(&'c [u8], Vec<Object<'c>>)> {
        loop {
            self.cursor.skip_space();
            let first = self.cursor.peek()?;
            let is_word = first.is_ascii_alphabetic() || matches!(first, b'\'' | b'"');
            let is_value = [b"true".as_slice(), b"false", b"null"]
                .iter()
                .any(|word| self.cursor.clone().eat_keyword(word));
            if is_word && !is_value {
                let start = self.cursor.at;
                self.cursor.skip_while(is_regular);
                let word = self.cursor.bytes.get(start..self.cursor.at)?;
                if word == b"ID" {
                    self.skip_image();
                }
                return Some((word, std::mem::take(&mut self.operands)));
            }
            let mut parser = Parser::new(self.cursor, self.budget);
            let Ok((operand, _)) = parser.object() else {
                // A stray delimiter: the next octet may be right again. What was looked at in vain is
                // paid for, since it will be looked at again; a string without an end is all that
                // follows.
                let vain = parser.cursor.at.saturating_sub(self.cursor.at).max(1);
                if first == b'(' || self.budget.spend(vain).is_err() {
                    self.is_cut = true;
                    return None;
                }
                self.cursor.at += 1;
                continue;
            };
            self.cursor = parser.cursor;
            if self.operands.len() >= MOST_OPERANDS {
                self.operands.clear();
            }
            self.operands.push(operand);
        }
    }

    /// Moves past the data of an inline image: to an `EI` between white space.
    fn skip_image(&mut self) {
        loop {
            let Some(at) = find(self.cursor.rest(), b"EI") else {
                self.cursor.at = self.cursor.bytes.len();
                return;
            };
            let start = self.cursor.at + at;
            let before = start
                .checked_sub(1)
                .and_then(|at| self.cursor.bytes.get(at));
            let after = self.cursor.bytes.get(start + 2);
            self.cursor.at = start + 2;
            let is_space = |octet: Option<&u8>| octet.is_none_or(|octet| is_whitespace(*octet));
            if is_space(before) && is_space(after) {
                return;
            }
        }
    }
}
