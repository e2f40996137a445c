//! `POST /orders/{number}/picture`: takes the picture, checks it, and redirects
//! to the results. Forms get pages; `upload.js`, which accepts JSON, gets the
//! next path, the position in the queue, or the faults.

use axum::Json;
use axum::extract::{Multipart, Query, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::{ApplicantAction, OrderNumber};
use serde_json::json;
use usecases::AppError;
use usecases::applicant::{self, OrderSummary, PutPicture};

use super::address::{self, Step};
use super::opened::Opened;
use super::picture::{SaidWrong, picture_page, said};
use super::reader::Reader;
use super::trouble::Trouble;
use crate::backdrop::BackdropQuery;
use crate::client::AskedBy;
use crate::guard::BodyMemory;
use crate::upload::{self, BUSY_S, PATIENCE, ReadError};
use crate::{PageError, Visit, Web};

pub(crate) async fn put(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
    Query(asked): Query<BackdropQuery>,
    Opened(own): Opened,
    (AskedBy(requester), memory): (AskedBy, BodyMemory),
    mut form: Multipart,
) -> Response {
    let reader = Reader::of(&headers);
    let number = own.number();
    let order = own.summary(web.app.now());
    if !order.allows(ApplicantAction::Change) {
        return reader.on(&address::order(number));
    }
    let picture = match upload::read(&visit, &headers, &mut form).await {
        Ok(picture) => picture,
        Err(ReadError::Page(error)) => return error.into_response(),
        Err(ReadError::Busy) => return busy(reader, &visit, 0, number),
        Err(ReadError::Empty) => {
            let s = visit.speech();
            let nothing = SaidWrong {
                message: s.say("application-picture-empty"),
                remedy: s.say("application-picture-empty.remedy"),
            };
            return unfit(
                reader,
                &web,
                &visit,
                (&order, &asked),
                "picture-empty",
                vec![nothing],
            );
        }
    };
    let Some(backdrop) = asked.read() else {
        return PageError::NotFound.into_response();
    };
    let put = applicant::put_picture_on(&web.app, &own, requester, picture, backdrop).await;
    let put = match put {
        Ok(PutPicture::Making(id)) => {
            memory.give_back();
            applicant::picture_within(&web.app, &own, id, PATIENCE).await
        }
        put => put,
    };
    match put {
        // The page of the results says too that there are none yet.
        Ok(PutPicture::Made(_) | PutPicture::Making(_)) | Err(AppError::ChangedMeanwhile) => {
            reader.on(&Step::Result.of(number))
        }
        Err(AppError::Busy { place }) => busy(reader, &visit, place, number),
        Err(AppError::Quota { wait }) => PageError::Quota { wait }.into_response(),
        Err(AppError::StoreFull) => PageError::StoreFull.into_response(),
        Err(AppError::Picture(wrongs)) => {
            let code = wrongs.first().map_or("unexpected", |wrong| &wrong.code);
            let said = said(visit.speech(), &wrongs);
            unfit(reader, &web, &visit, (&order, &asked), code, said)
        }
        Err(error) => Trouble::of(&visit, error, Some(number)).into_response(),
    }
}

fn busy(reader: Reader, visit: &Visit, place: usize, number: OrderNumber) -> Response {
    match reader {
        Reader::Person => Trouble::busy(visit, place, number).into_response(),
        Reader::Script => {
            let told = json!({ "code": "engine-busy", "place": place, "wait_s": BUSY_S });
            let headers = [(RETRY_AFTER, BUSY_S.to_string())];
            (StatusCode::SERVICE_UNAVAILABLE, headers, Json(told)).into_response()
        }
    }
}

/// The file is not a picture: nothing of it is stored.
pub(super) fn unfit(
    reader: Reader,
    web: &Web,
    visit: &Visit,
    (order, asked): (&OrderSummary, &BackdropQuery),
    code: &str,
    wrongs: Vec<SaidWrong>,
) -> Response {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    match reader {
        Reader::Person => (status, picture_page(web, visit, order, asked, wrongs)).into_response(),
        Reader::Script => {
            let wrongs: Vec<_> = wrongs
                .iter()
                .map(|wrong| json!({ "message": wrong.message, "remedy": wrong.remedy }))
                .collect();
            (status, Json(json!({ "code": code, "wrongs": wrongs }))).into_response()
        }
    }
}
