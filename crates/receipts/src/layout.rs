//! The layout of a receipt. Takes a slip and a [`Format`]; gives marks in
//! millimetres. The order follows the photo receipts printed in Guangdong since
//! about 2013: heading, issuer, applicant, sentence, barcode, table with the
//! photo, declaration, and a part to cut off.

use catalogue::{FormRow, Languages, Mm, Stub};
use messages::{Args, Locale, text};

use crate::code39;
use crate::font::Font;
use crate::mark::{Dash, Mark, Page};
use crate::photo_code;
use crate::qr;
use crate::slip::{Issuer, Slip, SlipError};
use crate::wrap::lines;

/// Width of the image, in pixels: a phone's screen width.
pub(crate) const WIDTH_PX: u32 = 1080;

/// Output format: paper, or phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    A4,
    /// As wide as 105 mm of paper, so that text is readable without zooming.
    Phone,
}

/// Dimensions of one format, in millimetres.
struct Measures {
    width: f32,
    /// Height of the page; `None` for as high as the content.
    height: Option<f32>,
    margin: f32,
    title: f32,
    body: f32,
    small: f32,
    /// Width of a narrow bar; on the phone four pixels.
    narrow: f32,
    bar_height: f32,
    module: f32,
    row: f32,
    label: f32,
}

impl Format {
    const fn measures(self) -> Measures {
        match self {
            Self::A4 => Measures {
                width: 210.0,
                height: Some(297.0),
                margin: 20.0,
                title: 6.6,
                body: 4.0,
                small: 2.9,
                narrow: 0.35,
                bar_height: 14.0,
                module: 0.55,
                row: 9.0,
                label: 36.0,
            },
            Self::Phone => Measures {
                width: PHONE_MM,
                height: None,
                margin: 7.0,
                title: 5.2,
                body: 3.7,
                small: 2.7,
                narrow: 4.0 * PHONE_MM / WIDTH_PX as f32,
                bar_height: 13.0,
                // Six pixels.
                module: 6.0 * PHONE_MM / WIDTH_PX as f32,
                row: 8.6,
                label: 31.0,
            },
        }
    }
}

const PHONE_MM: f32 = 105.0;
/// Line height, in ems.
const LEADING: f32 = 1.55;
/// Distance of the baseline below the middle of a Chinese character, in ems.
const BELOW_MIDDLE: f32 = 0.36;
const RULE: f32 = 0.2;

struct Pen<'a> {
    slip: &'a Slip<'a>,
    font: &'a Font,
    m: Measures,
    y: f32,
    marks: Vec<Mark>,
}

/// Lays a slip out.
///
/// # Errors
/// [`SlipError::CodeTooLong`].
pub(crate) fn layout(slip: &Slip<'_>, font: &Font, format: Format) -> Result<Page, SlipError> {
    let mut pen = Pen {
        slip,
        font,
        m: format.measures(),
        y: 0.0,
        marks: Vec::new(),
    };
    pen.y = pen.m.margin;
    pen.heading()?;
    pen.preamble()?;
    pen.barcode()?;
    match format {
        Format::A4 => pen.table_with_photo()?,
        Format::Phone => {
            pen.photo_and_code()?;
            pen.table(pen.m.margin, pen.m.width - 2.0 * pen.m.margin)?;
        }
    }
    pen.by_hand()?;
    pen.declaration(format)?;
    if format == Format::A4 && slip.form.stub == Stub::CutOff {
        pen.stub()?;
    }
    let height = pen.m.height.unwrap_or(pen.y + pen.m.margin);
    pen.stamp(height);
    Ok(Page {
        width_mm: pen.m.width,
        height_mm: height,
        marks: pen.marks,
    })
}

impl Pen<'_> {
    fn both(&self) -> bool {
        self.slip.form.languages == Languages::Both
    }

    fn inner(&self) -> f32 {
        self.m.width - 2.0 * self.m.margin
    }

    fn text(&mut self, x: f32, y: f32, size: f32, words: &str) {
        if !words.is_empty() {
            self.marks.push(Mark::Text {
                x,
                y,
                size,
                text: words.to_owned(),
            });
        }
    }

    fn line(&mut self, from: (f32, f32), to: (f32, f32), dash: Dash) {
        self.marks.push(Mark::Line {
            from,
            to,
            width: RULE,
            dash,
        });
    }

    /// A centred line of text, scaled down if it is too wide.
    fn centred(&mut self, size: f32, words: &str) -> Result<(), SlipError> {
        let ems = self.font.width_em(words).max(1.0);
        let size = size.min(self.inner() / ems);
        self.y += size * LEADING / 2.0;
        let x = (self.m.width - ems * size) / 2.0;
        self.text(x, self.y + size * BELOW_MIDDLE, size, words);
        self.y += size * LEADING / 2.0;
        Ok(())
    }

    fn paragraph(&mut self, size: f32, words: &str) -> Result<(), SlipError> {
        for line in lines(self.font, words, self.inner() / size) {
            self.y += size * LEADING / 2.0;
            self.text(self.m.margin, self.y + size * BELOW_MIDDLE, size, &line);
            self.y += size * LEADING / 2.0;
        }
        Ok(())
    }

    /// A sentence in Chinese and, if the form is bilingual, in English.
    fn sentence(&mut self, key: &str, args: &[(&'static str, &str)]) -> Result<(), SlipError> {
        self.paragraph(self.m.body, &say(Locale::Zh, key, args))?;
        if self.both() {
            self.paragraph(self.m.small, &say(Locale::En, key, args))?;
        }
        Ok(())
    }

    fn heading(&mut self) -> Result<(), SlipError> {
        let place = |side: fn(&catalogue::Text) -> &String| {
            let place = self.slip.place.as_ref();
            place.map_or("", |place| side(place).as_str())
        };
        let title = &self.slip.form.title;
        let zh = title.zh.replace("{place}", place(|text| &text.zh));
        let en = title.en.replace("{place}", place(|text| &text.en));
        self.centred(self.m.title, &zh)?;
        if self.both() {
            let en = en.trim_end().trim_end_matches(',').to_owned();
            self.centred(self.m.small * 1.2, &en)?;
        }
        self.y += self.m.body * 0.6;
        Ok(())
    }

    fn preamble(&mut self) -> Result<(), SlipError> {
        match &self.slip.issuer {
            Issuer::Sample => self.sentence("receipt-paper-no-issuer", &[])?,
            Issuer::Named { name, .. } => {
                self.paragraph(
                    self.m.body,
                    &say(Locale::Zh, "receipt-paper-issuer", &[("name", &name.zh)]),
                )?;
                if self.both() {
                    self.paragraph(
                        self.m.small,
                        &say(Locale::En, "receipt-paper-issuer", &[("name", &name.en)]),
                    )?;
                }
            }
        }
        let until = self.slip.valid_until.to_string();
        let (zh, en) = (&self.slip.form.standard, &self.slip.form.instruction);
        let valid = |locale| say(locale, "receipt-paper-valid", &[("until", &until)]);
        let in_zh = format!("{}{}{}", zh.zh, en.zh, valid(Locale::Zh));
        self.paragraph(self.m.body, &in_zh)?;
        if self.both() {
            let in_en = format!("{} {} {}", zh.en, en.en, valid(Locale::En));
            self.paragraph(self.m.small, &in_en)?;
        }
        self.y += self.m.body;
        Ok(())
    }

    fn barcode(&mut self) -> Result<(), SlipError> {
        if self.m.height.is_some() {
            // Beside the barcode, which leaves a third of the paper free.
            let side = self.photo_code_side()?;
            let (x, y) = (self.m.width - self.m.margin - side, self.y);
            self.photo_code(x, y - self.m.body * 0.5)?;
        }
        let (bars, width) = code39::bars(self.slip.number.as_str());
        let narrow = self.m.narrow;
        // On a multiple of the narrow bar, and so on a whole pixel.
        let left = ((self.m.width - width * narrow) / 2.0 / narrow).round() * narrow;
        for (x, bar) in bars {
            self.marks.push(Mark::Box {
                x: left + x * narrow,
                y: self.y,
                width: bar * narrow,
                height: self.m.bar_height,
            });
        }
        self.y += self.m.bar_height;
        let number = self.slip.number.grouped();
        self.centred(self.m.body * 1.25, &number)?;
        self.y += self.m.body * 0.5;
        Ok(())
    }

    fn photo_size(&self) -> (f32, f32) {
        let (Mm(width), Mm(height)) = self.slip.photo_size;
        (width as f32, height as f32)
    }

    fn code(&mut self, x: f32, y: f32) -> Result<f32, SlipError> {
        let code = qr::modules(self.slip.code)?;
        let module = self.m.module;
        self.square(&code, module, (x, y), qr::QUIET);
        Ok((code.side + 2 * qr::QUIET) as f32 * module)
    }

    /// The dark modules of a two-dimensional code whose quiet zone of `quiet` modules
    /// begins at `(x, y)`: on whole modules of the page, and so on whole pixels of the
    /// phone's.
    fn square(&mut self, code: &qr::Modules, module: f32, (x, y): (f32, f32), quiet: usize) {
        let quiet = quiet as f32 * module;
        let snap = |length: f32| (length / module).round() * module;
        let (left, top) = (snap(x + quiet), snap(y + quiet));
        for (column, row, length) in &code.runs {
            self.marks.push(Mark::Box {
                x: left + *column as f32 * module,
                y: top + *row as f32 * module,
                width: *length as f32 * module,
                height: module,
            });
        }
    }

    fn code_side(&self) -> Result<f32, SlipError> {
        let code = qr::modules(self.slip.code)?;
        Ok((code.side + 2 * qr::QUIET) as f32 * self.m.module)
    }

    /// Side of the code that opens a sealed photo, with quiet zone, in
    /// millimetres; zero if there is none.
    fn photo_code_side(&self) -> Result<f32, SlipError> {
        let Some(text) = self.slip.photo_code else {
            return Ok(0.0);
        };
        let code = photo_code::modules(text)?;
        Ok((code.side + 2 * photo_code::QUIET) as f32 * self.photo_module())
    }

    /// Whole pixels on the phone, where a module of the QR code is some.
    fn photo_module(&self) -> f32 {
        match self.m.height {
            Some(_) => photo_code::MODULE_MM,
            None => self.m.module,
        }
    }

    /// The code that opens a sealed photo, with its caption; nothing if there
    /// is none.
    fn photo_code(&mut self, x: f32, y: f32) -> Result<(), SlipError> {
        let Some(text) = self.slip.photo_code else {
            return Ok(());
        };
        let code = photo_code::modules(text)?;
        let module = self.photo_module();
        self.square(&code, module, (x, y), photo_code::QUIET);
        let side = (code.side + 2 * photo_code::QUIET) as f32 * module;
        let words = say(Locale::Zh, "receipt-paper-photo-code", &[]);
        let size = self.m.small;
        let ems = self.font.width_em(&words);
        let baseline = y + side + size * (0.5 + BELOW_MIDDLE);
        self.text(x + (side - ems * size) / 2.0, baseline, size, &words);
        Ok(())
    }

    /// The photo at its paper size, with a thin frame, so that a white
    /// background has an edge.
    fn photo(&mut self, x: f32, y: f32) {
        let (width, height) = self.photo_size();
        self.marks.push(Mark::Photo {
            x,
            y,
            width,
            height,
        });
        self.frame(x, y, width, height);
    }

    fn frame(&mut self, x: f32, y: f32, width: f32, height: f32) {
        let (right, bottom) = (x + width, y + height);
        for (from, to) in [
            ((x, y), (right, y)),
            ((right, y), (right, bottom)),
            ((right, bottom), (x, bottom)),
            ((x, bottom), (x, y)),
        ] {
            self.line(from, to, Dash::Solid);
        }
    }

    /// Photo and QR code side by side.
    fn photo_and_code(&mut self) -> Result<(), SlipError> {
        let (photo_width, photo_height) = self.photo_size();
        let side = self.code_side()?;
        let gap = (self.inner() - photo_width - side).max(0.0) / 3.0;
        let height = photo_height.max(side);
        let top = self.y;
        self.photo(self.m.margin + gap, top + (height - photo_height) / 2.0);
        let x = self.m.margin + 2.0 * gap + photo_width;
        self.code(x, top + (height - side) / 2.0)?;
        self.y = top + height;
        self.caption(x, side)?;
        if self.slip.photo_code.is_some() {
            let side = self.photo_code_side()?;
            self.photo_code((self.m.width - side) / 2.0, self.y)?;
            self.y += side + self.m.small * LEADING;
        }
        self.y += self.m.body * 0.6;
        Ok(())
    }

    /// The caption below the code.
    fn caption(&mut self, x: f32, side: f32) -> Result<(), SlipError> {
        let words = say(Locale::Zh, "receipt-paper-scan", &[]);
        let size = self.m.small;
        let ems = self.font.width_em(&words);
        self.y += size * LEADING / 2.0;
        self.text(
            x + (side - ems * size) / 2.0,
            self.y + size * BELOW_MIDDLE,
            size,
            &words,
        );
        self.y += size * LEADING / 2.0;
        Ok(())
    }

    fn table_with_photo(&mut self) -> Result<(), SlipError> {
        let words = say(Locale::Zh, "receipt-paper-facts", &[]);
        self.centred(self.m.body * 1.1, &words)?;
        self.y += 1.0;
        let (photo_width, photo_height) = self.photo_size();
        let side = self.code_side()?;
        let column = photo_width.max(side) + 8.0;
        let top = self.y;
        let left = self.m.margin;
        self.table(left, self.inner() - column)?;
        let rows_end = self.y;
        let x = left + self.inner() - column;
        self.photo(x + (column - photo_width) / 2.0, top + 4.0);
        self.y = top + 4.0 + photo_height + 1.0;
        self.code(x + (column - side) / 2.0, self.y)?;
        self.y += side;
        self.caption(x + (column - side) / 2.0, side)?;
        let bottom = rows_end.max(self.y + 1.0);
        self.frame(left, top, self.inner(), bottom - top);
        self.line((x, top), (x, bottom), Dash::Solid);
        self.y = bottom + self.m.body;
        Ok(())
    }

    fn table(&mut self, left: f32, width: f32) -> Result<(), SlipError> {
        let top = self.y;
        let right = left + width;
        let label = self.m.label;
        self.line((left, top), (right, top), Dash::Solid);
        for row in &self.slip.form.rows {
            let (zh, en, value) = self.row(*row);
            if value.is_empty() {
                continue;
            }
            let size = self.m.body * 0.92;
            let leading = size * 1.35;
            let value = lines(self.font, &value, (width - label - 4.0) / size);
            let least = if self.both() {
                self.m.row + 1.2
            } else {
                self.m.row
            };
            let height = (value.len() as f32 * leading + 3.0).max(least);
            let middle = self.y + height / 2.0;
            if self.both() {
                let small = self.m.small * 0.92;
                self.text(left + 2.0, middle - 0.6, size, &zh);
                self.text(left + 2.0, middle + small * 1.15, small, &en);
            } else {
                self.text(left + 2.0, middle + size * BELOW_MIDDLE, size, &zh);
            }
            let first = middle - (value.len() as f32 - 1.0) * leading / 2.0;
            for (place, line) in value.iter().enumerate() {
                let y = first + place as f32 * leading + size * BELOW_MIDDLE;
                self.text(left + label + 2.0, y, size, line);
            }
            self.y += height;
            self.line((left, self.y), (right, self.y), Dash::Solid);
        }
        for x in [left, left + label, right] {
            self.line((x, top), (x, self.y), Dash::Solid);
        }
        Ok(())
    }

    /// Label and value of a row.
    fn row(&self, row: FormRow) -> (String, String, String) {
        let slip = self.slip;
        let named = |key: &str, value: String| {
            let key = format!("receipt-paper-row-{key}");
            (
                say(Locale::Zh, &key, &[]),
                say(Locale::En, &key, &[]),
                value,
            )
        };
        let bilingual = |text: &catalogue::Text| {
            if self.both() && text.en != text.zh {
                format!("{} {}", text.zh, text.en)
            } else {
                text.zh.clone()
            }
        };
        match row {
            FormRow::Number => {
                let name = &slip.form.number_name;
                (name.zh.clone(), name.en.clone(), slip.number.grouped())
            }
            FormRow::Document => named("document", bilingual(&slip.document)),
            FormRow::Place => {
                let place = slip.place.as_ref().map(bilingual);
                named("place", place.unwrap_or_default())
            }
            FormRow::Applicant => named("applicant", slip.applicant.name.clone()),
            FormRow::Identity => named("identity", slip.applicant.identity.clone()),
            FormRow::Taken => named("taken", slip.taken.to_string()),
            FormRow::Approved => named("approved", slip.approved.to_string()),
            FormRow::ValidUntil => named("valid-until", slip.valid_until.to_string()),
            FormRow::Issuer => {
                let issuer = match &slip.issuer {
                    Issuer::Sample => say(Locale::Zh, "receipt-paper-sample", &[]),
                    Issuer::Named { name, .. } => bilingual(name),
                };
                named("issuer", issuer)
            }
            FormRow::Way => named("way", say(Locale::Zh, "receipt-paper-way", &[])),
        }
    }

    /// Says which characters of the name are written by hand, where no font has
    /// them: the frame in the name would else be an empty box without a word.
    fn by_hand(&mut self) -> Result<(), SlipError> {
        let missing = self.font.missing(&self.slip.applicant.name);
        if missing.is_empty() {
            return Ok(());
        }
        let codes: Vec<String> = missing
            .iter()
            .map(|character| format!("U+{:04X}", u32::from(*character)))
            .collect();
        self.y += self.m.small * 0.5;
        self.sentence("receipt-paper-by-hand", &[("codes", &codes.join(" "))])?;
        self.y += self.m.body * 0.4;
        Ok(())
    }

    fn declaration(&mut self, format: Format) -> Result<(), SlipError> {
        if format == Format::Phone {
            self.y += self.m.body * 0.8;
            return self.sentence("receipt-paper-keep", &[]);
        }
        self.sentence("receipt-paper-declaration", &[])?;
        self.y += 9.0;
        let size = self.m.body;
        let right = self.m.width - self.m.margin;
        for (key, label_x, line_from, line_to) in [
            (
                "receipt-paper-signature",
                right - 118.0,
                right - 102.0,
                right - 56.0,
            ),
            ("receipt-paper-date", right - 50.0, right - 38.0, right),
        ] {
            self.text(label_x, self.y, size, &say(Locale::Zh, key, &[]));
            self.line(
                (line_from, self.y + 1.0),
                (line_to, self.y + 1.0),
                Dash::Solid,
            );
        }
        self.y += self.m.body * 2.0;
        Ok(())
    }

    fn stub(&mut self) -> Result<(), SlipError> {
        let right = self.m.width - self.m.margin;
        self.centred(self.m.small, &say(Locale::Zh, "receipt-paper-cut", &[]))?;
        self.line(
            (self.m.margin, self.y + 1.0),
            (right, self.y + 1.0),
            Dash::Cut,
        );
        self.y += 5.0;
        let number = &self.slip.form.number_name.zh;
        let facts = format!(
            "{number} {}    {} {}    {} {}",
            self.slip.number.grouped(),
            say(Locale::Zh, "receipt-paper-row-taken", &[]),
            self.slip.taken,
            say(Locale::Zh, "receipt-paper-row-valid-until", &[]),
            self.slip.valid_until,
        );
        self.paragraph(self.m.body * 0.92, &facts)?;
        let order = format!(
            "{} {}",
            say(Locale::Zh, "receipt-paper-row-order", &[]),
            self.slip.order.grouped(),
        );
        self.paragraph(self.m.body * 0.92, &order)?;
        if let Issuer::Named {
            name,
            contact: Some(contact),
        } = &self.slip.issuer
        {
            let issuer = format!("{} {contact}", name.zh);
            self.paragraph(self.m.body * 0.92, &issuer)?;
        }
        Ok(())
    }

    /// The stamp 样张 SAMPLE across the page, if no issuer is configured.
    fn stamp(&mut self, height: f32) {
        if self.slip.issuer != Issuer::Sample {
            return;
        }
        let words = say(Locale::Zh, "receipt-paper-sample", &[]);
        let size = self.m.width / 7.5;
        let centre = self.m.width / 2.0;
        let step = size * 3.4;
        let count = (height / step).floor().max(1.0);
        let first = (height - (count - 1.0) * step) / 2.0;
        for n in 0..count as u32 {
            self.marks.push(Mark::Stamp {
                centre: (centre, first + n as f32 * step),
                size,
                text: words.clone(),
            });
        }
    }
}

fn say(locale: Locale, key: &str, given: &[(&'static str, &str)]) -> String {
    let mut args = Args::new();
    for (name, value) in given {
        args.set(*name, (*value).to_owned());
    }
    text(locale, key, &args)
}
