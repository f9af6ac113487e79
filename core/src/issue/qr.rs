//! The QR code (ISO/IEC 18004): where a licence is checked, and which.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment};

use super::address::check_verification_address;
use super::error::IssueError;
use super::sheet::{Area, Sheet, mm, round};

/// Modules of quiet zone on each side (ISO/IEC 18004, from memory).
const QUIET: i32 = 4;
/// Smallest module that a telephone reads from paper, millimetres (our choice).
const SMALLEST_MODULE: f32 = 0.3;
const MOST_CHARACTERS: usize = 200;

/// A QR code that fits its place.
pub(super) struct QrSymbol {
    code: QrCode,
}

impl QrSymbol {
    /// Makes the code of `address#identifier` for a square of `side` points.
    ///
    /// The identifier is in the fragment: a browser keeps it to itself, and the address's server
    /// learns it only where the page asks.
    pub(super) fn new(address: &str, identifier: &str, side: f32) -> Result<Self, IssueError> {
        let printable = |text: &str| {
            (1..=MOST_CHARACTERS).contains(&text.len())
                && text.bytes().all(|b| b.is_ascii_graphic() && b != b'#')
        };
        check_verification_address(address)?;
        if !printable(identifier) {
            return Err(IssueError::Identifier);
        }
        // Digits, capitals and points of the identifier take five and a half bits each.
        let mut segments = vec![QrSegment::make_bytes(format!("{address}#").as_bytes())];
        segments.extend(QrSegment::make_segments(identifier));
        let code = QrCode::encode_segments(&segments, QrCodeEcc::Medium)
            .map_err(|_| IssueError::QrCapacity)?;
        let symbol = Self { code };
        if symbol.module(side) < mm(SMALLEST_MODULE) {
            return Err(IssueError::QrCapacity);
        }
        Ok(symbol)
    }

    fn module(&self, side: f32) -> f32 {
        side / (self.code.size() + 2 * QUIET) as f32
    }

    /// Draws black modules on white, runs of a row as one rectangle.
    pub(super) fn draw(&self, sheet: &mut Sheet<'_>, area: Area) {
        sheet.fill(area, [1.0; 3]);
        let module = self.module(area.width());
        let bottom = sheet.height - area.bottom;
        sheet
            .content
            .transform([module, 0.0, 0.0, module, round(area.left), round(bottom)])
            .set_fill_rgb(0.0, 0.0, 0.0);
        let size = self.code.size();
        for y in 0..size {
            let mut x = 0;
            while x < size {
                let mut length = 0;
                while x + length < size && self.code.get_module(x + length, y) {
                    length += 1;
                }
                if length > 0 {
                    sheet.content.rect(
                        (x + QUIET) as f32,
                        (size - 1 - y + QUIET) as f32,
                        length as f32,
                        1.0,
                    );
                }
                x += length.max(1);
            }
        }
        sheet.content.fill_nonzero();
    }
}
