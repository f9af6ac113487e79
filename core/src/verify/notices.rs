//! What is said of a document and not held against it: what a signer signs can be shown in more than one
//! way by its own rules.

use crate::pdf::{Dictionary, Document, Object, View};
use crate::reason::{Reason, signature as reasons};

/// Returns what to know of a document beside its signatures; nothing where its catalog cannot be read. `has_script`
/// says that anything in it is a script.
pub(super) fn of(document: &Document<'_>, has_script: bool) -> Vec<Reason> {
    let view = document.latest();
    let mut notices = Vec::new();
    let Ok(catalog) = view.catalog() else {
        return notices;
    };
    let Some(catalog) = catalog.dictionary() else {
        return notices;
    };
    // Drawings have layers. A reader need not serve all rules of layers, and its user may show or hide
    // them (ISO 32000-2, 8.11.4.2; from memory).
    if !value(&view, catalog, "OCProperties").is_null() {
        notices.push(Reason::new(&reasons::OPTIONAL_CONTENT));
    }
    let mut dynamic = |zh: &str, en: &str| {
        notices.push(Reason::new(&reasons::DYNAMIC_CONTENT).with_words(
            "what",
            zh.into(),
            en.into(),
        ));
    };
    if let Object::Dictionary(form) = value(&view, catalog, "AcroForm") {
        if !value(&view, &form, "XFA").is_null() {
            dynamic(
                "XFA 表单，部分阅读器用其代替页面",
                "an XFA form, which some readers show instead of the pages",
            );
        }
        if value(&view, &form, "NeedAppearances") == Object::Boolean(true) {
            dynamic(
                "要求阅读器自行绘制表单域",
                "readers are to draw the form fields themselves",
            );
        }
    }
    if runs_script(&view, catalog) {
        dynamic("打开时运行的脚本", "a script that runs on opening");
    } else if has_script {
        dynamic(
            "浏览或填写时运行的脚本",
            "a script that runs while it is read or filled",
        );
    }
    if !value(&view, catalog, "Collection").is_null() {
        dynamic(
            "文件包，部分阅读器先显示其中的附件",
            "a portfolio, of which some readers show the attachments first",
        );
    }
    notices
}

/// The value of a key; null where it cannot be read, which is told elsewhere.
fn value<'d>(view: &View<'d>, dictionary: &Dictionary<'d>, key: &str) -> Object<'d> {
    view.value(dictionary, key).unwrap_or(Object::Null)
}

/// Whether opening the document runs a script (ISO 32000-2, 12.6.4.17 and 7.7.4; from memory).
fn runs_script(view: &View<'_>, catalog: &Dictionary<'_>) -> bool {
    let opening = match value(view, catalog, "OpenAction") {
        Object::Dictionary(action) => action.is_name("S", "JavaScript"),
        _ => false,
    };
    let named = match value(view, catalog, "Names") {
        Object::Dictionary(names) => !value(view, &names, "JavaScript").is_null(),
        _ => false,
    };
    opening || named
}
