//! The number of a user's phone.

use axum::extract::State;
use axum::response::Response;
use serde_json::json;

use crate::StandIn;
use crate::keys::APPID;
use crate::mini::answer::{Refusal, Told, run};
use crate::mini::letters::letters;
use crate::mini::request::Asked;

/// Country codes of two digits. 1 and 7 have one, all others three.
const OF_TWO: [&str; 43] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
    "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65",
    "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95",
];

/// `POST /wxa/business/getuserphonenumber`.
pub(crate) async fn phone_number(State(stand_in): State<StandIn>, asked: Asked) -> Response {
    run(&stand_in, |state, now| {
        state.mini.tokens.check(&asked, now)?;
        let request = asked.json()?;
        let code = request["code"].as_str().unwrap_or_default();
        let found = state.mini.phone_codes.find(code, now);
        let number = found.map_err(|_| Refusal::new(40029, "invalid code"))?;
        state.mini.phone_codes.spend(code);
        let (country, pure) = split(&number);
        let whole = match country {
            "86" => pure.to_owned(),
            _ => format!("+{country}{pure}"),
        };
        Ok(Told::ok(json!({ "phone_info": {
            "phoneNumber": whole,
            "purePhoneNumber": pure,
            "countryCode": country,
            "watermark": { "timestamp": now.div_euclid(1000), "appid": APPID },
        }})))
    })
}

/// Country code and the rest; without a plus it is a number of China.
fn split(number: &str) -> (&str, &str) {
    let Some(digits) = number.strip_prefix('+') else {
        return ("86", number);
    };
    let length = match digits.get(..2) {
        Some(start) if OF_TWO.contains(&start) => 2,
        Some(start) if start.starts_with(['1', '7']) => 1,
        _ => 3,
    };
    digits.split_at_checked(length).unwrap_or((digits, ""))
}

impl StandIn {
    /// The code that the phone number's button gives a user who has this number, which is of
    /// China unless it begins with a plus.
    #[must_use]
    pub fn phone_code(&self, number: &str) -> String {
        let now = self.now_ms();
        let mut state = self.state();
        let code = letters("phone", state.next(), 64);
        state.mini.phone_codes.add(code.clone(), number, now);
        code
    }
}
