//! Help texts in Chinese. Ours name both languages; what clap puts between them is English.

/// Headings, and what is said of options that clap makes.
const PHRASES: [(&str, &str); 12] = [
    ("Usage:", "用法:"),
    ("Commands:", "命令:"),
    ("Arguments:", "参数:"),
    ("Options:", "选项:"),
    ("[possible values: ", "[可用: "),
    ("Possible values:", "可用:"),
    ("[default: ", "[默认: "),
    (
        "Print help (see more with '--help')",
        "显示说明（--help 更详细）",
    ),
    (
        "Print help (see a summary with '-h')",
        "显示说明（-h 为摘要）",
    ),
    ("Print help", "显示说明"),
    ("Print version", "显示版本"),
    (
        "Print this message or the help of the given subcommand(s)",
        "显示本说明，或某个子命令的说明",
    ),
];

/// Puts clap's words into Chinese.
pub(super) fn chinese(help: &str) -> String {
    let in_chinese = |text: String, (en, zh): &(&str, &str)| text.replace(en, zh);
    PHRASES.iter().fold(help.to_owned(), in_chinese)
}
