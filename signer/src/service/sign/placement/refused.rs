//! Why a signature cannot show where it was asked for.

use std::fmt;

/// Why a signature cannot show where it was asked for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum PlacementError {
    /// The document has fewer pages.
    NoSuchPage {
        /// Its pages.
        pages: usize,
    },
    /// The picture would not be wholly on the page.
    OffPage {
        /// The page, the first being 1.
        page: usize,
        /// Its width as shown, millimetres.
        width: f64,
        /// Its height as shown, millimetres.
        height: f64,
    },
    /// A seal needs at least two pages to straddle.
    TooFewPages,
    /// More pages than one signature is shown on.
    TooManyPages {
        /// Most pages.
        most: usize,
    },
    /// The field is there and has its own place.
    FieldHasPlace,
    /// The text stands nowhere, or not as often as was asked for.
    TextNotFound {
        /// The text.
        text: String,
        /// How often it stands in the document.
        found: usize,
        /// Whether the text of a page could not be read as a whole.
        is_partial: bool,
    },
}

impl PlacementError {
    /// Returns the reason in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::NoSuchPage { pages } => format!("该文件只有 {pages} 页"),
            Self::OffPage {
                page,
                width,
                height,
            } => format!("印章或签名超出第 {page} 页（{width:.1} × {height:.1} 毫米）"),
            Self::TooFewPages => "骑缝章至少需要两页".to_owned(),
            Self::TooManyPages { most } => format!("页数超过 {most}"),
            Self::FieldHasPlace => "该签名域已有自己的位置，不能另选".to_owned(),
            Self::TextNotFound {
                text,
                found,
                is_partial,
            } => {
                let partial = if *is_partial {
                    "（有的页面文字不能全部读出；扫描件没有文字）"
                } else {
                    ""
                };
                format!("关键字“{text}”在文件中出现 {found} 次，没有所要的那一处{partial}")
            }
        }
    }
}

impl fmt::Display for PlacementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchPage { pages } => write!(f, "the document has only {pages} pages"),
            Self::OffPage {
                page,
                width,
                height,
            } => write!(
                f,
                "it would reach beyond page {page}, which is {width:.1} by {height:.1} mm"
            ),
            Self::TooFewPages => f.write_str("a straddling seal needs at least two pages"),
            Self::TooManyPages { most } => write!(f, "there are more than {most} pages"),
            Self::FieldHasPlace => {
                f.write_str("the field is there and has its own place; none can be chosen")
            }
            Self::TextNotFound {
                text,
                found,
                is_partial,
            } => {
                write!(
                    f,
                    "the text {text:?} stands {found} times in the document, and not where it was asked for"
                )?;
                match is_partial {
                    true => f.write_str(
                        " (the text of some pages could not be read as a whole; scans have none)",
                    ),
                    false => Ok(()),
                }
            }
        }
    }
}

impl std::error::Error for PlacementError {}
