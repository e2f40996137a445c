//! People without their walls, for a training program to put before others.
//!
//! Takes the folder's pictures; writes one RGBA picture a person, and reads them again: keyed off a
//! plain wall where there is one ([`mod@super::key`], true to single hairs), else as the
//! engine cut it out, which a person has to look at before it is learned from.

use std::fs;
use std::io;
use std::path::Path;

use catalogue::PhotoSpec;
use imaging::{Point, QuarterTurn, RgbImage, encode_png_rgba};
use serde::{Deserialize, Serialize};
use vision::{Engine, EngineError, points};

use super::key::{Person, key};
use crate::layer::Layer;
use crate::light::{levels, linear_of_sample};

/// Where a cut-out's alpha comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Origin {
    /// Keyed off a plain wall.
    Keyed,
    /// The engine's own.
    Engine,
}

/// A row of `cut-outs.csv`; lengths are pixels of the cut-out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CutOutRow {
    pub(crate) picture: String,
    pub(crate) origin: Origin,
    /// Ear root to ear root.
    pub(crate) face_width: f64,
    /// The face's middle.
    pub(crate) face_x: f64,
    pub(crate) face_y: f64,
}

/// The person of an upright picture without the wall, keyed or else as the
/// engine cut it out; `None` when there is not one upright face or no photo of it.
fn cut_out(
    engine: &dyn Engine,
    spec: &PhotoSpec,
    picture: &RgbImage,
) -> Result<Option<(Origin, Person)>, EngineError> {
    let scene = vision::look(engine, picture)?;
    let ([face], QuarterTurn::None) = (scene.faces.as_slice(), scene.turn) else {
        return Ok(None);
    };
    if let Ok(person) = key(engine, picture, face)? {
        return Ok(Some((Origin::Keyed, person)));
    }
    let Ok(photo) = portrait::make(engine, picture.clone(), spec, &mut |_| ()) else {
        return Ok(None);
    };
    let at = |index| photo.frame.map.apply(photo.face.landmarks.at(index));
    let (own, alpha) = photo.cut_out.apart();
    let data = own
        .data()
        .chunks_exact(3)
        .zip(alpha.data())
        .map(|(c, a)| {
            let [r, g, b] = [c[0], c[1], c[2]].map(|v| linear_of_sample(v) * a);
            [r, g, b, *a]
        })
        .collect();
    let person = Person {
        layer: Layer {
            width: own.width() as usize,
            height: own.height() as usize,
            data,
        },
        face_width: at(points::LEFT_EAR_ROOT).distance(at(points::RIGHT_EAR_ROOT)),
        face_centre: photo.frame.map.apply(photo.face.bounds.centre()),
    };
    Ok(Some((Origin::Engine, person)))
}

/// Writes `NAME.png` into `folder`; `None` when no cut-out came of the picture.
pub(crate) fn write(
    engine: &dyn Engine,
    spec: &PhotoSpec,
    name: &str,
    picture: &RgbImage,
    folder: &Path,
) -> Result<Option<CutOutRow>, Box<dyn std::error::Error>> {
    let Some((origin, person)) = cut_out(engine, spec, picture)? else {
        return Ok(None);
    };
    let (w, h) = (person.layer.width as u32, person.layer.height as u32);
    let samples = person
        .layer
        .data
        .iter()
        .flat_map(|[r, g, b, a]| {
            let whole = if *a > 0.0 { 1.0 / a } else { 0.0 };
            [r, g, b].map(|v| levels(v * whole).round().clamp(0.0, 255.0) as u8)
        })
        .collect();
    let own = RgbImage::new(w, h, samples).ok_or("one colour a pixel")?;
    let png = encode_png_rgba(&own, &person.layer.alpha(), 96)?;
    fs::write(folder.join(format!("{name}.png")), png)?;
    Ok(Some(CutOutRow {
        picture: name.to_owned(),
        origin,
        face_width: person.face_width,
        face_x: person.face_centre.x,
        face_y: person.face_centre.y,
    }))
}

/// Writes `cut-outs.csv` into `folder`; rows of other pictures that stand there stay, so that
/// one folder can hold the people of several.
pub(crate) fn write_rows(folder: &Path, rows: &[CutOutRow]) -> io::Result<()> {
    let path = folder.join("cut-outs.csv");
    let mut others: Vec<CutOutRow> = match path.exists() {
        true => csv::Reader::from_path(&path)
            .map_err(io::Error::other)?
            .deserialize()
            .collect::<Result<_, _>>()
            .map_err(io::Error::other)?,
        false => Vec::new(),
    };
    others.retain(|other| rows.iter().all(|row| row.picture != other.picture));
    let mut writer = csv::Writer::from_path(&path).map_err(io::Error::other)?;
    for row in others.iter().chain(rows) {
        writer.serialize(row).map_err(io::Error::other)?;
    }
    writer.flush()
}

/// The people of `folder` whose names are `wanted`.
pub(super) fn read(
    folder: &Path,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Vec<(String, Person)>, Box<dyn std::error::Error>> {
    let mut people = Vec::new();
    for row in csv::Reader::from_path(folder.join("cut-outs.csv"))?.deserialize() {
        let row: CutOutRow = row?;
        if !wanted(&row.picture) {
            continue;
        }
        let file = fs::File::open(folder.join(format!("{}.png", row.picture)))?;
        let mut reader = png::Decoder::new(io::BufReader::new(file)).read_info()?;
        let mut samples = vec![0; reader.output_buffer_size().ok_or("a picture too large")?];
        let info = reader.next_frame(&mut samples)?;
        if (info.color_type, info.bit_depth) != (png::ColorType::Rgba, png::BitDepth::Eight) {
            return Err(format!("{}: not eight bits of RGBA", row.picture).into());
        }
        let data = samples
            .chunks_exact(4)
            .map(|p| {
                let a = f32::from(p[3]) / 255.0;
                let [r, g, b] = [p[0], p[1], p[2]].map(|v| linear_of_sample(v) * a);
                [r, g, b, a]
            })
            .collect();
        let person = Person {
            layer: Layer {
                width: info.width as usize,
                height: info.height as usize,
                data,
            },
            face_width: row.face_width,
            face_centre: Point::new(row.face_x, row.face_y),
        };
        people.push((row.picture, person));
    }
    Ok(people)
}
