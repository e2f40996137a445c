//! Shows every step from a picture to its photo side by side: for looking at,
//! at 400 %, when something in matting or geometry changes.
//!
//! `cargo run --release -p portrait --example steps -- OUT_FOLDER PICTURE…`

#![expect(clippy::print_stderr, reason = "a tool for looking")]

use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().ok_or("which folder to write to?")?;
    std::fs::create_dir_all(&out)?;
    let engine = vision::RtenEngine::default();
    let catalogue = catalogue::Catalogue::embedded().map_err(|problems| format!("{problems:?}"))?;
    let document = catalogue.document(&std::env::var("DOCUMENT").unwrap_or("身份证".to_owned()))?;
    let spec = catalogue.specification(document, None);
    for path in arguments {
        let name = Path::new(&path)
            .file_stem()
            .map_or("-".into(), |n| n.to_string_lossy().into_owned());
        let started = Instant::now();
        let picture = match imaging::decode(&std::fs::read(&path)?, &imaging::Limits::default()) {
            Ok(picture) => picture,
            Err(e) => {
                eprintln!("{name}: {e}");
                continue;
            }
        };
        let mut times = vec![format!("decode {}", started.elapsed().as_millis())];
        let mut last = Instant::now();
        let made = portrait::make(&engine, picture.image, &spec, &mut |stage| {
            times.push(format!("{stage:?} {}", last.elapsed().as_millis()));
            last = Instant::now();
        });
        match made {
            Err(e) => eprintln!("{name}: {e}"),
            Ok(photo) => {
                let gave: Vec<String> = photo
                    .frame
                    .held
                    .iter()
                    .map(|h| {
                        format!(
                            "{:?} {:.0}{}",
                            h.measure,
                            h.px,
                            if h.gave_px > 0.0 { "!" } else { "" }
                        )
                    })
                    .collect();
                eprintln!(
                    "{name}: {} | {} | {} others | {:?}",
                    times.join(", "),
                    gave.join(", "),
                    photo.bystanders,
                    photo
                        .shortfalls
                        .iter()
                        .map(portrait::Shortfall::code)
                        .collect::<Vec<_>>()
                );
                let image = photo.cut_out.on(spec.background.rgb);
                std::fs::write(
                    format!("{out}/{name}.png"),
                    imaging::encode_png(&image, spec.dpi.0)?,
                )?;
            }
        }
    }
    Ok(())
}
