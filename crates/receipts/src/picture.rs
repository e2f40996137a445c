//! Marks as an image for a phone.

use skrifa::outline::OutlinePen;
use tiny_skia::{
    Color, FillRule, FilterQuality, IntSize, Paint, Path, PathBuilder, Pattern, Pixmap, Rect,
    SpreadMode, Stroke, StrokeDash, Transform,
};

use crate::font::Font;
use crate::layout::{Format, WIDTH_PX, layout};
use crate::mark::{CUT_MM, Dash, Mark, STAMP_OPACITY, STAMP_RGB, STAMP_RISES};
use crate::slip::{Slip, SlipError};

/// The receipt as a PNG, 1080 pixels wide.
///
/// # Errors
/// [`SlipError`].
pub fn picture(slip: &Slip<'_>, font: &Font) -> Result<Vec<u8>, SlipError> {
    let page = layout(slip, font, Format::Phone)?;
    let scale = WIDTH_PX as f32 / page.width_mm;
    let height = (page.height_mm * scale).ceil() as u32;
    let mut canvas = Pixmap::new(WIDTH_PX, height).ok_or(SlipError::Writing)?;
    canvas.fill(Color::WHITE);
    let photo = photo(slip.photo)?;
    let to_px = Transform::from_scale(scale, scale);
    for mark in &page.marks {
        draw(&mut canvas, mark, font, &photo, to_px)?;
    }
    encode(&canvas)
}

fn photo(jpeg: &[u8]) -> Result<Pixmap, SlipError> {
    let image = imaging::decode(jpeg, &imaging::Limits::default())
        .map_err(|_| SlipError::Photo)?
        .image;
    let rgba = image
        .data()
        .chunks_exact(3)
        .flat_map(|rgb| [rgb[0], rgb[1], rgb[2], u8::MAX])
        .collect();
    let size = IntSize::from_wh(image.width(), image.height()).ok_or(SlipError::Photo)?;
    Pixmap::from_vec(rgba, size).ok_or(SlipError::Photo)
}

fn encode(canvas: &Pixmap) -> Result<Vec<u8>, SlipError> {
    let rgb: Vec<u8> = canvas
        .data()
        .chunks_exact(4)
        .flat_map(|rgba| [rgba[0], rgba[1], rgba[2]])
        .collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, canvas.width(), canvas.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(|_| SlipError::Writing)?;
    writer
        .write_image_data(&rgb)
        .map_err(|_| SlipError::Writing)?;
    writer.finish().map_err(|_| SlipError::Writing)?;
    Ok(bytes)
}

fn black() -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(0, 0, 0, u8::MAX);
    paint
}

fn draw(
    canvas: &mut Pixmap,
    mark: &Mark,
    font: &Font,
    photo: &Pixmap,
    to_px: Transform,
) -> Result<(), SlipError> {
    match mark {
        Mark::Text { x, y, size, text } => {
            if let Some(path) = outline(font, text, (*x, *y), *size) {
                canvas.fill_path(&path, &black(), FillRule::Winding, to_px, None);
            }
        }
        Mark::Line {
            from,
            to,
            width,
            dash,
        } => {
            let mut path = PathBuilder::new();
            path.move_to(from.0, from.1);
            path.line_to(to.0, to.1);
            let path = path.finish().ok_or(SlipError::Writing)?;
            let stroke = Stroke {
                width: *width,
                dash: match dash {
                    Dash::Solid => None,
                    Dash::Cut => StrokeDash::new(CUT_MM.to_vec(), 0.0),
                },
                ..Stroke::default()
            };
            canvas.stroke_path(&path, &black(), &stroke, to_px, None);
        }
        Mark::Box {
            x,
            y,
            width,
            height,
        } => {
            let rect = Rect::from_xywh(*x, *y, *width, *height).ok_or(SlipError::Writing)?;
            // Bars are aligned to whole pixels; anti-aliasing would blur them.
            let paint = Paint {
                anti_alias: false,
                ..black()
            };
            canvas.fill_rect(rect, &paint, to_px, None);
        }
        Mark::Photo {
            x,
            y,
            width,
            height,
        } => {
            let rect = Rect::from_xywh(*x, *y, *width, *height).ok_or(SlipError::Writing)?;
            let place = Transform::from_translate(*x, *y)
                .pre_scale(width / photo.width() as f32, height / photo.height() as f32);
            let paint = Paint {
                shader: Pattern::new(
                    photo.as_ref(),
                    SpreadMode::Pad,
                    FilterQuality::Bicubic,
                    1.0,
                    place,
                ),
                ..Paint::default()
            };
            canvas.fill_rect(rect, &paint, to_px, None);
        }
        Mark::Stamp { centre, size, text } => {
            let half = font.width_em(text) * size / 2.0;
            let start = (centre.0 - half, centre.1 + size / 3.0);
            let [r, g, b] = STAMP_RGB;
            let mut paint = Paint::default();
            paint.set_color_rgba8(r, g, b, (STAMP_OPACITY * 255.0) as u8);
            let turned = to_px.pre_rotate_at(-STAMP_RISES, centre.0, centre.1);
            if let Some(path) = outline(font, text, start, *size) {
                canvas.fill_path(&path, &paint, FillRule::Winding, turned, None);
            }
        }
    }
    Ok(())
}

/// A line of text as one path; `None` if it is blank.
fn outline(font: &Font, text: &str, (x, y): (f32, f32), size: f32) -> Option<Path> {
    let mut pen = Pen {
        path: PathBuilder::new(),
        x,
        y,
        size,
    };
    for placed in font.place(text) {
        let (right, up) = placed.offset_em;
        let pen_at = (pen.x, pen.y);
        pen.x += right * size;
        pen.y -= up * size;
        font.outline(&placed, &mut pen);
        (pen.x, pen.y) = pen_at;
        pen.x += placed.advance_em * size;
    }
    pen.path.finish()
}

/// Transforms outlines (ems, y upwards) to page coordinates.
struct Pen {
    path: PathBuilder,
    x: f32,
    y: f32,
    size: f32,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.size, self.y - y * self.size)
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let ((cx, cy), (x, y)) = (self.at(cx, cy), self.at(x, y));
        self.path.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let ((ax, ay), (bx, by), (x, y)) = (self.at(ax, ay), self.at(bx, by), self.at(x, y));
        self.path.cubic_to(ax, ay, bx, by, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
