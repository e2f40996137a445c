//! Which connections are open, and which of them wait: for the rest of a
//! request's head, or for another request. Where there is room for no more, the
//! one that has waited longest makes room, so that heads that never end hold up
//! nobody who sends a request.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::Client;

/// The open connections. Clones share them.
#[derive(Debug, Clone)]
pub(super) struct Connections {
    most: usize,
    most_per_address: Option<usize>,
    open: Arc<Mutex<Open>>,
    /// Told whenever the last request in work ends.
    quiet: Arc<Notify>,
    /// Told whenever the first request of a connection begins, or a connection ends.
    begun: Arc<Notify>,
}

#[derive(Debug, Default)]
struct Open {
    by_number: HashMap<u64, Entry>,
    by_address: HashMap<Client, usize>,
    in_work: usize,
    /// Counts connections and waits; orders them.
    clock: u64,
}

#[derive(Debug)]
struct Entry {
    address: Client,
    state: State,
    cut: Arc<Notify>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// It was opened at this reading of the clock, and has sent no request yet.
    Opened(u64),
    /// No request is in work, since this reading of the clock.
    Waiting(u64),
    /// A request is in work.
    InWork,
}

impl Connections {
    pub(super) fn new(most: usize, most_per_address: Option<usize>) -> Self {
        Self {
            most,
            most_per_address,
            open: Arc::default(),
            quiet: Arc::default(),
            begun: Arc::default(),
        }
    }

    /// Admits a connection, if need be in place of the one that has waited
    /// longest, of the same address where that has its share. `None` where
    /// nothing waits: every other connection has a request in work.
    pub(super) fn admit(&self, address: Client) -> Option<Admitted> {
        let mut open = self.open();
        let of_address = open.by_address.get(&address).copied().unwrap_or(0);
        if self.most_per_address.is_some_and(|most| of_address >= most) {
            open.cut_longest_waiting(|entry| entry.address == address)?;
        }
        if open.by_number.len() >= self.most {
            open.cut_longest_waiting(|_| true)?;
        }
        let number = open.tick();
        let cut = Arc::new(Notify::new());
        *open.by_address.entry(address).or_default() += 1;
        let entry = Entry {
            address,
            state: State::Opened(number),
            cut: Arc::clone(&cut),
        };
        open.by_number.insert(number, entry);
        Some(Admitted {
            connections: self.clone(),
            number,
            cut,
        })
    }

    /// Completes when every connection has sent a request.
    pub(super) async fn asked(&self) {
        loop {
            let told = self.begun.notified();
            if self.open().all_asked() {
                return;
            }
            told.await;
        }
    }

    /// Completes when no request is in work.
    pub(super) async fn quiet(&self) {
        loop {
            let told = self.quiet.notified();
            if self.open().in_work == 0 {
                return;
            }
            told.await;
        }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        // Nothing below can panic between two changes that belong together.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, number: u64) {
        let mut open = self.open();
        if let Some(entry) = open.by_number.get_mut(&number)
            && entry.state != State::InWork
        {
            entry.state = State::InWork;
            open.in_work += 1;
            self.begun.notify_waiters();
        }
    }

    fn end(&self, number: u64) {
        let mut open = self.open();
        let now = open.tick();
        if let Some(entry) = open.by_number.get_mut(&number)
            && entry.state == State::InWork
        {
            entry.state = State::Waiting(now);
            open.in_work -= 1;
            if open.in_work == 0 {
                self.quiet.notify_waiters();
            }
        }
    }
}

impl Open {
    fn tick(&mut self) -> u64 {
        self.clock += 1;
        self.clock
    }

    fn all_asked(&self) -> bool {
        let mut states = self.by_number.values().map(|entry| entry.state);
        !states.any(|state| matches!(state, State::Opened(_)))
    }

    /// Takes the connection that has waited longest among `those` off the list
    /// and has it closed. `None` if none of them waits.
    fn cut_longest_waiting(&mut self, those: impl Fn(&Entry) -> bool) -> Option<()> {
        let waiting = self.by_number.iter().filter(|(_, entry)| those(entry));
        let (number, _) = waiting
            .filter_map(|(number, entry)| match entry.state {
                State::Opened(since) | State::Waiting(since) => Some((*number, since)),
                State::InWork => None,
            })
            .min_by_key(|(_, since)| *since)?;
        let entry = self.remove(number)?;
        entry.cut.notify_one();
        Some(())
    }

    fn remove(&mut self, number: u64) -> Option<Entry> {
        let entry = self.by_number.remove(&number)?;
        if let Some(count) = self.by_address.get_mut(&entry.address) {
            *count -= 1;
            if *count == 0 {
                self.by_address.remove(&entry.address);
            }
        }
        Some(entry)
    }
}

/// A connection on the list; taken off when dropped.
#[derive(Debug)]
pub(super) struct Admitted {
    connections: Connections,
    number: u64,
    cut: Arc<Notify>,
}

impl Admitted {
    /// Completes when another connection takes this one's place.
    pub(super) async fn cut(&self) {
        self.cut.notified().await;
    }

    /// Marks a request as in work until the answer's last byte is handed over.
    pub(super) fn request(&self) -> InWork {
        self.connections.begin(self.number);
        InWork {
            connections: self.connections.clone(),
            number: self.number,
        }
    }
}

impl Drop for Admitted {
    fn drop(&mut self) {
        // Counted down first, if a request was cut off.
        self.connections.end(self.number);
        self.connections.open().remove(self.number);
        self.connections.begun.notify_waiters();
    }
}

/// A request in work on a connection.
#[derive(Debug)]
pub(super) struct InWork {
    connections: Connections,
    number: u64,
}

impl Drop for InWork {
    fn drop(&mut self) {
        self.connections.end(self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a connection was told to close.
    fn is_cut(admitted: &Admitted) -> bool {
        !admitted
            .connections
            .open()
            .by_number
            .contains_key(&admitted.number)
    }

    #[test]
    fn who_has_waited_longest_makes_room() {
        let client = |last: u8| Client::new([192, 0, 2, last].into());
        // Each step: an address opens a connection, or connection `n` has a
        // request, or its request ends. Expected: who was cut, or whether the
        // opening was refused.
        enum Do {
            Open(u8),
            Begin(usize),
            End(usize),
        }
        use Do::{Begin, End, Open};
        let check = |steps: &[Do], cut: &[usize], refused: usize| {
            let connections = Connections::new(4, Some(3));
            let (mut all, mut work, mut turned_away) = (Vec::new(), HashMap::new(), 0);
            for step in steps {
                match step {
                    Open(address) => match connections.admit(client(*address)) {
                        Some(admitted) => all.push(admitted),
                        None => turned_away += 1,
                    },
                    Begin(n) => drop(work.insert(*n, all[*n].request())),
                    End(n) => drop(work.remove(n)),
                }
            }
            let found: Vec<usize> = (0..all.len()).filter(|n| is_cut(&all[*n])).collect();
            assert_eq!((found.as_slice(), turned_away), (cut, refused));
            drop((all, work));
            let open = connections.open();
            assert!(open.by_number.is_empty() && open.by_address.is_empty());
            assert_eq!(open.in_work, 0);
        };
        check(&[Open(1), Open(2), Open(3), Open(4)], &[], 0);
        check(&[Open(1), Open(2), Open(3), Open(4), Open(5)], &[0], 0);
        check(&[Open(1), Open(1), Open(1), Open(1)], &[0], 0);
        check(&[Open(2), Open(1), Open(1), Open(1), Open(1)], &[1], 0);
        let busy = [Open(1), Begin(0), Open(2), Open(3), Open(4), Open(5)];
        check(&busy, &[1], 0);
        let again = [
            Open(1),
            Begin(0),
            Open(2),
            End(0),
            Open(3),
            Open(4),
            Open(5),
        ];
        check(&again, &[1], 0);
        let full = [
            Open(1),
            Begin(0),
            Open(1),
            Begin(1),
            Open(1),
            Begin(2),
            Open(1),
        ];
        check(&full, &[], 1);
    }
}
