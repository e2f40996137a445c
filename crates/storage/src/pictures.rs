//! Pictures that wait for the engine, where it runs in processes of its own.

use std::time::Duration;

use async_trait::async_trait;
use domain::{AttemptId, BlobRef, Digest, OrderId, Sealed, Timestamp};

use crate::StorageError;

/// A picture as it is put into the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedPicture {
    /// Id of the attempt that comes of it.
    pub attempt: AttemptId,
    /// The order that it is put to; an order has one in the line at most.
    pub order: OrderId,
    /// The file as it was uploaded, stored already.
    pub original: BlobRef,
    /// What is asked of the photo, sealed under the order's key.
    pub asked: Sealed,
    /// Keyed digest of whose request it is.
    pub requester: Digest,
    /// When it was put.
    pub put_at: Timestamp,
    /// Its turn: those with an earlier one are taken before it.
    pub turn_at: Timestamp,
}

/// One making of a picture: names it as long as nobody else has taken the picture. Whoever
/// comes late with it, its lease having run out, changes nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureLease {
    /// The picture.
    pub attempt: AttemptId,
    /// How often it was taken, this time among them.
    pub tries: u32,
}

/// A picture that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedPicture {
    /// This making of it.
    pub lease: PictureLease,
    /// How often whoever had taken it never came back with it.
    pub losses: u32,
    /// The order that it is put to.
    pub order: OrderId,
    /// The file as it was uploaded.
    pub original: BlobRef,
    /// What is asked of the photo, sealed under the order's key.
    pub asked: Sealed,
    /// When it was put.
    pub put_at: Timestamp,
}

/// How an order's picture stands that is no attempt yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnmadePicture {
    /// Id of the attempt that comes of it.
    pub attempt: AttemptId,
    /// When it was put.
    pub put_at: Timestamp,
    /// Why it was given up, sealed under the order's key; `None` while it waits or is
    /// being made.
    pub outcome: Option<Sealed>,
}

/// How many pictures wait or are being made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PictureLine {
    /// In all.
    pub all: u64,
    /// Of one requester.
    pub own: u64,
}

/// The line of pictures in front of the engine.
#[async_trait]
pub trait Pictures {
    /// Puts a picture into the line. [`StorageError::Taken`] if one of its order is there.
    async fn queue_picture(&mut self, picture: &QueuedPicture) -> Result<(), StorageError>;

    /// Whether a picture could be taken at `now`; for asking often without writing.
    async fn has_free_picture(&mut self, now: Timestamp) -> Result<bool, StorageError>;

    /// Leases the picture whose turn it is at `now` for `lease`, and counts the try. One
    /// whose lease ran out is taken again, and counted as lost.
    async fn take_picture(
        &mut self,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Option<ClaimedPicture>, StorageError>;

    /// Makes the lease end at `until`.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] if another has taken the picture, or it is in the line no
    /// more.
    async fn renew_picture(
        &mut self,
        lease: PictureLease,
        until: Timestamp,
    ) -> Result<(), StorageError>;

    /// Gives the picture back, to be taken from `at` on in its turn.
    ///
    /// # Errors
    /// As [`Self::renew_picture`].
    async fn give_picture_back(
        &mut self,
        lease: PictureLease,
        at: Timestamp,
    ) -> Result<(), StorageError>;

    /// Takes a picture out of the line that became an attempt, or never will.
    ///
    /// # Errors
    /// As [`Self::renew_picture`]; the transaction is to be dropped then.
    async fn picture_done(&mut self, lease: PictureLease) -> Result<(), StorageError>;

    /// Records why a picture is given up; its file is named by it no more.
    ///
    /// # Errors
    /// As [`Self::picture_done`].
    async fn picture_failed(
        &mut self,
        lease: PictureLease,
        outcome: &Sealed,
    ) -> Result<(), StorageError>;

    /// The order's picture that is no attempt yet.
    async fn unmade_picture(
        &mut self,
        order: OrderId,
    ) -> Result<Option<UnmadePicture>, StorageError>;

    /// Takes the order's picture out of the line, whoever makes it; gives its file.
    async fn withdraw_picture(&mut self, order: OrderId) -> Result<Option<BlobRef>, StorageError>;

    /// Which of these wait or are being made, in no order.
    async fn unmade_among(
        &mut self,
        attempts: &[AttemptId],
    ) -> Result<Vec<AttemptId>, StorageError>;

    /// The length of the line.
    async fn picture_line(&mut self, requester: Digest) -> Result<PictureLine, StorageError>;

    /// Forgets why pictures were given up that were put before `before`; gives how many.
    async fn forget_failed_pictures(&mut self, before: Timestamp) -> Result<u64, StorageError>;
}
