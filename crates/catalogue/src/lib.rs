//! What each document, in each city, asks of a photo, and whether a photo made
//! by oneself is accepted there.
//!
//! Takes the files of `data/` (embedded) and, if an operator wishes, a folder
//! with corrections; gives typed documents, cities and photo specifications.
//! No figure lives in code: every one is in a file that a non-programmer can
//! read and correct, with its source and how far it is to be trusted. Loading
//! checks everything and reports all problems at once.
//!
//! ```
//! let catalogue = catalogue::Catalogue::embedded().expect("the embedded data is checked by tests");
//! let document = catalogue.document("身份证").expect("listed");
//! let city = catalogue.city("jiujiang").expect("listed");
//! let photo = catalogue.specification(document, Some(city));
//! assert_eq!((photo.width_px, photo.height_px), (358, 441));
//! assert_eq!(catalogue.acceptance(document, city).answer, catalogue::Answer::Yes);
//! ```

mod acceptance;
mod ask;
mod catalogue;
mod check;
mod date;
mod division;
mod document;
mod document_id;
mod embedded;
mod find_city;
mod find_document;
mod folder;
mod full_place;
mod gazetteer;
mod large_city;
mod lookup;
mod merge;
mod problem;
mod proportions;
mod read_asks;
mod read_checks;
mod read_document;
mod read_photo;
mod read_reasons;
mod read_receipts;
mod read_source;
mod reason;
mod receipt_rule;
mod section;
mod source;
mod spec;
mod text;
mod traditional;
mod units;

pub use acceptance::{Acceptance, Answer};
pub use ask::{Ask, Need, Script};
pub use catalogue::Catalogue;
pub use check::{Bounds, Check, Checks, Unit};
pub use date::Date;
pub use division::{City, County, DivisionCode, NotACode, Province};
pub use document::{Authority, Category, Document, Gives};
pub use document_id::{DocumentId, NotADocumentId};
pub use folder::LoadError;
pub use large_city::{LargeCities, ShortForms};
pub use lookup::{Candidate, LookupError, fold};
pub use problem::{Problem, ProblemKind};
pub use reason::{Reason, ReasonGroup};
pub use receipt_rule::{
    CountsIn, FormRow, Languages, ReceiptForm, ReceiptRule, Stub, Uses, Validity,
};
pub use source::{Confidence, Source};
pub use spec::{
    Background, Constraint, FileFormat, FileWindow, Measure, PhotoSpec, PrintSpec, Shade,
};
pub use text::Text;
pub use units::{Dpi, MM_PER_INCH, Mm, Px};
