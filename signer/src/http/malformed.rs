//! What about a request does not have the form, by name: 400, with what is allowed in its place.
//!
//! Names that the client sent are repeated in short and without control characters, values never.

use super::Problem;
use crate::service::Bilingual;
use crate::service::allowed::Allowed;
use yinxin_core::licence::JsonError;

/// Most characters of a name that is repeated.
const LONGEST_NAME: usize = 64;

/// A parameter that this address does not know.
pub(super) fn unknown_parameter(name: &str, known: &[&str]) -> Problem {
    let name = shown(name);
    let known = known.join(", ");
    problem(
        format!("不认识查询参数 `{name}`；此处可用：{known}"),
        format!("there is no query parameter `{name}` here; known are: {known}"),
    )
}

/// A parameter that stands more than once.
pub(super) fn doubled_parameter(name: &str) -> Problem {
    problem(
        format!("查询参数 `{name}` 只能出现一次"),
        format!("the query parameter `{name}` may stand only once"),
    )
}

/// A parameter that has to be there.
pub(super) fn missing_parameter(name: &str) -> Problem {
    problem(
        format!("缺少查询参数 `{name}`"),
        format!("the query parameter `{name}` is missing"),
    )
}

/// A parameter with another value than is allowed.
pub(super) fn wrong_parameter(name: &str, allowed: Allowed) -> Problem {
    problem(
        format!("查询参数 `{name}` 的值不正确，应为：{}", allowed.zh),
        format!("the query parameter `{name}` must be {}", allowed.en),
    )
}

/// Parameters that do not go together.
pub(super) fn contradiction(zh: &str, en: &str) -> Problem {
    problem(zh.to_owned(), en.to_owned())
}

/// What stands behind the `?` cannot be read at all.
pub(super) fn query_unreadable() -> Problem {
    problem(
        "查询字符串不是 名称=值 的形式，或百分号编码有误".to_owned(),
        "what stands behind the `?` is not of the form name=value, or wrongly percent-encoded"
            .to_owned(),
    )
}

/// A part that a form has to have.
pub(super) fn missing_part(name: &str) -> Problem {
    problem(
        format!("表单缺少 `{name}` 部分"),
        format!("the form lacks the part `{name}`"),
    )
}

/// A part that a form may not have, or has twice.
pub(super) fn superfluous_part(name: &str) -> Problem {
    let name = shown(name);
    problem(
        format!("表单不应有 `{name}` 部分，或该部分重复出现"),
        format!("the form has a part `{name}` that does not belong there or stands twice"),
    )
}

/// A part with another value than is allowed.
pub(super) fn wrong_part(name: &str, allowed: Allowed) -> Problem {
    problem(
        format!("表单的 `{name}` 部分不正确，应为：{}", allowed.zh),
        format!("the part `{name}` of the form must be {}", allowed.en),
    )
}

/// A member of a JSON body, by its path, with another value than is allowed.
pub(super) fn wrong_member(path: &str, allowed: Allowed) -> Problem {
    let path = shown(path);
    problem(
        format!("请求正文中 `{path}` 的值不正确，应为：{}", allowed.zh),
        format!("`{path}` in the body must be {}", allowed.en),
    )
}

/// A body that is not the JSON of the route. What the reader of JSON says is English in both languages.
pub(super) fn json(error: &JsonError) -> Problem {
    let (line, column, why) = match error {
        JsonError::Syntax { source, .. } | JsonError::Shape { source, .. } => {
            let (line, column) = (source.line(), source.column());
            let told = source.to_string();
            let place = format!(" at line {line} column {column}");
            let why = told.strip_suffix(&place).unwrap_or(&told).to_owned();
            (line, column, why)
        }
        other => {
            let told = other.to_string();
            return problem(
                format!("请求正文不是本接口所需的 JSON（{told}）"),
                format!("the body is not the JSON of this address: {told}"),
            );
        }
    };
    problem(
        format!("请求正文不是本接口所需的 JSON：第 {line} 行第 {column} 列（{why}）"),
        format!("the body is not the JSON of this address, line {line}, column {column}: {why}"),
    )
}

fn problem(zh: String, en: String) -> Problem {
    Problem::Malformed(Box::new(Bilingual { zh, en }))
}

fn shown(name: &str) -> String {
    let printable = name.chars().filter(|c| !c.is_control());
    printable.take(LONGEST_NAME).collect()
}
