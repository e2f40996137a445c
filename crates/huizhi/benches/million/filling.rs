//! Orders of mixed age and state with everything about them, copied into PostgreSQL.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use blobs::BlobStore;
use domain::randomness::{Rng as _, SplitMix64, seeded};
use domain::staff::Role;
use domain::timestamp::days;
use domain::{OrderNumber, ReceiptNumber, Verdict};
use receipts::token::IssuerKey;
use storage::Storage as _;
use storage_postgres::{Address, PostgresStorage};
use storage_sql::{SqlTransaction, Value};
use usecases::keys::{root_of, signing_of};
use usecases::{Clock as _, SystemClock};
use web::{Secrets, device_cookie};

use crate::client::Page;
use crate::gathering::Gathering;
use crate::life::{Course, Life, Person, Surroundings};
use crate::server::Server;
use crate::stage::{Keys, Stage, master_key};

/// Orders begun in a day: a million in 1000 days.
const A_DAY: u64 = 1000;
/// Newest orders that wait or are being begun: the desk is two days behind.
const NEW: u64 = 2 * A_DAY;
/// What becomes of orders repeats after so many.
const COURSES: u64 = 20;
/// Orders that one device, and person, has.
const OF_ONE: u64 = 4;
/// Of so many orders one, at least, is asked for; no multiple of [`COURSES`] or [`OF_ONE`].
const KNOWN_STEP: u64 = 97;
/// Names that people have: the commonest of a million have a few hundred bearers.
const NAMES: u64 = 5_000;
/// Lives between two copies.
const BATCH: u64 = 10_000;
/// Programs that review, each with a key.
pub(crate) const REVIEWERS: usize = 8;

/// An order whose applicant asks for it.
pub(crate) struct Known {
    number: OrderNumber,
    cookie: String,
    /// The applicant's phone number.
    pub(crate) phone: String,
    /// The order has the number.
    pub(crate) gave_phone: bool,
    /// Waits for its decision.
    pub(crate) waits: bool,
}

impl Known {
    fn page(&self, path: String) -> Page {
        Page {
            path,
            header: ("cookie", format!("device={}", self.cookie)),
        }
    }

    pub(crate) fn status_page(&self) -> Page {
        self.page(format!("/orders/{}", self.number))
    }

    pub(crate) fn my_orders(&self) -> Page {
        self.page("/orders".to_owned())
    }

    /// The words with which another device finds it.
    pub(crate) fn sought(&self) -> serde_json::Value {
        serde_json::json!({ "number": self.number.as_str(), "phone": self.phone })
    }
}

/// Who and what can be asked for.
pub(crate) struct Filled {
    pub(crate) known: Vec<Known>,
    /// Receipts: their numbers, and the person's identity number.
    pub(crate) receipts: Vec<(ReceiptNumber, String)>,
    /// Sessions of an inspector and an operator.
    pub(crate) inspector: String,
    pub(crate) operator: String,
    /// Keys of programs: one of a window, others that review.
    pub(crate) window: String,
    pub(crate) reviewers: Vec<String>,
}

/// Who is next to apply.
struct Applicants {
    random: SplitMix64,
    begun: u64,
    secret: String,
}

impl Applicants {
    /// Device's secret, identity number, phone number, name.
    fn next(&mut self) -> (String, String, String, String) {
        let person = self.begun / OF_ONE;
        if self.begun.is_multiple_of(OF_ONE) {
            let mut bytes = [0; 32];
            self.random.fill_bytes(&mut bytes);
            self.secret = URL_SAFE_NO_PAD.encode(bytes);
        }
        self.begun += 1;
        let name = name(self.random.next_u64() % NAMES);
        let identity = format!("110105{person:012}");
        (
            self.secret.clone(),
            identity,
            format!("139{person:08}"),
            name,
        )
    }
}

/// One of [`NAMES`] names.
pub(crate) fn name(n: u64) -> String {
    let letter = |n: u64| char::from_u32(0x4E00 + n as u32).unwrap();
    ['李', letter(n / 71), letter(n % 71)].iter().collect()
}

/// The keys of the tables at `address`, which are wrapped by that of `folder`.
async fn keys_of(folder: &Path, address: &Address) -> Keys {
    let sealing = master_key(folder);
    let found = storage_postgres::evidence(address).await.unwrap();
    let root = root_of(&sealing, found.root.as_ref()).unwrap();
    Keys { sealing, root }
}

/// Fills the empty database with `count` orders. `folder` has the key and takes files.
pub(crate) async fn fill(server: &Server, folder: &Path, picture: &[u8], count: u64) -> Filled {
    let address = server.address().parse().unwrap();
    let keys = keys_of(folder, &address).await;
    let storage = PostgresStorage::open(&address, keys.seals());
    let storage = Arc::new(storage.await.unwrap());
    let stage = Stage::over(folder, storage.clone(), keys.clone());
    let inspector = stage.colleague("li", Role::Inspector).await;
    let operator = stage.colleague("wang", Role::Operator).await;
    let window = stage.key("window", Role::Clerk).await;
    let mut reviewers = Vec::new();
    for n in 0..REVIEWERS {
        reviewers.push(stage.key(&format!("reviewer-{n}"), Role::Inspector).await);
    }
    let template = stage.template(picture).await;
    while storage.chain_log().await.unwrap() != storage::Chained::default() {}
    storage.close().await;
    let around = Surroundings::new(stage.into_keys(), template, inspector.actor);
    let mut filled = Filled {
        known: Vec::new(),
        receipts: Vec::new(),
        inspector: inspector.session,
        operator: operator.session,
        window,
        reviewers,
    };
    let gathering = Gathering::after(ends(server));
    let mut copying = server.begin_copying();
    write(
        &around,
        folder,
        count,
        &gathering,
        &keys,
        &mut filled,
        |text| {
            copying.take(text);
        },
    )
    .await;
    copying.take(&gathering.take_rest());
    copying.end();
    filled
}

fn ends(server: &Server) -> [Value; 5] {
    let told = server.ask(
        "SELECT root, encode(root_hash, 'hex'), head, encode(head_hash, 'hex'),
            encode(mac, 'hex') FROM log_ends",
    );
    let told: Vec<&str> = told.split('|').collect();
    let number = |place: usize| Value::Integer(told[place].parse().unwrap());
    let bytes = |place: usize| Value::Bytes(hex::decode(told[place]).unwrap());
    [number(0), bytes(1), number(2), bytes(3), bytes(4)]
}

async fn write(
    around: &Surroundings,
    folder: &Path,
    count: u64,
    gathering: &Gathering,
    keys: &Keys,
    filled: &mut Filled,
    mut copy: impl FnMut(&str),
) {
    let now = SystemClock.now();
    let secrets = Secrets::new(keys.root.derive("csrf"));
    let issuer = IssuerKey::from_bytes(&signing_of(&keys.sealing));
    let files = BlobStore::in_folder(&folder.join("blobs")).unwrap();
    let seals = Arc::new(keys.seals());
    let oldest = Duration::max(days(1) * u32::try_from(count / A_DAY).unwrap(), days(3));
    let newest = NEW.min(count / 10);
    let mut random = seeded(0);
    let mut applicants = Applicants {
        random: seeded(1),
        begun: 0,
        secret: String::new(),
    };
    for n in 0..count {
        // Those that wait were handed in over two days, as orders come.
        let age = oldest.mul_f64((count - n) as f64 / count as f64);
        let is_new = n >= count - newest;
        let course = match (is_new, n % COURSES) {
            (_, 0 | 1) => Course::Begun,
            (true, _) => Course::HandedIn,
            (false, 2) => Course::Cancelled,
            (false, 3..6) => Course::Decided(Verdict::Rejected),
            (false, _) => Course::Decided(Verdict::Approved),
        };
        let (secret, identity, phone, name) = applicants.next();
        let digest = |purpose, text: &str| around.digest(purpose, text);
        let person = Person {
            device: digest("device", &secret),
            identity: digest("identity", &identity),
            name: digest("name", &name),
            phone: digest("phone", &phone),
        };
        let span = (now.minus(age), now);
        let mut life = Life::lived(around, &mut random, person, course, span);
        let is_known = n % KNOWN_STEP == 0 && life.order.erased_at.is_none();
        if is_known && life.receipt.is_some() {
            life.vouch(&files, &issuer).await;
            let receipt = life.receipt.as_ref().map(|receipt| receipt.number);
            filled.receipts.extend(receipt.zip(Some(identity)));
        }
        if is_known {
            filled.known.push(Known {
                number: life.order.number,
                cookie: device_cookie(&secrets, &secret),
                phone,
                gave_phone: life.order.phone.is_some(),
                waits: course == Course::HandedIn,
            });
        }
        let writing = Box::new(gathering.clone());
        life.write(&mut SqlTransaction::writing(writing, Arc::clone(&seals)))
            .await;
        if n % BATCH == BATCH - 1 || n == count - 1 {
            copy(&gathering.take_copies());
        }
    }
}

/// What `psql` reads, taken by its own process while more is made.
pub(crate) struct Copying {
    pub(crate) psql: std::process::Child,
}

impl Copying {
    pub(crate) fn take(&mut self, text: &str) {
        let input = self.psql.stdin.as_mut().unwrap();
        input.write_all(text.as_bytes()).unwrap();
    }

    /// Waits until all is there.
    fn end(mut self) {
        self.take(crate::server::INDEXED);
        drop(self.psql.stdin.take());
        assert!(self.psql.wait().unwrap().success(), "psql says why");
    }
}
