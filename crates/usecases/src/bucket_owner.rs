//! Whose a bucket is: one installation alone. Another would sweep its files, since no row of
//! its own names them. The bucket says it by an object of its own.

use blobs::{BlobError, BlobKey, BlobStore, Digester};
use domain::BlobRef;

use crate::app::App;
use crate::error::AppError;

/// Name of the object.
const NAME: &str = "huizhi-installation";
/// First word of its text.
const WORD: &str = "huizhi-installation-1";
/// Photos of which one has to be in a bucket that says nothing yet.
const SAMPLE: u32 = 20;

/// A bucket is not used.
#[derive(Debug, thiserror::Error)]
pub enum BucketFault {
    /// It says that it is another installation's.
    #[error("the bucket is that of installation {installation}")]
    OfAnother {
        /// Whose.
        installation: String,
    },
    /// It has files, and nothing says whose; this installation has none.
    #[error("the bucket has files already")]
    InUse,
    /// None of the files of this installation is in it.
    #[error("none of the files that rows name is in the bucket")]
    Mistaken,
    /// Bucket or database cannot be asked.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<BlobError> for BucketFault {
    fn from(error: BlobError) -> Self {
        Self::App(error.into())
    }
}

impl BucketFault {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::OfAnother { .. } => "bucket-of-another",
            Self::InUse => "bucket-in-use",
            Self::Mistaken => "bucket-mistaken",
            Self::App(error) => error.code(),
        }
    }
}

/// Makes sure that the bucket is this installation's, and says so in one that says nothing
/// yet and is empty, or has files of this one. Where files are in a folder there is
/// nothing to ask.
///
/// # Errors
/// [`BucketFault`]; nothing was written then.
pub async fn own_bucket(app: &App) -> Result<(), BucketFault> {
    let blobs = &app.parts().blobs;
    if !blobs.is_bucket() {
        return Ok(());
    }
    let ours = ours(app);
    match blobs.note(NAME).await? {
        Some(said) if said == ours => return Ok(()),
        Some(said) => return Err(of_another(&said)),
        None => {}
    }
    let named = some_files(app).await?;
    let mut is_here = false;
    for key in &named {
        is_here = is_here || blobs.size(key).await?.is_some();
    }
    match (named.is_empty(), is_here) {
        (false, false) => return Err(BucketFault::Mistaken),
        (true, _) if !blobs.is_empty().await? => return Err(BucketFault::InUse),
        _ => {}
    }
    Ok(blobs.put_note(NAME, &ours).await?)
}

/// Makes sure that a bucket is nobody's, and empty: for an installation that has nothing
/// yet. Writes nothing.
///
/// # Errors
/// [`BucketFault`].
pub async fn is_nobodys(bucket: &BlobStore) -> Result<(), BucketFault> {
    match bucket.note(NAME).await? {
        Some(said) => Err(of_another(&said)),
        None if !bucket.is_empty().await? => Err(BucketFault::InUse),
        None => Ok(()),
    }
}

/// What somebody else wrote, which may be anything.
fn of_another(said: &str) -> BucketFault {
    let installation = said.split_whitespace().nth(1).unwrap_or_default();
    let known = installation.chars().filter(char::is_ascii_alphanumeric);
    BucketFault::OfAnother {
        installation: known.take(16).collect(),
    }
}

/// Whether a bucket says already whose it is.
///
/// # Errors
/// That it cannot be asked.
pub async fn says_whose(bucket: &BlobStore) -> Result<bool, BlobError> {
    Ok(bucket.note(NAME).await?.is_some())
}

/// What the bucket of this installation says: which, and that somebody with its key wrote it.
fn ours(app: &App) -> String {
    let digester = Digester::of(*app.parts().kept.installation);
    let id = hex::encode(&digester.digest("id", "")[..8]);
    let seal = hex::encode(digester.digest("bucket", &id));
    format!("{WORD} {id} {seal}\n")
}

/// Some of the files that rows name.
async fn some_files(app: &App) -> Result<Vec<BlobKey>, AppError> {
    let mut tx = app.read().await?;
    let mut found = Vec::new();
    for id in tx.attempts_with_photo(None, SAMPLE).await? {
        let attempt = tx.attempt(id).await?;
        let names = attempt
            .into_iter()
            .flat_map(|one| [one.photo, one.original]);
        let keys = names.flatten().map(|BlobRef(name)| name.parse::<BlobKey>());
        found.extend(keys.flatten());
    }
    Ok(found)
}
