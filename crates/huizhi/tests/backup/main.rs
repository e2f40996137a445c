//! Back-ups made beside the running service, and brought back: what people had is there,
//! whoever was erased is not, and what is not whole is refused before anything is written.
//! Over SQLite; those over PostgreSQL need `scripts/postgres-test`.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]

#[path = "../browser/database.rs"]
mod database;
#[path = "../program/mod.rs"]
mod program;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use serde_json::{Value, json};

use crate::program::ground::Ground;
use crate::program::{ANYWHERE, HUIZHI, Service};

/// The command's output, in English.
fn huizhi(words: &[&str], folders: &[(&str, &Path)]) -> Output {
    let mut command = Command::new(HUIZHI);
    command.args(["--lang", "en"]).args(words);
    for (name, folder) in folders {
        command.arg(name).arg(folder);
    }
    command.env_remove("HUIZHI_CATALOGUE").output().unwrap()
}

fn done(ran: &Output) -> String {
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}");
    String::from_utf8(ran.stdout.clone()).unwrap()
}

fn json_of(ran: &Output) -> Value {
    serde_json::from_str(&done(ran)).unwrap()
}

fn backup(data: &Path, to: &Path) -> Output {
    huizhi(&["backup", "--json"], &[("--data", data), ("--to", to)])
}

fn restore(from: &Path, data: &Path) -> Output {
    huizhi(
        &["restore", "--json"],
        &[("--from", from), ("--data", data)],
    )
}

fn check(from: &Path) -> Output {
    huizhi(&["restore", "--check", "--json"], &[("--from", from)])
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

/// An order with its photo.
struct Order {
    number: String,
    token: String,
    photo: Vec<u8>,
}

impl Order {
    fn made(service: &Service, ground: &Ground) -> Self {
        let orders = format!("{}/api/v1/orders", service.url);
        let asked = json!({ "document": "resident-id-card", "city": "440300" }).to_string();
        let (_, begun) = call("POST", &orders, "", "application/json", asked.as_bytes());
        let begun: Value = serde_json::from_slice(&begun).unwrap();
        let text = |field: &str| begun[field].as_str().unwrap().to_owned();
        let mut order = Self {
            number: text("number"),
            token: text("token"),
            photo: Vec::new(),
        };
        let picture = std::fs::read(&ground.picture).unwrap();
        let (status, said) = order.call(service, "PUT", "/picture", "image/jpeg", &picture);
        assert!(status < 300, "{}", String::from_utf8_lossy(&said));
        let (status, photo) = order.call(service, "GET", "/photo", "image/jpeg", &[]);
        assert_eq!(status, 200);
        order.photo = photo;
        order
    }

    fn call(
        &self,
        service: &Service,
        method: &str,
        what: &str,
        kind: &str,
        body: &[u8],
    ) -> (u16, Vec<u8>) {
        let place = format!("{}/api/v1/orders/{}{what}", service.url, self.number);
        call(method, &place, &self.token, kind, body)
    }

    fn is_there(&self, service: &Service) {
        let (status, photo) = self.call(service, "GET", "/photo", "image/jpeg", &[]);
        assert_eq!(status, 200);
        assert!(photo == self.photo, "another photo");
    }

    fn is_erased(&self, service: &Service) {
        let (status, said) = self.call(service, "POST", "/erase", "application/json", b"{}");
        assert!(status < 300, "{}", String::from_utf8_lossy(&said));
    }
}

/// A folder that the back-up is brought back to.
fn emptied(folder: &Path, name: &str, ground: &Ground, settings: &str) -> PathBuf {
    let data = folder.join(name);
    std::fs::create_dir(&data).unwrap();
    std::fs::copy(ground.data.join("master.key"), data.join("master.key")).unwrap();
    let path = data.join("settings.toml");
    std::fs::write(&path, settings).unwrap();
    close(&path);
    data
}

fn close(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

fn files(backup: &Path) -> usize {
    let folders = std::fs::read_dir(backup.join("files")).unwrap();
    let count = |folder: std::fs::DirEntry| std::fs::read_dir(folder.path()).unwrap().count();
    folders.map(|folder| count(folder.unwrap())).sum()
}

fn the_log_holds(data: &Path) {
    done(&huizhi(&["audit", "verify"], &[("--data", data)]));
    done(&huizhi(&["doctor", "--all"], &[("--data", data)]));
}

/// The same back-up goes to any kind of installation, and comes from any.
fn goes_round(from: &str, to: &[String]) {
    let folder = tempfile::tempdir().unwrap();
    let ground = Ground::laid_out(folder.path());
    let limits = std::fs::read_to_string(ground.data.join("settings.toml")).unwrap();
    let settings = format!("{limits}{from}");
    std::fs::write(ground.data.join("settings.toml"), &settings).unwrap();
    close(&ground.data.join("settings.toml"));
    if !from.is_empty() {
        database::init(&ground.data, &ground.catalogue);
    }
    let service = Service::start(ANYWHERE, &ground.data, &ground.catalogue);
    let [kept, erased] = [0; 2].map(|_| Order::made(&service, &ground));
    let place = folder.path().join("backup");
    let first = json_of(&backup(&ground.data, &place));
    // Original and photo each.
    assert_eq!(first["manifest"]["files"]["count"], 4);
    assert_eq!((&first["copied"], files(&place)), (&json!(4), 4));
    // Nothing is new: nothing is copied.
    let again = json_of(&backup(&ground.data, &place));
    assert_eq!(
        (&again["copied"], &again["deleted"]),
        (&json!(0), &json!(0))
    );
    erased.is_erased(&service);
    let later = Order::made(&service, &ground);
    let last = json_of(&backup(&ground.data, &place));
    assert_eq!((&last["copied"], &last["deleted"]), (&json!(2), &json!(2)));
    assert_eq!(files(&place), 4, "whoever was erased is in it no longer");
    let checked = json_of(&check(&place));
    assert_eq!(checked["manifest"], last["manifest"]);
    drop(service);
    for (n, to) in to.iter().enumerate() {
        let settings = format!("{limits}{to}");
        let data = emptied(folder.path(), &format!("again-{n}"), &ground, &settings);
        let brought = json_of(&restore(&place, &data));
        assert_eq!(brought["files"], 4);
        the_log_holds(&data);
        let service = Service::start(ANYWHERE, &data, &ground.catalogue);
        assert_eq!(service.password, None, "not the first start");
        kept.is_there(&service);
        later.is_there(&service);
        let (status, _) = erased.call(&service, "GET", "/photo", "image/jpeg", &[]);
        assert_ne!(status, 200);
        Order::made(&service, &ground).is_there(&service);
        drop(service);
        the_log_holds(&data);
        if n + 1 == to.len() {
            // What was brought back goes on being backed up in the same place.
            json_of(&backup(&data, &place));
        }
    }
}

#[test]
fn what_people_had_is_brought_back() {
    goes_round("", &[String::new()]);
}

#[test]
#[ignore = "needs PostgreSQL: scripts/postgres-test"]
fn any_kind_is_brought_back_to_any() {
    let postgres = || database::settings().unwrap();
    goes_round(&postgres(), &[String::new(), postgres()]);
    goes_round("", &[postgres()]);
}

/// What is not whole, or has no place to go, is refused by a code of its own, and nothing
/// is written then.
#[test]
fn what_is_not_whole_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let ground = Ground::laid_out(folder.path());
    let service = Service::start(ANYWHERE, &ground.data, &ground.catalogue);
    let _kept = Order::made(&service, &ground);
    drop(service);
    let whole = folder.path().join("whole");
    let made = json_of(&backup(&ground.data, &whole));
    let rows = made["manifest"]["rows"]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    let key = std::fs::read_to_string(ground.data.join("master.key")).unwrap();
    let mut number = 0;
    let mut tried = |spoil: &dyn Fn(&Path, &Path), says: &str| {
        number += 1;
        let place = folder.path().join(format!("spoilt-{number}"));
        copy_folder(&whole, &place);
        let data = folder.path().join(format!("target-{number}"));
        std::fs::create_dir(&data).unwrap();
        std::fs::write(data.join("master.key"), &key).unwrap();
        close(&data.join("master.key"));
        spoil(&place, &data);
        let before = listed(&data);
        let ran = restore(&place, &data);
        let said = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(ran.status.code(), Some(5), "{says}: {said}");
        assert!(said.contains(&format!("error[{says}]")), "{says}: {said}");
        assert_eq!(listed(&data), before, "{says}");
    };
    let manifest = |change: &dyn Fn(&mut Value)| {
        let read = std::fs::read(whole.join("manifest.json")).unwrap();
        let mut manifest: Value = serde_json::from_slice(&read).unwrap();
        change(&mut manifest);
        serde_json::to_vec(&manifest).unwrap()
    };
    let with = |bytes: Vec<u8>| {
        move |place: &Path, _: &Path| std::fs::write(place.join("manifest.json"), &bytes).unwrap()
    };
    let some_file = |place: &Path| {
        let folders = std::fs::read_dir(place.join("files")).unwrap();
        let mut within = folders.flat_map(|folder| {
            let folder = std::fs::read_dir(folder.unwrap().path()).unwrap();
            folder.map(|file| file.unwrap().path())
        });
        within.next().unwrap()
    };
    let another = "4".repeat(64);
    let gone = |path: PathBuf| std::fs::remove_file(path).unwrap();
    tried(
        &|place, _| gone(place.join("manifest.json")),
        "backup-missing",
    );
    tried(
        &|place, _| {
            gone(place.join("manifest.json"));
            std::fs::write(place.join("rows.db.partial"), "").unwrap();
        },
        "backup-unfinished",
    );
    tried(&with(b"{".to_vec()), "backup-manifest");
    tried(&with(manifest(&|m| m["form"] = json!(2))), "backup-newer");
    tried(
        &with(manifest(&|m| m["migration"] = json!(1_000_000))),
        "storage-newer",
    );
    // Whoever cannot seal it writes no other.
    tried(
        &with(manifest(&|m| m["made_at_ms"] = json!(1))),
        "backup-manifest",
    );
    tried(
        &with(manifest(&|m| m["rows"]["name"] = json!("../huizhi.db"))),
        "backup-manifest",
    );
    tried(&|place, _| gone(place.join(&rows)), "backup-damaged");
    tried(
        &|place, _| std::fs::write(place.join(&rows), "SQLite").unwrap(),
        "backup-damaged",
    );
    tried(&|place, _| gone(some_file(place)), "backup-damaged");
    tried(
        &|_, data| std::fs::write(data.join("master.key"), &another).unwrap(),
        "master-key-another",
    );
    tried(
        &|_, data| gone(data.join("master.key")),
        "master-key-missing",
    );
    tried(
        &|_, data| std::fs::write(data.join("huizhi.db"), "").unwrap(),
        "storage-not-empty",
    );
    tried(
        &|_, data| {
            std::fs::create_dir_all(data.join("blobs/ab")).unwrap();
            std::fs::write(data.join("blobs/ab").join("c".repeat(62)), "x").unwrap();
        },
        "backup-target-has-files",
    );
    // What only reading all of it shows.
    let place = folder.path().join("rotten");
    copy_folder(&whole, &place);
    done(&check(&place));
    std::fs::write(some_file(&place), "rotten").unwrap();
    let said = String::from_utf8(check(&place).stderr).unwrap();
    assert!(said.contains("error[backup-damaged]"), "{said}");
}

/// A back-up goes nowhere where something else is.
#[test]
fn a_back_up_overwrites_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let ground = Ground::laid_out(folder.path());
    drop(Service::start(ANYWHERE, &ground.data, &ground.catalogue));
    let refused = |data: &Path, place: &Path, says: &str| {
        let before = listed(place);
        let ran = backup(data, place);
        let said = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(ran.status.code(), Some(5), "{said}");
        assert!(said.contains(&format!("error[{says}]")), "{says}: {said}");
        assert_eq!(listed(place), before, "{says}");
    };
    let letters = folder.path().join("letters");
    std::fs::create_dir(&letters).unwrap();
    std::fs::write(letters.join("letter"), "").unwrap();
    refused(&ground.data, &letters, "backup-place-in-use");
    let place = folder.path().join("backup");
    json_of(&backup(&ground.data, &place));
    let other = folder.path().join("other");
    std::fs::create_dir(&other).unwrap();
    drop(Service::start(ANYWHERE, &other, &ground.catalogue));
    refused(&other, &place, "backup-of-another");
    let nothing = folder.path().join("nothing");
    std::fs::create_dir(&nothing).unwrap();
    let ran = backup(&nothing, &folder.path().join("of-nothing"));
    assert_eq!(ran.status.code(), Some(5));
    assert!(!folder.path().join("of-nothing").exists());
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy_folder(&entry.path(), &to),
            false => drop(std::fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// Everything in a folder, with its size.
fn listed(folder: &Path) -> Vec<(PathBuf, u64)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => all.extend(listed(&entry.path())),
            false => all.push((entry.path(), entry.metadata().unwrap().len())),
        }
    }
    all.sort();
    all
}
