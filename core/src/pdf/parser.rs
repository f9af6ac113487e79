//! Parsing one object, with limits on nesting and memory.

use super::cursor::{Cursor, LONGEST_NUMBER, is_regular, is_whitespace};
use super::hexadecimal::is_digit_or_space;
use super::limits::Budget;
use super::object::{Array, Dictionary, DictionaryEntry, Item, Name, Object, ObjectId};
use super::object::{Span, StringToken};
use super::parse_error::ParseError;

/// What one element of an array or dictionary may take in memory, growth of its list included.
const NODE: usize = 256;

/// Elements or entries for which there is room at first: the most that allocators still have at hand, which hand out
/// up to 1 KiB quickly.
const USUAL: usize = 12;

/// A parser of one object.
pub(crate) struct Parser<'d> {
    pub(crate) cursor: Cursor<'d>,
    nodes: usize,
    /// Elements of arrays that have not ended yet, and entries of dictionaries.
    items: Vec<Item<'d>>,
    entries: Vec<DictionaryEntry<'d>>,
    depth: usize,
    most_depth: usize,
    memory: usize,
}

impl<'d> Parser<'d> {
    pub(crate) fn new(cursor: Cursor<'d>, budget: &Budget) -> Self {
        Parser {
            cursor,
            nodes: budget.memory_left() / NODE,
            items: Vec::new(),
            entries: Vec::new(),
            depth: 0,
            most_depth: budget.limits.depth,
            memory: budget.limits.memory,
        }
    }

    /// Parses the object that stands here, after white space and comments.
    pub(crate) fn object(&mut self) -> Result<(Object<'d>, Span), ParseError> {
        self.cursor.skip_space();
        let start = self.cursor.at;
        let object = match self.cursor.peek() {
            Some(b'/') => Object::Name(self.name()),
            Some(b'<') if self.cursor.rest().get(1) == Some(&b'<') => self.dictionary()?,
            Some(b'<') => self.hexadecimal()?,
            Some(b'(') => self.literal()?,
            Some(b'[') => self.array()?,
            Some(b'+' | b'-' | b'.' | b'0'..=b'9') => self.number()?,
            _ if self.cursor.eat_keyword(b"null") => Object::Null,
            _ if self.cursor.eat_keyword(b"true") => Object::Boolean(true),
            _ if self.cursor.eat_keyword(b"false") => Object::Boolean(false),
            _ => return Err(self.cursor.expected("an object")),
        };
        Ok((
            object,
            Span {
                start,
                end: self.cursor.at,
            },
        ))
    }

    fn token(&self, start: usize) -> &'d [u8] {
        Span {
            start,
            end: self.cursor.at,
        }
        .of(self.cursor.bytes)
    }

    fn name(&mut self) -> Name<'d> {
        self.cursor.at += 1;
        let start = self.cursor.at;
        self.cursor.skip_while(is_regular);
        Name {
            raw: self.token(start),
        }
    }

    fn number(&mut self) -> Result<Object<'d>, ParseError> {
        let start = self.cursor.at;
        if let Some(id) = self.reference() {
            return Ok(Object::Reference(id));
        }
        self.cursor
            .skip_while(|octet| matches!(octet, b'+' | b'-' | b'.' | b'0'..=b'9'));
        let token = self.token(start);
        let is_cut = self.cursor.peek().is_some_and(is_regular) || token.len() > LONGEST_NUMBER;
        if is_cut || !token.iter().any(u8::is_ascii_digit) {
            return Err(ParseError::Syntax {
                at: start,
                expected: "a number",
            });
        }
        let text = std::str::from_utf8(token).unwrap_or_default();
        Ok(text.parse().map_or(Object::Real(token), Object::Integer))
    }

    fn reference(&mut self) -> Option<ObjectId> {
        let mut ahead = self.cursor;
        let number = u32::try_from(ahead.unsigned()?).ok()?;
        if !ahead.peek().is_some_and(begins_space) {
            return None;
        }
        ahead.skip_space();
        let generation = u16::try_from(ahead.unsigned()?).ok()?;
        // Some readers take `4 0R` for a reference, some for none.
        if !ahead.peek().is_some_and(begins_space) {
            return None;
        }
        ahead.skip_space();
        if !ahead.eat_keyword(b"R") {
            return None;
        }
        self.cursor = ahead;
        Some(ObjectId { number, generation })
    }

    fn hexadecimal(&mut self) -> Result<Object<'d>, ParseError> {
        let start = self.cursor.at;
        self.cursor.at += 1;
        self.cursor.skip_while(is_digit_or_space);
        if !self.cursor.eat(b">") {
            return Err(self.cursor.expected("> at the end of a string"));
        }
        Ok(Object::String(StringToken::plain(self.token(start))))
    }

    fn literal(&mut self) -> Result<Object<'d>, ParseError> {
        let start = self.cursor.at;
        let mut open = 0_usize;
        while let Some(octet) = self.cursor.peek() {
            self.cursor.at += 1;
            match octet {
                b'\\' => self.cursor.at += 1,
                b'(' => open += 1,
                b')' if open <= 1 => {
                    return Ok(Object::String(StringToken::plain(self.token(start))));
                }
                b')' => open -= 1,
                _ => {}
            }
        }
        Err(ParseError::Syntax {
            at: start,
            expected: "a string that ends",
        })
    }

    fn enter(&mut self) -> Result<(), ParseError> {
        if self.depth >= self.most_depth {
            return Err(ParseError::TooMuch {
                what: "levels of nesting",
                limit: self.most_depth,
            });
        }
        self.depth += 1;
        Ok(())
    }

    fn node(&mut self) -> Result<(), ParseError> {
        let error = ParseError::TooMuch {
            what: "octets of memory",
            limit: self.memory,
        };
        self.nodes = self.nodes.checked_sub(1).ok_or(error)?;
        Ok(())
    }

    fn array(&mut self) -> Result<Object<'d>, ParseError> {
        self.enter()?;
        let start = self.cursor.at;
        self.cursor.at += 1;
        // A box has four numbers, a page about as many entries.
        if self.items.capacity() == 0 {
            self.items.reserve(USUAL);
        }
        let first = self.items.len();
        loop {
            self.cursor.skip_space();
            if self.cursor.eat(b"]") {
                break;
            }
            self.node()?;
            let (value, span) = self.object()?;
            self.items.push(Item { value, span });
        }
        self.depth -= 1;
        Ok(Object::Array(Array {
            items: self.items.drain(first..).collect(),
            span: Span {
                start,
                end: self.cursor.at,
            },
        }))
    }

    fn dictionary(&mut self) -> Result<Object<'d>, ParseError> {
        self.enter()?;
        let start = self.cursor.at;
        self.cursor.at += 2;
        if self.entries.capacity() == 0 {
            self.entries.reserve(USUAL);
        }
        let first = self.entries.len();
        loop {
            self.cursor.skip_space();
            if self.cursor.eat(b">>") {
                break;
            }
            if self.cursor.peek() != Some(b'/') {
                return Err(self.cursor.expected("a key or >>"));
            }
            self.node()?;
            let key_start = self.cursor.at;
            let key = self.name();
            self.cursor.skip_space();
            let (value, span) = if self.cursor.rest().starts_with(b">>") {
                (
                    Object::Null,
                    Span {
                        start: self.cursor.at,
                        end: self.cursor.at,
                    },
                )
            } else {
                self.object()?
            };
            self.entries.push(DictionaryEntry {
                key,
                key_start,
                value,
                span,
            });
        }
        self.depth -= 1;
        Ok(Object::Dictionary(Dictionary {
            entries: self.entries.drain(first..).collect(),
            span: Span {
                start,
                end: self.cursor.at,
            },
        }))
    }
}

fn begins_space(octet: u8) -> bool {
    is_whitespace(octet) || octet == b'%'
}

/// Parses the object at `at` and counts the work, whether it succeeds or not.
pub(crate) fn parse_at<'d>(
    bytes: &'d [u8],
    at: usize,
    budget: &Budget,
) -> Result<(Object<'d>, Span), ParseError> {
    // One octet more than may be spent, so that running into the end is an error of the budget.
    let cursor = Cursor::within(bytes, at, budget.work_left().saturating_add(1));
    let mut parser = Parser::new(cursor, budget);
    let result = parser.object();
    budget.spend(parser.cursor.at.saturating_sub(at))?;
    result
}
