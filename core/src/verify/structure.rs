//! What the structure of a file says about any judgement of it.

use super::{notices, two_formats};
use crate::pdf::{Document, Ending, Finding, Locked, Remembered};
use crate::reason::{Reason, signature as reasons};
use std::rc::Rc;

/// Most findings that are listed.
const MOST: usize = 16;

/// What was found, and whether it forbids to call the file passed.
pub(super) struct Structure {
    pub(super) problems: Vec<Reason>,
    pub(super) is_ambiguous: bool,
}

/// Returns what the structure of a document gives to say, signatures aside.
#[must_use]
pub fn problems(document: &Document<'_>) -> Vec<Reason> {
    judge(&Rc::new(Remembered::of(document.latest()))).problems
}

/// Sorts the findings about the structure of a document.
///
/// What readers may understand differently denies; what common software writes and all readers take
/// alike is not worth a word: files of a common word processor are hybrid, and a hybrid whose two
/// tables disagree is a finding of its own.
pub(super) fn judge(newest: &Rc<Remembered<'_>>) -> Structure {
    let document = newest.view().document();
    let mut structure = Structure {
        problems: Vec::new(),
        is_ambiguous: document.recovered(),
    };
    if document.recovered() {
        structure.problems.push(Reason::new(&reasons::XREF_REBUILT));
    }
    if let Some(locked) = document.locked() {
        structure.problems.push(why_locked(locked));
        structure.problems.push(Reason::new(&reasons::ENCRYPTED));
    }
    if two_formats::is_package_too(document.bytes()) {
        structure.problems.push(two_formats::reason());
        structure.is_ambiguous = true;
    }
    let shown = newest.looked_at();
    structure
        .problems
        .extend(notices::of(document, shown.has_script));
    let newest = document.revisions().last();
    let ends_well = newest.is_some_and(|revision| revision.ending == Ending::Exact);
    for finding in document.findings().iter().chain(&shown.ambiguity) {
        let reason = match finding {
            // Said above; written by linearisers and word processors.
            Finding::Rebuilt { .. }
            | Finding::NoRoot { .. }
            | Finding::Hybrid { .. }
            // Harmless until an update does it; that is judged with the changes.
            | Finding::IrregularTable { .. } => continue,
            // Readers begin at the end of the newest revision; how an earlier one ended shows in
            // the coverage of its own signatures and in the changes since.
            Finding::BadEnding { .. } if ends_well => continue,
            Finding::Tail { span } => Reason::new(&reasons::TAIL_NOT_COVERED)
                .with("count", span.end.saturating_sub(span.start)),
            other => {
                let (zh, en) = words(other);
                Reason::new(&reasons::STRUCTURE_AMBIGUOUS).with_words("what", zh, en)
            }
        };
        structure.is_ambiguous = true;
        if structure.problems.len() < MOST && !structure.problems.contains(&reason) {
            structure.problems.push(reason);
        }
    }
    structure
}

/// Tells whether a document was not opened, as opposed to one whose encryption a later revision changed.
pub(super) fn is_closed(document: &Document<'_>) -> bool {
    let locked = document.locked();
    locked.is_some_and(|locked| !matches!(locked, Locked::Changed { .. }))
}

/// Why nothing but the signatures themselves can be judged.
fn why_locked(locked: &Locked) -> Reason {
    match locked {
        Locked::PasswordNeeded => Reason::new(&reasons::DOCUMENT_PASSWORD_NEEDED),
        Locked::PasswordWrong => Reason::new(&reasons::DOCUMENT_PASSWORD_WRONG),
        Locked::Changed { revision } => {
            Reason::new(&reasons::ENCRYPTION_CHANGED).with("revision", revision)
        }
        other => Reason::new(&reasons::ENCRYPTION_UNSUPPORTED).with("what", other),
    }
}

/// What was found and where, in Chinese and English.
fn words(finding: &Finding) -> (String, String) {
    let (zh, en, at) = match finding {
        Finding::HeaderShift { by } => {
            return (
                format!("文件头之前有 {by} 字节"),
                format!("{by} octets before the header"),
            );
        }
        Finding::Unread { number } => {
            return (
                format!("显示所用的对象 {number} 无法读取"),
                format!("object {number} is shown and cannot be read"),
            );
        }
        Finding::DuplicateKeys { at } => ("字典键重复", "a dictionary has a key twice", at),
        Finding::DuplicateEntry { at, .. } => ("对象登记两次", "an object is listed twice", at),
        Finding::HybridMismatch { at, .. } => (
            "两个交叉引用表不一致",
            "two cross-reference tables disagree",
            at,
        ),
        Finding::UnreadableXrefStm { at } | Finding::ShortXrefStream { at } => (
            "交叉引用流不完整",
            "a cross-reference stream is incomplete",
            at,
        ),
        Finding::WrongLength { at } => ("流的长度有误", "a stream has another length", at),
        Finding::ExternalData { at } => (
            "页面内容引自其他文件",
            "contents of a page lie in another file",
            at,
        ),
        Finding::DualStartxref { at } => ("多个 startxref", "more than one startxref", at),
        Finding::OutOfReach { at } => (
            "文件末尾过长，部分阅读器找不到 startxref",
            "so much follows that some readers do not find startxref",
            at,
        ),
        Finding::BadEnding { at } => (
            "修订版没有正常结尾",
            "a revision does not end as it must",
            at,
        ),
        Finding::OutOfOrder { at } => ("修订版顺序颠倒", "revisions are out of order", at),
        Finding::BadPrev { at } => ("前一修订版的位置无效", "/Prev leads nowhere", at),
        Finding::UnknownEntry { at, .. } => ("对象条目类型未知", "an entry of unknown type", at),
        Finding::Concealed { at } => (
            "扫描文件的阅读器会看到另外的内容",
            "readers that scan the file see something else",
            at,
        ),
        Finding::OddPage { at } => (
            "页面树有误，不同阅读器可能找到不同的页",
            "a page tree in which readers may find other pages",
            at,
        ),
        Finding::Linearized { at } => (
            "线性化字典指向另一首页",
            "the linearization dictionary promises another first page",
            at,
        ),
        Finding::OddContents { at } => (
            "页面内容不全是流",
            "contents of a page that are no streams",
            at,
        ),
        Finding::LowerGeneration { number } => {
            return (
                format!("对象 {number} 的代号变小"),
                format!("object {number} has a lower generation than before"),
            );
        }
        Finding::GreatNumber { at } => (
            "对象编号超出部分阅读器的上限",
            "an object number that some readers do not accept",
            at,
        ),
        Finding::OddFilter { at } => (
            "页面内容的压缩方式并非所有阅读器都支持",
            "contents packed in a way that not all readers know",
            at,
        ),
        Finding::NotPlain { at } => (
            "对象的写法会使不同阅读器读出不同内容",
            "an object written so that readers differ in what it says",
            at,
        ),
        Finding::ShiftedTable { at } => ("对象编号错位", "object numbers are shifted", at),
        _ => return ("文件结构".to_owned(), "document structure".to_owned()),
    };
    (format!("{zh}，位于 {at}"), format!("{en}, at {at}"))
}
