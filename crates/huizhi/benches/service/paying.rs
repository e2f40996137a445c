//! Payment notices at a fixed rate, while photos are being made: orders that wait to be
//! paid are offered by the service to the stand-in for WeChat Pay, somebody pays each, and
//! its signed notice is delivered. What is timed is the service's answer, which follows the
//! payment on the disk, and the order handed in.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use usecases::{Clock as _, SystemClock};
use wechat_stand_in::{self as stand_in, StandIn, Twist};

use crate::client::agent;
use crate::filling::Known;
use crate::load::while_photos_are_made;
use crate::serving::Service;
use crate::stage::SETTINGS;
use crate::table;
use crate::times::Times;

/// Notices.
const PER_SECOND: u32 = 100;
/// How long it goes on.
const SECONDS: u32 = 30;
/// Time for the first photo to be begun, connections and caches to be there.
const WARM: usize = 2 * PER_SECOND as usize;
/// WeChat Pay waits five seconds for an answer; the service's own goal is this.
const GOAL_MS: u32 = 50;

/// How many orders are paid.
pub(crate) const ORDERS: usize = WARM + (PER_SECOND * SECONDS) as usize;

/// Starts a service over the folder, whose `unpaid` orders wait to be paid, and measures
/// it.
pub(crate) fn measure(folder: &Path, unpaid: &[Known], picture: &[u8]) {
    let runtime = Runtime::new().unwrap();
    let pays = StandIn::new(Arc::new(|| SystemClock.now().0));
    let gateway = runtime.block_on(pays.clone().start()).unwrap();
    let account = stand_in::settings(&gateway);
    // The stand-in tells of payments on this machine alone; these notices go where the
    // service turns out to listen.
    let settings = format!("public_url = \"http://127.0.0.1:8080\"\n{SETTINGS}\n{account}");
    write_private(&folder.join("settings.toml"), &settings);
    let service = Service::start(folder);

    let mut offered = Times::default();
    let agent = agent();
    let numbers: Vec<String> = unpaid
        .iter()
        .map(|order| {
            let begun = Instant::now();
            let number = charged(&agent, &service.url, order);
            offered.push(begun.elapsed());
            number
        })
        .collect();

    let told = Mutex::new(Times::default());
    let to = format!("{}/pay/wechat/notices", service.url);
    while_photos_are_made(&service, picture, numbers.len(), |n, agent, begun| {
        let due = begun + Duration::from_secs(1) * n as u32 / PER_SECOND;
        let early = due - Duration::from_millis(20).min(due - begun);
        std::thread::sleep(early.saturating_duration_since(Instant::now()));
        let (_, notice) = pays.pay(&numbers[n], Twist::None).unwrap();
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        assert_eq!(notice.send_by(agent, &to), 204);
        let took = due.elapsed();
        if n >= WARM {
            told.lock().unwrap().push(took);
        }
    });
    drop(service);
    // What is measured next knows no payments.
    std::fs::write(folder.join("settings.toml"), SETTINGS).unwrap();
    table::times("payment notice", &mut told.into_inner().unwrap(), GOAL_MS);
    table::times("payment offered, alone", &mut offered, GOAL_MS);
}

/// Asks for the order's code to pay by; gives the charge's number.
fn charged(agent: &ureq::Agent, url: &str, order: &Known) -> String {
    let page = order.api();
    let (name, value) = &page.header;
    let mut answer = agent
        .post(format!("{url}{}/pay", page.path))
        .header("content-type", "application/json")
        .header(*name, value)
        .send(r#"{"device":"screen"}"#)
        .unwrap();
    let said = answer.body_mut().read_to_string().unwrap();
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    let code = said["code"].as_str().expect("the order can be paid");
    let (_, number) = code.split_once("?pr=").unwrap();
    number.to_owned()
}

/// The settings hold keys: a service does not start on a file that others can read.
pub(crate) fn write_private(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let private = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(path, private).unwrap();
    }
}
