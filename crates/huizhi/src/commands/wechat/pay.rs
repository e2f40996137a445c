//! Whether `[wechat_pay]` is right, as far as it can be tried: a charge of 0.01 yuan is made and closed at once. Its answer shows that WeChat Pay took our
//! signature, that Native payment is enabled for the appid, and that we take its own
//! signature. (What does not exist is answered without a signature.)

use std::sync::Arc;

use payments::{ChargeRequest, Offered, PayError, PayService, Scene};
use usecases::online::notices_url;
use usecases::{AppParts, Clock as _, SystemClock};

use super::say;
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::printer::Printer;
use messages::{Args, Locale};

/// How long the charge could be paid if closing it failed, in milliseconds.
const TRIED_MS: i64 = 5 * 60 * 1000;

/// What the try showed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Tried {
    /// Both signatures are right.
    Right,
    /// WeChat does not take our signature.
    OurSignature,
    /// We cannot take WeChat's.
    TheirSignature,
    /// WeChat refused for another reason.
    Refused(String),
    /// Nothing is known: no answer, or one of a fault.
    Silent(&'static str),
}

impl Tried {
    fn of(offered: Result<Offered, PayError>) -> Self {
        match offered {
            Ok(_) => Self::Right,
            Err(PayError::Unsigned) => Self::TheirSignature,
            Err(PayError::Refused { code }) if code == "SIGN_ERROR" => Self::OurSignature,
            Err(PayError::Refused { code }) => Self::Refused(code),
            Err(error) => Self::Silent(error.code()),
        }
    }

    const fn key(&self) -> &'static str {
        match self {
            Self::Right => "wechat-check-right",
            Self::OurSignature => "wechat-check-our-signature",
            Self::TheirSignature => "wechat-check-their-signature",
            Self::Refused(_) => "wechat-check-refused",
            Self::Silent(_) => "wechat-check-silent",
        }
    }

    fn code(&self) -> &str {
        match self {
            Self::Refused(code) => code,
            Self::Silent(code) => code,
            Self::Right | Self::OurSignature | Self::TheirSignature => "",
        }
    }
}

/// Tries the account; says what came of it.
pub(super) async fn check(
    payer: &Arc<dyn PayService>,
    public_url: &str,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    say(printer, "wechat-check-settings", [])?;
    let tried = try_it(payer, public_url).await;
    say(printer, tried.key(), [("code", tried.code().to_owned())])?;
    Ok(match tried {
        Tried::Right => ExitStatus::Done,
        Tried::OurSignature | Tried::TheirSignature | Tried::Refused(_) => ExitStatus::Usage,
        Tried::Silent(_) => ExitStatus::Unexpected,
    })
}

async fn try_it(payer: &Arc<dyn PayService>, public_url: &str) -> Tried {
    let now_ms = SystemClock.now().0;
    let mut random = [0; 8];
    AppParts::system_randomness().fill_bytes(&mut random);
    let charge = ChargeRequest {
        number: format!("HZCHECK{:016X}", u64::from_be_bytes(random)),
        description: messages::text(Locale::Zh, "wechat-check-charge", &Args::new()),
        amount_fen: 1,
        expires_at_ms: now_ms + TRIED_MS,
        notify_url: notices_url(public_url),
        scene: Scene::Scan,
    };
    let tried = Tried::of(payer.offer(&charge, now_ms).await);
    // Nobody saw its code, and it ends by itself.
    payer.close(&charge.number, now_ms).await.ok();
    tried
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_answer_shows() {
        let refused = |code: &str| {
            Err(PayError::Refused {
                code: code.to_owned(),
            })
        };
        let busy = PayError::Busy {
            code: "SYSTEM_ERROR".to_owned(),
        };
        let check = |found, key: &str, code: &str| {
            let tried = Tried::of(found);
            assert_eq!((tried.key(), tried.code()), (key, code));
            for locale in messages::Locale::ALL {
                assert!(messages::has(locale, key), "{key}");
            }
        };
        check(Ok(Offered::Code(String::new())), "wechat-check-right", "");
        check(refused("SIGN_ERROR"), "wechat-check-our-signature", "");
        check(refused("NO_AUTH"), "wechat-check-refused", "NO_AUTH");
        check(Err(PayError::Unsigned), "wechat-check-their-signature", "");
        check(Err(busy), "wechat-check-silent", "pay-busy");
        let silent = Err(PayError::Unreachable);
        check(silent, "wechat-check-silent", "pay-unreachable");
    }
}
