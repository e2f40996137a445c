//! The parts common to all pages: title, tab, back link, assets, token.

use catalogue::Text;

use crate::pages::wechat::Sharing;
use crate::{Logo, Speech, Visit, assets};

/// The three tabs of the applicant's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// 首页: home.
    Home,
    /// 订单: orders.
    Orders,
    /// 客服: customer service.
    Service,
}

/// The parts of a page around its content; a template's field `frame`.
#[derive(Clone)]
pub struct Frame {
    /// Title of the page and of the browser's tab.
    pub title: String,
    /// The highlighted tab.
    pub tab: Option<Tab>,
    /// Target of the back link.
    pub back: Option<String>,
    /// Number of orders with unread notices, shown at the tab 订单.
    pub news: usize,
    visit: Visit,
}

impl Frame {
    /// A frame without tab and back link.
    #[must_use]
    pub fn new(visit: &Visit, title: String) -> Self {
        Self {
            title,
            tab: None,
            back: None,
            news: 0,
            visit: visit.clone(),
        }
    }

    /// Highlights a tab.
    #[must_use]
    pub fn tab(self, tab: Tab) -> Self {
        Self {
            tab: Some(tab),
            ..self
        }
    }

    /// Adds a back link to `href`.
    #[must_use]
    pub fn back(self, href: impl Into<String>) -> Self {
        Self {
            back: Some(href.into()),
            ..self
        }
    }

    /// Shows this number of orders with unread notices at the tab 订单.
    #[must_use]
    pub fn news(self, news: usize) -> Self {
        Self { news, ..self }
    }

    /// The URL path of an asset.
    ///
    /// # Panics
    /// If there is no such file; a test renders every page.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        assets::asset(name)
    }

    /// The service's name.
    #[must_use]
    pub fn product(&self) -> String {
        self.visit.product()
    }

    /// The logo, if the operator has one.
    #[must_use]
    pub fn logo(&self) -> Option<&Logo> {
        self.visit.brand().logo()
    }

    /// The logo in the head line: not on the first page, which shows it large.
    #[must_use]
    pub fn head_logo(&self) -> Option<&Logo> {
        let is_first = self.tab == Some(Tab::Home) && self.back.is_none();
        self.logo().filter(|_| !is_first)
    }

    /// Whether WeChat's script is put on the page, and what it may share: `open` or `closed`.
    #[must_use]
    pub fn sharing(&self) -> Option<&'static str> {
        let has_script = self.visit.has_wechat_script();
        has_script.then(|| Sharing::of(self.visit.address()).code())
    }

    /// Whether orders of the mini-programme can be shown to the page's reader.
    #[must_use]
    pub fn can_tie_wechat(&self) -> bool {
        self.visit.can_tie_wechat()
    }

    /// Whether there is a mini-programme to lead to.
    #[must_use]
    pub fn has_mini_programme(&self) -> bool {
        self.visit.has_mini_programme()
    }

    /// The URL path of the style sheet with the operator's colour, if there is one.
    #[must_use]
    pub fn accent(&self) -> Option<String> {
        let accent = self.visit.brand().accent()?;
        Some(format!("/brand/{}/accent.css", accent.digits()))
    }

    /// Words of welcome, line by line; empty without.
    #[must_use]
    pub fn welcome(&self) -> Vec<String> {
        lines(self.visit.speech(), self.visit.brand().welcome())
    }

    /// The foot of every page: who runs the service, and where; empty as long as the
    /// operator has given neither a name for it nor an address.
    #[must_use]
    pub fn foot(&self) -> Vec<String> {
        let (s, operator) = (self.visit.speech(), self.visit.operator());
        let own = self.visit.brand().name();
        if own.is_none() && operator.address.is_none() {
            return Vec::new();
        }
        let mut foot = vec![self.product()];
        let name = operator.name.as_ref().map(|name| s.of(name).to_owned());
        foot.extend(name.filter(|name| *name != foot[0]));
        foot.extend(lines(s, operator.address.as_ref()));
        foot.extend(operator.phone.clone());
        foot
    }

    /// Whether anything costs something here.
    #[must_use]
    pub fn asks_for_money(&self) -> bool {
        self.visit.asks_for_money()
    }

    /// The CSRF token for a form. Creates the device's cookie if there is none.
    #[must_use]
    pub fn csrf(&self) -> String {
        self.visit.csrf()
    }

    /// This page's own path and query, for the language switch.
    #[must_use]
    pub fn address(&self) -> &str {
        self.visit.address()
    }

    /// Whether `name` is the highlighted tab: `home`, `orders` or `service`.
    #[must_use]
    pub fn is_tab(&self, name: &str) -> bool {
        let lit = self.tab.map(|tab| match tab {
            Tab::Home => "home",
            Tab::Orders => "orders",
            Tab::Service => "service",
        });
        lit == Some(name)
    }
}

/// The lines of a text; none without.
pub(crate) fn lines(s: Speech, text: Option<&Text>) -> Vec<String> {
    let text = text.map_or("", |text| s.of(text));
    text.lines().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use askama::Template;
    use axum::body::Body;
    use axum::extract::Request;

    use super::*;
    use crate::Speech;
    use crate::testing::Service;

    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"{% extends "layout/staff.html" %}
{% import "parts/cells.html" as cells %}
{% import "parts/forms.html" as forms %}
{% block content %}
<ul>{{ cells::measured("fail", "<b>", "cure", "why", "", "1") }}</ul>
{{ cells::fact("a", "b") }}
{{ forms::field("text", "name", "Name", typed, "", wrong, "name") }}
{{ forms::csrf(frame.csrf()) }}
{% endblock %}"#
    )]
    struct Desk {
        s: Speech,
        frame: Frame,
        typed: String,
        wrong: String,
    }

    #[tokio::test]
    async fn the_desk_layout_and_the_parts() {
        let web = Service::start().await.web;
        let visit = Visit::new(&web, &Request::new(Body::empty()));
        let page = Desk {
            s: visit.speech(),
            frame: Frame::new(&visit, "Queue".to_owned()),
            typed: "\"><i>".to_owned(),
            wrong: "too short".to_owned(),
        };
        let html = page.render().unwrap();
        let check = |part: &str| assert!(html.contains(part), "{part} in\n{html}");
        check("<h1 class=\"desk-title\">Queue</h1>");
        check("&#60;b&#62;");
        check("value=\"&#34;&#62;&#60;i&#62;\"");
        check("aria-invalid=\"true\"");
        check("name=\"csrf\" value=\"");
        assert!(visit.new_device_cookie().is_some());
    }
}
