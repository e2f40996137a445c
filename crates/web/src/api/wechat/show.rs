//! What the mini-programme has to know of the service's settings.

use axum::Json;
use axum::extract::State;
use domain::retention::{ENDED, GIVEN, ORIGINAL};
use domain::{NoticeChannel, Occasion};
use serde::Serialize;
use usecases::TEXTS_VERSION;
use usecases::mini_programme::{self, Checked};
use utoipa::ToSchema;

use super::operator::{OperatorAnswer, ReviewHours};
use crate::Web;
use crate::api::error::{Answer, ApiError};
use crate::api::words::Words;
use crate::kept::whole_days;
use crate::upload::MOST_BYTES;
use crate::waiting::waiting;

/// The service's side of the mini-programme.
#[derive(Serialize, ToSchema)]
pub(crate) struct MiniAnswer {
    /// Appid of the mini-programme.
    appid: String,
    /// Whether orders that cost something can be paid inside WeChat.
    pays: bool,
    /// Templates to ask for with `wx.requestSubscribeMessage` when an order is handed in.
    notices: Vec<NoticeAsked>,
    /// Who runs the service.
    operator: OperatorAnswer,
    /// How long a result usually takes; while nobody is there, when somebody is there next.
    /// Absent where the operator says neither.
    waiting: Option<Words>,
    /// When somebody is there to review; absent where the service has no hours.
    review: Option<ReviewHours>,
    /// What consent is given to.
    consent: ConsentTexts,
    /// Whether e-mail is sent, so that an address is asked for.
    asks_email: bool,
    /// Whether an approval is told by text message.
    sends_sms: bool,
    /// Largest picture that is taken, in bytes.
    #[schema(minimum = 1)]
    most_picture_bytes: usize,
    /// That WeChat looks at photos that are handed in, to be said before one is; absent
    /// where it does not.
    safety: Option<Words>,
    /// That WeChat reads messages to the staff, to be said where they are written; absent
    /// where it does not.
    safety_messages: Option<Words>,
}

/// The texts that applicants consent to, and the periods named in them.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConsentTexts {
    /// Their version.
    #[schema(example = "2026-11")]
    version: &'static str,
    /// Days that an uploaded picture is kept at most.
    original_days: u64,
    /// Days that details are kept after an order ended.
    ended_days: u64,
    /// Days that a photo without receipt is kept after its approval.
    given_days: u64,
}

impl ConsentTexts {
    const fn now() -> Self {
        Self {
            version: TEXTS_VERSION,
            original_days: whole_days(ORIGINAL),
            ended_days: whole_days(ENDED),
            given_days: whole_days(GIVEN),
        }
    }
}

/// A template of 服务通知.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoticeAsked {
    /// The template's id.
    template: String,
    /// What it tells.
    tells: Vec<Occasion>,
}

/// What the mini-programme has to know; 404 where the service has none.
#[utoipa::path(get, path = "/api/v1/wechat", operation_id = "show_wechat", tag = "wechat",
    responses((status = 200, description = "What the mini-programme has to know.", body = MiniAnswer)))]
pub(crate) async fn show(State(web): State<Web>) -> Answer<Json<MiniAnswer>> {
    let appid = web.app.mini_programme_appid().ok_or(ApiError::NOT_FOUND)?;
    let asked = mini_programme::asked_at(&web.app)?.into_iter();
    let notices = asked.map(|(template, tells)| NoticeAsked { template, tells });
    let opening = web.app.opening();
    Ok(Json(MiniAnswer {
        appid: appid.to_owned(),
        pays: web.app.pays_online().is_some(),
        notices: notices.collect(),
        operator: (&web.settings.operator).into(),
        waiting: Words::if_spoken(|s| waiting(s, &web)),
        review: opening.map(|opening| ReviewHours::new(opening, web.app.now())),
        consent: ConsentTexts::now(),
        asks_email: web.app.sends_email(),
        sends_sms: web.app.tells(NoticeChannel::Sms, Occasion::Approved),
        most_picture_bytes: MOST_BYTES,
        safety: web
            .app
            .checks_by_wechat(Checked::Photos)
            .then(|| Words::spoken(|s| s.say("wechat-safety"))),
        safety_messages: web
            .app
            .checks_by_wechat(Checked::Messages)
            .then(|| Words::spoken(|s| s.say("wechat-safety-messages"))),
    }))
}
