//! Signing in by WeChat at a fixed rate, while photos are being made: a phone gives a code
//! of the stand-in's, the service asks the stand-in whose it is and answers with a session.
//! What the stand-in takes alone is measured too, and is not the service's.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use usecases::{Clock as _, SystemClock};
use wechat_stand_in::{self as stand_in, StandIn};

use crate::load::while_photos_are_made;
use crate::paying::write_private;
use crate::serving::Service;
use crate::stage::SETTINGS;
use crate::table;
use crate::times::Times;

const PER_SECOND: u32 = 20;
const SECONDS: u32 = 30;
/// Time for the first photo to be begun, connections and caches to be there.
const WARM: usize = 2 * PER_SECOND as usize;
/// Beside the stand-in's own time.
const GOAL_MS: u32 = 20;

/// Starts a service over the folder and measures it.
pub(crate) fn measure(folder: &Path, picture: &[u8]) {
    let runtime = Runtime::new().unwrap();
    let wechat = StandIn::new(Arc::new(|| SystemClock.now().0));
    let gateway = runtime.block_on(wechat.clone().start()).unwrap();
    let account = stand_in::settings(&gateway);
    let settings = format!("public_url = \"http://127.0.0.1:8080\"\n{SETTINGS}\n{account}");
    write_private(&folder.join("settings.toml"), &settings);
    let service = Service::start(folder);
    let signed_in = Mutex::new(Times::default());
    let alone = Mutex::new(Times::default());
    let count = WARM + (PER_SECOND * SECONDS) as usize;
    while_photos_are_made(&service, picture, count, |n, agent, begun| {
        let due = begun + Duration::from_secs(1) * n as u32 / PER_SECOND;
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        let user = format!("oBench{n:022}");
        // Every other one asks the stand-in itself, under the same load.
        let began = Instant::now();
        let times = if n.is_multiple_of(2) {
            let body = serde_json::json!({ "code": wechat.code_for(&user) }).to_string();
            let mut answer = agent
                .post(format!("{}/api/v1/wechat/session", service.url))
                .header("content-type", "application/json")
                .send(body)
                .unwrap();
            let said = answer.body_mut().read_to_string().unwrap();
            assert_eq!(answer.status().as_u16(), 200, "{said}");
            &signed_in
        } else {
            let query = format!(
                "appid={}&secret={}&js_code={}&grant_type=authorization_code",
                stand_in::APPID,
                stand_in::SECRET,
                wechat.code_for(&user)
            );
            let mut answer = agent
                .get(format!("{gateway}/sns/jscode2session?{query}"))
                .call()
                .unwrap();
            let said = answer.body_mut().read_to_string().unwrap();
            assert!(said.contains(&user), "{said}");
            &alone
        };
        if n >= WARM {
            times.lock().unwrap().push(began.elapsed());
        }
    });
    drop(service);
    std::fs::write(folder.join("settings.toml"), SETTINGS).unwrap();
    table::times(
        "sign-in by WeChat",
        &mut signed_in.into_inner().unwrap(),
        GOAL_MS,
    );
    table::times(
        "the stand-in alone",
        &mut alone.into_inner().unwrap(),
        GOAL_MS,
    );
}
