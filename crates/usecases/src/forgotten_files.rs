//! Files that a deed forgets: noted in its transaction, deleted right after it is saved, and
//! by the worker where the process ended in between.

use domain::BlobRef;
use storage::Transaction;

use crate::app::App;
use crate::error::AppError;

/// Files that a transaction forgot and noted, to be deleted once it is saved.
#[must_use = "once the transaction is saved, its files can be deleted at once"]
#[derive(Default)]
pub(crate) struct Forgotten(Vec<BlobRef>);

impl Forgotten {
    /// These and those of `others`.
    pub(crate) fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }
}

impl App {
    /// Notes in `tx`, which takes the last row away that names them, that these files are to
    /// be deleted.
    ///
    /// # Errors
    /// Storage.
    pub(crate) async fn forget_files(
        &self,
        tx: &mut dyn Transaction,
        files: impl IntoIterator<Item = BlobRef> + Send,
    ) -> Result<Forgotten, AppError> {
        let files: Vec<BlobRef> = files.into_iter().collect();
        let now = self.now();
        for file in &files {
            tx.forget_blob(file, now).await?;
        }
        Ok(Forgotten(files))
    }

    /// Deletes what a transaction forgot that is saved now. What fails is left to the worker.
    pub(crate) async fn delete_forgotten(&self, forgotten: Forgotten) {
        if let Err(error) = delete(&self.after_job(), forgotten.0).await {
            tracing::warn!(code = error.code(), "files were left for the worker");
        }
    }
}

/// Files deleted in one round of the worker.
const ROUND: u32 = 100;

/// Deletes files that deeds have forgotten; gives how many there were. Those that a deed is
/// deleting right now are among them, which does no harm. One that fails comes last from
/// then on.
///
/// # Errors
/// Storage.
pub(crate) async fn delete_forgotten_files(app: &App) -> Result<usize, AppError> {
    let files = app.read().await?.forgotten_blobs(ROUND).await?;
    let count = files.len();
    delete(app, files).await?;
    Ok(count)
}

async fn delete(app: &App, files: Vec<BlobRef>) -> Result<(), AppError> {
    if files.is_empty() {
        return Ok(());
    }
    let mut settled = Vec::with_capacity(files.len());
    let mut unused = Vec::with_capacity(files.len());
    let mut tx = app.read().await?;
    for file in files {
        match tx.blob_in_use(&file).await? {
            // A row names it after all: it stays, and is forgotten no more.
            true => settled.push(file),
            false => unused.push(file),
        }
    }
    drop(tx);
    let mut failed = None;
    for file in unused {
        // What is no name of a file is the name of none.
        let Ok(name) = file.0.parse() else {
            settled.push(file);
            continue;
        };
        match app.parts().blobs.delete(&name).await {
            Ok(()) => settled.push(file),
            Err(error) => {
                tracing::warn!(code = error.code(), "a file is deleted later");
                // The rest would fail as well, most likely.
                failed = Some(file);
                break;
            }
        }
    }
    let now = app.now();
    let mut tx = app.write().await?;
    for file in &settled {
        tx.blob_is_settled(file).await?;
    }
    if let Some(failed) = &failed {
        tx.forget_blob(failed, now).await?;
    }
    Ok(tx.save().await?)
}
