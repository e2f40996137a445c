//! The line in front of the engine: who is let in, and how a picture gets there.

use std::time::Duration;

use domain::{AttemptId, Digest, Node, NodeKind, Order, Timestamp};
use serde::{Deserialize, Serialize};
use storage::{QueuedPicture, Transaction};

use crate::app::App;
use crate::applicant::room_for;
use crate::backdrop::Backdrop;
use crate::error::AppError;
use crate::forgotten_files::Forgotten;
use crate::requester::Requester;

/// Where photos of applicants' pictures are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EngineAt {
    /// In the process that takes the picture.
    #[default]
    Here,
    /// In processes of their own, which share the database.
    Elsewhere,
}

/// Whether photos can be made now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineState {
    /// In this process.
    Here,
    /// In processes of their own, which make so many at once.
    Elsewhere {
        /// Pictures at once.
        slots: u32,
    },
    /// They would be made in processes of their own, and none told of itself of late.
    Away,
}

/// Most pictures in the line for each that is made at once: what a slot makes in some
/// seconds, so that who is let in does not wait long.
const LINE_PER_SLOT: u64 = 8;
/// Most pictures of one requester in the line, as in the line of one process.
const LINE_EACH: u64 = 4;
/// How far a further picture of one requester stands behind those that others put: for
/// each that they have in the line. About what a slot takes for some pictures.
const BEHIND: Duration = Duration::from_secs(2);

/// What is asked of a photo, as it is kept with the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Asked {
    /// The background that the applicant chose; `None` for the usual one.
    background: Option<[u8; 3]>,
}

impl Asked {
    pub(super) fn backdrop(self) -> Backdrop {
        self.background.into()
    }

    pub(super) fn context(attempt: AttemptId) -> String {
        format!("picture-asked:{attempt}")
    }
}

/// Whether photos can be made now.
///
/// # Errors
/// Storage.
pub async fn engine_state(app: &App) -> Result<EngineState, AppError> {
    match app.engine_at() {
        EngineAt::Here => Ok(EngineState::Here),
        engine @ EngineAt::Elsewhere => {
            let nodes = app.read().await?.nodes().await?;
            Ok(EngineState::of(engine, &nodes, app.now()))
        }
    }
}

impl EngineState {
    /// What these processes of the service make.
    pub(crate) fn of(engine: EngineAt, nodes: &[Node], now: Timestamp) -> Self {
        if engine == EngineAt::Here {
            return Self::Here;
        }
        let works = nodes.iter().filter(|node| node.kind == NodeKind::Work);
        let slots = works
            .filter(|node| node.is_live(now))
            .map(|node| node.slots);
        match slots.fold(0, u32::saturating_add) {
            0 => Self::Away,
            slots => Self::Elsewhere { slots },
        }
    }
}

/// Stores the picture's file and puts it into the line, in the place of one of the order
/// that is there.
///
/// # Errors
/// [`AppError::EngineAway`], [`AppError::Busy`], [`AppError::Quota`] and
/// [`AppError::StoreFull`], with nothing stored; [`AppError::Refused`] if the order's state
/// allows no picture; storage.
pub(crate) async fn put_in_line(
    app: &App,
    order: &Order,
    requester: Requester,
    attempt: AttemptId,
    picture: Vec<u8>,
    backdrop: Backdrop,
) -> Result<(), AppError> {
    let (now, whose) = (app.now(), app.digest_requester(requester));
    let own = admitted(app, whose, now).await?;
    room_for(app, requester, picture.len() as u64).await?;
    let original = app.keep_blob(order, "original", picture).await?;
    let asked = Asked {
        background: backdrop.kept(),
    };
    let asked = app.seal_json(order, &Asked::context(attempt), &asked)?;
    let mut tx = app.write().await?;
    let fresh = tx.order(order.id).await?.ok_or(AppError::NotFound)?;
    let put_at = app.now();
    fresh.put_picture(attempt, put_at)?;
    let forgotten = withdraw(app, &mut *tx, order).await?;
    tx.queue_picture(&QueuedPicture {
        attempt,
        order: order.id,
        original: original.in_time(app)?,
        asked,
        requester: whose,
        put_at,
        turn_at: put_at.plus(BEHIND * own),
    })
    .await?;
    tx.save().await?;
    app.delete_forgotten(forgotten).await;
    Ok(())
}

/// How many pictures this requester has in the line, if there is room for one more. Several
/// that are let in at once may be more than there is room for by as many.
async fn admitted(app: &App, whose: Digest, now: Timestamp) -> Result<u32, AppError> {
    let mut tx = app.read().await?;
    let engine = EngineState::of(EngineAt::Elsewhere, &tx.nodes().await?, now);
    let EngineState::Elsewhere { slots } = engine else {
        return Err(AppError::EngineAway);
    };
    let line = tx.picture_line(whose).await?;
    if line.all >= LINE_PER_SLOT * u64::from(slots) || line.own >= LINE_EACH {
        let place = usize::try_from(line.all).unwrap_or(usize::MAX);
        return Err(AppError::Busy { place });
    }
    Ok(u32::try_from(line.own).unwrap_or(u32::MAX))
}

/// Takes the order's picture out of the line, whoever makes it.
pub(crate) async fn withdraw(
    app: &App,
    tx: &mut dyn Transaction,
    order: &Order,
) -> Result<Forgotten, AppError> {
    let original = tx.withdraw_picture(order.id).await?;
    app.forget_files(tx, original).await
}

impl App {
    /// A keyed digest of whose request something is, kept for as long as the line takes.
    fn digest_requester(&self, requester: Requester) -> Digest {
        let text = match requester {
            Requester::Client(address) => hex::encode(address),
            Requester::Staff(actor) => actor.to_string(),
        };
        self.digest("requester", &text)
    }
}
