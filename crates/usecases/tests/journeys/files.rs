//! Files that no row names are swept, files that wait too long for their row are not
//! named by one, and files that cannot be reached are not lost ones.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use blobs::{BlobStore, DataKey};
use domain::Timestamp;
use domain::randomness::seeded;
use domain::staff::Role;
use futures_util::stream::BoxStream;
use object_store::client::{HttpError, HttpErrorKind};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};
use storage::{LogFilter, Storage as _};
use storage_sqlite::SqliteStorage;
use usecases::counter::{self, Person, Window};
use usecases::damage::{Extent, examine};
use usecases::{App, AppError, AppParts, ManualClock, applicant, jobs};

use crate::service::{
    Service, approved, drafted, fill, hired, identity_card, lenient, picture, staffed, waiting,
};

const DEVICE: &str = "a device";

/// What befalls the files.
#[derive(Clone, Default)]
enum Trouble {
    #[default]
    None,
    /// Nothing answers.
    Unreachable,
    /// The process stands still for this long once a file is stored.
    Stops(Duration, Arc<ManualClock>),
}

/// Files in memory, with trouble.
#[derive(Default)]
struct Troubled {
    files: InMemory,
    trouble: Mutex<Trouble>,
}

impl Troubled {
    fn set(&self, trouble: Trouble) {
        *self.trouble.lock().unwrap() = trouble;
    }

    fn now(&self) -> Trouble {
        self.trouble.lock().unwrap().clone()
    }

    fn reached(&self) -> Result<()> {
        match self.now() {
            Trouble::Unreachable => Err(object_store::Error::Generic {
                store: "troubled",
                source: Box::new(HttpError::new(HttpErrorKind::Timeout, fmt::Error)),
            }),
            Trouble::None | Trouble::Stops(..) => Ok(()),
        }
    }
}

impl fmt::Debug for Troubled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Troubled")
    }
}

impl fmt::Display for Troubled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Troubled")
    }
}

#[async_trait::async_trait]
impl ObjectStore for Troubled {
    async fn put_opts(
        &self,
        location: &Path,
        payload: PutPayload,
        options: PutOptions,
    ) -> Result<PutResult> {
        self.reached()?;
        let put = self.files.put_opts(location, payload, options).await;
        if let Trouble::Stops(time, clock) = self.now() {
            clock.advance(time);
        }
        put
    }

    async fn put_multipart_opts(
        &self,
        location: &Path,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        self.files.put_multipart_opts(location, options).await
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.reached()?;
        self.files.get_opts(location, options).await
    }

    fn delete_stream(
        &self,
        locations: BoxStream<'static, Result<Path>>,
    ) -> BoxStream<'static, Result<Path>> {
        self.files.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.files.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.files.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.files.copy_opts(from, to, options).await
    }
}

/// A service over such files, at this machine's time, which is that of the files.
async fn troubled() -> (Service, Arc<Troubled>, BlobStore) {
    let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now = Timestamp(i64::try_from(now.as_millis()).unwrap());
    let clock = Arc::new(ManualClock::at(now));
    let files = Arc::new(Troubled::default());
    let blobs = BlobStore::over(files.clone());
    let (parts, _) = usecases::testing::parts(storage.clone(), lenient());
    let app = App::new(AppParts {
        blobs: blobs.clone(),
        clock: clock.clone(),
        ..parts
    });
    (staffed(app, clock, storage).await, files, blobs)
}

async fn count(blobs: &BlobStore) -> usize {
    let mut count = 0;
    for first_byte in 0..=u8::MAX {
        count += blobs
            .written_before(first_byte, i64::MAX)
            .await
            .unwrap()
            .len();
    }
    count
}

/// A day of the worker.
async fn a_day(service: &Service) {
    for _ in 0..24 * 6 {
        service.clock.advance(Duration::from_secs(600));
        jobs::run_due(&service.app).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_no_row_names_is_swept_within_two_days() {
    let (service, _, blobs) = troubled().await;
    let own = waiting(&service, DEVICE).await;
    let named = count(&blobs).await;
    let key = DataKey::generate(&mut seeded(1));
    for seed in 0..20 {
        let random = &mut seeded(seed);
        let put = blobs.put(&key, "photo", b"nobody's".to_vec(), random);
        put.await.unwrap();
    }
    jobs::work(&service.app, async {}).await;
    assert_eq!(count(&blobs).await, named + 20, "too young");
    a_day(&service).await;
    a_day(&service).await;
    assert_eq!(count(&blobs).await, named);
    applicant::photo(&service.app, &own, None).await.unwrap();
}

/// As a process that was stopped finds it when it goes on: its files may be swept.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_waited_too_long_is_named_by_no_row() {
    let (service, files, blobs) = troubled().await;
    let (app, clock) = (&service.app, &service.clock);
    let own = drafted(&service, DEVICE).await;
    let attempt = service.order(&own).await.attempt;
    let named = count(&blobs).await;
    let put = || applicant::put_picture(app, &own, crate::ANYBODY, picture());

    let hours = |count: u64| Duration::from_secs(count * 3600);
    files.set(Trouble::Stops(hours(2), clock.clone()));
    assert!(matches!(put().await, Err(AppError::TookTooLong)));
    assert_eq!(service.order(&own).await.attempt, attempt);
    assert!(count(&blobs).await > named, "for the sweep");

    // Two files, each with a stop behind it.
    let short = Duration::from_secs(25 * 60);
    files.set(Trouble::Stops(short, clock.clone()));
    put().await.unwrap();
    assert_ne!(service.order(&own).await.attempt, attempt);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_cannot_be_reached_are_not_lost() {
    let (service, files, _) = troubled().await;
    let app = &service.app;
    let own = approved(&service, DEVICE).await;
    let order = service.order(&own).await.id;
    let mut tx = service.storage.read().await.unwrap();
    let receipt = tx.receipt_of_order(order).await.unwrap().unwrap();
    drop(tx);
    let clerk = hired(app, "Zhou", Role::Clerk).await.permit().unwrap();
    let (number, window) = (receipt.number.to_string(), Window::default());
    let person = Person::typed("11010519491231002X");
    let look = || counter::look_up(app, &clerk, &window, &number, &person);
    look().await.unwrap();
    let logged = async || {
        let mut tx = service.storage.read().await.unwrap();
        tx.log_newest(&LogFilter::default(), 1).await.unwrap()[0].seq
    };
    let before = logged().await;

    files.set(Trouble::Unreachable);
    let unreachable = |error: AppError| assert_eq!(error.code(), "blob-unreachable");
    unreachable(look().await.unwrap_err());
    unreachable(examine(app, Extent::All).await.unwrap_err());
    unreachable(applicant::photo(app, &own, None).await.unwrap_err());
    assert_eq!(logged().await, before, "no photo is called lost");
    // A new order's picture is not taken, and may be put again.
    let device = app.digest_device("another device");
    let other = applicant::begin(app, device, identity_card())
        .await
        .unwrap();
    let put = applicant::put_picture(app, &other, crate::ANYBODY, picture()).await;
    unreachable(put.unwrap_err());
    assert_eq!(service.order(&other).await.attempt, None);

    files.set(Trouble::None);
    look().await.unwrap();
    fill("李小明", app, &other).await;
    assert!(examine(app, Extent::All).await.unwrap().lost.is_empty());
}
