//! What two spellings of one number have in common.

/// Returns `text` with full-width forms made half-width and without blanks, for searching.
///
/// Systems disagree on （） and () in licence numbers, and a record is not found for it. The key is
/// for finding only: what is displayed and decided upon stays as it was.
///
/// ```
/// use yinxin_core::licence::search_key;
/// assert_eq!(search_key("示食证（2026） 第１号"), search_key("示食证(2026)第1号"));
/// ```
#[must_use]
pub fn search_key(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => u32::from(c)
                .checked_sub(0xFEE0)
                .and_then(char::from_u32)
                .unwrap_or(c),
            _ => c,
        })
        .collect()
}
