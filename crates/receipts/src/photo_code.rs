//! The two-dimensional code that opens a sealed photo: Data Matrix ECC 200
//! (ISO/IEC 16022), so that nobody takes it for the QR code of the signed
//! words. Its text stands nowhere else on the page.

use datamatrix::{DataMatrix, SymbolList};

use crate::qr::Modules;
use crate::slip::SlipError;

/// Width of the quiet zone, in modules; ISO/IEC 16022 asks for one, and the
/// frame beside it for some air.
pub(crate) const QUIET: usize = 2;

/// Side of a module on paper, in millimetres: above the 0.3386 mm that BSI
/// TR-03170 asks for, for office printers.
pub(crate) const MODULE_MM: f32 = 0.6;

/// A square Data Matrix of `text`.
///
/// # Errors
/// [`SlipError::CodeTooLong`].
pub(crate) fn modules(text: &str) -> Result<Modules, SlipError> {
    let square = SymbolList::default().enforce_square();
    let code = DataMatrix::encode(text.as_bytes(), square).map_err(|_| SlipError::CodeTooLong)?;
    let bitmap = code.bitmap();
    let runs = bitmap.pixels().map(|(column, row)| (column, row, 1));
    let mut joined: Vec<(usize, usize, usize)> = Vec::new();
    for (column, row, length) in runs {
        match joined.last_mut() {
            Some((start, line, run)) if *line == row && *start + *run == column => *run += length,
            _ => joined.push((column, row, length)),
        }
    }
    Ok(Modules {
        side: bitmap.width(),
        runs: joined,
    })
}
