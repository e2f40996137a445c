//! Ways to one's own order: whoever scans the code, or follows the link, within ten minutes
//! has it among their orders in WeChat from then on.

use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Redirect};
use usecases::mini_programme;

use super::place::kind;
use crate::pages::application::Opened;
use crate::{PageError, Web};

pub(crate) async fn code(
    State(web): State<Web>,
    Opened(own): Opened,
) -> Result<impl IntoResponse, PageError> {
    let scene = mini_programme::to_own(&web.app, &own)?;
    let picture = mini_programme::code(&web.app, &scene).await?;
    let kept = (CACHE_CONTROL, "private, no-store");
    Ok(([kept, kind(&picture)], picture))
}

pub(crate) async fn open(
    State(web): State<Web>,
    Opened(own): Opened,
) -> Result<impl IntoResponse, PageError> {
    let scene = mini_programme::to_own(&web.app, &own)?;
    let link = mini_programme::link(&web.app, &scene).await?;
    Ok(([(CACHE_CONTROL, "private, no-store")], Redirect::to(&link)))
}
