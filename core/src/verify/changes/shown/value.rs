//! Whether the text that is drawn is the value of its field.

/// How a value is compared with what is shown.
#[derive(Debug, Clone, Copy, Default)]
pub(in super::super) struct Manner {
    /// A password may be shown as asterisks or bullets.
    pub(in super::super) is_password: bool,
    /// How many cells there are where each sign stands in one of its own.
    pub(in super::super) cells: Option<usize>,
    /// A script formats it, such as `1000` as `1,000.00`.
    pub(in super::super) is_formatted: bool,
}

/// Returns whether what is shown is the value.
pub(super) fn is_value(shown: &[char], value: &str, manner: Manner) -> bool {
    let is_mask = |sign: &char| matches!(sign, '*' | '•' | '·' | '●');
    let visible = |signs: &mut dyn Iterator<Item = char>| -> Vec<char> {
        signs.filter(|sign| !sign.is_whitespace()).collect()
    };
    let wanted = visible(&mut value.chars());
    let has = visible(&mut shown.iter().copied());
    if manner.is_password && has.iter().all(is_mask) {
        return true;
    }
    if has != wanted {
        return manner.is_formatted && is_formatted(&has, &wanted);
    }
    // In cells, each space has its own.
    if manner.cells.is_some() {
        let shown: String = shown.iter().collect();
        return shown.trim() == value.trim();
    }
    is_parted_alike(shown, value)
}

/// Returns whether two texts of the same visible signs have their white space at the same places: a line that
/// ends within a word makes two of it.
fn is_parted_alike(shown: &[char], value: &str) -> bool {
    let mut value = value.chars().peekable();
    let mut shown = shown.iter().copied().peekable();
    let mut is_first = true;
    loop {
        let (mut is_apart, mut is_wanted) = (false, false);
        while shown.next_if(|sign| sign.is_whitespace()).is_some() {
            is_apart = true;
        }
        while value.next_if(|sign| sign.is_whitespace()).is_some() {
            is_wanted = true;
        }
        let (Some(_), Some(_)) = (shown.next(), value.next()) else {
            return true;
        };
        if is_apart != is_wanted && !is_first {
            return false;
        }
        is_first = false;
    }
}

/// Numbers of telephones and of post offices, as usual scripts mark them.
const MARKED: [&str; 5] = [
    "(ddd)ddd-dddd",
    "ddd-ddd-dddd",
    "ddd-dd-dddd",
    "ddddd-dddd",
    "ddd-dddd",
];

/// Returns whether a number is shown with its sign, its digits in groups, and zeros that add nothing;
/// or digits alone with marks between them, as telephone numbers are.
fn is_formatted(shown: &[char], wanted: &[char]) -> bool {
    let text: String = wanted.iter().collect();
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |part: &str| part.bytes().all(|octet| octet.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(fraction) {
        return false;
    }
    let all: String = shown.iter().filter(|sign| sign.is_ascii_digit()).collect();
    let shape = shown
        .iter()
        .map(|sign| if sign.is_ascii_digit() { 'd' } else { *sign });
    let shape: String = shape.collect();
    if !is_negative && fraction.is_empty() && all == whole && MARKED.contains(&shape.as_str()) {
        return true;
    }
    // Beside the number stands its sign, no more: which currency a script means is not read.
    let is_of_number = |sign: &char| sign.is_ascii_digit() || matches!(sign, '.' | ',' | '\'');
    let first = shown.iter().position(is_of_number);
    let last = shown.iter().rposition(is_of_number);
    let parts = first.zip(last).and_then(|(first, last)| {
        let (before, rest) = shown.split_at_checked(first)?;
        let (number, after) = rest.split_at_checked(last + 1 - first)?;
        Some((before, number, after))
    });
    let Some((before, number, after)) =
        parts.filter(|(_, number, _)| number.iter().all(is_of_number))
    else {
        return false;
    };
    let signs: String = before.iter().collect();
    let behind: String = after.iter().collect();
    let is_sign_shown = match is_negative {
        true => matches!((signs.as_str(), behind.as_str()), ("-", "") | ("(", ")")),
        false => signs.is_empty() && behind.is_empty(),
    };
    is_sign_shown && is_grouped(number, whole, fraction)
}

/// Returns whether a number with marks between its digits is one without.
fn is_grouped(number: &[char], whole: &str, fraction: &str) -> bool {
    let number: String = number.iter().collect();
    let is = |has: &str, rest: &str| {
        let marks: Vec<char> = has.chars().filter(|sign| !sign.is_ascii_digit()).collect();
        let decimal = number.chars().nth(has.chars().count());
        let is_one_mark = marks.iter().all(|mark| Some(mark) == marks.first());
        let is_other = rest.is_empty() || marks.first().copied() != decimal;
        let mut groups = has.split([',', '.', '\'']);
        let first = groups.next().unwrap_or_default().len();
        let is_first = (1..=3).contains(&first) || marks.is_empty();
        let digits: String = has.chars().filter(char::is_ascii_digit).collect();
        let zeros = rest.strip_prefix(fraction);
        is_first
            && is_one_mark
            && is_other
            && groups.all(|group| group.len() == 3)
            && digits == whole
            && zeros.is_some_and(|zeros| zeros.len() <= 2 && zeros.bytes().all(|zero| zero == b'0'))
    };
    is(&number, "")
        || number.rsplit_once([',', '.']).is_some_and(|(has, rest)| {
            (rest.len() <= 2 || rest == fraction && rest.len() > 3) && is(has, rest)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shows(text: &str, value: &str) -> bool {
        let shown: Vec<char> = text.chars().collect();
        is_value(&shown, value, Manner::default())
    }

    #[test]
    fn only_the_value_is_the_value() {
        assert!(shows("100", "100"));
        assert!(!shows("900", "100"));
        assert!(!shows("", "100"));
        assert!(!shows("100 0", "100"));
        assert!(!shows("11 000", "1 1000"));
        assert!(shows("one  two", "one two"));
        assert!(shows(" one\ntwo three ", "one two three"));
        assert!(!shows("now\nhere", "nowhere"));
        assert!(!shows("100\n000", "10 0000"));
        assert!(!shows("100\n000", "100000"));
        assert!(!shows("10 0\n000", "100 000"));
        assert!(!shows("******", "secret"));
        assert!(shows("壹佰元", "壹佰元"));
        assert!(!shows("-900", "\u{ad}900"));
        assert!(!shows("玖万元", "壹佰元"));
    }

    #[test]
    fn a_password_may_be_masked() {
        let password = Manner {
            is_password: true,
            ..Manner::default()
        };
        assert!(is_value(&['*', '*', '*'], "secret", password));
        assert!(is_value(&['•', '•'], "secret", password));
        assert!(!is_value(&['*', 'x'], "secret", password));
    }

    #[test]
    fn a_script_may_group_digits_and_name_a_unit_but_not_say_another_number() {
        for (shown, value, is_same) in [
            ("1,000.00", "1000", true),
            ("1.000,00", "1000", true),
            ("¥1,000", "1000", false),
            ("1,234.50", "1234.5", true),
            ("-10.50", "-10.50", true),
            ("(10.50)", "-10.5", true),
            ("(123)456-7890", "1234567890", true),
            ("$9,000.00", "1000", false),
            ("1000000", "1000", false),
            ("1,0000", "10000", false),
            ("1,050.00", "-10.50", false),
            ("1,050.00", "10.50", false),
            ("9,000", "9.000", false),
            (".900", "900", false),
            ("9000.000", "9000000", false),
            ("1,000,00", "1000", false),
            ("5000-10000", "500010000", false),
            ("10.50", "-10.50", false),
            ("100000-", "-100000", false),
            ("100000-", "100000", false),
            ("100万", "100", false),
            ("100 k", "100", false),
            ("$€100", "100", false),
            ("(10.50)", "10.50", false),
            ("(12345)", "12345", false),
            ("-12345", "12345", false),
            ("not refused", "no", false),
            ("not 100 but ten", "100", false),
            ("100notten", "100", false),
            ("", "100", false),
        ] {
            let text: Vec<char> = shown.chars().collect();
            let formatted = Manner {
                is_formatted: true,
                ..Manner::default()
            };
            assert_eq!(
                is_value(&text, value, formatted),
                is_same,
                "{shown} {value}"
            );
            assert!(shown == value || !shows(shown, value), "{shown} {value}");
        }
    }
}
