//! Ways into the mini-programme from elsewhere: a 小程序码 to scan on a screen, and a link for
//! a phone's browser. Both tell the page a scene.
//!
//! | scene | opens |
//! |---|---|
//! | `h` | the first page |
//! | `d.<document>` | what the document asks for |
//! | `o.<number>` | an order, if it is the user's |
//! | `t.<number><minute><seal>` | an order that the user takes to themselves |

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use catalogue::DocumentId;
use domain::OrderNumber;
use domain::timestamp::minutes;
use std::collections::HashMap;
use std::fmt;
use std::time::Duration;
use tokio::sync::Mutex;
use wechat::{Opened, Scene};

use super::MiniUser;
use super::orders::give;
use super::session::failed;
use crate::app::App;
use crate::applicant::OwnOrder;
use crate::error::AppError;

/// Page of the mini-programme that reads scenes, unless the settings name another.
pub const ENTRY: &str = "pages/open/open";

/// Side of a code, in pixels: WeChat's usual one, sharp at 5 cm on paper.
const CODE_PX: u16 = 430;

/// How long a scene takes an order: as long as somebody looks for their phone.
const TAKEN_WITHIN: Duration = minutes(10);

/// Characters of a scene's minute, and bytes of its seal: what the 32 characters of a scene
/// leave. Guessing 64 bits within the ten minutes is hopeless.
const MINUTE_CHARS: usize = 7;
const SEAL_BYTES: usize = 8;

/// What anybody may open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The first page.
    Home,
    /// A document.
    Document(DocumentId),
}

/// Codes of places, as WeChat gave them: they do not end, and there are no more than
/// documents.
#[derive(Default)]
pub struct KnownCodes(Mutex<HashMap<Scene, Vec<u8>>>);

impl fmt::Debug for KnownCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KnownCodes")
    }
}

/// The scene of a place.
///
/// # Errors
/// [`AppError::NotFound`] for a document that is not in the catalogue, or whose identifier
/// is too long for a scene.
pub fn to(app: &App, place: &Place) -> Result<Scene, AppError> {
    let text = match place {
        Place::Home => "h".to_owned(),
        Place::Document(id) => {
            let known = app.catalogue().document_by_id(id.as_str());
            format!("d.{}", known.ok_or(AppError::NotFound)?.id)
        }
    };
    Scene::new(text).map_err(|_| AppError::NotFound)
}

/// The scene by which whoever scans it takes the order to themselves, within ten minutes. An
/// order that is somebody's in WeChat already is only opened.
///
/// # Errors
/// [`AppError::NotFound`] without a mini-programme, and for whoever only found the order and
/// proved that they know its applicant: what they have ends in two hours, and this does not.
pub fn to_own(app: &App, own: &OwnOrder) -> Result<Scene, AppError> {
    app.mini_programme()?;
    if !own.is_owners() {
        return Err(AppError::NotFound);
    }
    let number = own.number();
    let text = match own.order.wechat.is_some() {
        true => format!("o.{}", number.as_str()),
        false => {
            let minute = minute_of(app) + TAKEN_WITHIN.as_secs() / 60;
            taking(app, number, minute)
        }
    };
    Scene::new(text).map_err(|_| AppError::NotFound)
}

/// A picture of the code: JPEG or PNG.
///
/// # Errors
/// [`AppError::NotFound`] without a mini-programme; [`AppError::Wechat`].
pub async fn code(app: &App, scene: &Scene) -> Result<Vec<u8>, AppError> {
    let mini = app.mini_programme()?;
    let now_ms = app.now().0;
    let made = mini
        .wechat
        .programme_code(&mini.entry, scene, CODE_PX, mini.state, now_ms);
    Ok(made.await.map_err(failed)?)
}

/// The same for a place, kept once it is there.
///
/// # Errors
/// As [`code`].
pub async fn place_code(app: &App, place: &Place) -> Result<Vec<u8>, AppError> {
    let scene = to(app, place)?;
    // Whoever comes meanwhile waits for the one request.
    let mut known = app.mini_programme()?.codes.0.lock().await;
    if let Some(picture) = known.get(&scene) {
        return Ok(picture.clone());
    }
    let picture = code(app, &scene).await?;
    known.insert(scene, picture.clone());
    Ok(picture)
}

/// An address that opens the mini-programme from a browser outside WeChat, for a day.
///
/// # Errors
/// As [`code`].
pub async fn link(app: &App, scene: &Scene) -> Result<String, AppError> {
    let mini = app.mini_programme()?;
    let opened = Opened {
        page: &mini.entry,
        scene,
        state: mini.state,
    };
    let link = mini.wechat.url_link(&opened, app.now().0).await;
    Ok(link.map_err(failed)?)
}

/// Takes the order of a scene of [`to_own`] to the user; gives its number. Taken again by
/// the same user, it does nothing.
///
/// # Errors
/// [`AppError::NotFound`] for a scene that is none, or is over; as [`super::take`] besides.
pub async fn take_by_scene(
    app: &App,
    user: &MiniUser,
    scene: &str,
) -> Result<OrderNumber, AppError> {
    let (number, minute) = read(scene).ok_or(AppError::NotFound)?;
    let is_ours = app.vouch("scene-compare", scene)
        == app.vouch("scene-compare", &taking(app, number, minute));
    if !is_ours || minute < minute_of(app) {
        return Err(AppError::NotFound);
    }
    let mut tx = app.write().await?;
    let order = tx.order_by_number(number).await?;
    give(app, tx, user, order.ok_or(AppError::NotFound)?).await?;
    Ok(number)
}

fn minute_of(app: &App) -> u64 {
    u64::try_from(app.now().0 / 60_000).unwrap_or_default()
}

fn taking(app: &App, number: OrderNumber, minute: u64) -> String {
    let number = number.as_str();
    let seal = app.vouch("wechat-take", &format!("{number}:{minute}"));
    let seal = URL_SAFE_NO_PAD.encode(&seal.0[..SEAL_BYTES]);
    format!("t.{number}{minute:0MINUTE_CHARS$x}{seal}")
}

/// Number and minute of a scene that takes an order.
fn read(scene: &str) -> Option<(OrderNumber, u64)> {
    let rest = scene.strip_prefix("t.").filter(|rest| rest.is_ascii())?;
    let (number, rest) = rest.split_at_checked(OrderNumber::LENGTH)?;
    let (minute, _) = rest.split_at_checked(MINUTE_CHARS)?;
    let number = OrderNumber::parse(number).ok()?;
    Some((number, u64::from_str_radix(minute, 16).ok()?))
}
