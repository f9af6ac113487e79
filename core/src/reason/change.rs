//! Kinds of change that later revisions make, in words.

/// Returns what a kind of change is called in Chinese and English; `name` is its stable name.
///
/// A name that is not known is called a change of the structure, the least that can be said.
#[must_use]
pub fn words(name: &str) -> (&'static str, &'static str) {
    let found = WORDS.iter().find(|(known, ..)| *known == name);
    found.map_or(("文件结构", "document structure"), |(_, zh, en)| {
        (zh, en)
    })
}

/// Stable name, Chinese, English.
const WORDS: &[(&str, &str, &str)] = &[
    ("security-store", "补充验证资料", "validation data added"),
    (
        "security-store-shape",
        "验证资料被删减或形式异常",
        "validation data lost or of unexpected shape",
    ),
    ("extensions", "声明扩展", "extension declared"),
    (
        "other-extension",
        "声明其他扩展",
        "other extension declared",
    ),
    ("version", "提高文件版本", "file version raised"),
    (
        "metadata",
        "元数据中的日期或软件名",
        "dates or programs in the metadata",
    ),
    (
        "document-information",
        "文档信息中的日期或软件名",
        "date or program in the document information",
    ),
    (
        "document-description",
        "标题、作者等文档信息",
        "title, author or other document information",
    ),
    ("document-timestamp", "文档时间戳", "document timestamp"),
    (
        "visible-timestamp",
        "带图样的文档时间戳",
        "document timestamp that shows something",
    ),
    (
        "debris",
        "软件遗留的无用对象",
        "object that software left unused",
    ),
    ("form", "建立表单", "form set up"),
    ("form-defaults", "表单的缺省设置", "defaults of the form"),
    ("form-entry", "表单设置", "entry of the form"),
    ("field-filled", "填写表单域", "field filled"),
    ("signature-filled", "签署空白签名域", "empty field signed"),
    (
        "signature-field-added",
        "新增签名域",
        "signature field added",
    ),
    (
        "unsigned-visible-field",
        "新增未签署而有图样的签名域",
        "unsigned signature field that shows something",
    ),
    (
        "field-structure",
        "增删或移动表单域",
        "field added, removed or moved",
    ),
    ("field-entry", "表单域的属性", "property of a field"),
    (
        "field-appearance",
        "域值未变而显示被改",
        "appearance of a field changed without its value",
    ),
    (
        "field-shows-otherwise",
        "域所显示的与域值不符",
        "a field shows something other than its value",
    ),
    (
        "read-only-field",
        "填写只读的表单域",
        "read-only field filled",
    ),
    ("signed-field", "已签署的签名域", "signed field"),
    ("signature-dictionary", "签名字典", "signature dictionary"),
    (
        "widget",
        "表单域在页面上的位置",
        "place of a field on a page",
    ),
    ("annotation-added", "新增批注", "annotation added"),
    ("annotation-changed", "修改批注", "annotation changed"),
    ("annotation-deleted", "删除批注", "annotation deleted"),
    ("annotation-order", "批注次序", "order of annotations"),
    ("active-content", "可执行内容", "active content"),
    (
        "content",
        "页面上显示的内容",
        "something that is painted on a page",
    ),
    ("page", "页面属性", "property of a page"),
    (
        "page-tree",
        "页面的增删或次序",
        "pages added, removed or moved",
    ),
    ("catalog-entry", "文档目录", "document catalog"),
    ("permissions", "文档的许可", "permissions of the document"),
    ("trailer", "文件尾", "trailer"),
    (
        "object",
        "签名内容引用的对象",
        "object that signed content refers to",
    ),
    ("unused", "无任何引用的对象", "object that nothing uses"),
    (
        "resurrected",
        "启用了原先无引用的对象",
        "object that nothing used before",
    ),
    ("redirected", "对象被指向别处", "object led elsewhere"),
    ("freed", "对象被删除", "object freed"),
    ("generation", "对象的世代号", "generation of an object"),
    ("object-stream", "对象流被替换", "object stream replaced"),
    (
        "duplicate-keys",
        "字典键重复",
        "dictionary with a key twice",
    ),
    (
        "stream-length",
        "流的长度有误",
        "stream with a wrong length",
    ),
    ("size", "对象数目", "number of objects"),
    ("encryption", "加密方式", "encryption"),
    ("unlisted-bytes", "未登记的字节", "octets of no object"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_stands_once_and_says_something_in_both_languages() {
        for (at, (name, zh, en)) in WORDS.iter().enumerate() {
            assert!(!zh.is_empty() && !zh.is_ascii() && en.is_ascii(), "{name}");
            assert!(WORDS.iter().skip(at + 1).all(|(other, ..)| other != name));
            assert_eq!(words(name), (*zh, *en));
        }
    }
}
