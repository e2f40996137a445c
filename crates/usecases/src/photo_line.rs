//! The line in front of the photo engine, fair between requesters: each has a
//! bounded part of it, they are served in turn, and where it is full, whoever
//! has most in it makes room for who has less.

use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::requester::Requester;

/// Bounds of the line; what is in work counts too.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineLimits {
    pub(crate) pictures: usize,
    pub(crate) bytes: usize,
    pub(crate) pictures_each: usize,
}

/// A line of `T`s.
#[derive(Debug)]
pub(crate) struct PhotoLine<T> {
    limits: LineLimits,
    inner: Mutex<Inner<T>>,
    filled: Condvar,
}

#[derive(Debug)]
struct Inner<T> {
    waiting: HashMap<Requester, VecDeque<(usize, T)>>,
    /// Requesters with something waiting, the next to be served first.
    turns: VecDeque<Requester>,
    /// Pictures waiting or in work, by requester.
    held: HashMap<Requester, usize>,
    pictures: usize,
    bytes: usize,
    closed: bool,
}

/// What was taken out of the line; [`PhotoLine::done`] gives its place back.
#[derive(Debug)]
pub(crate) struct Taken<T> {
    pub(crate) work: T,
    requester: Requester,
    bytes: usize,
}

/// There is no place; `place` pictures are in the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Full {
    pub(crate) place: usize,
}

impl<T> PhotoLine<T> {
    pub(crate) fn new(limits: LineLimits) -> Self {
        Self {
            limits,
            inner: Mutex::new(Inner {
                waiting: HashMap::new(),
                turns: VecDeque::new(),
                held: HashMap::new(),
                pictures: 0,
                bytes: 0,
                closed: false,
            }),
            filled: Condvar::new(),
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner<T>> {
        // No statement below panics between changes that belong together.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts `work` of `bytes` into the line. What made room for it is dropped.
    ///
    /// # Errors
    /// [`Full`]; `work` is dropped.
    pub(crate) fn enter(
        &self,
        requester: Requester,
        bytes: usize,
        work: T,
    ) -> Result<Vec<T>, Full> {
        let mut inner = self.inner();
        let held = inner.held.get(&requester).copied().unwrap_or(0);
        let full = Full {
            place: inner.pictures,
        };
        if held >= self.limits.pictures_each {
            return Err(full);
        }
        let mut displaced = Vec::new();
        // One picture is always accepted, however large.
        while inner.pictures > 0
            && (inner.pictures >= self.limits.pictures || inner.bytes + bytes > self.limits.bytes)
        {
            match inner.displace_for(held + 1) {
                Some(out) => displaced.push(out),
                None => {
                    // Not enough: they have their places back.
                    for (requester, bytes, work) in displaced.into_iter().rev() {
                        inner.add(requester, bytes, work);
                    }
                    return Err(full);
                }
            }
        }
        inner.add(requester, bytes, work);
        drop(inner);
        self.filled.notify_one();
        Ok(displaced.into_iter().map(|(_, _, work)| work).collect())
    }

    /// The next in turn; waits for one. `None` once the line is closed.
    pub(crate) fn next(&self) -> Option<Taken<T>> {
        let mut inner = self.inner();
        loop {
            if let Some(taken) = inner.take() {
                return Some(taken);
            }
            if inner.closed {
                return None;
            }
            inner = self
                .filled
                .wait(inner)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Gives back the place of what was taken.
    pub(crate) fn done(&self, requester: Requester, bytes: usize) {
        self.inner().release(requester, bytes);
    }

    /// Lets those who wait for work go once there is none.
    pub(crate) fn close(&self) {
        self.inner().closed = true;
        self.filled.notify_all();
    }
}

impl<T> Taken<T> {
    /// The work, and what [`PhotoLine::done`] needs.
    pub(crate) fn split(self) -> (T, Requester, usize) {
        (self.work, self.requester, self.bytes)
    }
}

impl<T> Inner<T> {
    fn add(&mut self, requester: Requester, bytes: usize, work: T) {
        self.pictures += 1;
        self.bytes += bytes;
        *self.held.entry(requester).or_default() += 1;
        let waiting = self.waiting.entry(requester).or_default();
        waiting.push_back((bytes, work));
        if waiting.len() == 1 {
            self.turns.push_back(requester);
        }
    }

    fn take(&mut self) -> Option<Taken<T>> {
        let requester = self.turns.pop_front()?;
        let waiting = self.waiting.get_mut(&requester)?;
        let (bytes, work) = waiting.pop_front()?;
        if waiting.is_empty() {
            self.waiting.remove(&requester);
        } else {
            self.turns.push_back(requester);
        }
        Some(Taken {
            work,
            requester,
            bytes,
        })
    }

    fn release(&mut self, requester: Requester, bytes: usize) {
        self.pictures -= 1;
        self.bytes -= bytes;
        if let Some(held) = self.held.get_mut(&requester) {
            *held -= 1;
            if *held == 0 {
                self.held.remove(&requester);
            }
        }
    }

    /// Takes the newest of who has most out of the line, if that is more than
    /// `count` and it waits.
    fn displace_for(&mut self, count: usize) -> Option<(Requester, usize, T)> {
        let held = |requester: &Requester| self.held.get(requester).copied().unwrap_or(0);
        let most = self.turns.iter().copied().max_by_key(held)?;
        if held(&most) <= count {
            return None;
        }
        let waiting = self.waiting.get_mut(&most)?;
        let (bytes, work) = waiting.pop_back()?;
        if waiting.is_empty() {
            self.waiting.remove(&most);
            self.turns.retain(|requester| *requester != most);
        }
        self.release(most, bytes);
        Some((most, bytes, work))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: LineLimits = LineLimits {
        pictures: 6,
        bytes: 100,
        pictures_each: 4,
    };

    fn client(name: char) -> Requester {
        Requester::Client([name as u8; 16])
    }

    #[test]
    fn everybody_has_a_turn_and_a_part() {
        // Who comes, each with a picture of ten bytes (capitals: of sixty).
        // Expected: who is turned away at once, who is displaced, and the order
        // of service.
        let check = |come: &str, refused: &str, displaced: &str, served: &str| {
            let line = PhotoLine::new(LIMITS);
            let (mut away, mut out) = (String::new(), String::new());
            for name in come.chars() {
                let bytes = if name.is_uppercase() { 60 } else { 10 };
                match line.enter(client(name.to_ascii_lowercase()), bytes, name) {
                    Ok(displaced) => out.extend(displaced),
                    Err(Full { .. }) => away.push(name),
                }
            }
            line.close();
            let mut order = String::new();
            while let Some(taken) = line.next() {
                let (name, requester, bytes) = taken.split();
                order.push(name);
                line.done(requester, bytes);
            }
            assert_eq!(
                (away.as_str(), out.as_str()),
                (refused, displaced),
                "{come}"
            );
            assert_eq!(order, served, "{come}");
            let inner = line.inner();
            assert_eq!((inner.pictures, inner.bytes), (0, 0), "{come}");
            assert!(inner.held.is_empty() && inner.turns.is_empty());
        };
        check("ab", "", "", "ab");
        check("aaab", "", "", "abaa");
        // Sixteen at once from one address leave room.
        check("aaaaaaaaaaaaaaaabc", &"a".repeat(12), "", "abcaaa");
        check("aaaabbbbcd", "b", "aba", "abcdab");
        check("abcdefg", "g", "", "abcdef");
        check("aabbccd", "", "c", "abcdab");
        check("Aa", "", "", "Aa");
        check("AB", "B", "", "A");
        check("AaaaaB", "aB", "", "Aaaa");
    }
}
