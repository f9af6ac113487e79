//! What is odd about a package, in words.

use super::super::conclude::listed;
use crate::ofd::Oddity;
use crate::reason::{Reason, ofd as reasons};

/// Longest part of a name that is told, characters.
const LONGEST_NAME: usize = 80;

/// Returns what is said of a package in which readers may find other files.
pub(super) fn reason(oddity: &Oddity) -> Reason {
    let named = |name: &str| {
        let cut: String = name.chars().take(LONGEST_NAME).collect();
        listed(&[&cut])
    };
    let (zh, en) = match oddity {
        Oddity::End => (
            "结尾的目录记录或注释异常".to_owned(),
            "the record or the comment at its end is odd".to_owned(),
        ),
        Oddity::Entry { at } => (
            format!("第 {at} 字节处的目录项异常"),
            format!("the entry of the directory at octet {at} is odd"),
        ),
        Oddity::Marked { name } => (
            format!("文件 {} 带有会使解压工具略去或改变它的标记", named(name)),
            format!(
                "the file {} is marked so that some unpackers leave it out or change it",
                named(name)
            ),
        ),
        Oddity::Differs { name } => (
            format!("目录与文件 {} 的记载不一致", named(name)),
            format!("the directory and the file {} differ", named(name)),
        ),
        Oddity::Between { at } => (
            format!("第 {at} 字节处夹有不属于任何文件的数据"),
            format!("octets at {at} belong to no file"),
        ),
        Oddity::Name { name } => (
            format!("文件名 {} 重复或各系统理解不一", named(name)),
            format!(
                "the name {} is there twice or read differently by systems",
                named(name)
            ),
        ),
        Oddity::Behind { name } => (
            format!("文件 {} 的压缩数据之后还有多余数据", named(name)),
            format!("octets follow the packed data of {}", named(name)),
        ),
    };
    Reason::new(&reasons::OFD_AMBIGUOUS).with_words("what", zh, en)
}
