//! What the stand-in remembers of this host.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::fault::Faults;
use crate::mini::replies::Awaited;
use crate::mini::safety::PictureAsked;
use crate::mini::token::Tokens;

/// How long a code may be used, in milliseconds.
const CODE_LIVES_MS: i64 = 300_000;

#[derive(Debug, Default)]
pub(crate) struct Mini {
    /// Faults to come.
    pub(crate) faults: Faults,
    /// Codes to sign in with.
    pub(crate) codes: Codes,
    /// Codes that readers of pages come back with.
    pub(crate) page_codes: Codes,
    /// Codes that tell a phone's number.
    pub(crate) phone_codes: Codes,
    /// When each user signed in, in milliseconds.
    pub(crate) users: BTreeMap<String, Vec<i64>>,
    /// Readers of pages who are also users of the mini-programme.
    pub(crate) same: BTreeMap<String, String>,
    pub(crate) risky: BTreeSet<String>,
    pub(crate) tokens: Tokens,
    /// How many messages of a template a user still takes.
    pub(crate) subscriptions: BTreeMap<(String, String), u32>,
    pub(crate) sent: Vec<Value>,
    /// Who may be answered, and the answers.
    pub(crate) awaited: Awaited,
    pub(crate) replies: Vec<Value>,
    /// Pictures to be looked at.
    pub(crate) pictures: Vec<PictureAsked>,
    /// Codes to scan that were asked for.
    pub(crate) codes_asked: Vec<Value>,
    /// How often a ticket was asked for.
    pub(crate) tickets: u32,
    /// What was shipped, by the number of the charge.
    pub(crate) shipped: BTreeMap<String, Value>,
}

/// Codes that stand for something, once and for a while.
#[derive(Debug, Default)]
pub(crate) struct Codes(BTreeMap<String, Code>);

#[derive(Debug)]
struct Code {
    of: String,
    made_ms: i64,
    is_used: bool,
}

/// Why a code opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spent {
    /// It was never made, or too long ago.
    Invalid,
    Used,
}

impl Codes {
    pub(crate) fn add(&mut self, code: String, of: &str, made_ms: i64) {
        let of = of.to_owned();
        let is_used = false;
        self.0.insert(
            code,
            Code {
                of,
                made_ms,
                is_used,
            },
        );
    }

    /// What it stands for.
    pub(crate) fn find(&self, code: &str, now_ms: i64) -> Result<String, Spent> {
        let known = self.0.get(code).ok_or(Spent::Invalid)?;
        if known.is_used {
            return Err(Spent::Used);
        }
        match now_ms - known.made_ms < CODE_LIVES_MS {
            true => Ok(known.of.clone()),
            false => Err(Spent::Invalid),
        }
    }

    pub(crate) fn spend(&mut self, code: &str) {
        if let Some(known) = self.0.get_mut(code) {
            known.is_used = true;
        }
    }
}
