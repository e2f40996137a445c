//! QR codes.

use qrcode::{Color, EcLevel, QrCode};

use crate::slip::SlipError;

/// Light modules around a code, as ISO/IEC 18004 wants.
pub const QUIET: usize = 4;

/// The dark modules of a code, as runs (column, row, length), and its side in
/// modules without quiet zone.
pub struct Modules {
    /// Modules from side to side.
    pub side: usize,
    /// Dark modules that follow each other in a row.
    pub runs: Vec<(usize, usize, usize)>,
}

/// A code that says `text`. Level M: a fold or a stain of a seventh is
/// survived, and a phone's scratched screen.
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
