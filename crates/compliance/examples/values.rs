//! Prints every measured value of pictures, one row each, as CSV: for choosing
//! limits, and for seeing what a change of a measure does.
//!
//! `cargo run --release -p compliance --example values -- PICTURE…`
//!
//! With `VIEWS=FOLDER` the face views are written there as PNG, alpha as the
//! picture's transparency.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool for looking"
)]

use std::path::Path;

use compliance::{Evidence, Sample, measure};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = vision::RtenEngine::default();
    let catalogue = catalogue::Catalogue::embedded().map_err(|problems| format!("{problems:?}"))?;
    let document = catalogue.document("身份证")?;
    let spec = catalogue.specification(document, None);
    let mut headed = false;
    for path in std::env::args().skip(1) {
        let name = Path::new(&path)
            .file_name()
            .map_or("-".into(), |n| n.to_string_lossy().into_owned());
        let picture = match imaging::decode(&std::fs::read(&path)?, &imaging::Limits::default()) {
            Ok(picture) => picture.image,
            Err(e) => {
                eprintln!("{name}: {e}");
                continue;
            }
        };
        let photo = match portrait::make(&engine, picture, &spec, &mut |_| {}) {
            Ok(photo) => photo,
            Err(e) => {
                eprintln!("{name}: {e}");
                continue;
            }
        };
        let composed = photo.cut_out.on(spec.background.rgb);
        let hands = vision::hands(&engine, &photo.upright, &photo.face.bounds)?;
        let worn = vision::worn(&engine, &photo.upright, &photo.face.landmarks)?;
        let sample = Sample::new(&Evidence {
            focal_length_px: None,
            photo: &photo,
            hands: &hands,
            worn,
            composed: &composed,
            file: None,
            spec: &spec,
        });
        let values = measure(&sample);
        if !headed {
            let ids: Vec<&str> = values.iter().map(|v| v.id).collect();
            println!("file,{}", ids.join(","));
            headed = true;
        }
        let cells: Vec<String> = values
            .iter()
            .map(|v| match v.value {
                Ok(value) => format!("{value:.4}"),
                Err(why) => why.code().to_owned(),
            })
            .collect();
        println!("{name},{}", cells.join(","));
        if let Some(folder) = std::env::var_os("VIEWS") {
            let stem = Path::new(&name).with_extension("png");
            let png = imaging::encode_png_rgba(&sample.view, &sample.alpha, 300)?;
            std::fs::write(Path::new(&folder).join(stem), png)?;
        }
    }
    Ok(())
}
