//! The cookie with a device's grants.

use axum::http::{HeaderMap, HeaderValue};
use usecases::applicant::{MOST_GRANTS, granted_number};

use crate::pages::application::{GRANTS_COOKIE, credentials};
use crate::visit::YEAR_S;
use crate::{Visit, Web};

/// The cookie with one more grant, in place of earlier ones for its order.
pub(super) fn with(web: &Web, visit: &Visit, headers: &HeaderMap, grant: String) -> HeaderValue {
    let mut known = credentials(web, visit, headers).grants;
    let number = granted_number(&grant);
    known.retain(|other| granted_number(other) != number);
    known.insert(0, grant);
    known.truncate(MOST_GRANTS);
    visit.cookie(GRANTS_COOKIE, &known.join("~"), YEAR_S)
}
