//! Every code of every room has its words in both languages.

use std::io;

use super::*;
use catalogue::{Problem, ProblemKind, Text};
use domain::opening::OpeningError;
use imaging::DecodeError;
use messages::has;
use storage_postgres::OpenError;
use storage_sql::SchemaError;
use web::{BrandError, VerificationFileError};

use crate::settings_file::brand::{BrandFault, LogoError};
use crate::settings_file::offers::OfferFault;
use crate::settings_file::secret::SecretFault;
use crate::settings_file::wechat::WechatFault;
use crate::settings_file::wechat_pay::WechatPayFault;
use payments::wechat::AccountError;
use wechat::{PushKeysError, TemplateError};

/// Each failure says something whole, in both languages, with a remedy.
#[track_caller]
fn check(failure: &Failure) {
    for locale in Locale::ALL {
        let said = explain(failure, locale);
        assert!(!said.is_empty(), "{failure:?}");
        for Explanation {
            code,
            message,
            remedy,
        } in said
        {
            let remedy = remedy.unwrap_or_else(|| panic!("{locale:?} {code} has no remedy"));
            for text in [&message, &remedy] {
                assert!(!text.contains('{'), "{locale:?} {code}: {text}");
                assert!(
                    !text.is_empty() && *text != code,
                    "{locale:?} {code}: {text}"
                );
            }
        }
    }
}

fn text_of(name: &str) -> Text {
    Text {
        zh: name.to_owned(),
        en: name.to_owned(),
    }
}

fn candidates() -> Vec<Candidate> {
    vec![Candidate {
        id: "440300".into(),
        names: text_of("深圳市"),
        province: None,
    }]
}

#[test]
fn sheets() {
    let all = [
        SheetError::PhotoTooLarge,
        SheetError::Together,
        SheetError::Shape,
        SheetError::Count { asked: 12, room: 9 },
    ];
    all.into_iter().for_each(|error| check(&error.into()));
}

#[test]
fn looking_up() {
    let query = || "广东".to_owned();
    let all = [
        LookupError::EmptyQuery,
        LookupError::UnknownDocument {
            query: query(),
            nearest: Vec::new(),
        },
        LookupError::UnknownDocument {
            query: query(),
            nearest: candidates(),
        },
        LookupError::AmbiguousDocument {
            query: query(),
            candidates: candidates(),
        },
        LookupError::UnknownCity {
            query: query(),
            nearest: Vec::new(),
        },
        LookupError::AmbiguousCity {
            query: query(),
            candidates: candidates(),
        },
        LookupError::ProvinceNotCity {
            query: query(),
            provinces: vec![text_of("广东省")],
            examples: candidates(),
            also: Vec::new(),
        },
        LookupError::NoCityThere { query: query() },
        LookupError::CountyNotCity {
            query: query(),
            cities: candidates(),
        },
    ];
    for error in all {
        let named = error.candidates().is_empty();
        let failure = Failure::from(error);
        check(&failure);
        let remedy = explain(&failure, Locale::Zh)[0].remedy.clone().unwrap();
        assert_eq!(named, !remedy.contains("深圳市（440300）"), "{remedy}");
    }
    check(&Failure::CityNeeded {
        document: text_of("居民身份证"),
    });
    check(&Failure::NoReceipt {
        document: text_of("日本签证照片"),
    });
}

#[test]
fn the_catalogue_s_files() {
    use ProblemKind as K;
    let name = || "name".to_owned();
    let kinds = [
        K::Syntax { message: name() },
        K::UnknownFile,
        K::Encoding,
        K::UnknownKey { nearest: None },
        K::UnknownKey {
            nearest: Some(name()),
        },
        K::MissingKey,
        K::WrongType {
            expected: "a whole number",
            found: "a text",
        },
        K::NotAllowed {
            found: name(),
            allowed: vec![name()],
        },
        K::OutOfRange {
            found: 1.0,
            min: 2.0,
            max: 3.0,
        },
        K::EmptyText,
        K::MissingTranslation {
            language: "English",
        },
        K::IdNotFileName { found: name() },
        K::FileNameNotId { found: name() },
        K::DuplicateName {
            name: name(),
            other: name(),
        },
        K::UnknownPlace {
            name: name(),
            nearest: Vec::new(),
        },
        K::UnknownReference {
            name: name(),
            known: vec![name()],
        },
        K::BadLike { name: name() },
        K::SizesDisagree {
            axis: "width",
            px: 358,
            from_mm: 340.04,
        },
        K::EmptyWindow {
            min: 20.0,
            max: 14.0,
        },
        K::NoLimit,
        K::MinAboveMax { min: 2.0, max: 1.0 },
        K::TargetOutside {
            target: 1.0,
            min: Some(2.0),
            max: None,
        },
        K::SamePriority {
            priority: 1,
            other: "face-width",
        },
        K::NobodyFits,
        K::PassOutsideFail,
        K::OutsidePrint,
        K::WhereAndScope,
    ];
    let problems: Vec<Problem> = kinds
        .into_iter()
        .map(|kind| Problem {
            file: "documents/x.toml".into(),
            key: "photo".into(),
            kind,
        })
        .collect();
    check(&LoadError::Invalid(problems.clone()).into());
    let failure = Failure::from(LoadError::Invalid(problems));
    for said in explain(&failure, Locale::Zh) {
        assert!(!said.message.contains(" whole ") && !said.message.contains("width方向"));
    }
    let source = io::Error::from(io::ErrorKind::NotFound);
    check(
        &LoadError::Unreadable {
            path: "x".into(),
            source,
        }
        .into(),
    );
}

#[test]
fn files_and_usage() {
    let path = || "a.jpg".into();
    let error = |kind| io::Error::from(kind);
    let files = [
        FileError::Unreadable {
            path: path(),
            source: error(io::ErrorKind::NotFound),
        },
        FileError::Unreadable {
            path: path(),
            source: error(io::ErrorKind::PermissionDenied),
        },
        FileError::Unwritable {
            path: path(),
            source: error(io::ErrorKind::StorageFull),
        },
        FileError::Exists { path: path() },
        FileError::IsInput { path: path() },
        FileError::NoPictures { path: path() },
    ];
    files.into_iter().for_each(|error| check(&error.into()));
    let word = || "--x".to_owned();
    let usage = [
        UsageError::UnknownArgument { argument: word() },
        UsageError::UnknownCommand { command: word() },
        UsageError::Missing { argument: word() },
        UsageError::BadValue {
            argument: word(),
            value: word(),
        },
        UsageError::Conflict {
            argument: word(),
            other: word(),
        },
        UsageError::Other,
        UsageError::BadColour { value: word() },
        UsageError::OutNotAFolder,
        UsageError::OutEnding { ending: "jpg" },
        UsageError::StdinAmongOthers,
        UsageError::StdoutTaken,
        UsageError::AnnotateOneFile,
        UsageError::EditOnePicture,
        UsageError::Edit {
            wrong: "a radius".to_owned(),
        },
        UsageError::NothingBeside,
    ];
    usage.into_iter().for_each(|error| check(&error.into()));
    check(&studio::Failure::Unexpected.into());
    check(&studio::Failure::from(DecodeError::Empty).into());
}

#[test]
fn every_measure_and_line_has_words() {
    let lines = [
        "line-error",
        "line-remedy",
        "line-timings",
        "note-acceptance",
        "note-bystanders",
        "note-gave",
        "note-draft",
        "note-print-differs",
        "done-jpeg",
        "done-png",
        "done-sheet",
        "done-batch",
        "contact-sheet-counts",
        "contact-sheet-before",
        "contact-sheet-after",
        "show-standard",
        "show-size",
        "show-background",
        "show-file",
        "show-rules",
        "show-rule",
        "show-print",
        "show-sources",
        "show-version",
        "where-answer",
        "where-source",
        "validate-ok",
    ];
    let measures = catalogue::Measure::ALL.map(|measure| format!("measure-{}", measure.key()));
    for locale in Locale::ALL {
        for key in lines.into_iter().chain(measures.iter().map(String::as_str)) {
            assert!(has(locale, key), "{locale:?} {key}");
        }
    }
}

#[test]
fn an_installation() {
    use crate::keys::{KeyFault, KeySourceError};
    use blobs::{BucketError, MasterKeyError};
    let path = || std::path::PathBuf::from("huizhi-data");
    let missing = || io::Error::from(io::ErrorKind::NotFound);
    let brand = |fault| InstallationError::Settings(SettingsFileError::Brand(fault));
    let sms =
        |fault: SecretFault| InstallationError::Settings(SettingsFileError::Sms(fault.into()));
    let wechat = |fault| InstallationError::Settings(SettingsFileError::WechatPay(fault));
    let mini = |fault| InstallationError::Settings(SettingsFileError::Wechat(fault));
    let notice = |source| {
        mini(WechatFault::Notice {
            occasion: domain::Occasion::Approved,
            source,
        })
    };
    let field = || "thing1".to_owned();
    let offer = |fault| InstallationError::Settings(SettingsFileError::Offer(fault));
    let database = |error: OpenError| InstallationError::Database(error.into());
    let at_database = |fault| InstallationError::Settings(SettingsFileError::Database(fault));
    let address = "nowhere".parse::<storage_postgres::Address>();
    let address = address.expect_err("it is no address");
    let s3 = |fault| InstallationError::Settings(SettingsFileError::S3(fault));
    let answer = || object_store::Error::NotImplemented {
        operation: String::new(),
        implementer: String::new(),
    };
    let opening = |error| InstallationError::Settings(SettingsFileError::Opening(error));
    let all = [
        InstallationError::Folder {
            path: path(),
            source: missing(),
        },
        InstallationError::NoData { path: path() },
        InstallationError::Served { path: path() },
        InstallationError::NobodyCalled {
            name: "li".to_owned(),
        },
        InstallationError::Listen {
            address: std::net::SocketAddr::from(([127, 0, 0, 1], 80)),
            source: missing(),
        },
        InstallationError::Settings(SettingsFileError::Unreadable {
            path: path(),
            source: missing(),
        }),
        InstallationError::Settings(SettingsFileError::Malformed {
            path: path(),
            reason: "unknown field".to_owned(),
        }),
        InstallationError::Settings(SettingsFileError::LogLevel {
            level: "loud".to_owned(),
        }),
        InstallationError::Log(LogFault::Broken(domain::log::Broken::Changed(3))),
        InstallationError::Log(LogFault::Broken(domain::log::Broken::Cut(3))),
        InstallationError::Log(LogFault::Broken(domain::log::Broken::Ends)),
        InstallationError::Log(LogFault::Broken(domain::log::Broken::NotAsAttested(3))),
        database(OpenError::Schema(SchemaError::SealsMissing)),
        database(OpenError::Empty),
        database(OpenError::ReadOnly),
        database(OpenError::NoDatabase(storage::StorageError::Again)),
        database(OpenError::Refused(storage::StorageError::Again)),
        database(OpenError::Older {
            found: 16,
            known: 17,
        }),
        database(OpenError::Schema(SchemaError::Storage(
            StorageError::Unavailable("no".into()),
        ))),
        InstallationError::Database(crate::database::DatabaseError::NotEmpty),
        database(OpenError::HalfCopied),
        database(OpenError::Schema(SchemaError::Moved)),
        InstallationError::Copy(CopyError::Differs { table: "orders" }),
        InstallationError::RowsCopy(storage_sqlite::CopyError::Differs { table: "orders" }),
        InstallationError::Backup(BackupError::PlaceInUse { path: "/a".into() }),
        InstallationError::Backup(BackupError::OfAnother { path: "/a".into() }),
        InstallationError::Backup(BackupError::Busy { path: "/a".into() }),
        InstallationError::Backup(BackupError::Missing { path: "/a".into() }),
        InstallationError::Backup(BackupError::Unfinished { path: "/a".into() }),
        InstallationError::Backup(BackupError::Newer { form: 2 }),
        InstallationError::Backup(BackupError::Manifest),
        InstallationError::Backup(BackupError::Damaged {
            name: "files/ab/cd".to_owned(),
        }),
        InstallationError::Backup(BackupError::FilesMissing { count: 2 }),
        InstallationError::Backup(BackupError::TargetHasFiles),
        InstallationError::AnotherChange {
            place: "file /a".to_owned(),
            new: "00".to_owned(),
        },
        InstallationError::Bucket(BucketFault::OfAnother {
            installation: "00".to_owned(),
        }),
        InstallationError::Bucket(BucketFault::InUse),
        InstallationError::Bucket(BucketFault::Mistaken),
        InstallationError::NoTarget,
        InstallationError::FilesMissing { count: 2 },
        at_database(
            SecretFault::Missing {
                place: "/a".to_owned(),
            }
            .into(),
        ),
        at_database(
            SecretFault::Open {
                place: "/a".to_owned(),
            }
            .into(),
        ),
        at_database(address.into()),
        InstallationError::AnotherKey {
            place: "file /a".to_owned(),
            sealed_by: "1".to_owned(),
            held: "2".to_owned(),
        },
        InstallationError::OpenToOthers { path: "a".into() },
        InstallationError::Blobs(BlobError::Unreachable(answer())),
        InstallationError::Blobs(BlobError::Refused(answer())),
        InstallationError::Blobs(BlobError::NoBucket(answer())),
        InstallationError::Blobs(BlobError::Store(answer())),
        InstallationError::App(AppError::Blob(BlobError::Unreachable(answer()))),
        s3(S3Fault::Bucket(BucketError::Endpoint)),
        s3(S3Fault::Bucket(BucketError::Name)),
        s3(S3Fault::Bucket(BucketError::AccessKey)),
        s3(S3Fault::Bucket(BucketError::Client)),
        s3(S3Fault::Secret(SecretFault::Missing {
            place: "KEY".to_owned(),
        })),
        s3(S3Fault::Secret(SecretFault::Open {
            place: "/key".to_owned(),
        })),
        InstallationError::Damaged { count: 2 },
        InstallationError::Checkpoint(usecases::checkpoints::NotACheckpoint { line: 1 }),
        opening(OpeningError::Shift {
            written: "a".into(),
        }),
        opening(OpeningError::ShiftBackwards {
            written: "a".into(),
        }),
        opening(OpeningError::Day {
            written: "a".into(),
        }),
        opening(OpeningError::Overlap {
            first: "9:00-12:00".parse().unwrap(),
            second: "10:00-13:00".parse().unwrap(),
        }),
        opening(OpeningError::DayTwice {
            day: jiff::civil::Date::MAX,
        }),
        opening(OpeningError::ExtraWithoutHours {
            day: jiff::civil::Date::MAX,
        }),
        opening(OpeningError::NeverOpen),
        sms(SecretFault::Missing {
            place: "KEY".to_owned(),
        }),
        sms(SecretFault::Open {
            place: "/key".to_owned(),
        }),
        wechat(WechatPayFault::Secret(SecretFault::Missing {
            place: "KEY".to_owned(),
        })),
        wechat(WechatPayFault::Secret(SecretFault::Open {
            place: "/key".to_owned(),
        })),
        wechat(WechatPayFault::Account(AccountError::ALL.to_vec())),
        wechat(WechatPayFault::Gateway),
        wechat(WechatPayFault::PublicUrl),
        mini(WechatFault::Secret(SecretFault::Missing {
            place: "KEY".to_owned(),
        })),
        mini(WechatFault::Secret(SecretFault::Open {
            place: "/key".to_owned(),
        })),
        mini(WechatFault::Appid),
        mini(WechatFault::AppSecret),
        mini(WechatFault::Gateway),
        mini(WechatFault::Push(PushKeysError::Token)),
        mini(WechatFault::Push(PushKeysError::Key)),
        notice(TemplateError::Field { field: field() }),
        notice(TemplateError::Place { field: field() }),
        notice(TemplateError::Empty { field: field() }),
        notice(TemplateError::NoFields),
        mini(WechatFault::TooManyTemplates),
        InstallationError::Settings(SettingsFileError::VerificationFile(VerificationFileError {
            name: "x.html".into(),
        })),
        brand(BrandFault::Brand(BrandError::Name)),
        brand(BrandFault::Brand(BrandError::Text)),
        brand(BrandFault::Brand(BrandError::Colour)),
        brand(BrandFault::Brand(BrandError::Contrast { ratio: 2.3 })),
        brand(BrandFault::Logo {
            path: path(),
            source: LogoError::Format(imaging::Format::Heic),
        }),
        InstallationError::Settings(SettingsFileError::OpenToOthers { path: "a".into() }),
        InstallationError::Settings(SettingsFileError::CheckpointsTo {
            way: domain::NoticeChannel::Email,
        }),
        InstallationError::Log(LogFault::Broken(domain::log::Broken::Missing(3))),
        offer(OfferFault::NoSuchDocument { id: "x".into() }),
        offer(OfferFault::NoSuchPlace {
            id: "passport".into(),
            place: "nowhere".into(),
        }),
        offer(OfferFault::Price {
            written: "5 元".into(),
        }),
        InstallationError::Settings(SettingsFileError::NoSuchDocument {
            id: "no-such".parse().expect("an identifier"),
        }),
        InstallationError::Settings(SettingsFileError::SealedWithoutReceipt {
            id: "no-such".parse().expect("an identifier"),
        }),
        database(OpenError::Schema(SchemaError::Newer { found: 3, known: 1 })),
        InstallationError::App(AppError::NameTaken),
        InstallationError::App(AppError::Text),
        InstallationError::App(AppError::EngineStopped),
        InstallationError::App(AppError::KeyNotNew),
        InstallationError::App(AppError::Again),
        InstallationError::App(AppError::DatabaseUnavailable(missing().into())),
        InstallationError::App(AppError::OutcomeUnknown(missing().into())),
        InstallationError::App(AppError::Storage(storage::StorageError::KeyReplaced)),
        InstallationError::AnotherSigningKey {
            place: None,
            in_use: "1".to_owned(),
        },
        InstallationError::AnotherSigningKey {
            place: Some("env A".to_owned()),
            in_use: "1".to_owned(),
        },
        InstallationError::NoNextKey {
            place: "env A".to_owned(),
        },
    ];
    all.into_iter().for_each(|error| check(&error.into()));
    let missing_file = || MasterKeyError::Missing { path: path() };
    let sources = [
        KeySourceError::File(missing_file()),
        KeySourceError::File(MasterKeyError::Exists { path: path() }),
        KeySourceError::File(MasterKeyError::OpenToOthers {
            path: path(),
            mode: 0o644,
        }),
        KeySourceError::File(MasterKeyError::Length { digits: 3 }),
        KeySourceError::File(MasterKeyError::NotHex),
        KeySourceError::File(MasterKeyError::Unreachable {
            path: path(),
            source: missing(),
        }),
        KeySourceError::RelativeFile,
        KeySourceError::VariableMissing,
        KeySourceError::NoCredentials,
        KeySourceError::CredentialName,
        KeySourceError::CredentialUnreadable(missing()),
        KeySourceError::CommandNotStarted(missing()),
        KeySourceError::CommandFailed,
        KeySourceError::CommandSlow,
        KeySourceError::Malformed,
    ];
    for error in sources {
        let place = "command token".to_owned();
        let fault = KeyFault { place, error };
        check(&InstallationError::Key(fault).into());
    }
}
