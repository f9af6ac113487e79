//! Text: glyphs, lines, and the size at which a text fits its place.

use super::error::IssueError;
use crate::font::{Glyph, OpenChain, Typeface, is_forbidden};

/// Most characters of one text.
const MOST_CHARACTERS: usize = 4000;
/// Smallest size of any text, points.
pub(super) const SMALLEST: f32 = 7.0;
/// Distance of baselines, ems.
pub(super) const LEADING: f32 = 1.38;
/// Step in which sizes are tried, points.
const STEP: f32 = 0.25;

/// May not begin a line (GB/T 15834-2011 for punctuation, from memory).
const NOT_FIRST: &str = "，。、；：？！）〕】》〉」』’”…—～·％℃,.;:?!)]}%";
/// May not end a line.
const NOT_LAST: &str = "（〔【《〈「『‘“([{";

/// A text as glyphs, one list for each line that its writer broke.
pub(super) type Paragraphs = Vec<Vec<Glyph>>;

/// Returns the glyphs of `text`; `field` is named in errors.
pub(super) fn shape(
    chain: &OpenChain<'_>,
    typeface: Typeface,
    field: &str,
    text: &str,
) -> Result<Paragraphs, IssueError> {
    if text.chars().take(MOST_CHARACTERS + 1).count() > MOST_CHARACTERS {
        return Err(IssueError::TextTooLong {
            field: field.to_owned(),
            most: MOST_CHARACTERS,
        });
    }
    text.split('\n')
        .map(|line| shape_line(chain, typeface, field, line))
        .collect()
}

/// Returns the glyphs of a text without line breaks.
pub(super) fn shape_line(
    chain: &OpenChain<'_>,
    typeface: Typeface,
    field: &str,
    line: &str,
) -> Result<Vec<Glyph>, IssueError> {
    line.chars()
        .map(|character| {
            if is_forbidden(character) {
                return Err(IssueError::ForbiddenCharacter {
                    field: field.to_owned(),
                    character,
                });
            }
            chain
                .glyph(typeface, character)
                .ok_or_else(|| IssueError::MissingGlyph {
                    field: field.to_owned(),
                    character,
                })
        })
        .collect()
}

/// Returns the width of a line, ems.
pub(super) fn width(glyphs: &[Glyph]) -> f32 {
    glyphs.iter().map(|g| g.advance).sum()
}

/// A text broken into lines at the size at which it fits.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fitted {
    pub(super) size: f32,
    pub(super) lines: Vec<Vec<Glyph>>,
}

impl Fitted {
    /// Height from the top of the first em box to the bottom of the last.
    pub(super) fn height(&self) -> f32 {
        block_height(self.lines.len(), self.size)
    }

    /// Top of a line's em box, below the top of the block.
    pub(super) fn top(&self, line: usize) -> f32 {
        line as f32 * LEADING * self.size
    }
}

/// Returns the height of so many lines.
pub(super) fn block_height(lines: usize, size: f32) -> f32 {
    if lines == 0 {
        0.0
    } else {
        size * (1.0 + LEADING * (lines - 1) as f32)
    }
}

/// Breaks a text into lines no wider than `room.0` and no higher together than `room.1`, at the
/// largest size between `largest` and `smallest` at which it fits.
///
/// A number or Latin word is broken only where it fits no line of its own.
pub(super) fn fit(
    paragraphs: &[Vec<Glyph>],
    room: (f32, f32),
    largest: f32,
    smallest: f32,
    most_lines: usize,
) -> Option<Fitted> {
    let mut size = largest;
    while size >= smallest {
        if let Some(lines) = wrap(paragraphs, room.0 / size)
            && lines.len() <= most_lines.max(1)
            && block_height(lines.len(), size) <= room.1 + 0.01
        {
            return Some(Fitted { size, lines });
        }
        size -= STEP;
    }
    None
}

/// Breaks every paragraph into lines of at most `most` ems; `None` where one character is wider.
fn wrap(paragraphs: &[Vec<Glyph>], most: f32) -> Option<Vec<Vec<Glyph>>> {
    let mut lines = Vec::new();
    for paragraph in paragraphs {
        let before = lines.len();
        let mut line: Vec<Glyph> = Vec::new();
        let (mut line_width, mut opportunity) = (0.0_f32, 0_usize);
        for glyph in paragraph {
            if glyph.advance > most {
                return None;
            }
            if let Some(last) = line.last()
                && may_break(last.character, glyph.character)
            {
                opportunity = line.len();
            }
            let mut over = line_width + glyph.advance > most && !line.is_empty();
            if over && glyph.character == ' ' {
                // The end of a line stands for the space.
                lines.push(std::mem::take(&mut line));
                (line_width, opportunity) = (0.0, 0);
                continue;
            }
            while over {
                let at = if opportunity == 0 {
                    line.len()
                } else {
                    opportunity
                };
                let rest = line.split_off(at);
                lines.push(std::mem::replace(&mut line, rest));
                (line_width, opportunity) = (width(&line), 0);
                over = line_width + glyph.advance > most && !line.is_empty();
            }
            line_width += glyph.advance;
            line.push(*glyph);
        }
        if !line.is_empty() || lines.len() == before {
            lines.push(line);
        }
    }
    Some(lines)
}

fn may_break(before: char, after: char) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || "-_./:@+%#&'".contains(c);
    !(NOT_FIRST.contains(after)
        || NOT_LAST.contains(before)
        || after == ' '
        || (word(before) && word(after)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn glyphs(text: &str) -> Vec<Glyph> {
        text.chars()
            .map(|character| Glyph {
                character,
                font: 0,
                id: 1,
                advance: if character.is_ascii() { 0.55 } else { 1.0 },
                ink: (0.0, 1.0),
            })
            .collect()
    }

    fn lines(text: &str, most: f32) -> Vec<String> {
        wrap(&[glyphs(text)], most)
            .unwrap()
            .iter()
            .map(|line| line.iter().map(|g| g.character).collect())
            .collect()
    }

    #[test]
    fn lines_break_where_readers_expect_it() {
        let check = |text: &str, most, expected: &[&str]| assert_eq!(lines(text, most), expected);
        check("一二三四五六", 3.0, &["一二三", "四五六"]);
        check("一二三，四五", 3.0, &["一二", "三，四", "五"]);
        check("一二（三四）", 3.0, &["一二", "（三", "四）"]);
        check("住所ABC123号", 4.0, &["住所", "ABC123", "号"]);
        check("AAAAAAAAAA", 3.0, &["AAAAA", "AAAAA"]);
        check("ab cd ef", 2.9, &["ab cd", "ef"]);
        check("", 3.0, &[""]);
    }

    #[test]
    fn a_character_wider_than_the_room_fits_nowhere() {
        assert_eq!(fit(&[glyphs("宽")], (5.0, 100.0), 12.0, 7.0, 9), None);
        assert!(fit(&[glyphs("宽")], (7.0, 100.0), 12.0, 7.0, 9).is_some());
    }

    proptest! {
        #[test]
        fn wrapping_keeps_every_character_and_the_width(
            text in "[一-丐a-c0-3，。（） ]{0,80}", most in 1.0_f32..12.0
        ) {
            let shaped = glyphs(&text);
            let wrapped = wrap(std::slice::from_ref(&shaped), most).unwrap();
            for line in &wrapped {
                prop_assert!(width(line) <= most + 0.01);
            }
            let kept: String = wrapped.iter().flatten().map(|g| g.character).collect();
            prop_assert_eq!(kept.replace(' ', ""), text.replace(' ', ""));
        }
    }
}
