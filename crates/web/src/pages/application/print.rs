//! `GET /orders/{number}/print`: a sheet of photos to print or save, with the paper,
//! how many, another size, and what to cut by. `…/sheet.jpg` is the sheet.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use catalogue::Mm;
use portrait::{Cut, Paper, SheetError};
use usecases::AppError;
use usecases::prints::{self, PlannedSheet};

use super::address::{self, Step};
use super::file_name::Saved;
use super::opened::Opened;
use super::receipt::file;
use super::trouble::Trouble;
use crate::query_string::query_string;
use crate::sheet_query::SheetQuery;
use crate::{Frame, Page, Speech, Tab, Visit, Web};

#[derive(Template)]
#[template(path = "application/print.html")]
struct PrintPage {
    s: Speech,
    frame: Frame,
    action: String,
    papers: Vec<Choice>,
    cuts: Vec<Choice>,
    sizes: Vec<Choice>,
    count: String,
    also_count: String,
    error: String,
    /// The sheet; `None` if the photos do not fit.
    sheet: Option<Shown>,
}

struct Choice {
    code: String,
    name: String,
    is_chosen: bool,
}

struct Shown {
    source: String,
    width_px: u32,
    height_px: u32,
    /// Class that gives the printed page the paper's size.
    class: String,
    /// What lies on it: `8 × 26 × 32 mm`.
    contents: Vec<String>,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
    Query(query): Query<SheetQuery>,
) -> Result<Response, Trouble> {
    let number = own.number();
    let trouble = |error| Trouble::of(&visit, error, Some(number));
    let s = visit.speech();
    let wish = query.read().ok_or_else(|| trouble(AppError::NotFound))?;
    let sizes = prints::other_sizes(&web.app, &own).await.map_err(trouble)?;
    let planned = match prints::plan(&web.app, &own, &wish).await {
        Ok(planned) => Ok(planned),
        Err(AppError::Sheet(error)) => Err(why_not(s, &error)),
        Err(error) => return Err(trouble(error)),
    };
    let paper = |paper: Paper| Choice {
        code: paper.code().to_owned(),
        name: s.say(&format!("print-paper-{}", paper.code())),
        is_chosen: paper == wish.paper,
    };
    let cut = |cut: Cut| Choice {
        code: cut.code().to_owned(),
        name: s.say(&format!("print-cut-{}", cut.code())),
        is_chosen: cut == wish.cut,
    };
    let also = wish.also.as_ref();
    let sizes = sizes.into_iter().map(|size| Choice {
        is_chosen: also.is_some_and(|(id, _)| size.id == *id),
        code: size.id.to_string(),
        name: format!(
            "{} {}",
            s.of(&size.names),
            millimetres(s, (size.photo.width_mm, size.photo.height_mm))
        ),
    });
    let base = address::order(number);
    let source = format!("{base}/sheet.jpg?{}", address_of(&query));
    let (status, error, sheet) = match planned {
        Ok(planned) => (StatusCode::OK, String::new(), Some(planned)),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, error, None),
    };
    let page = PrintPage {
        frame: Frame::new(&visit, s.say("print-title"))
            .tab(Tab::Orders)
            .back(base),
        action: Step::Print.of(number),
        papers: Paper::ALL.map(paper).into(),
        cuts: Cut::ALL.map(cut).into(),
        sizes: sizes.collect(),
        count: query.count.clone(),
        also_count: also.map_or_else(|| "2".to_owned(), |(_, count)| count.to_string()),
        error,
        sheet: sheet.map(|planned| shown(s, source, wish.paper, &planned)),
        s,
    };
    Ok((status, [(CACHE_CONTROL, "no-store")], Page(page)).into_response())
}

fn shown(s: Speech, source: String, paper: Paper, planned: &PlannedSheet) -> Shown {
    let sheet = &planned.sheet;
    let lies = if sheet.width_px > sheet.height_px {
        "wide"
    } else {
        "tall"
    };
    let contents = planned.sizes.iter().enumerate().map(|(size, mm)| {
        let count = sheet.places.iter().filter(|place| place.size == size);
        s.with("count", count.count())
            .with("size", millimetres(s, *mm))
            .say("print-contents")
    });
    Shown {
        source,
        width_px: sheet.width_px,
        height_px: sheet.height_px,
        class: format!("sheet-{}-{lies}", paper.code()),
        contents: contents.collect(),
    }
}

fn millimetres(s: Speech, (width, height): (Mm, Mm)) -> String {
    s.with("width", width.0.to_string())
        .with("height", height.0.to_string())
        .say("print-millimetres")
}

fn why_not(s: Speech, error: &SheetError) -> String {
    match error {
        SheetError::Count { asked, room } => s
            .with("asked", *asked)
            .with("room", *room)
            .say("print-no-count"),
        SheetError::PhotoTooLarge => s.say("print-no-paper"),
        SheetError::Together => s.say("print-no-together"),
        SheetError::Shape => s.say("print-no-shape"),
    }
}

/// The query again, without what is empty.
fn address_of(query: &SheetQuery) -> String {
    query_string(&[
        ("paper", &query.paper),
        ("count", &query.count),
        ("also", &query.also),
        ("also_count", &query.also_count),
        ("cut", &query.cut),
    ])
}

/// `…/sheet.jpg`.
pub(crate) async fn sheet(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
    Query(query): Query<SheetQuery>,
) -> Result<impl IntoResponse, Trouble> {
    let number = own.number();
    let trouble = |error| Trouble::of(&visit, error, Some(number));
    let wish = query.read().ok_or_else(|| trouble(AppError::NotFound))?;
    let bytes = prints::sheet(&web.app, &own, &wish)
        .await
        .map_err(trouble)?;
    let name = (Saved::Sheet, "jpg");
    Ok(file(&web, &visit, &own, bytes, ("image/jpeg", name)))
}
