//! The OpenAPI document: the merged parts, the security schemes, and the errors
//! common to all calls.

use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, PathItem, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{OpenApi as _, PartialSchema, ToSchema};

use super::error::{About, PROBLEM, Problem};

/// Name of the security scheme of order tokens.
const TOKEN: &str = "order-token";
/// Name of the security scheme of a mini-programme's users.
const SESSION: &str = "wechat-session";

#[derive(utoipa::OpenApi)]
#[openapi(info(
    title = "Huizhi",
    description = "Photo receipts: choose a document and a city, put a picture, hand it in, \
                   review it. Times are milliseconds since 1970-01-01 00:00 UTC.",
    version = "1",
    license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
), tags(
    (name = "catalogue", description = "Documents, cities and what they ask; open to everybody."),
    (name = "help", description = "Questions and answers, and what is kept how long; open to everybody."),
    (name = "applicant", description = "An order, with the order's token."),
    (name = "wechat", description = "What the operator's mini-programme calls, with the session of its user. That session opens the user's orders as an order's token does."),
    (name = "review", description = "The queue, with the key of an inspector's program."),
    (name = "counter", description = "Receipts at the counter, with the key of a clerk's program: number and person together, never a number alone."),
    (name = "till", description = "Prices of orders: taken, undone, given back, with the key of an operator's program."),
    (name = "office", description = "Figures, takings, log, messages, staff and keys, with a key that is not limited.")
))]
struct Head;

/// The merged document of the `parts`.
pub(crate) fn whole(parts: impl IntoIterator<Item = OpenApi>) -> OpenApi {
    let mut whole = Head::openapi();
    for part in parts {
        whole.merge(part);
    }
    let components = whole.components.get_or_insert_default();
    for (name, text) in [
        (
            TOKEN,
            "The token that the order's beginning, or finding it, gave.",
        ),
        (
            SESSION,
            "The session that `sign_in_by_wechat` gave, beginning with `hzw_`.",
        ),
        ("api-key", "A program's key, beginning with `hzk_`."),
    ] {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(text))
            .build();
        components.add_security_scheme(name, SecurityScheme::Http(scheme));
    }
    for (name, schema) in [
        (Problem::name(), Problem::schema()),
        (About::name(), About::schema()),
    ] {
        components.schemas.insert(name.into_owned(), schema);
    }
    for (_, name, _, text) in REFUSALS {
        let refusal = RefOr::T(refusal(text));
        components.responses.insert(name.to_owned(), refusal);
    }
    for item in whole.paths.paths.values_mut() {
        for (operation, changes) in operations(item) {
            add_sessions(operation);
            add_refusals(operation, changes);
        }
    }
    whole
}

/// What an order's token opens, its user's session opens too.
fn add_sessions(operation: &mut Operation) {
    let token = SecurityRequirement::new::<_, [&str; 0], &str>(TOKEN, []);
    let session = SecurityRequirement::new::<_, [&str; 0], &str>(SESSION, []);
    if let Some(ways) = &mut operation.security
        && ways.contains(&token)
        && !ways.contains(&session)
    {
        ways.push(session);
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&mut Operation, bool)> {
    let reads = item.get.iter_mut().map(|operation| (operation, false));
    let puts = item.put.iter_mut().map(|operation| (operation, true));
    let posts = item.post.iter_mut().map(|operation| (operation, true));
    reads.chain(puts).chain(posts)
}

/// Which calls can give an error.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Met {
    /// All.
    Always,
    /// Calls with a token or a key.
    Secured,
    /// Calls that change something.
    Changing,
    /// Either of the two.
    SecuredOrChanging,
}

/// The common errors: status, component name, the calls concerned, description.
const REFUSALS: [(&str, &str, Met, &str); 12] = [
    (
        "400",
        "Unreadable",
        Met::Always,
        "The body or a parameter cannot be read.",
    ),
    (
        "401",
        "NotAllowed",
        Met::Secured,
        "No token or key was sent, or none that is valid.",
    ),
    (
        "403",
        "Forbidden",
        Met::SecuredOrChanging,
        "The key may not do it, or a page of another site sent it.",
    ),
    (
        "404",
        "NotFound",
        Met::Always,
        "There is no such thing, or not for this caller.",
    ),
    (
        "408",
        "TooSlow",
        Met::Changing,
        "The body came too slowly, or stopped short of its end.",
    ),
    (
        "409",
        "Refused",
        Met::Changing,
        "The order's state, or a rule, does not allow it.",
    ),
    ("413", "TooLarge", Met::Changing, "The body is too large."),
    (
        "415",
        "WrongKind",
        Met::Changing,
        "The body is of another kind.",
    ),
    (
        "422",
        "Unfit",
        Met::Changing,
        "The body can be read, but something in it does not hold; `about` says what.",
    ),
    (
        "429",
        "TooMany",
        Met::Always,
        "Too many requests; `Retry-After` says how many seconds to wait.",
    ),
    ("500", "Broken", Met::Always, "A defect of the service."),
    (
        "503",
        "Unavailable",
        Met::Always,
        "Busy or not available; `Retry-After` says how many seconds to wait. Nothing was \
         changed, except with the code `outcome-unknown`: then it may have been done, so \
         read how it stands before doing it again.",
    ),
];

fn add_refusals(operation: &mut Operation, changes: bool) {
    let is_secured = operation.security.is_some();
    for (status, name, met, _) in REFUSALS {
        let is_met = match met {
            Met::Always => true,
            Met::Secured => is_secured,
            Met::Changing => changes,
            Met::SecuredOrChanging => is_secured || changes,
        };
        if is_met {
            let refusal = RefOr::Ref(Ref::from_response_name(name));
            let responses = &mut operation.responses.responses;
            responses.entry(status.to_owned()).or_insert(refusal);
        }
    }
}

fn refusal(text: &str) -> Response {
    let schema = Ref::from_schema_name(Problem::name());
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new()
        .description(text)
        .content(PROBLEM, content)
        .build()
}
