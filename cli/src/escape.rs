//! Text of strangers on a terminal.
//!
//! A name in a document can hold escape sequences, line feeds and bidirectional overrides that
//! draw a verdict of their own. Every such character is shown as `\u{…}`.

/// Returns `text` on one line, with everything that could move, colour or reorder the terminal's
/// text written as `\u{…}`, and a reverse solidus doubled so that the result is unambiguous.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\\' {
            out.push_str("\\\\");
        } else if is_dangerous(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// Control characters, bidirectional marks and overrides (Unicode UAX 9), line and paragraph
/// separators, characters without width that make two names look alike, interlinear annotation
/// marks, variation selectors and tags.
fn is_dangerous(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_draw_on_the_terminal_are_shown_as_what_they_are() {
        for (text, expected) in [
            ("测试局 Ltd.", "测试局 Ltd."),
            ("a\u{1b}[32mTOTAL-PASSED", "a\\u{1b}[32mTOTAL-PASSED"),
            ("a\r\nb\tc", "a\\u{d}\\u{a}b\\u{9}c"),
            ("a\u{9b}2J", "a\\u{9b}2J"),
            ("\u{202e}fdp", "\\u{202e}fdp"),
            ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
            ("测\u{200b}试", "测\\u{200b}试"),
            ("\u{2028}\u{feff}", "\\u{2028}\\u{feff}"),
            ("\\u{1b}", "\\\\u{1b}"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    #[test]
    fn no_control_character_is_left_of_any() {
        for c in '\0'..='\u{ffff}' {
            let shown = escape(&c.to_string());
            assert!(!shown.chars().any(char::is_control), "{c:?}");
        }
    }
}
