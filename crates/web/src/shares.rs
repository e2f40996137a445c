//! A bounded supply that strangers draw from (bytes of memory, connections,
//! event streams), with a bound for all and a smaller one for each client, so
//! that no single address can use it up.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::Client;

/// Why a supply gives nothing now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exhausted {
    /// This client holds all that one client may.
    ByClient,
    /// All clients together hold all there is.
    ByAll,
}

/// A supply of units. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Shares {
    most: usize,
    most_per_client: usize,
    held: Arc<Mutex<Held>>,
}

#[derive(Debug, Default)]
struct Held {
    all: usize,
    /// Only clients that hold something.
    by_client: HashMap<Client, usize>,
}

impl Shares {
    /// A supply of `most` units, `most_per_client` for each client.
    pub(crate) fn new(most: usize, most_per_client: usize) -> Self {
        Self {
            most,
            most_per_client: most_per_client.min(most),
            held: Arc::default(),
        }
    }

    /// An empty share of `client`, to which units can be added.
    pub(crate) fn share(&self, client: Client) -> Share {
        Share {
            supply: self.clone(),
            client,
            units: 0,
        }
    }

    /// A share of one unit.
    ///
    /// # Errors
    /// [`Exhausted`].
    pub(crate) fn one(&self, client: Client) -> Result<Share, Exhausted> {
        let mut share = self.share(client);
        share.add(1)?;
        Ok(share)
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        // Counters are consistent after every statement below.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Units that a client holds; given back when dropped.
#[derive(Debug)]
pub(crate) struct Share {
    supply: Shares,
    client: Client,
    units: usize,
}

impl Share {
    /// Adds `units`, or nothing.
    ///
    /// # Errors
    /// [`Exhausted`].
    pub(crate) fn add(&mut self, units: usize) -> Result<(), Exhausted> {
        let mut held = self.supply.held();
        let of_client = held.by_client.get(&self.client).copied().unwrap_or(0);
        if of_client + units > self.supply.most_per_client {
            return Err(Exhausted::ByClient);
        }
        if held.all + units > self.supply.most {
            return Err(Exhausted::ByAll);
        }
        if units > 0 {
            held.all += units;
            held.by_client.insert(self.client, of_client + units);
            self.units += units;
        }
        Ok(())
    }
}

impl Share {
    /// Gives all units back; more can be added again.
    pub(crate) fn give_back(&mut self) {
        let mut held = self.supply.held();
        held.all -= self.units;
        if let Some(of_client) = held.by_client.get_mut(&self.client) {
            *of_client -= self.units;
            if *of_client == 0 {
                held.by_client.remove(&self.client);
            }
        }
        self.units = 0;
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.give_back();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_draws_more_than_a_share_nor_all_more_than_there_is() {
        let supply = Shares::new(10, 6);
        let client = |last| Client::new([192, 0, 2, last].into());
        let mut of: Vec<Share> = (0..3).map(|n| supply.share(client(n))).collect();
        let mut check = |who: usize, units, expected| {
            assert_eq!(of[who].add(units), expected, "{who} {units}");
        };
        check(0, 6, Ok(()));
        check(0, 1, Err(Exhausted::ByClient));
        check(1, 5, Err(Exhausted::ByAll));
        check(1, 4, Ok(()));
        check(2, 1, Err(Exhausted::ByAll));
        check(2, 0, Ok(()));
        of[0].give_back();
        assert_eq!(of[2].add(6), Ok(()));
        of.remove(0);
        // Two shares of one client count together.
        assert_eq!(supply.one(client(2)).err(), Some(Exhausted::ByClient));
        of.clear();
        assert!(supply.held().by_client.is_empty());
        assert_eq!(supply.held().all, 0);
    }
}
