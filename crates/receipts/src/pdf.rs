//! Marks as a one-page PDF. A subset of the font is embedded, so that text can
//! be searched and copied; the photo's file is embedded unchanged.

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Data, Document};

use crate::font::Font;
use crate::layout::{Format, layout};
use crate::mark::{CUT_MM, Dash, Mark, STAMP_OPACITY, STAMP_RGB, STAMP_RISES};
use crate::slip::{Slip, SlipError};

/// Points per millimetre.
const POINTS: f32 = 72.0 / 25.4;

/// The receipt as one page of A4.
///
/// # Errors
/// [`SlipError`].
pub fn pdf(slip: &Slip<'_>, font: &Font) -> Result<Vec<u8>, SlipError> {
    let page = layout(slip, font, Format::A4)?;
    let photo =
        Image::from_jpeg(Data::from(slip.photo.to_vec()), true).map_err(|_| SlipError::Photo)?;
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new()
            .title(title(slip))
            .language("zh-CN".to_owned()),
    );
    let size = PageSettings::from_wh(page.width_mm * POINTS, page.height_mm * POINTS)
        .ok_or(SlipError::Writing)?;
    let mut sheet = document.start_page_with(size);
    let mut surface = sheet.surface();
    for mark in &page.marks {
        draw(&mut surface, mark, font, &photo)?;
    }
    surface.finish();
    sheet.finish();
    document.finish().map_err(|_| SlipError::Writing)
}

fn title(slip: &Slip<'_>) -> String {
    let place = slip.place.as_ref().map_or("", |place| place.zh.as_str());
    slip.form.title.zh.replace("{place}", place)
}

fn draw(
    surface: &mut Surface<'_>,
    mark: &Mark,
    font: &Font,
    photo: &Image,
) -> Result<(), SlipError> {
    let black = rgb::Color::new(0, 0, 0);
    match mark {
        Mark::Text { x, y, size, text } => {
            surface.set_fill(Some(Fill {
                paint: black.into(),
                ..Fill::default()
            }));
            surface.set_stroke(None);
            write(surface, font, text, (*x, *y), *size);
        }
        Mark::Line {
            from,
            to,
            width,
            dash,
        } => {
            let mut path = PathBuilder::new();
            path.move_to(from.0 * POINTS, from.1 * POINTS);
            path.line_to(to.0 * POINTS, to.1 * POINTS);
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: black.into(),
                width: width * POINTS,
                dash: match dash {
                    Dash::Solid => None,
                    Dash::Cut => Some(StrokeDash {
                        array: CUT_MM.map(|mm| mm * POINTS).to_vec(),
                        offset: 0.0,
                    }),
                },
                ..Stroke::default()
            }));
            surface.draw_path(&path.finish().ok_or(SlipError::Writing)?);
        }
        Mark::Box {
            x,
            y,
            width,
            height,
        } => {
            let rect = Rect::from_xywh(x * POINTS, y * POINTS, width * POINTS, height * POINTS);
            let mut path = PathBuilder::new();
            path.push_rect(rect.ok_or(SlipError::Writing)?);
            surface.set_stroke(None);
            surface.set_fill(Some(Fill {
                paint: black.into(),
                ..Fill::default()
            }));
            surface.draw_path(&path.finish().ok_or(SlipError::Writing)?);
        }
        Mark::Photo {
            x,
            y,
            width,
            height,
        } => {
            surface.push_transform(&Transform::from_translate(x * POINTS, y * POINTS));
            let size = Size::from_wh(width * POINTS, height * POINTS);
            surface.draw_image(photo.clone(), size.ok_or(SlipError::Writing)?);
            surface.pop();
        }
        Mark::Stamp { centre, size, text } => {
            let [r, g, b] = STAMP_RGB;
            surface.set_stroke(None);
            surface.set_fill(Some(Fill {
                paint: rgb::Color::new(r, g, b).into(),
                opacity: krilla::num::NormalizedF32::new(STAMP_OPACITY)
                    .ok_or(SlipError::Writing)?,
                ..Fill::default()
            }));
            let (x, y) = (centre.0 * POINTS, centre.1 * POINTS);
            surface.push_transform(&Transform::from_rotate_at(-STAMP_RISES, x, y));
            let half = font.width_em(text) * size / 2.0;
            // The middle of a Chinese character is a third of an em above the
            // baseline.
            write(
                surface,
                font,
                text,
                (centre.0 - half, centre.1 + size / 3.0),
                *size,
            );
            surface.pop();
        }
    }
    Ok(())
}

fn write(surface: &mut Surface<'_>, font: &Font, text: &str, (x, y): (f32, f32), size_mm: f32) {
    let placed = font.place(text);
    let mut x = x;
    for run in placed.chunk_by(|one, next| one.face == next.face) {
        let glyphs: Vec<KrillaGlyph> = run
            .iter()
            .map(|placed| {
                KrillaGlyph::new(
                    GlyphId::new(placed.glyph),
                    placed.advance_em,
                    placed.offset_em.0,
                    placed.offset_em.1,
                    0.0,
                    placed.from..placed.until,
                    None,
                )
            })
            .collect();
        surface.draw_glyphs(
            Point::from_xy(x * POINTS, y * POINTS),
            &glyphs,
            font.krilla(run[0].face),
            text,
            size_mm * POINTS,
            false,
        );
        let width_em: f32 = run.iter().map(|placed| placed.advance_em).sum();
        x += width_em * size_mm;
    }
}
