//! Tests over every route: whoever sends whatever gets an answer, and the table
//! of requests knows every route.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::testing::{Installation, Sender, Service};

/// Requests as lines; the seeds of the fuzz target too.
const TABLE: &str = include_str!("../fuzz/requests.txt");

fn lines() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter(|line| !line.starts_with('#'))
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_fails_the_service() {
    let installation = Installation::start().await;
    assert!(installation.is_whole().await);
    for line in lines() {
        for by in Sender::ALL {
            let outcome = installation.send(by, line.as_bytes()).await;
            let outcome = outcome.unwrap_or_else(|| panic!("no request: {line}"));
            assert_eq!(outcome.wrong(), "", "{by:?}: {line}");
        }
    }
}

/// Method and path of a line without its query.
fn asked(line: &str) -> (String, String) {
    let (method, rest) = line.split_once(' ').unwrap();
    let target = rest.split(" | ").next().unwrap();
    let path = target.split('?').next().unwrap();
    (method.to_owned(), path.to_owned())
}

/// A path with its parameters' names dropped, as the table names the values.
fn shape(path: &str) -> String {
    let segments = path.split('/').map(|part| match part.starts_with('{') {
        true => "{}",
        false => part,
    });
    segments.collect::<Vec<_>>().join("/")
}

/// Paths of `.route("…")` in the sources of the pages.
fn pages(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages(&path, found);
        } else {
            let source = std::fs::read_to_string(&path).unwrap_or_default();
            let source = source.split("mod tests {").next().unwrap();
            for after in source.split(".route(").skip(1) {
                let literal = after.trim_start().strip_prefix('"');
                let path = literal.and_then(|rest| rest.split('"').next());
                found.extend(path.map(shape));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_is_in_the_table() {
    let table: BTreeSet<(String, String)> = lines()
        .map(asked)
        .map(|(method, path)| (method, shape(&path)))
        .collect();
    let paths: BTreeSet<String> = table.iter().map(|(_, path)| path.clone()).collect();
    let mut routes = BTreeSet::new();
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages");
    pages(&sources, &mut routes);
    assert!(routes.len() > 60, "{routes:?}");
    let missing: Vec<&String> = routes.difference(&paths).collect();
    assert!(missing.is_empty(), "{missing:?}");

    let service = Service::start().await;
    let described = service.get("/api/v1/openapi.json").await.json();
    let described = described["paths"].as_object().cloned().unwrap();
    assert!(described.len() > 30);
    for (path, methods) in described {
        let methods = methods.as_object().cloned().unwrap_or_default();
        for (method, _) in methods.into_iter().filter(|(_, told)| told != &Value::Null) {
            let wanted = (method.to_uppercase(), shape(&path));
            assert!(table.contains(&wanted), "{wanted:?}");
        }
    }
}
