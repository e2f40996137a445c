//! The photo engine in worker threads, with a bounded queue.
//!
//! Takes a picture's bytes and the specification; gives photo and report. The
//! queue is bounded by pictures and by bytes, so that memory use is bounded, and
//! fair between requesters ([`PhotoLine`]); a caller that finds it full gets the
//! number of waiting pictures, and the picture is dropped.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use catalogue::PhotoSpec;
use imaging::{Affine, JpegTarget, Limits, decode, encode_jpeg, warp};
use portrait::{Edit, Nudge, provenance, rulers};
use studio::{Extras, Form, Lacking, PhotoFile, Request, Stopwatch, photograph, wrongs};
use tokio::sync::oneshot;
use vision::{AddedModel, Engine, RtenEngine};

use crate::attempt_report::{AttemptReport, PhotoFacts, UploadFacts};
use crate::error::AppError;
use crate::photo_line::{LineLimits, PhotoLine};
use crate::requester::Requester;

/// Limits of the workers' queue.
#[derive(Clone, Copy, Debug)]
pub struct WorkerLimits {
    /// Worker threads with an engine each. One per CPU core really available:
    /// two on one core take twice as long each.
    pub slots: usize,
    /// Most pictures waiting and in work.
    pub pictures: usize,
    /// Most bytes waiting and in work.
    pub bytes: usize,
    /// Most pictures waiting and in work of one requester.
    pub pictures_each: usize,
}

impl Default for WorkerLimits {
    /// One slot, sixteen pictures, 96 MB; four pictures of one requester.
    fn default() -> Self {
        Self {
            slots: 1,
            pictures: 16,
            bytes: 96_000_000,
            pictures_each: 4,
        }
    }
}

impl WorkerLimits {
    /// For a process that makes pictures of a line that was made fair before: as many as are
    /// taken from it.
    #[must_use]
    pub const fn for_others(slots: usize) -> Self {
        // More wait than are made only while one that was lost is made alone.
        let pictures = 2 * slots;
        Self {
            slots,
            pictures,
            bytes: usize::MAX,
            pictures_each: pictures,
        }
    }
}

/// The result of a picture.
#[derive(Debug)]
pub(crate) struct Made {
    /// The check results.
    pub(crate) report: AttemptReport,
    /// The photo's JPEG, if there is one.
    pub(crate) photo: Option<Vec<u8>>,
    /// The picture, handed back.
    pub(crate) picture: Vec<u8>,
}

enum Task {
    Photo {
        spec: Box<PhotoSpec>,
        edit: Edit,
        reply: oneshot::Sender<Result<Made, AppError>>,
    },
    Preview {
        reply: oneshot::Sender<Result<Vec<u8>, AppError>>,
    },
}

struct QueuedTask {
    bytes: Vec<u8>,
    task: Task,
}

/// Longer side of a preview, in pixels: half a screen at twice the pixel
/// density.
const PREVIEW_SIDE: f64 = 1280.0;
const PREVIEW_DPI: u16 = 96;
const PREVIEW_QUALITY: u8 = 60;

/// The worker threads and their queue. Cheap to clone; the threads end with the
/// last clone.
#[derive(Clone)]
pub struct PhotoWorkers {
    limits: WorkerLimits,
    line: Arc<Entrance>,
}

/// The line's entrance; closed with the last clone of the workers.
struct Entrance(Arc<PhotoLine<QueuedTask>>);

impl Drop for Entrance {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl std::fmt::Debug for PhotoWorkers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PhotoWorkers({:?})", self.limits)
    }
}

impl PhotoWorkers {
    /// Starts the threads; `added` is the operator's network for the person's outline.
    ///
    /// # Panics
    /// If the system cannot start a thread.
    #[must_use]
    pub fn open(limits: WorkerLimits, added: Option<Arc<AddedModel>>) -> Self {
        let line = Arc::new(PhotoLine::new(LineLimits {
            pictures: limits.pictures,
            bytes: limits.bytes,
            pictures_each: limits.pictures_each,
        }));
        for slot in 0..limits.slots.max(1) {
            let line = Arc::clone(&line);
            let added = added.clone();
            std::thread::Builder::new()
                .name(format!("engine-{slot}"))
                .spawn(move || attend(&line, added))
                .expect("a system that starts no thread cannot serve");
        }
        Self {
            limits,
            line: Arc::new(Entrance(line)),
        }
    }

    pub(crate) async fn photo(
        &self,
        requester: Requester,
        bytes: Vec<u8>,
        spec: PhotoSpec,
        edit: Edit,
    ) -> Result<Made, AppError> {
        let (reply, made) = oneshot::channel();
        self.queue(
            requester,
            bytes,
            Task::Photo {
                spec: Box::new(spec),
                edit,
                reply,
            },
        )?;
        made.await.map_err(|_| AppError::EngineStopped)?
    }

    pub(crate) async fn preview(
        &self,
        requester: Requester,
        bytes: Vec<u8>,
    ) -> Result<Vec<u8>, AppError> {
        let (reply, drawn) = oneshot::channel();
        self.queue(requester, bytes, Task::Preview { reply })?;
        drawn.await.map_err(|_| AppError::EngineStopped)?
    }

    fn queue(&self, requester: Requester, bytes: Vec<u8>, task: Task) -> Result<(), AppError> {
        let length = bytes.len();
        let entered = self
            .line
            .0
            .enter(requester, length, QueuedTask { bytes, task });
        let displaced = entered.map_err(|full| AppError::Busy { place: full.place })?;
        for queued in displaced {
            queued.task.fail(AppError::Busy {
                place: self.limits.pictures,
            });
        }
        Ok(())
    }
}

impl Task {
    /// Answers with an error. If the caller is gone, it is dropped.
    fn fail(self, error: AppError) {
        match self {
            Self::Photo { reply, .. } => drop(reply.send(Err(error))),
            Self::Preview { reply } => drop(reply.send(Err(error))),
        }
    }

    /// Whether nobody waits for it any more.
    fn is_given_up(&self) -> bool {
        match self {
            Self::Photo { reply, .. } => reply.is_closed(),
            Self::Preview { reply } => reply.is_closed(),
        }
    }
}

/// Niceness of the workers: a tenth of the scheduling weight of the threads
/// that answer requests. Those need little CPU time and get it at once; the
/// workers use the rest.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// Lowers the priority of this thread below those that answer requests. A photo
/// takes a third of a second of CPU time, and at equal priority a page would
/// have to wait for its share of the core.
fn stand_back() {
    // On other systems niceness applies to the whole process, which would not
    // help.
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{getpriority_process, setpriority_process};

        // A service started with a higher niceness keeps it: lowering it needs
        // privileges.
        let stood =
            getpriority_process(None).and_then(|now| setpriority_process(None, now.max(NICENESS)));
        if let Err(error) = stood {
            tracing::warn!(%error, "the engine does not stand back");
        }
    }
}

fn attend(line: &PhotoLine<QueuedTask>, added: Option<Arc<AddedModel>>) {
    stand_back();
    let made_anew = || RtenEngine::new().with_added(added.clone());
    let mut engine = made_anew();
    while let Some(taken) = line.next() {
        let (queued, requester, length) = taken.split();
        if !queued.task.is_given_up() {
            // A panic is that picture's failure; the engine, which it may have
            // left in between, is made anew.
            if catch_unwind(AssertUnwindSafe(|| do_task(&engine, queued))).is_err() {
                tracing::error!("the engine panicked on a picture");
                engine = made_anew();
            }
        }
        line.done(requester, length);
    }
}

fn do_task(engine: &dyn Engine, queued: QueuedTask) {
    // If the caller is gone, the result is dropped.
    match queued.task {
        Task::Photo { spec, edit, reply } => {
            let _gone = reply.send(make(engine, queued.bytes, *spec, edit));
        }
        Task::Preview { reply } => {
            let _gone = reply.send(preview(&queued.bytes));
        }
    }
}

fn make(
    engine: &dyn Engine,
    bytes: Vec<u8>,
    spec: PhotoSpec,
    edit: Edit,
) -> Result<Made, AppError> {
    let request = Request {
        form: Form::Jpeg(spec.background.rgb),
        spec,
        limits: Limits::default(),
        lacking: Lacking::Refuse,
        extras: Extras::default(),
        edit,
    };
    let attempt = photograph(engine, &bytes, &request, &mut Stopwatch::start());
    // A file that is not an image is not stored.
    if let Some(failure @ (studio::Failure::Decode(_) | studio::Failure::Unexpected)) =
        attempt.failure
    {
        return Err(AppError::Picture(wrongs(&failure)));
    }
    let spec = &request.spec;
    let jpeg = match &attempt.file {
        Some(PhotoFile::Jpeg(jpeg)) => Some(jpeg),
        Some(PhotoFile::Png(_)) | None => None,
    };
    let report = AttemptReport {
        findings: attempt.findings(),
        wrongs: attempt.wrongs(),
        provenance: attempt.photo.as_ref().map(|photo| provenance(photo, spec)),
        rulers: attempt.photo.as_ref().map(|photo| rulers(photo, spec)),
        photo: jpeg.map(|jpeg| PhotoFacts {
            width_px: spec.width_px,
            height_px: spec.height_px,
            bytes: jpeg.bytes.len(),
            quality: jpeg.quality,
        }),
        picture: attempt.source.as_ref().map(|source| UploadFacts {
            width_px: source.stored_width,
            height_px: source.stored_height,
            format: source.format.to_string(),
            bytes: bytes.len(),
        }),
        nudge: attempt
            .photo
            .as_ref()
            .map_or(Nudge::NONE, |photo| photo.nudge),
        background: None,
    };
    Ok(Made {
        report,
        photo: match attempt.file {
            Some(PhotoFile::Jpeg(jpeg)) => Some(jpeg.bytes),
            Some(PhotoFile::Png(_)) | None => None,
        },
        picture: own_bytes(bytes, attempt.source.as_ref()),
    })
}

/// The picture without what follows on its end: that is not needed, may be a
/// film of the people around, and takes as much room as a stranger likes.
fn own_bytes(mut bytes: Vec<u8>, source: Option<&imaging::Source>) -> Vec<u8> {
    if let Some(source) = source {
        bytes.truncate(source.picture_bytes);
        bytes.shrink_to_fit();
    }
    bytes
}

fn preview(bytes: &[u8]) -> Result<Vec<u8>, AppError> {
    let failed = |failure: studio::Failure| AppError::Picture(wrongs(&failure));
    let picture =
        decode(bytes, &Limits::default()).map_err(|e| failed(studio::Failure::Decode(e)))?;
    let (width, height) = (picture.image.width(), picture.image.height());
    let scale = (PREVIEW_SIDE / f64::from(width.max(height))).min(1.0);
    let side = |length: u32| ((f64::from(length) * scale) as u32).max(1);
    let (width, height) = (side(width), side(height));
    let small = warp(&picture.image, &Affine::scaling(scale), width, height).image;
    let target = JpegTarget {
        dpi: PREVIEW_DPI,
        min_bytes: 0,
        // 1.6 bits per pixel: no visible block artefacts.
        max_bytes: (width * height) as usize / 5 + 16_384,
        min_quality: PREVIEW_QUALITY,
    };
    match encode_jpeg(&small, &target) {
        Ok(jpeg) => Ok(jpeg.bytes),
        // A noisy picture may be larger.
        Err(imaging::EncodeError::AboveWindow { .. }) => encode_jpeg(
            &small,
            &JpegTarget {
                max_bytes: (width * height) as usize * 3,
                ..target
            },
        )
        .map(|jpeg| jpeg.bytes)
        .map_err(|e| failed(studio::Failure::Encode(e))),
        Err(e) => Err(failed(studio::Failure::Encode(e))),
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_thread_stands_back_alone() {
        let niceness = || rustix::process::getpriority_process(None).unwrap();
        let before = niceness();
        let engine = std::thread::spawn(move || {
            stand_back();
            niceness()
        });
        // A thread started with a higher niceness keeps it.
        assert_eq!(engine.join().unwrap(), NICENESS.max(before));
        assert_eq!(niceness(), before);
    }
}
