//! `GET /office/figures.csv`: the statistics by day as a file.

use axum::extract::{Query, State};
use axum::response::Response;
use usecases::operator;

use super::csv::Csv;
use super::figures::FiguresQuery;
use crate::china_time::day;
use crate::staff::Permitted;
use crate::{PageError, Web};
use domain::staff::right::SeeFigures;

pub(crate) async fn file(
    State(web): State<Web>,
    visit: Permitted<SeeFigures>,
    Query(asked): Query<FiguresQuery>,
) -> Result<Response, PageError> {
    let s = visit.visit.speech();
    let days = asked.days();
    let found = operator::figures(&web.app, &visit.permit, days).await?;
    let mut csv = Csv::new(&[
        s.say("office-day"),
        s.say("office-submitted"),
        s.say("office-approved"),
        s.say("office-rejected"),
    ]);
    for row in &found.days {
        csv.row(&[
            day(row.from),
            row.submitted.to_string(),
            row.approved.to_string(),
            row.rejected.to_string(),
        ]);
    }
    Ok(csv.download(&format!("huizhi-figures-{days}-days.csv")))
}
