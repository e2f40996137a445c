//! Who runs the service, and when somebody is there.

use domain::Timestamp;
use domain::opening::OpeningHours;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::words::{Words, in_both};
use crate::frame::lines;
use crate::{Operator, hours};

/// Contact data of the operator; what the settings leave out is absent.
#[derive(Serialize, ToSchema)]
pub(crate) struct OperatorAnswer {
    /// Name of the office or shop.
    name: Option<Words>,
    /// Telephone number as people write it.
    phone: Option<String>,
    /// E-mail address.
    email: Option<String>,
    /// Hours of service.
    hours: Option<Words>,
    /// Lines of the address; empty where none is given. A language with fewer lines has
    /// empty ones at its end.
    address: Vec<Words>,
}

impl From<&Operator> for OperatorAnswer {
    fn from(operator: &Operator) -> Self {
        Self {
            name: operator.name.as_ref().map(Into::into),
            phone: operator.phone.clone(),
            email: operator.email.clone(),
            hours: operator.hours.as_ref().map(Into::into),
            address: Words::lines(|s| lines(s, operator.address.as_ref())),
        }
    }
}

/// When somebody is there to review.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReviewHours {
    /// Whether somebody is there now, and when next.
    now: Words,
    /// The week, then the days of the next weeks that differ.
    hours: Vec<HoursLine>,
}

/// Hours of some days.
#[derive(Serialize, ToSchema)]
pub(crate) struct HoursLine {
    /// The days.
    what: Words,
    /// The hours.
    when: Words,
}

impl ReviewHours {
    pub(super) fn new(opening: &OpeningHours, now: Timestamp) -> Self {
        let table = in_both(|s| hours::lines(s, opening, now));
        let table = table.map(|((zh, zh_when), (en, en_when))| HoursLine {
            what: Words { zh, en },
            when: Words {
                zh: zh_when,
                en: en_when,
            },
        });
        Self {
            now: Words::spoken(|s| hours::now(s, opening, now)),
            hours: table.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use catalogue::Text;
    use domain::china;
    use serde_json::json;

    use super::*;

    #[test]
    fn an_address_has_as_many_lines_in_both_languages() {
        let check = |zh: &str, en: &str, expected: serde_json::Value| {
            let operator = Operator {
                address: Some(Text {
                    zh: zh.to_owned(),
                    en: en.to_owned(),
                }),
                ..Operator::default()
            };
            let answer = serde_json::to_value(OperatorAnswer::from(&operator)).unwrap();
            assert_eq!(answer["address"], expected);
        };
        let line = |zh: &str, en: &str| json!({ "zh": zh, "en": en });
        check("一号", "No. 1", json!([line("一号", "No. 1")]));
        check(
            "一号\n二楼",
            "No. 1",
            json!([line("一号", "No. 1"), line("二楼", "")]),
        );
        check(
            "一号",
            "No. 1\nFloor 2",
            json!([line("一号", "No. 1"), line("", "Floor 2")]),
        );
    }

    #[test]
    fn hours_are_said_in_both_languages() {
        let day = || vec!["9:00-18:00".parse().unwrap()];
        let week = [day(), day(), day(), day(), day(), Vec::new(), Vec::new()];
        let opening = OpeningHours::new(week, &[], Vec::new()).unwrap();
        let night = china::begins("2027-01-04".parse().unwrap());
        let said = serde_json::to_value(ReviewHours::new(&opening, night)).unwrap();
        assert_eq!(said["hours"].as_array().unwrap().len(), 2);
        assert_eq!(said["hours"][0]["what"]["zh"], "周一至周五");
        assert_eq!(said["hours"][0]["when"]["en"], "9:00–18:00");
        assert_eq!(said["hours"][1]["what"]["en"], "Saturday to Sunday");
        for lang in ["zh", "en"] {
            let now = said["now"][lang].as_str().unwrap();
            assert!(now.contains("9:00"), "{now}");
        }
    }
}
