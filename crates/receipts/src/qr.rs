//! QR codes.

use qrcode::{Color, EcLevel, QrCode};

use crate::slip::SlipError;

/// Width of the quiet zone, in modules (ISO/IEC 18004).
pub const QUIET: usize = 4;

/// The dark modules of a QR code, as runs, and its side in modules.
pub struct Modules {
    /// Side length in modules, without quiet zone.
    pub side: usize,
    /// Runs of adjacent dark modules in a row: (column, row, length).
    pub runs: Vec<(usize, usize, usize)>,
}

/// A QR code of `text`, level M: up to about 15 % of the code may be damaged.
///
/// # Errors
/// [`SlipError::CodeTooLong`].
pub fn modules(text: &str) -> Result<Modules, SlipError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|_| SlipError::CodeTooLong)?;
    let side = code.width();
    let colours = code.into_colors();
    let mut runs = Vec::new();
    for (row, line) in colours.chunks(side).enumerate() {
        let mut column = 0;
        while column < side {
            let length = line[column..]
                .iter()
                .take_while(|colour| **colour == Color::Dark)
                .count();
            if length > 0 {
                runs.push((column, row, length));
            }
            column += length.max(1);
        }
    }
    Ok(Modules { side, runs })
}
