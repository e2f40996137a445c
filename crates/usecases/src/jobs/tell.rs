//! Telling people of something: applicants of their order, the operator of what is about
//! to end and of the log. A retry sends the same notice, under the same number.

use domain::{Due, Job, JobId, NoticeChannel, Occasion, OrderId, Timestamp};
use messages::{Args, Locale, text};
use notices::{EmailAddress, Persistence, PhoneNumber, Recipient};

use super::fault::Fault;
use crate::app::App;
use crate::applicant::open_details;
use crate::checkpoints;
use crate::checkpoints::Destination;
use crate::terms::ending_undecided;

/// Enqueues one job for each configured channel.
pub(super) async fn notify(
    app: &App,
    job: JobId,
    order: OrderId,
    occasion: Occasion,
) -> Result<(), Fault> {
    let at = app.now();
    let mut tx = app.write().await?;
    let concerned = tx.order(order).await?;
    let is_in_wechat = concerned.is_some_and(|order| order.wechat.is_some());
    for way in NoticeChannel::ALL {
        let is_theirs = way != NoticeChannel::Wechat || is_in_wechat;
        if is_theirs && app.tells(way, occasion) {
            let job = Job::Tell {
                order,
                occasion,
                way,
                noted_at: job.made_at(),
            };
            app.enqueue(&mut *tx, &Due { job, at }, app.now()).await?;
        }
    }
    Ok(app.conclude(tx).await?)
}

/// Notifies the applicant through one channel, which may have been removed from
/// the settings meanwhile.
pub(super) async fn tell(
    app: &App,
    id: OrderId,
    occasion: Occasion,
    way: NoticeChannel,
    noted_at: Timestamp,
) -> Result<(), Fault> {
    let now = app.now();
    let order = app.read().await?.order(id).await?;
    let order = order.filter(|order| order.erased_at.is_none());
    if let (NoticeChannel::Wechat, Some(order)) = (way, &order) {
        return Ok(crate::mini_programme::tell(app, order, occasion, noted_at).await?);
    }
    let (Some(channel), Some(order)) = (app.channel(way), order) else {
        return Ok(());
    };
    let to = match way {
        NoticeChannel::Wechat => return Ok(()),
        NoticeChannel::WebHook => Recipient::System,
        NoticeChannel::Sms => {
            let Some(kept) = open_details(app, &order)? else {
                return Ok(());
            };
            let phone = PhoneNumber::new(kept.applicant.phone.as_str());
            Recipient::Phone(phone.ok_or(Fault {
                code: "not-a-phone-number",
                persistence: Persistence::Permanent,
            })?)
        }
        NoticeChannel::Email => {
            let email = open_details(app, &order)?.and_then(|kept| kept.applicant.email);
            let Some(email) = email else { return Ok(()) };
            let address = email.as_str().parse::<EmailAddress>();
            Recipient::Person(address.map_err(|error| Fault {
                code: error.code(),
                persistence: Persistence::Permanent,
            })?)
        }
    };
    let (subject, body) = words(app, occasion, &order.number.grouped(), way);
    let url = app.parts().public_url.as_ref();
    let notice = notices::Notice {
        // A retry sends the same notice.
        id: format!("{id}-{}-{}", occasion.code(), noted_at.0),
        to,
        kind: occasion.code().to_owned(),
        subject,
        body,
        order_number: order.number.to_string(),
        link: url.map(|url| format!("{}/orders/{}", url.trim_end_matches('/'), order.number)),
        checkpoint: None,
        at_ms: now.0,
    };
    let sent = channel.send(&notice, now.0).await;
    sent.map(|_| ()).map_err(|error| Fault {
        code: error.code(),
        persistence: error.persistence(),
    })
}

/// Tells the operator through one channel how many orders are about to end
/// undecided. Where meanwhile there are none, or no address is set, it tells
/// nothing.
pub(super) async fn warn_operator(
    app: &App,
    way: NoticeChannel,
    noted_at: Timestamp,
) -> Result<(), Fault> {
    let now = app.now();
    let mut tx = app.read().await?;
    let ending = ending_undecided(&mut *tx, now).await?;
    drop(tx);
    let (Some(channel), true) = (app.channel(way), ending.waiting > 0) else {
        return Ok(());
    };
    let Some(to) = operator_by(app, way) else {
        return Ok(());
    };
    let first = ending
        .oldest
        .unwrap_or(now)
        .plus(domain::retention::UNDECIDED);
    let mut args = Args::new();
    args.set("count", ending.waiting.to_string());
    args.set("day", domain::china::date(first).to_string());
    let (subject, body) = in_languages("notice-undecided", &args, way);
    let url = app.parts().public_url.as_ref();
    let notice = notices::Notice {
        id: format!("undecided-{}", noted_at.0),
        to,
        kind: "undecided".to_owned(),
        subject,
        body,
        order_number: String::new(),
        link: url.map(|url| format!("{}/desk", url.trim_end_matches('/'))),
        checkpoint: None,
        at_ms: now.0,
    };
    let sent = channel.send(&notice, now.0).await;
    sent.map(|_| ()).map_err(|error| Fault {
        code: error.code(),
        persistence: error.persistence(),
    })
}

/// The operator, as reached through this channel; `None` if no address is set.
fn operator_by(app: &App, way: NoticeChannel) -> Option<Recipient> {
    match way {
        NoticeChannel::WebHook => Some(Recipient::System),
        NoticeChannel::Sms | NoticeChannel::Wechat => None,
        NoticeChannel::Email => {
            let address = app.parts().operator_email.as_ref()?;
            Some(Recipient::Person(address.parse::<EmailAddress>().ok()?))
        }
    }
}

/// Sends the operator a checkpoint of the log as it is now. A retry sends a newer
/// one, which attests more.
pub(super) async fn send_checkpoint(
    app: &App,
    way: NoticeChannel,
    noted_at: Timestamp,
) -> Result<(), Fault> {
    let Some(destination) = Destination::by(way) else {
        return Ok(());
    };
    let (Some(channel), Some(to)) = (app.channel(way), operator_by(app, way)) else {
        // Removed from the settings meanwhile.
        app.health().reached(destination);
        return Ok(());
    };
    let now = app.now();
    let line = checkpoints::take(app).await?;
    let mut args = Args::new();
    args.set("day", domain::china::date(now).to_string());
    let (subject, words) = in_languages("notice-checkpoint", &args, way);
    let notice = notices::Notice {
        id: format!("checkpoint-{}", noted_at.0),
        to,
        kind: "checkpoint".to_owned(),
        subject,
        body: checkpoints::in_mail(&words, &line),
        order_number: String::new(),
        link: None,
        checkpoint: Some(line),
        at_ms: now.0,
    };
    match channel.send(&notice, now.0).await {
        Ok(_) => {
            app.health().reached(destination);
            Ok(())
        }
        Err(error) => {
            app.health().missed(destination);
            Err(Fault {
                code: error.code(),
                persistence: error.persistence(),
            })
        }
    }
}

/// Subject and body. The applicant's language is not known, so mails are in
/// both languages; web hooks are in Chinese and also contain the occasion's
/// code; text messages are short, and in the language of the settings.
fn words(app: &App, occasion: Occasion, number: &str, way: NoticeChannel) -> (String, String) {
    let mut args = Args::new();
    args.set("number", number.to_owned());
    if way == NoticeChannel::Sms {
        let locale = app.parts().sms.locale;
        let text = text(locale, &format!("sms-{}", occasion.code()), &args);
        return (String::new(), text);
    }
    in_languages(&format!("notice-{}", occasion.code()), &args, way)
}

fn in_languages(key: &str, args: &Args, way: NoticeChannel) -> (String, String) {
    let [(subject, body), english] = [Locale::Zh, Locale::En].map(|locale| {
        let body = text(locale, &format!("{key}.body"), args);
        (text(locale, key, args), body)
    });
    let body = match way {
        NoticeChannel::WebHook | NoticeChannel::Sms | NoticeChannel::Wechat => body,
        NoticeChannel::Email => format!("{body}\n\n{}\n{}", english.0, english.1),
    };
    (subject, body)
}

#[cfg(test)]
mod tests {
    use domain::applicant::Email;

    use super::*;

    #[test]
    fn every_address_that_is_taken_can_be_written_to() {
        let atoms = "!#$%&'*+-/=?^_`{|}~";
        for address in [
            "wei@example.org",
            "Wei.Li+id@mail.example.org",
            "123@qq.com",
            "a@b.cn",
            "1@1.2",
            &format!("{atoms}@example-1.org"),
            &format!("{}@{}.cn", "a".repeat(64), "b".repeat(63)),
            &format!("a@{}cn", "b.".repeat(124)),
        ] {
            let email = Email::parse(address).unwrap().unwrap();
            assert!(email.as_str().parse::<EmailAddress>().is_ok(), "{address}");
        }
    }
}
