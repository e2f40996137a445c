//! The catalogue in force, and what of it a command is about.

use std::path::{Path, PathBuf};

use catalogue::{Acceptance, Authority, Catalogue, City, Document, LoadError, PhotoSpec};

use crate::failure::Failure;

/// Names the folder of corrections where `--catalogue` does not.
const VARIABLE: &str = "HUIZHI_CATALOGUE";

/// The folder of corrections in force, if any.
pub(crate) fn folder(given: Option<&Path>) -> Option<PathBuf> {
    let from_environment = || std::env::var_os(VARIABLE).filter(|value| !value.is_empty());
    given
        .map(Path::to_owned)
        .or_else(|| from_environment().map(PathBuf::from))
}

/// Loads the embedded catalogue, with the corrections in `folder` over it.
pub(crate) fn load(folder: Option<&Path>) -> Result<Catalogue, LoadError> {
    match folder {
        Some(folder) => Catalogue::with_overrides(folder),
        None => Catalogue::embedded().map_err(LoadError::Invalid),
    }
}

/// A document, where it is to be issued, and what it asks for there.
pub(crate) struct Choice<'a> {
    pub(crate) document: &'a Document,
    pub(crate) city: Option<&'a City>,
    pub(crate) spec: PhotoSpec,
    /// Whether a photo made by oneself is accepted; `None` without a city.
    pub(crate) acceptance: Option<Acceptance>,
}

/// Looks document and city up.
pub(crate) fn choose<'a>(
    catalogue: &'a Catalogue,
    document: &str,
    city: Option<&str>,
) -> Result<Choice<'a>, Failure> {
    let document = catalogue.document(document)?;
    let city = city.map(|city| catalogue.city(city)).transpose()?;
    Ok(Choice {
        document,
        city,
        spec: catalogue.specification(document, city),
        acceptance: city.map(|city| catalogue.acceptance(document, city)),
    })
}

/// The same for making a photo: a document that cities issue needs its city.
pub(crate) fn choose_for_photo<'a>(
    catalogue: &'a Catalogue,
    document: &str,
    city: Option<&str>,
) -> Result<Choice<'a>, Failure> {
    let choice = choose(catalogue, document, city)?;
    if choice.document.authority == Authority::City && choice.city.is_none() {
        return Err(Failure::CityNeeded {
            document: choice.document.names.clone(),
        });
    }
    Ok(choice)
}
