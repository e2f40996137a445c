//! The operator's mini-programme in WeChat: who signed in there has their orders on every
//! phone, pays in place, and is told by 服务通知.
//!
//! What is kept of a WeChat user: with each order that is theirs, a digest to find it by and
//! the openid, sealed under the order's key, so that both end with the order. A session is
//! a sealed text that the phone holds; nothing is stored of it. What somebody without an order
//! writes is kept for a month ([`waiting_letters`]). Without `[wechat]` in the
//! settings there is no [`MiniProgramme`], and every function here says "not found".

mod letters;
mod notices;
mod orders;
mod pushes;
mod safety;
mod session;
mod shipping;
mod ways_in;

use std::collections::BTreeMap;

use domain::Occasion;
use wechat::{PushKeys, State, Template, Wechat};

use crate::app::App;
use crate::error::AppError;

pub use letters::{WaitingLetter, answer_letter, conversation, waiting_letters};
pub use notices::{asked_at, subscribe};
pub use orders::{orders, take};
pub use pushes::{PushRefused, echo, take_push};
pub use safety::{Checked, Checks, PICTURE_PATH, fetched, looks_at_photo, reads_messages};
pub use session::{MiniSession, MiniUser, SESSION, is_session, phone, sign_in, user};

pub use ways_in::{ENTRY, KnownCodes, Place, code, link, place_code, take_by_scene, to, to_own};

pub(crate) use notices::{takes_results, tell};
pub(crate) use safety::{
    check_message, check_photo, doubt_about, is_check_awaited, plan_message, plan_photo,
};
pub(crate) use session::{failed, hex, openid_of, unhex};
pub(crate) use shipping::{plan_shipping, tell_shipped};

/// Path of the service that WeChat pushes to, below its public address.
pub const PUSH_PATH: &str = "/wechat/pushes";

/// The mini-programme, as the settings have it.
#[derive(Debug)]
pub struct MiniProgramme {
    /// WeChat, for this mini-programme.
    pub wechat: Wechat,
    /// Templates of 服务通知, by what they tell.
    pub notices: BTreeMap<Occasion, Template>,
    /// Which version of the mini-programme notices, codes and links open.
    pub state: State,
    /// Page that codes and links open.
    pub entry: String,
    /// What WeChat is asked about.
    pub checks: Checks,
    /// Codes that WeChat gave.
    pub codes: KnownCodes,
    /// Keys of WeChat's pushes, if they are set up.
    pub push: Option<PushKeys>,
}

impl MiniProgramme {
    /// Whether its users are told of this: by a template, or, an answer to what they wrote,
    /// in the 客服 window.
    pub(crate) fn tells(&self, occasion: Occasion) -> bool {
        occasion == Occasion::Message || self.notices.contains_key(&occasion)
    }
}

impl App {
    /// The mini-programme.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where none is set up.
    pub(crate) fn mini_programme(&self) -> Result<&MiniProgramme, AppError> {
        let there = self.parts().mini_programme.as_ref();
        there.ok_or(AppError::NotFound)
    }

    /// Appid of the mini-programme, if one is set up.
    #[must_use]
    pub fn mini_programme_appid(&self) -> Option<&str> {
        let there = self.parts().mini_programme.as_ref();
        there.map(|mini| mini.wechat.appid())
    }
}
