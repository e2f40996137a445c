//! `photo sheet`: prints of one photo on photographic paper, in one size or in several.

use catalogue::{Catalogue, PhotoSpec};
use imaging::{JpegTarget, Picture, RgbImage, decode, encode_jpeg, encode_png};
use portrait::{PRINT_DPI, SheetError, Wanted, lay_out, make, print_spec, reframed};
use studio::{Stopwatch, args, file_size, lacking, short};

use super::detail::Detail;
use crate::atomic_file::{self, Existing};
use crate::catalogue_choice::choose_for_photo;
use crate::cli::Sheet;
use crate::colour;
use crate::destination::{Destination, check_free, destination, has_ending};
use crate::engine_choice::engine;
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::inputs;
use crate::printer::Printer;

/// Print shops take what a camera writes; nobody limits the file.
const SHEET_QUALITY: u8 = 90;

pub(super) fn run(
    arguments: &Sheet,
    catalogue: &Catalogue,
    detail: Detail,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let purpose = &arguments.purpose;
    let spec = choose_for_photo(catalogue, &purpose.document, purpose.city.as_deref())?.spec;
    let background = arguments
        .background
        .as_deref()
        .map(colour::parse)
        .transpose()?;
    let inputs = inputs::find(std::slice::from_ref(&arguments.picture))?;
    let input = match inputs.pictures.as_slice() {
        [input] if inputs.single => input,
        _ => return Err(crate::failure::UsageError::OutNotAFolder.into()),
    };
    let existing = if arguments.force {
        Existing::Replace
    } else {
        Existing::Keep
    };
    let destination = destination(&arguments.out, &inputs, &["jpg", "jpeg", "png"])?;
    let path = match &destination {
        Destination::Stdout => None,
        Destination::File(path) => Some(path.clone()),
        Destination::Folder(folder) => Some(folder.join(format!("{}-sheet.jpg", input.stem()))),
    };
    path.as_deref()
        .map_or(Ok(()), |path| check_free(path, existing))?;
    let mut watch = Stopwatch::start();
    let limits: imaging::Limits = (&arguments.limits).into();
    let bytes = input.read(limits.max_bytes)?;
    let picture = decode(&bytes, &limits)?;
    watch.ended("decode");

    let tiles = tiles(arguments, catalogue, picture, &spec, background, printer)?;
    watch.ended("photo");
    let wanted: Vec<Wanted> = tiles.iter().map(|tile| tile.wanted).collect();
    let sheet = lay_out(arguments.paper.into(), &wanted, PRINT_DPI)?;
    let photos: Vec<RgbImage> = tiles.into_iter().map(|tile| tile.image).collect();
    let drawn = sheet.draw(&photos, arguments.cut.into());
    let png = path
        .as_deref()
        .is_some_and(|path| has_ending(path, &["png"]));
    let file = if png {
        encode_png(&drawn, PRINT_DPI.0)?
    } else {
        let target = JpegTarget {
            dpi: PRINT_DPI.0,
            min_bytes: 0,
            max_bytes: usize::MAX,
            min_quality: SHEET_QUALITY,
        };
        encode_jpeg(&drawn, &target)?.bytes
    };
    watch.ended("sheet");
    match &path {
        Some(path) => {
            destination.make()?;
            atomic_file::write(path, &file, existing)?;
        }
        None => printer.data(&file)?,
    }
    if detail == Detail::Times {
        let steps: Vec<String> = watch
            .timings
            .iter()
            .map(|t| format!("{} {:.0}", t.step, t.ms))
            .collect();
        let total = format!("{:.0}", watch.total_ms());
        printer.tell(
            "line-timings",
            &args([("steps", steps.join(", ")), ("total", total)]),
        );
    }
    let sizes = wanted.iter().enumerate().map(|(size, one)| {
        let count = sheet.places.iter().filter(|place| place.size == size);
        let given = [
            ("count", count.count().to_string()),
            ("width", short(one.width.0)),
            ("height", short(one.height.0)),
        ];
        messages::text(printer.locale(), "sheet-size", &args(given))
    });
    let sizes: Vec<String> = sizes.collect();
    let given = [
        (
            "path",
            path.map_or("-".to_owned(), |path| path.display().to_string()),
        ),
        ("sizes", sizes.join(" + ")),
        ("size", file_size(file.len())),
    ];
    printer.tell("done-sheet", &args(given));
    Ok(ExitStatus::Done)
}

/// One size of photo on the sheet.
struct Tile {
    wanted: Wanted,
    image: RgbImage,
}

/// The photo in each size: made from the picture for each, or, where the picture is the
/// finished photo, cut to it.
fn tiles(
    arguments: &Sheet,
    catalogue: &Catalogue,
    picture: Picture,
    spec: &PhotoSpec,
    background: Option<[u8; 3]>,
    printer: &Printer,
) -> Result<Vec<Tile>, Failure> {
    let others = arguments.also.iter().map(|also| {
        let city = arguments.purpose.city.as_deref();
        let found = choose_for_photo(catalogue, &also.document, city)?;
        Ok((found.spec, also.count))
    });
    let others: Vec<(PhotoSpec, usize)> = others.collect::<Result<_, Failure>>()?;
    if is_finished(&picture, spec) {
        if spec.print.is_some() {
            printer.tell("note-print-differs", &args([]));
        }
        let finished = picture.image;
        let cut = others.iter().map(|(other, count)| {
            let size = (other.width_mm, other.height_mm);
            let image = reframed(&finished, size).ok_or(SheetError::Shape)?;
            Ok(tile(image, other, Some(*count)))
        });
        let mut tiles: Vec<Tile> = cut.collect::<Result<_, Failure>>()?;
        tiles.insert(0, tile(finished, spec, arguments.count));
        return Ok(tiles);
    }
    let sizes = std::iter::once((spec, arguments.count))
        .chain(others.iter().map(|(other, count)| (other, Some(*count))));
    sizes
        .map(|(spec, count)| {
            let print = print_spec(spec, PRINT_DPI);
            let image = from_picture(
                arguments,
                picture.image.clone(),
                &print,
                background,
                printer,
            );
            Ok(tile(image?, &print, count))
        })
        .collect()
}

fn tile(image: RgbImage, spec: &PhotoSpec, count: Option<usize>) -> Tile {
    let wanted = Wanted {
        width: spec.width_mm,
        height: spec.height_mm,
        count,
    };
    Tile { wanted, image }
}

/// A picture of exactly the document's size is taken for its finished photo.
fn is_finished(picture: &Picture, spec: &PhotoSpec) -> bool {
    (picture.image.width(), picture.image.height()) == (spec.width_px, spec.height_px)
}

/// Makes the paper photo from a picture: its crop is the print's own.
fn from_picture(
    arguments: &Sheet,
    picture: RgbImage,
    print: &PhotoSpec,
    background: Option<[u8; 3]>,
    printer: &Printer,
) -> Result<RgbImage, Failure> {
    let photo = make(&engine(&arguments.matting)?, picture, print, &mut |_| {})?;
    if !photo.shortfalls.is_empty() {
        if !arguments.draft {
            return Err(studio::Failure::Lacks(photo.shortfalls).into());
        }
        for shortfall in &photo.shortfalls {
            let said = lacking(shortfall, printer.locale());
            let given = [("code", said.code.to_owned()), ("message", said.message)];
            printer.tell("note-draft", &args(given));
        }
    }
    Ok(photo.cut_out.on(background.unwrap_or(print.background.rgb)))
}
