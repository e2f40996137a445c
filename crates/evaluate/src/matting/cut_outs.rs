//! People without their walls, for a training program to put before others.
//!
//! Takes the folder's pictures; writes one RGBA picture a person, and reads them again: keyed off a
//! plain wall where there is one ([`mod@super::key`], true to single hairs), else as the
//! engine cut it out, which a person has to look at before it is learned from.

use std::fs;
use std::io;
use std::path::Path;

use catalogue::{Measure, PhotoSpec, Px};
use imaging::{Affine, Point, QuarterTurn, RgbImage, encode_png_rgba};
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

/// What a cut-out shows around a document's frame, as shares of its width and height: hair that
/// falls over the shoulders, and shoulders, to where the picture ends. A cut-out that ended with
/// the frame would end in the middle of them.
struct Room {
    side: f64,
    above: f64,
    below: f64,
}
const ROOM: Room = Room {
    side: 0.4,
    above: 0.12,
    below: 0.35,
};

/// `spec` with `room` around the head, which stays as large.
fn with_room(spec: &PhotoSpec, room: &Room) -> PhotoSpec {
    let mut spec = spec.clone();
    let (width, height) = (f64::from(spec.width_px), f64::from(spec.height_px));
    let [side, above, below] =
        [room.side * width, room.above * height, room.below * height].map(f64::round);
    spec.width_px += 2 * side as u32;
    spec.height_px += (above + below) as u32;
    for constraint in &mut spec.constraints {
        let more = match constraint.measure {
            Measure::CrownMargin | Measure::EyesFromTop => above,
            Measure::EyesFromBottom | Measure::ChinToBottom => below,
            Measure::EyeMidX => side,
            Measure::FaceWidth
            | Measure::HeadWidth
            | Measure::HeadHeight
            | Measure::FaceCentre
            | Measure::InterEye => 0.0,
        };
        let shifted = |value: Px| Px(value.0 + more);
        constraint.min = constraint.min.map(shifted);
        constraint.max = constraint.max.map(shifted);
        constraint.target = shifted(constraint.target);
    }
    spec
}

/// The part of a photo of `width × height` that shows something of a picture of `of` pixels, which
/// `map` turned and scaled: left, top, width and height, whole pixels within it.
fn shown(map: &Affine, of: (u32, u32), width: u32, height: u32) -> (u32, u32, u32, u32) {
    let [right, bottom] = [of.0, of.1].map(f64::from);
    let [a, b, c, d] = [(0.0, 0.0), (right, 0.0), (0.0, bottom), (right, bottom)]
        .map(|(x, y)| map.apply(Point::new(x, y)));
    let inside = |low: f64, high: f64, most: u32| {
        let low = low.ceil().clamp(0.0, f64::from(most - 1)) as u32;
        let high = high.floor().clamp(f64::from(low + 1), f64::from(most)) as u32;
        (low, high - low)
    };
    let (left, w) = inside(a.x.max(c.x), b.x.min(d.x), width);
    let (top, h) = inside(a.y.max(b.y), c.y.min(d.y), height);
    (left, top, w, h)
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
    let wide = with_room(spec, &ROOM);
    let Ok(photo) = portrait::make(engine, picture.clone(), &wide, &mut |_| ()) else {
        return Ok(None);
    };
    let (own, alpha) = photo.cut_out.apart();
    let map = &photo.frame.map;
    let size = (picture.width(), picture.height());
    let (left, top, width, height) = shown(map, size, own.width(), own.height());
    let mut data = Vec::with_capacity((width * height) as usize);
    for y in top..top + height {
        for x in left..left + width {
            let a = alpha.at(x, y);
            let [r, g, b] = own.pixel(x, y).map(|v| linear_of_sample(v) * a);
            data.push([r, g, b, a]);
        }
    }
    let corner = Affine::translation(-f64::from(left), -f64::from(top));
    let place = |point| corner.apply(map.apply(point));
    let at = |index| place(photo.face.landmarks.at(index));
    let person = Person {
        layer: Layer {
            width: width as usize,
            height: height as usize,
            data,
        },
        face_width: at(points::LEFT_EAR_ROOT).distance(at(points::RIGHT_EAR_ROOT)),
        face_centre: place(photo.face.bounds.centre()),
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

#[cfg(test)]
mod tests {
    use catalogue::Catalogue;

    use super::*;

    #[test]
    fn room_moves_edges_and_leaves_the_head_as_it_is() {
        let catalogue = Catalogue::embedded().unwrap();
        let document = catalogue.document("身份证").unwrap();
        let spec = catalogue.specification(document, None);
        let wide = with_room(&spec, &ROOM);
        let more = |measure| {
            let of = |spec: &PhotoSpec| spec.constraint(measure).unwrap().target.0;
            of(&wide) - of(&spec)
        };
        assert_eq!(
            (
                wide.width_px - spec.width_px,
                wide.height_px - spec.height_px
            ),
            (2 * 143, 53 + 154)
        );
        assert_eq!(more(Measure::FaceWidth), 0.0);
        assert_eq!(more(Measure::FaceCentre), 0.0);
        assert_eq!(more(Measure::CrownMargin), 53.0);
    }

    #[test]
    fn a_cut_out_ends_where_the_picture_does() {
        let check = |map: Affine, expected| {
            assert_eq!(shown(&map, (300, 400), 200, 250), expected, "{map:?}");
        };
        check(Affine::IDENTITY, (0, 0, 200, 250));
        check(Affine::scaling(0.5), (0, 0, 150, 200));
        check(Affine::translation(20.5, -170.5), (21, 0, 179, 229));
        // Turned by a hundredth: whole rows and columns alone.
        check(Affine::rotation(0.01), (0, 3, 200, 247));
        // Nothing of it: one pixel, not none.
        check(Affine::translation(900.0, 0.0), (199, 0, 1, 250));
    }
}
