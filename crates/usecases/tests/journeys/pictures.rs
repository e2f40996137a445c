//! Photos that are made by processes of their own.

use std::sync::Arc;
use std::time::Duration;

use blobs::BlobStore;
use domain::{AttemptId, NodeKind};
use storage::Storage as _;
use storage_sqlite::SqliteStorage;
use usecases::applicant::{self, OwnOrder, PutPicture};
use usecases::nodes::{self, Started};
use usecases::pictures::{self, EngineAt, EngineState, Taken, Unmade};
use usecases::{App, AppError, AppParts, Backdrop, Requester, jobs};

use crate::ANYBODY;
use crate::service::{Service, drafted, lenient, picture, service, staffed, visa};

const DEVICE: &str = "a device";
/// Longer than a lease.
const LEASE: Duration = Duration::from_secs(20);

/// A service whose pages take pictures, and processes of its own that make photos; both are
/// one here.
struct House {
    service: Service,
    blobs: BlobStore,
}

impl House {
    async fn begun() -> Self {
        let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
        let (parts, clock) = usecases::testing::parts(storage.clone(), lenient());
        let blobs = parts.blobs.clone();
        let app = App::new(AppParts {
            engine: EngineAt::Elsewhere,
            ..parts
        });
        let service = staffed(app, clock, storage).await;
        Self { service, blobs }
    }

    /// The same with a process that makes so many photos at once.
    async fn with_slots(slots: u32) -> Self {
        let house = Self::begun().await;
        house.works(slots).await;
        house
    }

    async fn works(&self, slots: u32) {
        let node = self.service.app.node(Started {
            kind: NodeKind::Work,
            version: "1",
            settings: [7; 32],
            slots,
        });
        nodes::tell(&self.service.app, &node).await.unwrap();
    }

    async fn order(&self) -> OwnOrder {
        let app = &self.service.app;
        let device = app.digest_device(DEVICE);
        applicant::begin(app, device, visa()).await.unwrap()
    }

    async fn put(&self, own: &OwnOrder, bytes: Vec<u8>) -> Result<PutPicture, AppError> {
        let app = &self.service.app;
        applicant::put_picture_on(app, own, ANYBODY, bytes, Backdrop::Usual).await
    }

    /// Puts a picture, which waits; what is there of it when it is asked.
    async fn waiting(&self, own: &OwnOrder, bytes: Vec<u8>) -> AttemptId {
        match self.put(own, bytes).await.unwrap() {
            PutPicture::Making(id) => id,
            PutPicture::Made(_) => panic!("it was made here"),
        }
    }

    async fn took(&self) -> Taken {
        let taken = pictures::take(&self.service.app).await.unwrap();
        taken.expect("a picture waits")
    }

    /// What came of a picture, in a word.
    async fn came(&self, own: &OwnOrder, id: AttemptId) -> &'static str {
        let app = &self.service.app;
        match applicant::picture_within(app, own, id, Duration::ZERO).await {
            Ok(PutPicture::Made(made)) => made.fitness.code(),
            Ok(PutPicture::Making(_)) => "making",
            Err(error) => error.code(),
        }
    }

    /// How many pictures are in the line.
    async fn line(&self) -> u64 {
        let mut tx = self.service.storage.read().await.unwrap();
        let line = tx.picture_line(domain::Digest([0; 32])).await;
        line.unwrap().all
    }

    /// How many files are stored.
    async fn files(&self) -> usize {
        let mut count = 0;
        for first in 0..=255 {
            let found = self.blobs.written_before(first, i64::MAX).await;
            count += found.unwrap().len();
        }
        count
    }

    async fn events(&self, own: &OwnOrder) -> Vec<&'static str> {
        let order = self.service.order(own).await.id;
        let mut tx = self.service.storage.read().await.unwrap();
        let events = tx.events_of(order).await.unwrap();
        events.iter().map(|entry| entry.event.code()).collect()
    }

    async fn opened(&self, own: &OwnOrder) -> OwnOrder {
        self.service.opened(own.number(), DEVICE).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_made_elsewhere_is_the_one_made_here() {
    let house = House::with_slots(2).await;
    let app = &house.service.app;
    let own = house.order().await;
    let id = house.waiting(&own, picture()).await;
    assert_eq!(house.came(&own, id).await, "making");
    let seen = applicant::show(app, &own).await.unwrap();
    let making = Some(Unmade::Making { since: app.now() });
    assert_eq!((seen.unmade, seen.picture.is_some()), (making, false));
    // It has a picture, and that is not the one that would be handed in.
    let early = applicant::submit(app, &own).await.unwrap_err();
    assert_eq!(early.code(), "picture-making");
    house.took().await.make(app).await;
    assert_eq!(house.came(&own, id).await, "advised");
    assert_eq!((house.line().await, house.files().await), (0, 2));
    assert_eq!(house.events(&own).await, ["drafted", "picture-prepared"]);
    let own = house.opened(&own).await;
    let seen = applicant::show(app, &own).await.unwrap();
    assert_eq!(seen.unmade, None);
    let photo = applicant::photo(app, &own, Some(id)).await.unwrap();

    let here = service().await;
    let device = here.app.digest_device(DEVICE);
    let same = applicant::begin(&here.app, device, visa()).await.unwrap();
    let made = applicant::put_picture(&here.app, &same, ANYBODY, picture()).await;
    let made = made.unwrap();
    let here_photo = applicant::photo(&here.app, &same, Some(made.attempt)).await;
    assert!(here_photo.unwrap() == photo, "the same bytes");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_process_that_makes_photos_nothing_is_stored() {
    let house = House::begun().await;
    let app = &house.service.app;
    let own = house.order().await;
    let state = async || pictures::engine_state(app).await.unwrap();
    let refused = async || house.put(&own, picture()).await.unwrap_err().code();
    assert_eq!(state().await, EngineState::Away);
    assert_eq!(refused().await, "engine-away");
    house.works(2).await;
    house.works(1).await;
    assert_eq!(state().await, EngineState::Elsewhere { slots: 3 });
    // Those that serve pages are silent for longer before they count as gone.
    house.service.clock.advance(LEASE);
    assert_eq!(state().await, EngineState::Away);
    assert_eq!(refused().await, "engine-away");
    assert_eq!((house.line().await, house.files().await), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_picture_says_so_and_goes() {
    let house = House::with_slots(1).await;
    let app = &house.service.app;
    let own = house.order().await;
    let id = house.waiting(&own, b"not a picture".to_vec()).await;
    assert_eq!(house.files().await, 1);
    let version = house.service.order(&own).await.version;
    house.took().await.make(app).await;
    assert_eq!(house.came(&own, id).await, "picture-refused");
    let seen = applicant::show(app, &own).await.unwrap();
    let Some(Unmade::Refused(wrongs)) = seen.unmade else {
        panic!("{:?}", seen.unmade)
    };
    assert_eq!(wrongs[0].code, "image-format-unknown");
    assert_eq!((house.line().await, house.files().await), (0, 0));
    assert_eq!(house.events(&own).await, ["drafted"]);
    // Who follows the order hears of it.
    assert!(house.service.order(&own).await.version > version);
    // Another picture takes its place.
    let id = house.waiting(&own, picture()).await;
    house.took().await.make(app).await;
    assert_eq!(house.came(&own, id).await, "advised");
    // Nobody asks after a day.
    house.works(1).await;
    house.waiting(&own, b"not a picture".to_vec()).await;
    house.took().await.make(app).await;
    house.service.clock.advance(Duration::from_secs(2 * 86_400));
    jobs::work(app, async {}).await;
    let unmade = async || {
        let order = house.service.order(&own).await.id;
        let mut tx = house.service.storage.read().await.unwrap();
        tx.unmade_picture(order).await.unwrap()
    };
    assert_eq!(unmade().await, None);
}

/// What happens to an order while its picture waits, or is being made.
async fn happens(what: &str, house: &House, own: &OwnOrder) {
    let app = &house.service.app;
    match what {
        "cancelled" => drop(applicant::cancel(app, own).await.unwrap()),
        "erased" => drop(applicant::erase(app, own).await.unwrap()),
        "erased unread" => {
            let order = house.service.order(own).await.id;
            let mut tx = house.service.storage.write().await.unwrap();
            tx.erase_unread(order, app.now()).await.unwrap();
            tx.save().await.unwrap();
        }
        "another picture" => drop(house.waiting(own, picture()).await),
        _ => panic!("{what}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ends_meanwhile_is_not_made() {
    // What happens; the pictures left in the line then, the files left once it is over, and
    // what the timeline says.
    let cases = [
        ("cancelled", 1, 0, &["drafted", "cancelled"][..]),
        ("erased", 0, 0, &["drafted", "cancelled", "erased"]),
        ("erased unread", 0, 0, &["drafted"]),
        ("another picture", 1, 2, &["drafted", "picture-prepared"]),
    ];
    for (what, line, files, timeline) in cases {
        for is_taken_before in [false, true] {
            let case = format!("{what}, taken before: {is_taken_before}");
            let house = House::with_slots(1).await;
            let app = &house.service.app;
            let own = house.order().await;
            let id = house.waiting(&own, picture()).await;
            let taken = match is_taken_before {
                true => Some(house.took().await),
                false => None,
            };
            happens(what, &house, &own).await;
            assert_eq!(house.line().await, line, "{case}");
            if let Some(taken) = taken {
                taken.make(app).await;
            }
            while let Some(taken) = pictures::take(app).await.unwrap() {
                taken.make(app).await;
            }
            // What the making or the erasure forgot and did not delete at once.
            jobs::work(app, async {}).await;
            assert_eq!(house.came(&own, id).await, "storage-conflict", "{case}");
            assert_eq!(house.line().await, 0, "{case}");
            assert_eq!(house.files().await, files, "{case}");
            assert_eq!(house.events(&own).await, timeline, "{case}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_late_with_a_picture_writes_nothing() {
    let house = House::with_slots(1).await;
    let (app, clock) = (&house.service.app, &house.service.clock);
    for what in [picture(), b"not a picture".to_vec()] {
        house.works(1).await;
        let own = house.order().await;
        let id = house.waiting(&own, what).await;
        let stopped = house.took().await;
        assert!(pictures::take(app).await.unwrap().is_none(), "it is taken");
        clock.advance(LEASE);
        house.took().await.make(app).await;
        let came = house.came(&own, id).await;
        assert_ne!(came, "making");
        let (before, files) = (house.service.order(&own).await, house.files().await);
        stopped.make(app).await;
        assert_eq!(house.service.order(&own).await, before);
        assert_eq!(house.files().await, files, "its own photo is deleted");
        assert_eq!(house.came(&own, id).await, came);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_ends_whoever_takes_it_is_given_up() {
    let house = House::with_slots(1).await;
    let (app, clock) = (&house.service.app, &house.service.clock);
    let own = house.order().await;
    let id = house.waiting(&own, picture()).await;
    for _ in 0..3 {
        // The process ends.
        drop(house.took().await);
        clock.advance(LEASE);
        assert_eq!(house.came(&own, id).await, "making");
    }
    house.took().await.make(app).await;
    assert_eq!(house.came(&own, id).await, "picture-refused");
    let seen = applicant::show(app, &own).await.unwrap();
    let Some(Unmade::Refused(wrongs)) = seen.unmade else {
        panic!("{:?}", seen.unmade)
    };
    assert_eq!(wrongs[0].code, "unexpected");
    assert_eq!((house.line().await, house.files().await), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_line_is_bounded_and_fair() {
    let house = House::with_slots(1).await;
    let app = &house.service.app;
    let put = async |who: u8| {
        let own = house.order().await;
        let requester = Requester::Client([who; 16]);
        let bytes = b"not a picture".to_vec();
        let put = applicant::put_picture_on(app, &own, requester, bytes, Backdrop::Usual).await;
        match put {
            Ok(_) => Ok(own),
            Err(AppError::Busy { place }) => Err(place),
            Err(other) => panic!("{other}"),
        }
    };
    let mut orders = Vec::new();
    for who in [1, 1, 1, 1] {
        orders.push((who, put(who).await.unwrap()));
    }
    assert_eq!(put(1).await.unwrap_err(), 4, "one has four of them");
    for who in [2, 3, 4, 5] {
        orders.push((who, put(who).await.unwrap()));
    }
    assert_eq!(put(6).await.unwrap_err(), 8, "eight for each slot");
    // Who put one waits for no second one of somebody else.
    let mut turns = Vec::new();
    while let Some(taken) = pictures::take(app).await.unwrap() {
        taken.make(app).await;
        for (who, own) in &orders {
            let order = house.service.order(own).await;
            let mut tx = house.service.storage.read().await.unwrap();
            let unmade = tx.unmade_picture(order.id).await.unwrap();
            let is_made = unmade.is_some_and(|unmade| unmade.outcome.is_some());
            let made = turns.iter().any(|(_, made)| *made == order.id);
            if is_made && !made {
                turns.push((*who, order.id));
            }
        }
    }
    let turns: Vec<u8> = turns.into_iter().map(|(who, _)| who).collect();
    let (first, last) = turns.split_at(5);
    let mut first = first.to_vec();
    first.sort_unstable();
    assert_eq!((first, last), (vec![1, 2, 3, 4, 5], &[1, 1, 1][..]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_makes_what_comes_until_it_stops() {
    let house = House::with_slots(2).await;
    let app = &house.service.app;
    let (stop, stopped) = tokio::sync::watch::channel(());
    let ended = move || {
        let mut stopped = stopped.clone();
        async move { while stopped.changed().await.is_ok() {} }
    };
    let looking = tokio::spawn({
        let (app, ended) = (app.clone(), ended.clone());
        async move { pictures::keep_looking(&app, ended).await }
    });
    let making = tokio::spawn({
        let app = app.clone();
        async move { pictures::keep_making(&app, 2, ended).await }
    });
    // All of it, as an applicant meets it.
    let own = drafted(&house.service, DEVICE).await;
    applicant::submit(app, &own).await.unwrap();
    let other = house.order().await;
    let id = house.waiting(&other, picture()).await;
    while house.came(&other, id).await == "making" {
        tokio::task::yield_now().await;
    }
    assert_eq!(house.came(&other, id).await, "advised");
    drop(stop);
    making.await.unwrap();
    looking.await.unwrap();
    let left = house.waiting(&other, picture()).await;
    assert_eq!(house.came(&other, left).await, "making");
}
