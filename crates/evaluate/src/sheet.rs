//! Contact sheets: rows of pictures in one PNG, and a page that shows them.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use imaging::{RgbImage, encode_png};

/// Pixels between pictures.
const GAP: u32 = 6;
const PAPER: [u8; 3] = [96, 96, 96];

/// Rows of pictures, each row as high as its highest picture.
#[derive(Default)]
pub(crate) struct Sheet {
    rows: Vec<(String, Vec<RgbImage>)>,
}

impl Sheet {
    /// Adds a row; `caption` stands on the page, in order.
    pub(crate) fn row(&mut self, caption: String, pictures: Vec<RgbImage>) {
        self.rows.push((caption, pictures));
    }

    fn drawn(&self) -> Option<RgbImage> {
        let height_of = |row: &[RgbImage]| row.iter().map(RgbImage::height).max().unwrap_or(0);
        let width = self
            .rows
            .iter()
            .map(|(_, row)| row.iter().map(|p| p.width() + GAP).sum::<u32>())
            .max()
            .filter(|w| *w > 0)?;
        let height: u32 = self.rows.iter().map(|(_, row)| height_of(row) + GAP).sum();
        let mut out = RgbImage::filled(width, height, PAPER);
        let mut top = 0;
        for (_, row) in &self.rows {
            let mut left = 0;
            for picture in row {
                let line = picture.width() as usize * 3;
                for y in 0..picture.height() {
                    let to = ((top + y) as usize * width as usize + left as usize) * 3;
                    let from = y as usize * line;
                    out.data_mut()[to..to + line]
                        .copy_from_slice(&picture.data()[from..from + line]);
                }
                left += picture.width() + GAP;
            }
            top += height_of(row) + GAP;
        }
        Some(out)
    }
}

/// Writes the sheets as `NAME.png`, and `index.html` that shows them with
/// their captions.
pub(crate) fn write(folder: &Path, sheets: &[(String, Sheet)]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut page = String::from(
        "<!doctype html><meta charset=utf-8><title>Contact sheets</title>\
         <style>body{font:14px sans-serif;background:#606060;color:#fff}\
         img{image-rendering:pixelated}</style>\n",
    );
    for (name, sheet) in sheets {
        let Some(picture) = sheet.drawn() else {
            continue;
        };
        let png = encode_png(&picture, 96).map_err(io::Error::other)?;
        fs::write(folder.join(format!("{name}.png")), png)?;
        let captions: Vec<String> = sheet.rows.iter().map(|(c, _)| escaped(c)).collect();
        let _ = writeln!(
            page,
            "<h2>{}</h2><ol><li>{}</ol><img src=\"{}.png\">",
            escaped(name),
            captions.join("<li>"),
            escaped(name)
        );
    }
    fs::write(folder.join("index.html"), page)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
