//! Failures in words: what is wrong, and what to do.

use blobs::BlobError;
use catalogue::{Candidate, LoadError, LookupError};
use messages::{Args, Locale};
use portrait::SheetError;
use studio::{Explanation, args, in_locale, say};

use storage_postgres::CopyError;

use crate::installation_error::InstallationError;
use crate::settings_file::SettingsFileError;
use crate::settings_file::blobs::S3Fault;
use crate::settings_file::brand::BrandFault;
use crate::settings_file::database::DatabaseFault;
use crate::settings_file::offers::OfferFault;
use crate::settings_file::sms::SmsFault;
use crate::settings_file::wechat_pay::WechatPayFault;
use storage::StorageError;
use usecases::AppError;
use usecases::bucket_owner::BucketFault;
use usecases::operator::LogFault;
use vision::AddedModelError;
use web::BrandError;

use crate::backup::BackupError;
use crate::failure::{Failure, FileError, UsageError};
use crate::models::{BUILT_IN, ModelError, presets};
use crate::problem_text;

/// How many near names a message lists.
const MOST_CANDIDATES: usize = 5;

/// Says what went wrong; several things where there are several.
pub(crate) fn explain(failure: &Failure, locale: Locale) -> Vec<Explanation> {
    let one = |code, args: Args<'_>| vec![say(locale, code, code, &args)];
    match failure {
        Failure::Photo(failure) => studio::explain(failure, locale),
        Failure::Sheet(error) => one(error.code(), sheet_args(error)),
        Failure::Lookup(error) => one(error.code(), lookup_args(error, locale)),
        Failure::Catalogue(LoadError::Unreadable { path, .. }) => {
            one("catalogue-unreadable", args([("path", path.clone())]))
        }
        Failure::Catalogue(LoadError::Invalid(problems)) => {
            let count = args([("count", problems.len().to_string())]);
            let problems = problems
                .iter()
                .map(|problem| problem_text::problem(problem, locale));
            problems.chain(one("catalogue-invalid", count)).collect()
        }
        Failure::CityNeeded { document } => {
            let name = in_locale(document, locale).to_owned();
            one("city-needed", args([("document", name)]))
        }
        Failure::NoReceipt { document } => {
            let name = in_locale(document, locale).to_owned();
            one("no-receipt-document", args([("document", name)]))
        }
        Failure::File(error) => one(error.code(), file_args(error)),
        Failure::Usage(error) => one(error.code(), usage_args(error)),
        Failure::Model(error) => one(error.code(), model_args(error)),
        Failure::Slip(error) => one(error.code(), Args::new()),
        Failure::Token(error) => one(error.code(), Args::new()),
        Failure::Installation(error) => one(installation_key(error), installation_args(error)),
    }
}

fn sheet_args(error: &SheetError) -> Args<'static> {
    match error {
        SheetError::PhotoTooLarge | SheetError::Together | SheetError::Shape => Args::new(),
        SheetError::Count { asked, room } => {
            args([("asked", asked.to_string()), ("room", room.to_string())])
        }
    }
}

fn lookup_args(error: &LookupError, locale: Locale) -> Args<'static> {
    let query = match error {
        LookupError::EmptyQuery => "",
        LookupError::UnknownDocument { query, .. }
        | LookupError::AmbiguousDocument { query, .. }
        | LookupError::UnknownCity { query, .. }
        | LookupError::AmbiguousCity { query, .. }
        | LookupError::ProvinceNotCity { query, .. }
        | LookupError::NoCityThere { query }
        | LookupError::CountyNotCity { query, .. } => query,
    };
    let names: Vec<String> = error
        .candidates()
        .iter()
        .take(MOST_CANDIDATES)
        .map(|candidate| named(candidate, locale))
        .collect();
    let candidates = match (names.is_empty(), locale) {
        (true, _) => "none".to_owned(),
        (false, Locale::Zh) => names.join("、"),
        (false, Locale::En) => names.join(", "),
    };
    args([("query", query.to_owned()), ("candidates", candidates)])
}

/// A name with what looks it up without doubt.
fn named(candidate: &Candidate, locale: Locale) -> String {
    match locale {
        Locale::Zh => format!("{}（{}）", candidate.names.zh, candidate.id),
        Locale::En => format!("{} ({})", candidate.names.en, candidate.id),
    }
}

fn model_args(error: &ModelError) -> Args<'static> {
    match error {
        ModelError::Name { name } | ModelError::Exists { name } | ModelError::Altered { name } => {
            args([("name", name.clone())])
        }
        ModelError::NotThere { name, there_are } => {
            let mut there_are = there_are.clone();
            there_are.insert(0, BUILT_IN.to_owned());
            args([("name", name.clone()), ("there", there_are.join(", "))])
        }
        ModelError::UnknownLike { like } => {
            let known: Vec<&str> = presets().iter().map(|(name, _)| *name).collect();
            args([("like", like.clone()), ("known", known.join(", "))])
        }
        ModelError::FormFile { path, reason } => args([
            ("path", path.display().to_string()),
            ("reason", reason.clone()),
        ]),
        ModelError::TooLarge => Args::new(),
        ModelError::Fetch { address, reason } => {
            args([("address", address.clone()), ("reason", reason.clone())])
        }
        ModelError::OtherFile { expected, found } => {
            args([("expected", expected.clone()), ("found", found.clone())])
        }
        ModelError::Unfit(error) => match error {
            AddedModelError::Unreadable { reason } | AddedModelError::Answer { reason } => {
                args([("reason", reason.clone())])
            }
            AddedModelError::NoSuch { name, there_are } => {
                args([("name", name.clone()), ("there", there_are.join(", "))])
            }
            AddedModelError::Form { field } => args([("field", (*field).to_owned())]),
        },
        ModelError::File(error) => file_args(error),
    }
}

/// What an operator can mend has words of its own.
fn database_key(code: &'static str) -> &'static str {
    match code {
        code @ ("storage-newer"
        | "storage-older"
        | "storage-seals-missing"
        | "storage-empty"
        | "storage-no-database"
        | "storage-refused"
        | "storage-read-only"
        | "storage-not-empty"
        | "storage-half-copied"
        | "storage-moved"
        | "storage-copy-differs"
        | "storage-unavailable"
        | "storage-key-replaced") => code,
        _ => "data-fault",
    }
}

fn file_args(error: &FileError) -> Args<'static> {
    match error {
        FileError::Unreadable { path, .. }
        | FileError::Unwritable { path, .. }
        | FileError::Exists { path }
        | FileError::IsInput { path }
        | FileError::NoPictures { path } => args([("path", path.display().to_string())]),
    }
}

/// An installation's errors by who can mend them: those of the folder, key and settings
/// have words of their own, a fault of the database or the files one sentence.
fn installation_key(error: &InstallationError) -> &'static str {
    match error {
        InstallationError::App(AppError::NameTaken) => "staff-name-taken",
        InstallationError::App(AppError::Text) => "staff-name-unfit",
        InstallationError::App(AppError::KeyNotNew) => "key-not-new",
        InstallationError::App(AppError::Storage(StorageError::KeyReplaced)) => {
            "storage-key-replaced"
        }
        InstallationError::App(AppError::Again) => "storage-again",
        InstallationError::App(AppError::DatabaseUnavailable(_)) => "storage-unavailable",
        InstallationError::App(AppError::OutcomeUnknown(_)) => "storage-unknown",
        InstallationError::AnotherSigningKey { place: None, .. } => "signing-key-apart",
        InstallationError::Database(error) => database_key(error.code()),
        InstallationError::Copy(error) => database_key(error.code()),
        InstallationError::RowsCopy(error) => database_key(error.code()),
        InstallationError::Bucket(BucketFault::App(AppError::Blob(
            error @ (BlobError::Unreachable(_) | BlobError::Refused(_) | BlobError::NoBucket(_)),
        ))) => error.code(),
        InstallationError::Bucket(BucketFault::App(_)) => "data-fault",
        InstallationError::Blobs(
            BlobError::Unreachable(_) | BlobError::Refused(_) | BlobError::NoBucket(_),
        ) => error.code(),
        InstallationError::App(AppError::Blob(BlobError::Unreachable(_))) => "blob-unreachable",
        InstallationError::Blobs(_)
        | InstallationError::App(_)
        | InstallationError::Log(LogFault::App(_)) => "data-fault",
        InstallationError::Settings(
            SettingsFileError::Channel(_) | SettingsFileError::Sms(SmsFault::Config(_)),
        ) => "settings-channel",
        other => other.code(),
    }
}

fn installation_args(error: &InstallationError) -> Args<'static> {
    let shown = |path: &std::path::Path| path.display().to_string();
    match error {
        InstallationError::Folder { path, .. }
        | InstallationError::NoData { path }
        | InstallationError::OpenToOthers { path }
        | InstallationError::Served { path } => args([("path", shown(path))]),
        InstallationError::Settings(
            SettingsFileError::Unreadable { path, .. } | SettingsFileError::OpenToOthers { path },
        ) => args([("path", shown(path))]),
        InstallationError::AnotherKey {
            place,
            sealed_by,
            held,
        } => args([
            ("place", place.clone()),
            ("sealed", sealed_by.clone()),
            ("held", held.clone()),
        ]),
        InstallationError::Key(fault) => args([("place", fault.place.clone())]),
        InstallationError::AnotherSigningKey { place, in_use } => args([
            ("place", place.clone().unwrap_or_default()),
            ("used", in_use.clone()),
        ]),
        InstallationError::AnotherChange { place, new } => {
            args([("place", place.clone()), ("id", new.clone())])
        }
        InstallationError::NoNextKey { place } => args([("place", place.clone())]),
        InstallationError::Model(error) => model_args(error),
        InstallationError::Damaged { count } => args([("count", count.to_string())]),
        InstallationError::FilesMissing { count } => args([("count", count.to_string())]),
        InstallationError::Copy(CopyError::Differs { table })
        | InstallationError::RowsCopy(storage_sqlite::CopyError::Differs { table }) => {
            args([("table", (*table).to_owned())])
        }
        InstallationError::Backup(error) => backup_args(error),
        InstallationError::Bucket(BucketFault::OfAnother { installation }) => {
            args([("installation", installation.clone())])
        }
        InstallationError::Checkpoint(error) => args([("line", error.line.to_string())]),
        InstallationError::Settings(SettingsFileError::Malformed { path, reason }) => {
            args([("path", shown(path)), ("reason", reason.clone())])
        }
        InstallationError::Settings(
            SettingsFileError::NoSuchDocument { id }
            | SettingsFileError::SealedWithoutReceipt { id },
        ) => args([("id", id.to_string())]),
        InstallationError::Settings(SettingsFileError::Brand(BrandFault::Brand(
            BrandError::Contrast { ratio },
        ))) => args([("ratio", format!("{ratio:.1}"))]),
        InstallationError::Settings(SettingsFileError::Brand(BrandFault::Logo {
            path,
            source,
        })) => args([("path", shown(path)), ("code", source.code().to_owned())]),
        InstallationError::Settings(SettingsFileError::WechatPay(fault)) => match fault {
            WechatPayFault::Secret(secret) => args([("place", secret.place().to_owned())]),
            WechatPayFault::Account(_) => args([("fields", fault.fields())]),
            WechatPayFault::Gateway | WechatPayFault::PublicUrl => Args::new(),
        },
        InstallationError::Settings(SettingsFileError::Wechat(fault)) => {
            let (place, field) = fault.place();
            args([("place", place.to_owned()), ("field", field.to_owned())])
        }
        InstallationError::Settings(SettingsFileError::VerificationFile(fault)) => {
            args([("name", fault.name.clone())])
        }
        InstallationError::Settings(SettingsFileError::Offer(fault)) => match fault {
            OfferFault::NoSuchDocument { id } => args([("id", id.clone())]),
            OfferFault::NoSuchPlace { id, place } => {
                args([("id", id.clone()), ("place", place.clone())])
            }
            OfferFault::Price { written } => args([("written", written.clone())]),
        },
        InstallationError::Settings(SettingsFileError::Opening(error)) => {
            args([("what", error.what())])
        }
        InstallationError::Settings(SettingsFileError::LogLevel { level }) => {
            args([("level", level.clone())])
        }
        InstallationError::Settings(SettingsFileError::CheckpointsTo { way }) => {
            args([("way", way.code().to_owned())])
        }
        InstallationError::Settings(
            SettingsFileError::Sms(SmsFault::Secret(secret))
            | SettingsFileError::Database(DatabaseFault::Secret(secret))
            | SettingsFileError::S3(S3Fault::Secret(secret)),
        ) => args([("place", secret.place().to_owned())]),
        InstallationError::Settings(
            SettingsFileError::Channel(error) | SettingsFileError::Sms(SmsFault::Config(error)),
        ) => args([("code", error.code().to_owned())]),
        InstallationError::Listen { address, .. } => args([("address", address.to_string())]),
        InstallationError::NobodyCalled { name } => args([("name", name.clone())]),
        InstallationError::Log(LogFault::Broken(broken)) => {
            args([("seq", broken.seq().to_string())])
        }
        other => args([("code", other.code().to_owned())]),
    }
}

fn backup_args(error: &BackupError) -> Args<'static> {
    match error {
        BackupError::PlaceInUse { path }
        | BackupError::OfAnother { path }
        | BackupError::Busy { path }
        | BackupError::Missing { path }
        | BackupError::Unfinished { path } => args([("path", path.display().to_string())]),
        BackupError::Damaged { name } => args([("name", name.clone())]),
        BackupError::FilesMissing { count } => args([("count", count.to_string())]),
        BackupError::Newer { .. } | BackupError::Manifest | BackupError::TargetHasFiles => {
            Args::new()
        }
    }
}

fn usage_args(error: &UsageError) -> Args<'static> {
    match error {
        UsageError::UnknownArgument { argument } | UsageError::Missing { argument } => {
            args([("argument", argument.clone())])
        }
        UsageError::UnknownCommand { command } => args([("command", command.clone())]),
        UsageError::BadValue { argument, value } => {
            args([("argument", argument.clone()), ("value", value.clone())])
        }
        UsageError::Conflict { argument, other } => {
            args([("argument", argument.clone()), ("other", other.clone())])
        }
        UsageError::BadColour { value } => args([("value", value.clone())]),
        UsageError::Edit { wrong } => args([("wrong", wrong.clone())]),
        UsageError::OutEnding { ending } => args([("ending", (*ending).to_owned())]),
        UsageError::Other
        | UsageError::OutNotAFolder
        | UsageError::StdinAmongOthers
        | UsageError::StdoutTaken
        | UsageError::AnnotateOneFile
        | UsageError::EditOnePicture
        | UsageError::NothingBeside => Args::new(),
    }
}

#[cfg(test)]
mod tests;
