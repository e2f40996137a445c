//! `GET /service`: 客服, whom to ask.

use askama::Template;
use axum::extract::State;

use crate::{Frame, Page, Speech, Tab, Visit, Web};

#[derive(Template)]
#[template(path = "service.html")]
pub(crate) struct Service {
    s: Speech,
    frame: Frame,
    name: Option<String>,
    phone: Option<Phone>,
    email: Option<String>,
    hours: Option<String>,
}

struct Phone {
    shown: String,
    dialled: String,
}

impl Service {
    fn is_silent(&self) -> bool {
        self.phone.is_none() && self.email.is_none()
    }
}

pub(crate) async fn page(State(web): State<Web>, visit: Visit) -> Page<Service> {
    let s = visit.speech();
    let operator = &web.settings.operator;
    let phone = operator.phone.as_ref().map(|shown| Phone {
        shown: shown.clone(),
        dialled: shown
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect(),
    });
    Page(Service {
        s,
        frame: Frame::new(&visit, s.say("tab-service")).tab(Tab::Service),
        name: operator.name.as_ref().map(|name| s.of(name).to_owned()),
        phone,
        email: operator.email.clone(),
        hours: operator.hours.as_ref().map(|hours| s.of(hours).to_owned()),
    })
}
