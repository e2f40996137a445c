//! What the engine's solver makes of composed pictures, for a training program to learn from.
//!
//! Takes a folder of composed pictures `NAME.png`, each with its truth `NAME.alpha.png` (grey);
//! appends one record a picture to a file: red, green, blue, rough outline, solved alpha,
//! true alpha and where the picture has something, each 240 × 192 bytes, 0..255.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use catalogue::PhotoSpec;
use imaging::{Limits, Plane, decode, warp};
use vision::RtenEngine;
use vision::matting::Shown;

use crate::folder;

/// Appends the folder's pictures to `file`; how many there are.
pub(crate) fn append(
    pictures: &Path,
    spec: &PhotoSpec,
    file: &Path,
) -> Result<usize, Box<dyn std::error::Error>> {
    let engine = RtenEngine::new();
    let file = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(file)?;
    let mut out = io::BufWriter::new(file);
    let mut count = 0;
    for entry in folder::pictures(pictures)? {
        let stem = entry.stem();
        if stem.ends_with(".alpha") {
            continue;
        }
        let read = |path: &Path| -> Result<_, Box<dyn std::error::Error>> {
            Ok(decode(&fs::read(path)?, &Limits::default())?.image)
        };
        let picture = read(&entry.path)?;
        let truth = read(&entry.path.with_file_name(format!("{stem}.alpha.png")))?;
        // Where the engine finds no face there is nothing to learn.
        let Ok(solved) = portrait::solved(&engine, &picture, spec) else {
            continue;
        };
        let (width, height) = (solved.canvas.width(), solved.canvas.height());
        let truth = warp(&truth, &solved.map, width, height);
        let inside = truth.inside;
        let truth = truth
            .image
            .data()
            .chunks_exact(3)
            .map(|p| f32::from(p[0]) / 255.0);
        let truth = Plane::new(width, height, truth.collect()).ok_or("one alpha a pixel")?;
        let shown = Shown::of(width, height);
        for plane in [
            shown.image(&solved.canvas),
            shown.plane(&solved.outline),
            shown.plane(&solved.alpha),
            shown.plane(&truth),
            shown.plane(&inside),
        ] {
            let bytes: Vec<u8> = plane
                .iter()
                .map(|v| (v * 255.0).round().clamp(0.0, 255.0) as u8)
                .collect();
            out.write_all(&bytes)?;
        }
        count += 1;
    }
    out.flush()?;
    Ok(count)
}
