//! Fills a data folder with orders and receipts: rows as the program writes them,
//! through the storage layer, many lives in one transaction.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use blobs::BlobStore;
use domain::money::{Fen, PaidFor, Price};
use domain::randomness::{Rng as _, SplitMix64, seeded};
use domain::staff::Role;
use domain::timestamp::{days, minutes};
use domain::{OrderNumber, ReceiptNumber, Timestamp, Verdict};
use receipts::token::IssuerKey;
use storage::Storage;
use usecases::keys::signing_of;
use usecases::{Clock, SystemClock};
use web::{Secrets, device_cookie};

use crate::client::Page;
use crate::life::{Course, Life, Person, Surroundings};
use crate::stage::{Colleague, SETTINGS, Stage, database, keys_of, master_key};

/// Orders begun in a day.
const A_DAY: u64 = 1000;
/// A database of a few orders was begun so long ago.
const AT_LEAST: Duration = days(2);
/// How old further receipts are: older than the orders, and not yet so old that
/// it is forgotten whose they were.
const RECEIPTS: Range<Duration> = days(100)..days(270);
/// Of so many orders one, at least, is asked for under load; no multiple of
/// [`COURSES`], so that they are of every kind.
const KNOWN_STEP: u64 = 49;
/// What becomes of orders repeats after so many.
const COURSES: u64 = 20;
/// How long ago those were begun that wait to be paid: some minutes are taken to hand in.
const UNPAID_SINCE: Duration = minutes(10);
/// Receipts that a counter asks for.
const ASKED_FOR: u64 = 5000;
/// Lives in a transaction.
const BATCH: u64 = 5000;

/// An order whose applicant asks for it.
pub(crate) struct Known {
    number: OrderNumber,
    /// The device's secret, which is the API's token too.
    secret: String,
    /// The value of the device's cookie.
    cookie: String,
}

impl Known {
    pub(crate) fn status_page(&self) -> Page {
        Page {
            path: format!("/orders/{}", self.number),
            header: ("cookie", format!("device={}", self.cookie)),
        }
    }

    pub(crate) fn api(&self) -> Page {
        Page {
            path: format!("/api/v1/orders/{}", self.number),
            header: ("authorization", format!("Bearer {}", self.secret)),
        }
    }
}

pub(crate) struct Filling {
    around: Surroundings,
    inspector: Colleague,
    key: String,
    random: SplitMix64,
    written: u64,
    people: u64,
    known: Vec<Known>,
    receipts: u64,
    asked: Vec<(ReceiptNumber, String)>,
}

impl Filling {
    /// Prepares the stage of a data folder, and leaves it closed.
    pub(crate) async fn begin(folder: &Path, picture: &[u8]) -> Self {
        std::fs::write(folder.join("settings.toml"), SETTINGS).unwrap();
        let storage = Arc::new(database(folder).await);
        let stage = Stage::over(folder, storage.clone(), keys_of(folder));
        let inspector = stage.colleague("li", Role::Inspector).await;
        let key = stage.key("window", Role::Clerk).await;
        let template = stage.template(picture).await;
        storage.close().await;
        Self {
            around: Surroundings::new(stage.into_keys(), template, inspector.actor),
            inspector,
            key,
            random: seeded(0),
            written: 0,
            people: 0,
            known: Vec::new(),
            receipts: 0,
            asked: Vec::new(),
        }
    }

    /// Orders that can be asked for.
    pub(crate) fn known(&self) -> &[Known] {
        &self.known
    }

    /// Receipts that a counter asks for: their numbers, and the person's identity number.
    pub(crate) fn asked_for(&self) -> &[(ReceiptNumber, String)] {
        &self.asked
    }

    /// How many receipts there are.
    pub(crate) const fn receipts_written(&self) -> u64 {
        self.receipts
    }

    /// A program's key that looks receipts up.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    pub(crate) fn photo(&self) -> &[u8] {
        &self.around.template.photo
    }

    /// The queue, for the inspector who is signed in.
    pub(crate) fn queue_page(&self) -> Page {
        Page {
            path: "/desk".to_owned(),
            header: ("cookie", format!("session={}", self.inspector.session)),
        }
    }

    /// Writes orders until there are `count`, with everything about them; gives
    /// how many that were. The newest half day waits or is being begun; before,
    /// three of four were approved.
    pub(crate) async fn orders(&mut self, folder: &Path, count: u64) -> u64 {
        self.known.clear();
        let now = SystemClock.now();
        let missing = count.saturating_sub(self.written);
        let storage = database(folder).await;
        let secrets = Secrets::new(master_key(folder).derive("csrf"));
        let oldest = AT_LEAST.max(days(1) * missing as u32 / A_DAY as u32);
        let mut n = 0;
        while n < missing {
            let mut tx = storage.write().await.unwrap();
            for n in n..missing.min(n + BATCH) {
                let age = oldest.mul_f64((missing - n) as f64 / missing as f64);
                let is_new = 2 * age < days(1);
                let course = match (is_new, n % COURSES) {
                    (_, 0 | 1) => Course::Begun,
                    (true, _) => Course::HandedIn,
                    (false, 2) => Course::Cancelled,
                    (false, 3..6) => Course::Decided(Verdict::Rejected),
                    (false, _) => Course::Decided(Verdict::Approved),
                };
                let is_known = is_new || missing < A_DAY || n % KNOWN_STEP == KNOWN_STEP - 1;
                let secret = self.secret();
                let span = (now.minus(age), now);
                let identity = self.identity();
                let mut life = self.life(&secret, &identity, course, span);
                life.write(&mut *tx).await;
                let Life { order, receipt, .. } = life;
                // An erased order has forgotten its device.
                if is_known && order.erased_at.is_none() {
                    let number = order.number;
                    let cookie = device_cookie(&secrets, &secret);
                    self.known.push(Known {
                        number,
                        secret,
                        cookie,
                    });
                }
                self.receipts += u64::from(receipt.is_some());
            }
            tx.save().await.unwrap();
            n += BATCH;
        }
        storage.close().await;
        self.written += missing;
        missing
    }

    /// Writes orders that wait to be paid.
    pub(crate) async fn unpaid(&mut self, folder: &Path, count: usize) -> Vec<Known> {
        let now = SystemClock.now();
        let price = Price::new(Fen(1_500), PaidFor::Applying).unwrap();
        let storage = database(folder).await;
        let secrets = Secrets::new(master_key(folder).derive("csrf"));
        let mut unpaid = Vec::new();
        let mut tx = storage.write().await.unwrap();
        for _ in 0..count {
            let secret = self.secret();
            let identity = self.identity();
            let span = (now.minus(UNPAID_SINCE), now);
            let mut life = self.life(&secret, &identity, Course::Unpaid(price), span);
            life.write(&mut *tx).await;
            unpaid.push(Known {
                number: life.order.number,
                cookie: device_cookie(&secrets, &secret),
                secret,
            });
        }
        tx.save().await.unwrap();
        storage.close().await;
        unpaid
    }

    /// Writes approved orders with their receipts until there are `count`
    /// receipts, all older than the orders; gives how many. [`ASKED_FOR`] of them can be
    /// asked for at a counter.
    pub(crate) async fn receipts(&mut self, folder: &Path, count: u64) -> u64 {
        let now = SystemClock.now();
        let missing = count.saturating_sub(self.receipts);
        let step = (missing / ASKED_FOR).max(1);
        let files = BlobStore::in_folder(&folder.join("blobs")).unwrap();
        let master = master_key(folder);
        let key = IssuerKey::from_bytes(&signing_of(&master));
        let storage = database(folder).await;
        let mut n = 0;
        while n < missing {
            let mut tx = storage.write().await.unwrap();
            for n in n..missing.min(n + BATCH) {
                let share = (missing - n) as f64 / missing as f64;
                let age = RECEIPTS.start + (RECEIPTS.end - RECEIPTS.start).mul_f64(share);
                let course = Course::Decided(Verdict::Approved);
                let secret = self.secret();
                let span = (now.minus(age), now);
                let identity = self.identity();
                let mut life = self.life(&secret, &identity, course, span);
                let is_asked_for = n.is_multiple_of(step);
                if is_asked_for {
                    life.vouch(&files, &key).await;
                }
                life.write_receipt(&mut *tx).await;
                let receipt = life.receipt.map(|receipt| (receipt.number, identity));
                self.receipts += 1;
                self.asked.extend(receipt.filter(|_| is_asked_for));
            }
            tx.save().await.unwrap();
            n += BATCH;
        }
        storage.close().await;
        missing
    }

    fn life(
        &mut self,
        secret: &str,
        identity: &str,
        course: Course,
        span: (Timestamp, Timestamp),
    ) -> Life<'_> {
        let digest = |purpose, text| self.around.digest(purpose, text);
        let person = Person {
            device: digest("device", secret),
            identity: digest("identity", identity),
            name: digest("name", "李小明"),
            phone: digest("phone", identity),
        };
        Life::lived(&self.around, &mut self.random, person, course, span)
    }

    /// The secret of a new device.
    fn secret(&mut self) -> String {
        let mut bytes = [0; 32];
        self.random.fill_bytes(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The identity number of the next person: as long as one, and nobody's.
    fn identity(&mut self) -> String {
        self.people += 1;
        format!("110105{:012}", self.people)
    }
}
