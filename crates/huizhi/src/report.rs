//! The result of one picture as JSON.
//!
//! One object a picture, in the order of the pictures; `schema` changes when a
//! field goes or changes its meaning, not when one is added. Lengths carry
//! their unit in the field's name. Nothing of the picture's content or
//! metadata is in it besides what is listed here.

use catalogue::{Acceptance, Catalogue, City, DivisionCode, Document, DocumentId, PhotoSpec, Text};
use imaging::{Orientation, Profile, Source, Subsampling};
use portrait::{Provenance, provenance};
use serde::Serialize;
use studio::{Findings, PhotoFile, Request, Timing, Wrong, findings, in_both, lacks};
use vision::{Engine, EngineVersion};

use crate::catalogue_choice::Choice;
use crate::checksum::sha256;
use crate::explain::explain;
use crate::tried::Tried;

/// What came of one picture.
#[derive(Debug, Serialize)]
pub(crate) struct PhotoReport<'a> {
    /// Names this form of report.
    schema: &'static str,
    program: Program,
    models: Models,
    catalogue: CatalogueVersion<'a>,
    document: Named<'a, DocumentId>,
    /// `null` for documents that no city issues.
    city: Option<Named<'a, DivisionCode>>,
    specification: Specification<'a>,
    /// Whether the city accepts a photo made by oneself.
    acceptance: Option<&'a Acceptance>,
    input: InputFile<'a>,
    /// There is a photo, the picture lacked nothing, and no finding fails.
    usable: bool,
    /// What went wrong; the figures of shortfalls are in `geometry`.
    errors: Vec<Wrong>,
    /// Crop, turn, scale and every measure; `null` when no face was found.
    geometry: Option<Provenance>,
    /// What an inspector would object to; `null` when no face was found.
    pub(crate) compliance: Option<Findings>,
    /// `null` when none was written.
    photo: Option<Photo>,
    /// In the order of the steps.
    timings_ms: &'a [Timing],
}

#[derive(Debug, Serialize)]
struct Program {
    name: &'static str,
    version: &'static str,
}

#[derive(Debug, Serialize)]
struct Models {
    runtime: &'static str,
    networks: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    outline: Option<String>,
}

#[derive(Debug, Serialize)]
struct CatalogueVersion<'a> {
    version: &'a str,
    /// The day from which its figures hold.
    effective: catalogue::Date,
}

#[derive(Debug, Serialize)]
struct Named<'a, Id: Serialize> {
    id: &'a Id,
    names: &'a Text,
}

#[derive(Debug, Serialize)]
struct Specification<'a> {
    standard: &'a str,
    width_px: u32,
    height_px: u32,
    dpi: u16,
    width_mm: f64,
    height_mm: f64,
    min_bytes: usize,
    max_bytes: usize,
    /// sRGB.
    background: [u8; 3],
}

#[derive(Debug, Serialize)]
struct InputFile<'a> {
    /// The file's name without its folder; `-` for stdin.
    name: &'a str,
    bytes: usize,
    sha256: String,
    /// `null` when the picture could not be read.
    picture: Option<StoredPicture>,
}

#[derive(Debug, Serialize)]
struct StoredPicture {
    /// `JPEG`, `PNG`, `WebP`, `HEIC` or `TIFF`.
    format: String,
    /// As stored, before it was turned upright.
    stored_px: [u32; 2],
    /// The file's own orientation, 1–8 as in Exif.
    orientation: u8,
    /// `srgb`, `assumed`, `converted` or `unreadable`.
    colour_profile: &'static str,
    bit_depth: u8,
    grey: bool,
    /// There were transparent pixels; they were laid over white.
    transparent: bool,
}

#[derive(Debug, Serialize)]
struct Photo {
    /// The file's name without its folder; `-` for stdout.
    name: String,
    bytes: usize,
    sha256: String,
    /// sRGB; `null` for a transparent one.
    background: Option<[u8; 3]>,
    /// `null` for a PNG.
    jpeg: Option<Jpeg>,
}

#[derive(Debug, Serialize)]
struct Jpeg {
    /// 1–100 as libjpeg counts.
    quality: u8,
    subsampling: &'static str,
    /// How many times it was encoded to meet the size window.
    encodes: u32,
}

/// What all pictures of a run have in common.
pub(crate) struct Setting<'a> {
    catalogue: &'a Catalogue,
    document: &'a Document,
    city: Option<&'a City>,
    acceptance: Option<&'a Acceptance>,
    spec: &'a PhotoSpec,
    engine: EngineVersion,
    /// The operator's network for the person's outline.
    outline: Option<String>,
    /// The background in force; `None` for transparency.
    background: Option<[u8; 3]>,
}

impl<'a> Setting<'a> {
    /// What `request` asks of `engine` for the document and city of `choice`.
    pub(crate) fn new(
        catalogue: &'a Catalogue,
        choice: &'a Choice<'a>,
        request: &'a Request,
        engine: &dyn Engine,
    ) -> Self {
        Self {
            catalogue,
            document: choice.document,
            city: choice.city,
            acceptance: choice.acceptance.as_ref(),
            spec: &request.spec,
            engine: engine.version(),
            outline: engine.added().map(|model| model.name().to_owned()),
            background: request.form.background(),
        }
    }
}

/// The report on one picture. `photo_name` is there when a photo was written.
pub(crate) fn report<'a>(
    setting: &Setting<'a>,
    name: &'a str,
    bytes: &[u8],
    tried: &Tried,
    photo_name: Option<String>,
    timings: &'a [Timing],
) -> PhotoReport<'a> {
    let &Setting {
        catalogue,
        document,
        city,
        acceptance,
        spec,
        engine,
        ref outline,
        background,
    } = setting;
    let Tried { attempt, failure } = tried;
    let photo = attempt
        .file
        .as_ref()
        .zip(photo_name)
        .map(|(file, name)| photo_facts(file, name, background));
    PhotoReport {
        schema: "huizhi-photo/1",
        program: Program {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        models: Models {
            runtime: engine.runtime,
            networks: engine.networks,
            outline: outline.clone(),
        },
        catalogue: CatalogueVersion {
            version: catalogue.version(),
            effective: catalogue.effective(),
        },
        document: Named {
            id: &document.id,
            names: &document.names,
        },
        city: city.map(|city| Named {
            id: &city.code,
            names: &city.names,
        }),
        specification: Specification {
            standard: &spec.standard,
            width_px: spec.width_px,
            height_px: spec.height_px,
            dpi: spec.dpi.0,
            width_mm: spec.width_mm.0,
            height_mm: spec.height_mm.0,
            min_bytes: spec.file.min_bytes,
            max_bytes: spec.file.max_bytes,
            background: spec.background.rgb,
        },
        acceptance,
        input: InputFile {
            name,
            bytes: bytes.len(),
            sha256: sha256(bytes),
            picture: attempt.source.as_ref().map(stored_picture),
        },
        usable: photo.is_some() && failure.is_none() && attempt.usable(),
        errors: errors(tried),
        geometry: attempt.photo.as_ref().map(|photo| provenance(photo, spec)),
        compliance: attempt
            .compliance
            .as_ref()
            .zip(attempt.photo.as_ref())
            .map(|(report, photo)| findings(report, &photo.frame.map)),
        photo,
        timings_ms: timings,
    }
}

fn errors(tried: &Tried) -> Vec<Wrong> {
    match (&tried.failure, &tried.attempt.photo) {
        (Some(failure), _) => in_both(|locale| explain(failure, locale)),
        // A draft has no failure and yet lacks something.
        (None, Some(photo)) => lacks(&photo.shortfalls),
        (None, None) => Vec::new(),
    }
}

fn stored_picture(source: &Source) -> StoredPicture {
    StoredPicture {
        format: source.format.to_string(),
        stored_px: [source.stored_width, source.stored_height],
        orientation: exif_number(source.orientation),
        colour_profile: match source.profile {
            Profile::Srgb => "srgb",
            Profile::Assumed => "assumed",
            Profile::Converted { .. } => "converted",
            Profile::Unreadable => "unreadable",
        },
        bit_depth: source.bit_depth,
        grey: source.grey,
        transparent: source.alpha,
    }
}

const fn exif_number(orientation: Orientation) -> u8 {
    match orientation {
        Orientation::Upright => 1,
        Orientation::Mirrored => 2,
        Orientation::Half => 3,
        Orientation::HalfMirrored => 4,
        Orientation::RightMirrored => 5,
        Orientation::Right => 6,
        Orientation::LeftMirrored => 7,
        Orientation::Left => 8,
    }
}

fn photo_facts(file: &PhotoFile, name: String, background: Option<[u8; 3]>) -> Photo {
    Photo {
        name,
        bytes: file.bytes().len(),
        sha256: sha256(file.bytes()),
        background,
        jpeg: match file {
            PhotoFile::Png(_) => None,
            PhotoFile::Jpeg(jpeg) => Some(Jpeg {
                quality: jpeg.quality,
                subsampling: match jpeg.subsampling {
                    Subsampling::Full => "4:4:4",
                    Subsampling::Quarter => "4:2:0",
                },
                encodes: jpeg.encodes,
            }),
        },
    }
}
