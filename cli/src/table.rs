//! Tables for people: columns stay aligned where characters are two columns wide.

use comfy_table::{Table, presets};

/// Lays out `rows` below headings in both languages. Cells must be escaped already.
pub(crate) fn table(headings: &[(&str, &str)], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    table.set_header(headings.iter().map(|(zh, en)| format!("{zh} {en}")));
    let empty = rows.is_empty();
    table.add_rows(rows);
    let mut out = table.trim_fmt();
    out.push_str(if empty { "\n （无） (none)\n" } else { "\n" });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stay_aligned_below_full_width_characters() {
        let rows = vec![
            vec!["测试局".to_owned(), "x".to_owned()],
            vec!["abc".to_owned(), "y".to_owned()],
        ];
        assert_eq!(
            table(&[("名称", "name"), ("状态", "state")], rows),
            " 名称 name  状态 state\n 测试局     x\n abc        y\n"
        );
    }

    #[test]
    fn an_empty_table_says_that_it_is_empty() {
        assert_eq!(
            table(&[("名称", "name")], Vec::new()),
            " 名称 name\n （无） (none)\n"
        );
    }
}
