//! The approved photo on a sheet of photographic paper: the paper, how many, other sizes
//! of the same shape beside it, and what to cut by.

use catalogue::{Category, Document, DocumentId, Mm, PhotoSpec};
use domain::{AttemptId, Given, Status};
use imaging::{JpegTarget, Limits, decode, encode_jpeg};
use portrait::{Cut, PRINT_DPI, Paper, Sheet, SheetError, Wanted, has_shape_of, lay_out, reframed};

use crate::app::App;
use crate::applicant::OwnOrder;
use crate::error::AppError;
use crate::receipts::{given, stored};

/// JPEG quality of the sheet: no visible block artefacts in print.
const SHEET_QUALITY: u8 = 90;

/// What is to be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetWish {
    /// The paper.
    pub paper: Paper,
    /// How many photos of the order's own size; `None` to fill the sheet.
    pub count: Option<usize>,
    /// A size of the catalogue, and how many of it.
    pub also: Option<(DocumentId, usize)>,
    /// What to cut by.
    pub cut: Cut,
}

impl SheetWish {
    /// As many of the order's own size as the paper has room for.
    #[must_use]
    pub const fn filled(paper: Paper) -> Self {
        Self {
            paper,
            count: None,
            also: None,
            cut: Cut::Marks,
        }
    }
}

/// Where the photos lie, and the sizes on it: the order's own first.
#[derive(Clone, Debug)]
pub struct PlannedSheet {
    /// The layout.
    pub sheet: Sheet,
    /// Width and height of each size, mm.
    pub sizes: Vec<(Mm, Mm)>,
}

/// The sizes of the catalogue in which the order's photo can be printed too.
///
/// # Errors
/// As [`sheet`].
pub async fn other_sizes<'a>(app: &'a App, own: &OwnOrder) -> Result<Vec<&'a Document>, AppError> {
    approved_attempt(app, own).await?;
    let spec = spec(app, own)?;
    let documents = app.catalogue().documents().iter();
    let sizes = documents.filter(|one| one.category == Category::Size && is_other(one, &spec));
    Ok(sizes.collect())
}

/// How the sheet would be laid out.
///
/// # Errors
/// As [`sheet`].
pub async fn plan(app: &App, own: &OwnOrder, wish: &SheetWish) -> Result<PlannedSheet, AppError> {
    approved_attempt(app, own).await?;
    planned(app, own, wish)
}

/// The sheet, as JPEG at the density it is printed at.
///
/// # Errors
/// [`AppError::NotFound`] if there is no valid receipt, or no approval of a document
/// without receipts, or no such other size; [`AppError::Sheet`] if the photos do not fit;
/// storage.
pub async fn sheet(app: &App, own: &OwnOrder, wish: &SheetWish) -> Result<Vec<u8>, AppError> {
    let attempt = approved_attempt(app, own).await?;
    let PlannedSheet { sheet, sizes } = planned(app, own, wish)?;
    let photo = crate::applicant::photo(app, own, Some(attempt)).await?;
    let cut = wish.cut;
    let drawn = tokio::task::spawn_blocking(move || {
        let image = decode(&photo, &Limits::default()).ok()?.image;
        let others = sizes[1..].iter().map(|size| reframed(&image, *size));
        let mut photos = others.collect::<Option<Vec<_>>>()?;
        photos.insert(0, image);
        let target = JpegTarget {
            dpi: PRINT_DPI.0,
            min_bytes: 0,
            max_bytes: usize::MAX,
            min_quality: SHEET_QUALITY,
        };
        Some(encode_jpeg(&sheet.draw(&photos, cut), &target).ok()?.bytes)
    });
    let drawn = drawn.await.map_err(|_| AppError::EngineStopped)?;
    // An approved photo decodes; if not, the applicant could not help it.
    drawn.ok_or(AppError::NotFound)
}

/// The attempt whose photo may be printed.
async fn approved_attempt(app: &App, own: &OwnOrder) -> Result<AttemptId, AppError> {
    let receipt = stored(app, own).await?;
    let order = &own.order;
    let attempt = match given(app, order, receipt.as_ref()) {
        Given::Receipt(receipt) if !receipt.status(app.now()).has_ended() => Some(receipt.attempt),
        Given::Photo if order.status(app.now()) == Status::Approved => order.attempt,
        Given::Receipt(_) | Given::ReceiptAwaited | Given::Photo => None,
    };
    attempt.ok_or(AppError::NotFound)
}

fn planned(app: &App, own: &OwnOrder, wish: &SheetWish) -> Result<PlannedSheet, AppError> {
    let spec = spec(app, own)?;
    // Size of what the file shows, which for some documents is less than the paper photo.
    let mut wanted = vec![wanted(&spec, wish.count)];
    if let Some((id, count)) = &wish.also {
        let document = app.catalogue().document_by_id(id.as_str());
        let document = document.filter(|one| one.category == Category::Size);
        let document = document.ok_or(AppError::NotFound)?;
        if !is_other(document, &spec) {
            return Err(SheetError::Shape.into());
        }
        wanted.push(self::wanted(&document.photo, Some(*count)));
    }
    Ok(PlannedSheet {
        sheet: lay_out(wish.paper, &wanted, PRINT_DPI)?,
        sizes: wanted.iter().map(|one| (one.width, one.height)).collect(),
    })
}

fn wanted(spec: &PhotoSpec, count: Option<usize>) -> Wanted {
    Wanted {
        width: spec.width_mm,
        height: spec.height_mm,
        count,
    }
}

fn spec(app: &App, own: &OwnOrder) -> Result<PhotoSpec, AppError> {
    let order = &own.order;
    let (document, city) = app.purpose(&order.document, order.city)?;
    Ok(app.catalogue().specification(document, city))
}

/// Whether it is another size, of the photo's shape.
fn is_other(size: &Document, spec: &PhotoSpec) -> bool {
    let (width, height) = (size.photo.width_mm, size.photo.height_mm);
    (width, height) != (spec.width_mm, spec.height_mm)
        && has_shape_of((spec.width_px, spec.height_px), (width, height))
}
