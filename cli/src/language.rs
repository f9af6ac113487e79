//! Which language people are spoken to in.

use clap::ValueEnum;

/// The language of texts for people. Tables have headings in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// 中文
    Zh,
    /// English
    En,
    /// 中文 and English
    Both,
}

impl Language {
    /// Chooses by the locale: Chinese where it begins with `zh`, else English. The first variable
    /// that is set and not empty counts (POSIX, 8.2): `LC_ALL`, `LC_MESSAGES`, `LANG`.
    pub(crate) fn of_locale(variables: [Option<String>; 3]) -> Self {
        let locale = variables
            .into_iter()
            .flatten()
            .find(|value| !value.is_empty());
        if locale.is_some_and(|locale| locale.starts_with("zh")) {
            Self::Zh
        } else {
            Self::En
        }
    }

    /// Returns the text in this language; both are joined by a solidus.
    pub(crate) fn pick(self, zh: &str, en: &str) -> String {
        match self {
            Self::Zh => zh.to_owned(),
            Self::En => en.to_owned(),
            Self::Both => format!("{zh} / {en}"),
        }
    }

    /// Returns the text as the lines of this language, Chinese first.
    pub(crate) fn lines<'a>(self, zh: &'a str, en: &'a str) -> Vec<&'a str> {
        match self {
            Self::Zh => vec![zh],
            Self::En => vec![en],
            Self::Both => vec![zh, en],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_locale_that_is_set_counts() {
        fn check(variables: [Option<&str>; 3], expected: Language) {
            let variables = variables.map(|value| value.map(str::to_owned));
            assert_eq!(Language::of_locale(variables), expected);
        }
        check([None, None, None], Language::En);
        check([None, None, Some("zh_CN.UTF-8")], Language::Zh);
        check([Some("C"), None, Some("zh_CN.UTF-8")], Language::En);
        check([Some(""), None, Some("zh_TW")], Language::Zh);
        check([Some("zh"), Some("en"), Some("en")], Language::Zh);
    }
}
