//! The built program with its files in a bucket of a real server, at the address in
//! `HUIZHI_TEST_S3`; `scripts/s3-test` starts one and runs this.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]

#[path = "../program/mod.rs"]
mod program;

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

use crate::program::ground::Ground;
use crate::program::{ANYWHERE, HUIZHI, Service};

fn server() -> String {
    std::env::var("HUIZHI_TEST_S3").expect("HUIZHI_TEST_S3 is the address of a server")
}

fn call(method: &str, address: &str, token: &str, kind: &str, body: &[u8]) -> (u16, Vec<u8>) {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .proxy(None)
        .timeout_global(Some(Duration::from_secs(60)))
        .build()
        .into();
    let mut request = ureq::http::Request::builder().method(method).uri(address);
    if !token.is_empty() {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let request = request.header("content-type", kind).body(body).unwrap();
    let mut answer = agent.run(request).unwrap();
    let bytes = answer.body_mut().read_to_vec().unwrap();
    (answer.status().as_u16(), bytes)
}

/// How many objects of the bucket have names that begin so.
fn objects(bucket: &str, begins: &str) -> usize {
    let address = format!("{}/{bucket}?list-type=2&prefix={begins}", server());
    let (status, listed) = call("GET", &address, "", "text/plain", &[]);
    assert_eq!(status, 200);
    String::from_utf8(listed).unwrap().matches("<Key>").count()
}

/// Settings that name a bucket at this address.
fn settle(data: &Path, endpoint: &str, bucket: &str) {
    let path = data.join("settings.toml");
    let settings = format!(
        "[blobs.s3]\nendpoint = '{endpoint}'\nbucket = '{bucket}'\n\
         access_key_id = 'testing'\nsecret_access_key = 'testing'\n"
    );
    std::fs::write(&path, settings).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[test]
#[ignore = "needs a server: scripts/s3-test"]
fn a_picture_goes_to_the_bucket_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let ground = Ground::laid_out(folder.path());
    let bucket = format!("program-{}", std::process::id());
    let made = call(
        "PUT",
        &format!("{}/{bucket}", server()),
        "",
        "text/plain",
        &[],
    );
    assert_eq!(made.0, 200);
    settle(&ground.data, &server(), &bucket);

    let service = Service::start(ANYWHERE, &ground.data, &ground.catalogue);
    assert!(service.password.is_some(), "the first start");
    let api = format!("{}/api/v1", service.url);
    let asked = json!({ "document": "resident-id-card", "city": "440300" }).to_string();
    let orders = format!("{api}/orders");
    let (_, begun) = call("POST", &orders, "", "application/json", asked.as_bytes());
    let begun: Value = serde_json::from_slice(&begun).unwrap();
    let (number, token) = (&begun["number"], &begun["token"]);
    let (number, token) = (number.as_str().unwrap(), token.as_str().unwrap());
    let picture = std::fs::read(&ground.picture).unwrap();
    let place = |what: &str| format!("{orders}/{number}/{what}");
    let (status, said) = call("PUT", &place("picture"), token, "image/jpeg", &picture);
    assert!(status < 300, "{}", String::from_utf8_lossy(&said));
    let (status, photo) = call("GET", &place("photo"), token, "image/jpeg", &[]);
    assert_eq!((status, &photo[..2]), (200, &[0xff, 0xd8][..]));
    assert_eq!(objects(&bucket, "originals/"), 1);
    assert_eq!(objects(&bucket, "photos/"), 1);
    assert!(!ground.data.join("blobs").exists());
    let (status, _) = call("POST", &place("cancel"), token, "application/json", &[]);
    assert!(status < 300, "{status}");
    drop(service);
}

/// What is wrong is said at the start, and nothing is written.
#[test]
#[ignore = "needs a server: scripts/s3-test"]
fn a_bucket_that_cannot_be_used_stops_the_start() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nowhere = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let check = |endpoint: &str, bucket: &str, says: &str| {
        let folder = tempfile::tempdir().unwrap();
        let ground = Ground::laid_out(folder.path());
        settle(&ground.data, endpoint, bucket);
        let ran = Command::new(HUIZHI)
            .args(["--lang", "en", "serve", "--listen", ANYWHERE, "--data"])
            .arg(&ground.data)
            .output()
            .unwrap();
        assert!(!ran.status.success());
        let said = String::from_utf8(ran.stderr).unwrap();
        assert!(said.contains(says), "{said}");
        let mut left: Vec<_> = std::fs::read_dir(&ground.data)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["serve.lock", "settings.toml"], "{says}");
    };
    check(&nowhere, "photos", "cannot be reached");
    check(&server(), "no-such-bucket", "no bucket of the name");
    check("s3.example.org", "photos", "not the address of a service");
}

/// Two installations do not share a bucket, and one does not take a wrong bucket for its own.
#[test]
#[ignore = "needs a server: scripts/s3-test"]
fn a_bucket_is_of_one_installation() {
    let [mine, other] = ["mine", "other"].map(|name| {
        let bucket = format!("{name}-{}", std::process::id());
        let address = format!("{}/{bucket}", server());
        assert_eq!(call("PUT", &address, "", "text/plain", &[]).0, 200);
        bucket
    });
    let folder = tempfile::tempdir().unwrap();
    let ground = Ground::laid_out(folder.path());
    settle(&ground.data, &server(), &mine);
    let service = Service::start(ANYWHERE, &ground.data, &ground.catalogue);
    assert_eq!(objects(&mine, "huizhi-installation"), 1);
    let orders = format!("{}/api/v1/orders", service.url);
    let asked = json!({ "document": "resident-id-card", "city": "440300" }).to_string();
    let (_, begun) = call("POST", &orders, "", "application/json", asked.as_bytes());
    let begun: Value = serde_json::from_slice(&begun).unwrap();
    let (number, token) = (&begun["number"], &begun["token"]);
    let (number, token) = (number.as_str().unwrap(), token.as_str().unwrap());
    let picture = std::fs::read(&ground.picture).unwrap();
    let place = format!("{orders}/{number}/picture");
    assert!(call("PUT", &place, token, "image/jpeg", &picture).0 < 300);
    drop(service);
    let refused = |data: &Path, code: &str| {
        let ran = Command::new(HUIZHI)
            .args(["--lang", "en", "serve", "--listen", ANYWHERE, "--data"])
            .arg(data)
            .output()
            .unwrap();
        let said = String::from_utf8(ran.stderr).unwrap();
        assert!(said.contains(&format!("error[{code}]")), "{said}");
    };
    let foreign = tempfile::tempdir().unwrap();
    let foreign = Ground::laid_out(foreign.path());
    settle(&foreign.data, &server(), &mine);
    refused(&foreign.data, "bucket-of-another");
    assert!(!foreign.data.join("huizhi.db").exists());
    settle(&ground.data, &server(), &other);
    refused(&ground.data, "bucket-mistaken");
    assert_eq!(objects(&other, ""), 0, "nothing is written");
    // Back to its own; and a back-up goes to a new bucket alone.
    settle(&ground.data, &server(), &mine);
    drop(Service::start(ANYWHERE, &ground.data, &ground.catalogue));
    let place = folder.path().join("backup");
    let run = |words: &[&str], folders: &[(&str, &Path)]| {
        let mut command = Command::new(HUIZHI);
        command.args(["--lang", "en"]).args(words);
        for (name, folder) in folders {
            command.arg(name).arg(folder);
        }
        let ran = command.output().unwrap();
        (ran.status.code(), String::from_utf8(ran.stderr).unwrap())
    };
    let made = run(&["backup"], &[("--data", &ground.data), ("--to", &place)]);
    assert_eq!(made.0, Some(0), "{}", made.1);
    let again = folder.path().join("again");
    std::fs::create_dir(&again).unwrap();
    std::fs::copy(ground.data.join("master.key"), again.join("master.key")).unwrap();
    settle(&again, &server(), &mine);
    let restore = || run(&["restore"], &[("--from", &place), ("--data", &again)]);
    let refused = restore();
    assert!(
        refused.1.contains("backup-target-has-files"),
        "{}",
        refused.1
    );
    settle(&again, &server(), &other);
    assert_eq!(restore().0, Some(0));
    let service = Service::start(ANYWHERE, &again, &ground.catalogue);
    let photo = format!("{}/api/v1/orders/{number}/photo", service.url);
    assert_eq!(call("GET", &photo, token, "image/jpeg", &[]).0, 200);
    assert_eq!(objects(&other, "originals/"), 1);
}
