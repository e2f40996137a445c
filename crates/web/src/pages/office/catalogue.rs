//! `GET /office/catalogue`: the version in force, and all documents.

use askama::Template;
use axum::extract::State;
use catalogue::{Catalogue, Document};
use usecases::sign_in::SignedIn;

use super::specification_rows::{pixels, size};
use crate::choices::category_name;
use crate::staff::Permitted;
use crate::{Frame, Page, Speech, Web};
use domain::staff::right::ManageStaff;

#[derive(Template)]
#[template(path = "office/catalogue.html")]
pub(crate) struct CatalogueInForce {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    version: String,
    /// Fingerprint of the operator's overrides, if there are any.
    overrides: Option<String>,
    effective: String,
    cities: usize,
    rows: Vec<DocumentRow>,
}

struct DocumentRow {
    id: String,
    name: String,
    category: String,
    scope: String,
    size: String,
    pixels: String,
    /// Numbers of places with requirements of their own, and with acceptance
    /// rules of their own.
    specifications: usize,
    answers: usize,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Permitted<ManageStaff>,
) -> Page<CatalogueInForce> {
    let s = visit.visit.speech();
    let catalogue = &web.catalogue;
    Page(CatalogueInForce {
        s,
        frame: Frame::new(&visit.visit, s.say("office-catalogue")),
        me: visit.me,
        version: catalogue.version().to_owned(),
        overrides: overrides(catalogue).map(str::to_owned),
        effective: catalogue.effective().to_string(),
        cities: catalogue.cities().len(),
        rows: catalogue.documents().iter().map(|d| row(s, d)).collect(),
    })
}

/// The part of a version after the `+`: it exists if a folder of overrides is
/// in use.
pub(super) fn overrides(catalogue: &Catalogue) -> Option<&str> {
    catalogue
        .version()
        .split_once('+')
        .map(|(_, fingerprint)| fingerprint)
}

fn row(s: Speech, document: &Document) -> DocumentRow {
    DocumentRow {
        id: document.id.to_string(),
        name: s.of(&document.names).to_owned(),
        category: category_name(s, document.category),
        scope: s.say(super::document::scope(document.authority)),
        size: size(s, document.photo.width_mm, document.photo.height_mm),
        pixels: pixels(s, &document.photo),
        specifications: document.photo_in.len(),
        answers: document.accepted_in.len(),
    }
}
