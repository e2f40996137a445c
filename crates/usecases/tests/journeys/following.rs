//! Who follows an order hears of what another process changes.

use std::sync::Arc;

use domain::Purpose;
use storage::Storage;
use storage_sqlite::SqliteStorage;
use usecases::applicant::{self, Credentials};
use usecases::testing::app;
use usecases::{App, following};

#[tokio::test]
async fn what_others_change_is_announced_once() {
    let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
    let process = || app(Arc::clone(&storage) as Arc<dyn Storage>).0;
    let (here, elsewhere) = (process(), process());
    let device = here.digest_device("a device");
    let purpose = || Purpose {
        document: "us-visa".parse().unwrap(),
        city: None,
    };
    let followed = applicant::begin(&here, device, purpose()).await.unwrap();
    let other = applicant::begin(&here, device, purpose()).await.unwrap();
    let opened = async |app: &App, number| {
        let shown = Credentials {
            device: Some(device),
            wechat: None,
            wechat_union: None,
            grants: Vec::new(),
        };
        let own = applicant::open(app, number, &shown).await.unwrap();
        own.unwrap()
    };
    let mut changes = here.changes();
    let following = here.follow(&followed);
    let mut looked = async |announced: usize, why: &str| {
        following::look(&here).await.unwrap();
        assert_eq!(changes.len(), announced, "{why}");
        while changes.try_recv().is_ok() {}
    };
    looked(0, "nothing changed").await;
    applicant::cancel(&elsewhere, &other).await.unwrap();
    looked(0, "nobody follows it").await;
    applicant::cancel(&elsewhere, &followed).await.unwrap();
    looked(1, "it changed").await;
    following.saw(&opened(&here, followed.number()).await);
    looked(0, "it was seen").await;
    let own = opened(&here, followed.number()).await;
    applicant::write(&here, &own, "早").await.unwrap();
    following.saw(&opened(&here, followed.number()).await);
    looked(1, "announced when it was changed, and not by the look").await;
}
