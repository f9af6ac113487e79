//! What goes wrong, as the client sees it: RFC 9457 problem documents in Chinese and English.
//!
//! Details stay in the log, under the request id; nothing of the inside leaves.

use super::body::BodyFault;
use super::service_problem::ServiceProblem;
use crate::service::Bilingual;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// What went wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// A part of the request does not have the form.
    BadRequest,
    /// As that, and what it is can be told.
    Malformed(Box<Bilingual>),
    /// The user may not use the socket.
    UserNotAllowed,
    /// The Host header is not one of ours.
    HostNotAllowed,
    /// The page's origin may not call.
    OriginNotAllowed,
    /// The route is reached over the Unix socket only.
    SocketOnly,
    /// The route is for the daemon's own user only.
    OwnerOnly,
    /// There is no such thing.
    NotFound,
    /// The method does not fit the route.
    MethodNotAllowed {
        /// The methods that do.
        allow: Vec<&'static str>,
    },
    /// The body came too slowly.
    TooSlow,
    /// What is there already contradicts the request.
    Conflict,
    /// The body is longer than allowed.
    TooLarge,
    /// The body is encoded, or not of the expected type.
    UnsupportedMedia,
    /// The content was understood and is not accepted.
    Unacceptable,
    /// A certificate has another fingerprint than the one given.
    FingerprintDiffers,
    /// Something inside failed.
    Internal,
    /// Too many requests are waiting.
    Busy,
    /// The daemon is about to end.
    Draining,
    /// The store or the log cannot be used.
    StoreUnavailable,
    /// A service did not do what was asked.
    Service(Box<ServiceProblem>),
}

struct Row<'p> {
    status: StatusCode,
    code: &'p str,
    title: &'p str,
    title_zh: &'p str,
}

/// What is told of a problem: everywhere the same names.
#[derive(Debug, Serialize)]
pub(super) struct Texts<'p> {
    code: &'p str,
    title: &'p str,
    pub(super) title_zh: &'p str,
    /// What to do next, where the title does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint_zh: Option<&'p str>,
}

impl Problem {
    /// Every problem of this layer that has one text.
    pub const ALL: [Self; 18] = [
        Self::BadRequest,
        Self::UserNotAllowed,
        Self::HostNotAllowed,
        Self::OriginNotAllowed,
        Self::SocketOnly,
        Self::OwnerOnly,
        Self::NotFound,
        Self::MethodNotAllowed { allow: Vec::new() },
        Self::TooSlow,
        Self::Conflict,
        Self::TooLarge,
        Self::UnsupportedMedia,
        Self::Unacceptable,
        Self::FingerprintDiffers,
        Self::Internal,
        Self::Busy,
        Self::Draining,
        Self::StoreUnavailable,
    ];

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.row().status
    }

    /// Returns the stable code.
    #[must_use]
    pub fn code(&self) -> &str {
        self.row().code
    }

    /// Returns code and texts.
    #[must_use]
    pub(super) fn texts(&self) -> Texts<'_> {
        let row = self.row();
        let hint = match self {
            Self::Service(problem) => problem.hint.as_ref(),
            _ => None,
        };
        Texts {
            code: row.code,
            title: row.title,
            title_zh: row.title_zh,
            hint: hint.map(|hint| hint.en.as_str()),
            hint_zh: hint.map(|hint| hint.zh.as_str()),
        }
    }

    /// Finds out what kept a body from being read.
    #[must_use]
    pub fn of_body(error: &(dyn std::error::Error + 'static)) -> Self {
        let mut cause = Some(error);
        while let Some(error) = cause {
            match error.downcast_ref::<BodyFault>() {
                Some(BodyFault::TooLarge) => return Self::TooLarge,
                Some(BodyFault::TooSlow) => return Self::TooSlow,
                Some(BodyFault::Broken) => return Self::BadRequest,
                None => cause = error.source(),
            }
        }
        Self::BadRequest
    }

    fn row(&self) -> Row<'_> {
        let (status, code, title, title_zh) = match self {
            Self::BadRequest => (
                400,
                "BAD_REQUEST",
                "the request does not have the form; compare it with the documentation",
                "请求格式不正确，请对照接口说明",
            ),
            Self::Malformed(text) => (400, "BAD_REQUEST", text.en.as_str(), text.zh.as_str()),
            Self::UserNotAllowed => (
                403,
                "USER_NOT_ALLOWED",
                "this user may not use the socket; ask the operator to list the user id",
                "该用户无权使用此套接字，请运维人员登记其用户标识",
            ),
            Self::HostNotAllowed => (
                403,
                "HOST_NOT_ALLOWED",
                "the Host header is not a name of this service; use its own address",
                "Host 头不是本服务的名称，请使用本服务自己的地址",
            ),
            Self::OriginNotAllowed => (
                403,
                "ORIGIN_NOT_ALLOWED",
                "pages of another site may not call this service",
                "其他网站的页面不得调用本服务",
            ),
            Self::SocketOnly => (
                403,
                "SOCKET_ONLY",
                "this can be asked over the Unix socket only",
                "此操作只能经由 Unix 套接字请求",
            ),
            Self::OwnerOnly => (
                403,
                "OWNER_ONLY",
                "this is for the user to whom the home belongs; run it as that user",
                "此操作仅限数据目录的所有者，请以该用户身份执行",
            ),
            Self::NotFound => (404, "NOT_FOUND", "there is no such thing here", "没有找到"),
            Self::MethodNotAllowed { .. } => (
                405,
                "METHOD_NOT_ALLOWED",
                "the method does not fit this address",
                "该地址不支持此方法",
            ),
            Self::TooSlow => (
                408,
                "TOO_SLOW",
                "the request came too slowly; try again on a better connection",
                "请求传输过慢，请在网络较好时重试",
            ),
            Self::Conflict => (
                409,
                "CONFLICT",
                "what is there already contradicts the request; read it again",
                "与现有内容冲突，请重新读取后再试",
            ),
            Self::TooLarge => (
                413,
                "TOO_LARGE",
                "the request is larger than allowed",
                "请求超过允许的大小",
            ),
            Self::UnsupportedMedia => (
                415,
                "UNSUPPORTED_MEDIA",
                "send the content as the documentation says, without Content-Encoding",
                "请按接口说明的类型发送，且不要使用 Content-Encoding",
            ),
            Self::Unacceptable => (
                422,
                "UNACCEPTABLE",
                "the content is not acceptable",
                "内容不可接受",
            ),
            Self::FingerprintDiffers => (
                422,
                "FINGERPRINT_DIFFERS",
                "the certificate has another fingerprint than the one given; ask its owner again by another way",
                "证书指纹与所给指纹不符，请通过其他途径向所有者核对",
            ),
            Self::Internal => (
                500,
                "INTERNAL",
                "something failed inside; give the operator the request id",
                "内部错误，请将请求编号告知运维人员",
            ),
            Self::Busy => (
                503,
                "BUSY",
                "too many requests are waiting; try again shortly",
                "等待处理的请求过多，请稍后重试",
            ),
            Self::Draining => (
                503,
                "DRAINING",
                "the service is about to stop; try again shortly",
                "服务即将停止，请稍后重试",
            ),
            Self::StoreUnavailable => (
                503,
                "STORE_UNAVAILABLE",
                "the store cannot be used; give the operator the request id",
                "存储不可用，请将请求编号告知运维人员",
            ),
            Self::Service(problem) => (
                problem.status,
                problem.code,
                problem.text.en.as_str(),
                problem.text.zh.as_str(),
            ),
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Row {
            status,
            code,
            title,
            title_zh,
        }
    }

    /// Makes the response; `request_id` goes into the document.
    #[must_use]
    pub fn respond(&self, request_id: &str) -> Response {
        #[derive(Serialize)]
        struct Document<'d> {
            r#type: String,
            status: u16,
            #[serde(flatten)]
            texts: Texts<'d>,
            request_id: &'d str,
        }
        let row = self.row();
        let document = Document {
            r#type: format!("urn:yinxin:problem:{}", row.code.to_ascii_lowercase()),
            status: row.status.as_u16(),
            texts: self.texts(),
            request_id,
        };
        let body = serde_json::to_vec(&document).unwrap_or_default();
        let media = HeaderValue::from_static("application/problem+json");
        let mut response = (row.status, [(header::CONTENT_TYPE, media)], body).into_response();
        // RFC 9110, 15.5.6: a 405 names the methods that the address has.
        if let Self::MethodNotAllowed { allow } = self
            && let Ok(allow) = HeaderValue::from_str(&allow.join(", "))
        {
            response.headers_mut().insert(header::ALLOW, allow);
        }
        if row.status == StatusCode::SERVICE_UNAVAILABLE {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}

/// Handlers return the problem; the guard knows the request id and writes the document.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_every_problem_has_both_texts() {
        let mut seen = std::collections::BTreeSet::new();
        let all = Problem::ALL;
        for problem in &all {
            let row = problem.row();
            assert!(seen.insert(row.code), "{} stands twice", row.code);
            assert!(row.status.is_client_error() || row.status.is_server_error());
            assert!(
                row.title.is_ascii() && !row.title_zh.is_ascii(),
                "{}",
                row.code
            );
        }
    }
}
