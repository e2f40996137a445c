//! A window that looks receipts up by number and identity number, through the
//! API: everything `usecases::counter` does, opening the photo and the entry in the log put
//! on the disk included. Each receipt is looked up once, so hardly a page of the database
//! has been read before.

use std::time::Instant;

use crate::client::agent;
use crate::filling::Filling;
use crate::serving::Service;
use crate::table;
use crate::times::Times;

const GOAL_MS: u32 = 10;

/// Looks random receipts up, one after the other.
pub(crate) fn measure(service: &Service, filling: &Filling) {
    let agent = agent();
    let authorization = format!("Bearer {}", filling.key());
    let mut times = Times::default();
    let asked_for = filling.asked_for();
    // Neighbours in time are not asked one after the other.
    let order = |n: usize| (n * 7919) % asked_for.len();
    for n in 0..asked_for.len() {
        let (number, identity) = &asked_for[order(n)];
        let asked = serde_json::json!({ "number": number.as_str(), "identity": identity });
        let begun = Instant::now();
        let mut found = agent
            .post(format!("{}/api/v1/counter/receipts", service.url))
            .header("content-type", "application/json")
            .header("authorization", &authorization)
            .send(asked.to_string())
            .unwrap();
        let said = found.body_mut().read_to_string().unwrap();
        times.push(begun.elapsed());
        assert_eq!(found.status().as_u16(), 200, "{said}");
    }
    let name = format!("look-up among {} receipts", filling.receipts_written());
    table::times(&name, &mut times, GOAL_MS);
}
