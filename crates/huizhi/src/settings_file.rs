//! The operator's settings: `settings.toml` in the data folder. Every setting
//! is optional.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ::blobs::BlobStore;
use catalogue::{Catalogue, DocumentId, Gives, Text};
use domain::NoticeChannel;
use domain::money::Offers;
use domain::opening::{OpeningError, OpeningHours};
use domain::retention::RemainsKept;
use domain::staff::Roles;
use notices::{Channel, ConfigError, Email, EmailAddress, Roots, Webhook};
use payments::PayService;
use receipts::Issuer;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use usecases::checkpoints::CheckpointBook;
use usecases::mini_programme::MiniProgramme;
use usecases::official_account::OfficialAccount;
use usecases::pictures::EngineAt;
use usecases::receipts::NameOnPaper;
use usecases::{SmsRules, UploadQuota};
use web::{
    Limits, LogLevel, Operator, Settings, VerificationFileError, VerificationFiles, checked_text,
};
use zeroize::Zeroizing;

use crate::checkpoint_file::CheckpointFile;
use crate::database::Place;
use crate::engine_slots;
use crate::keys::KeysSettings;
use crate::models;

pub(crate) mod blobs;
pub(crate) mod brand;
pub(crate) mod database;
pub(crate) mod offers;
mod opening;
pub(crate) mod secret;
pub(crate) mod sms;
pub(crate) mod wechat;
pub(crate) mod wechat_pay;

use blobs::{BlobsSettings, S3Fault, S3Settings};
use brand::{BrandFault, BrandSettings};
use database::{DatabaseFault, DatabaseSettings};
use offers::{OfferFault, OffersSettings};
use opening::OpeningSettings;
use sms::{SmsFault, SmsSettings};
use wechat::{OfficialAccountSettings, WechatFault, WechatSettings};
use wechat_pay::{WechatPayFault, WechatPaySettings};

/// The content of the file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SettingsFile {
    public_url: Option<String>,
    behind_proxy: bool,
    usual_waiting_minutes: Option<u32>,
    /// How long connections are still accepted after the process is asked to stop.
    stop_notice_seconds: Option<u8>,
    engine_slots: Option<usize>,
    engine: EnginePlace,
    /// Name of the network that tells the person's outline (`huizhi models`).
    matting: Option<String>,
    brand: BrandSettings,
    operator: Contact,
    issuer: Option<IssuerSettings>,
    offers: OffersSettings,
    limits: Rates,
    log: Log,
    sign_in: SignInSettings,
    keys: KeysSettings,
    database: Option<DatabaseSettings>,
    blobs: BlobsSettings,
    email: Option<EmailSettings>,
    webhook: Option<WebhookSettings>,
    sms: Option<SmsSettings>,
    wechat_pay: Option<WechatPaySettings>,
    wechat: Option<WechatSettings>,
    official_account: Option<OfficialAccountSettings>,
    /// Texts of files at the domain's root, by name.
    verification_files: BTreeMap<String, String>,
    sealed: Sealed,
    receipts: Receipts,
    retention: Retention,
    opening: Option<OpeningSettings>,
    #[serde(skip)]
    digest: SettingsDigest,
}

/// SHA-256 of what all processes of a service should have alike; of nothing where there is
/// no file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SettingsDigest([u8; 32]);

impl SettingsDigest {
    /// Of the values alone, whatever comments and order the text has. Where a process finds
    /// its keys is its own affair.
    fn of(text: &str) -> Self {
        let mut settings: toml::Table = text.parse().unwrap_or_default();
        settings.remove("keys");
        // So is how many cores its machine has.
        settings.remove("engine_slots");
        // A table is ordered by its keys.
        let canonical = Zeroizing::new(settings.to_string());
        Self(Sha256::digest(canonical.as_bytes()).into())
    }

    pub(crate) const fn bytes(self) -> [u8; 32] {
        self.0
    }
}

/// In which processes photos are made; as [`EngineAt`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum EnginePlace {
    /// In those that take the pictures.
    #[default]
    Serve,
    /// In those that `huizhi work` starts.
    Work,
}

/// How receipts are printed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Receipts {
    name: NameOnPaper,
}

/// How long is kept what the operator may choose.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Retention {
    /// What is left of erased orders, in years.
    orders_years: RemainsKept,
}

/// Photos that only their receipt's code opens.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Sealed {
    documents: Vec<DocumentId>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Contact {
    name: Option<Text>,
    phone: Option<String>,
    email: Option<String>,
    hours: Option<Text>,
    address: Option<Text>,
}

/// The issuer of receipts. Without it every receipt is a sample.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct IssuerSettings {
    name: Text,
    contact: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Rates {
    pages_per_minute: Option<NonZeroU32>,
    writes_per_minute: Option<NonZeroU32>,
    look_ups_per_minute: Option<NonZeroU32>,
    /// Megabytes that one address may store in an hour.
    upload_mb_per_hour: Option<NonZeroU32>,
    /// Megabytes of all pictures and photos that are not submitted.
    unsubmitted_mb: Option<NonZeroU32>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Log {
    level: Option<String>,
    /// File that checkpoints of the audit log are appended to each day.
    checkpoints: Option<PathBuf>,
    /// Channels that they are sent through to the operator each day.
    checkpoints_to: Vec<NoticeChannel>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SignInSettings {
    /// Roles whose holders need a second factor.
    second_factor: Roles,
    /// Name of the operator that the first start makes.
    first_operator: Option<String>,
    /// Whether what gives rights needs two operators.
    roles_need_two: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EmailSettings {
    /// `smtps://user:password@host:465` or `smtp://host:587`.
    url: String,
    sender: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WebhookSettings {
    url: String,
    /// Key of the deliveries' signatures.
    secret: String,
}

// Both contain passwords.
impl std::fmt::Debug for EmailSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EmailSettings")
    }
}

impl std::fmt::Debug for WebhookSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WebhookSettings")
    }
}

/// Why the settings are invalid.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettingsFileError {
    #[error("cannot read {}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{} does not read: {reason}", path.display())]
    Malformed { path: PathBuf, reason: String },
    #[error("'{level}' is not a log level")]
    LogLevel { level: String },
    #[error("{} holds secrets and is open to others", path.display())]
    OpenToOthers { path: PathBuf },
    #[error("there is no document '{id}' to seal photos of")]
    NoSuchDocument { id: DocumentId },
    #[error("checkpoints are to go through '{}', which is not set up", way.code())]
    CheckpointsTo { way: NoticeChannel },
    /// Photos are to be sealed under the receipts of a document that has none.
    #[error("the document {id} has no receipts")]
    SealedWithoutReceipt { id: DocumentId },
    /// Photos are to be made by processes of their own, and the database is a file, which
    /// one process has for itself.
    #[error("other processes cannot use the database")]
    EngineAlone,
    #[error("the database is set up wrongly")]
    Database(#[from] DatabaseFault),
    #[error("an offer does not do")]
    Offer(#[from] OfferFault),
    #[error("WeChat Pay is set up wrongly")]
    WechatPay(#[from] WechatPayFault),
    #[error("the mini-programme is set up wrongly")]
    Wechat(#[from] WechatFault),
    #[error(transparent)]
    VerificationFile(#[from] VerificationFileError),
    #[error("the bucket for pictures is set up wrongly")]
    S3(#[from] S3Fault),
    #[error("text messages are set up wrongly")]
    Sms(#[from] SmsFault),
    #[error("the service's own look does not do")]
    Brand(#[from] BrandFault),
    #[error("the hours of the review desk are wrong")]
    Opening(#[from] OpeningError),
    #[error("a way for notices is set up wrongly")]
    Channel(#[from] ConfigError),
}

impl SettingsFileError {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "settings-unreadable",
            Self::Malformed { .. } => "settings-malformed",
            Self::LogLevel { .. } => "settings-log-level",
            Self::OpenToOthers { .. } => "settings-open-to-others",
            Self::NoSuchDocument { .. } => "settings-no-such-document",
            Self::CheckpointsTo { .. } => "settings-checkpoints-to",
            Self::SealedWithoutReceipt { .. } => "settings-sealed-without-receipt",
            Self::EngineAlone => "settings-engine-alone",
            Self::Database(fault) => fault.code(),
            Self::Offer(fault) => fault.code(),
            Self::WechatPay(fault) => fault.code(),
            Self::Wechat(fault) => fault.code(),
            Self::VerificationFile(_) => "settings-verification-file",
            Self::Brand(fault) => fault.code(),
            Self::S3(fault) => fault.code(),
            Self::Sms(fault) => fault.code(),
            Self::Opening(error) => error.code(),
            Self::Channel(error) => error.code(),
        }
    }
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = path.metadata().map(|found| found.permissions().mode());
    mode.is_ok_and(|mode| mode & 0o077 != 0)
}

/// Other systems have no mode bits.
#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}

/// Timeout of a notice's delivery.
const DELIVERY: Duration = Duration::from_secs(20);

impl SettingsFile {
    /// Reads the file; a missing file gives the defaults.
    pub(crate) fn read(path: &Path) -> Result<Self, SettingsFileError> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => {
                return Err(SettingsFileError::Unreadable {
                    path: path.to_owned(),
                    source,
                });
            }
        };
        // Editors put a byte order mark before a file's text.
        let text = text.trim_start_matches('\u{feff}');
        let mut read: Self =
            toml::from_str(text).map_err(|error| SettingsFileError::Malformed {
                path: path.to_owned(),
                // Without the line itself, which may contain a password.
                reason: error.message().to_owned(),
            })?;
        if read.holds_secrets() && is_open_to_others(path) {
            return Err(SettingsFileError::OpenToOthers {
                path: path.to_owned(),
            });
        }
        read.digest = SettingsDigest::of(text);
        Ok(read)
    }

    /// Digest of the settings, which is the same for processes that are set up alike.
    pub(crate) const fn digest(&self) -> SettingsDigest {
        self.digest
    }

    /// Whether the file has a password or a secret in it.
    fn holds_secrets(&self) -> bool {
        self.email.is_some()
            || self.webhook.is_some()
            // Its address and body often hold a key too.
            || self.sms.is_some()
            || self.blobs.s3.as_ref().is_some_and(S3Settings::holds_secrets)
            || self.wechat_pay.is_some()
            || self.wechat.is_some()
            || self.official_account.is_some()
            || self.database.as_ref().is_some_and(DatabaseSettings::holds_secrets)
            || self.keys.holds_secrets()
    }

    /// The bucket for pictures and photos; by default they are in the data folder.
    ///
    /// # Errors
    /// [`SettingsFileError::S3`].
    pub(crate) fn bucket(&self) -> Result<Option<BlobStore>, SettingsFileError> {
        let s3 = self.blobs.s3.as_ref();
        Ok(s3.map(S3Settings::store).transpose()?)
    }

    /// Where the keys come from.
    pub(crate) const fn keys(&self) -> &KeysSettings {
        &self.keys
    }

    /// Where the database is: in the folder, unless the settings name another.
    ///
    /// # Errors
    /// [`SettingsFileError::Database`].
    pub(crate) fn database(&self, folder: &Path) -> Result<Place, SettingsFileError> {
        match &self.database {
            None => Ok(Place::in_folder(folder)),
            Some(settings) => Ok(settings.place()?),
        }
    }

    /// The network that tells the person's outline; the one inside the program by default.
    pub(crate) fn matting(&self) -> &str {
        self.matting.as_deref().unwrap_or(models::BUILT_IN)
    }

    /// How long connections are still accepted after the process is asked to stop, if that
    /// is set.
    pub(crate) fn stop_notice(&self) -> Option<Duration> {
        self.stop_notice_seconds
            .map(|seconds| Duration::from_secs(seconds.into()))
    }

    /// Photos made at once; one unless it is set.
    pub(crate) fn engine_slots(&self) -> usize {
        self.engine_slots.unwrap_or(1).clamp(1, engine_slots::MOST)
    }

    /// Photos made at once, if that is set.
    pub(crate) const fn chosen_engine_slots(&self) -> Option<usize> {
        self.engine_slots
    }

    /// In which processes photos are made.
    ///
    /// # Errors
    /// [`SettingsFileError::EngineAlone`] if others could not take pictures.
    pub(crate) const fn engine(&self) -> Result<EngineAt, SettingsFileError> {
        match (self.engine, &self.database) {
            (EnginePlace::Serve, _) => Ok(EngineAt::Here),
            (EnginePlace::Work, Some(_)) => Ok(EngineAt::Elsewhere),
            (EnginePlace::Work, None) => Err(SettingsFileError::EngineAlone),
        }
    }

    /// Bounds on what is stored before it is submitted.
    pub(crate) fn upload_quota(&self) -> UploadQuota {
        let usual = UploadQuota::default();
        let bytes =
            |mb: Option<NonZeroU32>, usual| mb.map_or(usual, |mb| u64::from(mb.get()) * 1_000_000);
        UploadQuota {
            bytes_per_hour: bytes(self.limits.upload_mb_per_hour, usual.bytes_per_hour),
            unsubmitted_bytes: bytes(self.limits.unsubmitted_mb, usual.unsubmitted_bytes),
        }
    }

    /// Level of the log; `info` by default.
    ///
    /// # Errors
    /// [`SettingsFileError::LogLevel`] for an unknown word.
    pub(crate) fn log_level(&self) -> Result<LogLevel, SettingsFileError> {
        let Some(word) = &self.log.level else {
            return Ok(LogLevel::default());
        };
        word.parse().map_err(|_| SettingsFileError::LogLevel {
            level: word.clone(),
        })
    }

    /// Roles whose holders need a second factor; none by default.
    pub(crate) const fn second_factor(&self) -> Roles {
        self.sign_in.second_factor
    }

    /// How long what is left of erased orders is kept.
    pub(crate) const fn remains_kept(&self) -> RemainsKept {
        self.retention.orders_years
    }

    /// Whether what gives rights needs two operators; not by default.
    pub(crate) const fn roles_need_two(&self) -> bool {
        self.sign_in.roles_need_two
    }

    /// Name of the operator that the first start makes.
    pub(crate) fn first_operator(&self) -> &str {
        let chosen = self.sign_in.first_operator.as_deref();
        chosen.unwrap_or(usecases::operator::FIRST_OPERATOR)
    }

    /// File for checkpoints of the audit log.
    pub(crate) fn checkpoints(&self) -> Option<Arc<dyn CheckpointBook>> {
        let path = self.log.checkpoints.clone()?;
        Some(Arc::new(CheckpointFile(path)))
    }

    /// Channels for checkpoints of the audit log.
    ///
    /// # Errors
    /// [`SettingsFileError::CheckpointsTo`] for one that is not set up, and for
    /// e-mail without the operator's address.
    pub(crate) fn checkpoints_to(&self) -> Result<Vec<NoticeChannel>, SettingsFileError> {
        let address = self.operator.email.as_deref();
        let has_address = || address.is_some_and(|address| address.parse::<EmailAddress>().is_ok());
        for &way in &self.log.checkpoints_to {
            let is_set_up = match way {
                NoticeChannel::Email => self.email.is_some() && has_address(),
                NoticeChannel::WebHook => self.webhook.is_some(),
                NoticeChannel::Sms | NoticeChannel::Wechat => false,
            };
            if !is_set_up {
                return Err(SettingsFileError::CheckpointsTo { way });
            }
        }
        Ok(self.log.checkpoints_to.clone())
    }

    pub(crate) fn issuer(&self) -> Issuer {
        match &self.issuer {
            None => Issuer::Sample,
            Some(issuer) => Issuer::Named {
                name: issuer.name.clone(),
                contact: issuer.contact.clone(),
            },
        }
    }

    pub(crate) fn public_url(&self) -> Option<String> {
        let url = self.public_url.as_deref()?;
        Some(url.trim_end_matches('/').to_owned())
    }

    /// When somebody is there to review.
    ///
    /// # Errors
    /// [`SettingsFileError::Opening`] for hours that cannot be.
    pub(crate) fn opening(&self) -> Result<Option<OpeningHours>, SettingsFileError> {
        let opening = self.opening.as_ref();
        Ok(opening.map(OpeningSettings::read).transpose()?)
    }

    /// Services that are paid through over the internet; none by default.
    ///
    /// # Errors
    /// [`SettingsFileError::WechatPay`].
    pub(crate) fn payers(&self) -> Result<Vec<Arc<dyn PayService>>, SettingsFileError> {
        let Some(wechat) = &self.wechat_pay else {
            return Ok(Vec::new());
        };
        let service = wechat.service(self.public_url.as_deref(), self.further_appids())?;
        Ok(vec![Arc::new(service)])
    }

    /// The operator's mini-programme in WeChat; none by default.
    ///
    /// # Errors
    /// [`SettingsFileError::Wechat`].
    pub(crate) fn mini_programme(&self) -> Result<Option<MiniProgramme>, SettingsFileError> {
        let Some(wechat) = &self.wechat else {
            return Ok(None);
        };
        Ok(Some(wechat.programme(self.public_url.as_deref())?))
    }

    /// The operator's official account in WeChat; none by default.
    ///
    /// # Errors
    /// [`SettingsFileError::Wechat`].
    pub(crate) fn official_account(&self) -> Result<Option<OfficialAccount>, SettingsFileError> {
        let account = self.official_account.as_ref();
        Ok(account.map(OfficialAccountSettings::account).transpose()?)
    }

    /// Appids in which payers pay, besides that of `[wechat_pay]`.
    fn further_appids(&self) -> Vec<String> {
        let mini = self.wechat.as_ref().map(|wechat| wechat.appid.clone());
        let account = self.official_account.as_ref();
        let account = account.map(|account| account.appid.clone());
        mini.into_iter().chain(account).collect()
    }

    /// What orders cost; nothing by default.
    ///
    /// # Errors
    /// [`SettingsFileError::Offer`] for a document or place that `catalogue` lacks, and
    /// for what is no price.
    pub(crate) fn offers(&self, catalogue: &Catalogue) -> Result<Offers, SettingsFileError> {
        Ok(offers::read(&self.offers, catalogue)?)
    }

    /// What is told by text message.
    pub(crate) fn sms_rules(&self) -> SmsRules {
        self.sms
            .as_ref()
            .map_or_else(SmsRules::default, SmsSettings::rules)
    }

    /// How names stand on receipts.
    pub(crate) fn name_on_paper(&self) -> NameOnPaper {
        self.receipts.name
    }

    /// The operator's address, which warnings go to.
    pub(crate) fn operator_email(&self) -> Option<String> {
        self.operator.email.clone()
    }

    /// The documents whose approved photos only their receipt's code opens.
    ///
    /// # Errors
    /// [`SettingsFileError::NoSuchDocument`] for one that `catalogue` lacks,
    /// [`SettingsFileError::SealedWithoutReceipt`] for one without receipts: its
    /// photo would not be sealed.
    pub(crate) fn sealed_documents(
        &self,
        catalogue: &Catalogue,
    ) -> Result<Vec<DocumentId>, SettingsFileError> {
        for id in &self.sealed.documents {
            let id = id.clone();
            match catalogue.document_by_id(id.as_str()) {
                None => return Err(SettingsFileError::NoSuchDocument { id }),
                Some(document) if document.gives == Gives::Photo => {
                    return Err(SettingsFileError::SealedWithoutReceipt { id });
                }
                Some(_) => {}
            }
        }
        Ok(self.sealed.documents.clone())
    }

    pub(crate) fn channels(&self) -> Result<Vec<Arc<dyn Channel>>, SettingsFileError> {
        let mut channels: Vec<Arc<dyn Channel>> = Vec::new();
        let roots = Roots::default();
        if let Some(email) = &self.email {
            let email = Email::new(&email.url, &email.sender, DELIVERY, &roots)?;
            channels.push(Arc::new(email));
        }
        if let Some(hook) = &self.webhook {
            let hook = Webhook::new(&hook.url, hook.secret.as_bytes(), DELIVERY, &roots)?;
            channels.push(Arc::new(hook));
        }
        if let Some(sms) = &self.sms {
            channels.push(Arc::new(sms.channel(DELIVERY, &roots)?));
        }
        Ok(channels)
    }

    /// The settings of the web pages.
    ///
    /// # Errors
    /// [`SettingsFileError::Brand`] for a name, text, colour or logo that does not do;
    /// [`SettingsFileError::VerificationFile`].
    pub(crate) fn for_pages(&self) -> Result<Settings, SettingsFileError> {
        let usual = Limits::default();
        let rates = &self.limits;
        let address = self.operator.address.clone().map(checked_text);
        let address = address.transpose().map_err(BrandFault::from)?;
        Ok(Settings {
            brand: self.brand.read()?,
            public_url: self.public_url(),
            operator: Operator {
                name: self.operator.name.clone(),
                phone: self.operator.phone.clone(),
                email: self.operator.email.clone(),
                hours: self.operator.hours.clone(),
                address,
            },
            usual_waiting_minutes: self.usual_waiting_minutes,
            behind_proxy: self.behind_proxy,
            limits: Limits {
                pages_per_minute: rates.pages_per_minute.unwrap_or(usual.pages_per_minute),
                writes_per_minute: rates.writes_per_minute.unwrap_or(usual.writes_per_minute),
                look_ups_per_minute: rates
                    .look_ups_per_minute
                    .unwrap_or(usual.look_ups_per_minute),
            },
            verification_files: VerificationFiles::new(self.verification_files.clone())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::Occasion;
    use wechat_stand_in as stand_in;

    use super::*;

    /// As a file with secrets has to be.
    fn own(path: &Path) {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
    }

    #[test]
    fn settings_are_read_or_refused() {
        let catalogue = Catalogue::embedded().unwrap();
        let check = |text: &str, expected: Result<(), &str>| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("settings.toml");
            std::fs::write(&path, text).unwrap();
            own(&path);
            let read = SettingsFile::read(&path).and_then(|file| {
                file.checkpoints_to()?;
                file.engine()?;
                file.bucket()?;
                file.channels()?;
                file.log_level()?;
                file.opening()?;
                file.for_pages()?;
                file.offers(&catalogue)?;
                file.payers()?;
                file.mini_programme()?;
                file.official_account()?;
                file.sealed_documents(&catalogue)
            });
            assert_eq!(read.map(|_| ()).map_err(|e| e.code()), expected, "{text}");
        };
        check("", Ok(()));
        check("public_url = 'https://photo.example.org/'", Ok(()));
        // As an editor of Windows saves it.
        check(
            "\u{feff}public_url = 'https://photo.example.org/'\r\n",
            Ok(()),
        );
        check("[operator.name]\nzh = '照相馆'\nen = 'Studio'", Ok(()));
        check("[issuer]\nname = { zh = '照相馆', en = 'Studio' }", Ok(()));
        check("[issuer]\ncontact = '12345'", Err("settings-malformed"));
        check("[offers.resident-id-card]\nprice = '5.00'", Ok(()));
        check("[offers.usual]\nprice = '5'\npaid_for = 'receipt'", Ok(()));
        check(
            "[offers.usual]\nprice = '5'\npaid_for = 'photo'",
            Err("settings-malformed"),
        );
        let price = |written: &str| format!("[offers.passport]\nprice = {written}");
        // As it was written before prices were money.
        for wrong in [
            "{ zh = '5 元', en = '5 yuan' }",
            "5.5",
            "5",
            "'5 yuan'",
            "'0'",
            "'-1'",
            "'10000.01'",
            "'1.005'",
        ] {
            check(&price(wrong), Err("settings-offer-price"));
        }
        check(
            "[offers.no-such]\nprice = '5'",
            Err("settings-offer-document"),
        );
        let cities = |document: &str, place: &str| {
            format!("[offers.{document}]\ncities = {{ {place} = '5' }}")
        };
        check(&cities("passport", "'深圳'"), Ok(()));
        check(&cities("passport", "440000"), Ok(()));
        let no_place = Err("settings-offer-place");
        check(&cities("passport", "nowhere"), no_place);
        check(&cities("japan-visa", "440300"), no_place);
        check(&cities("usual", "440300"), no_place);
        check("[limits]\npages_per_minute = 0", Err("settings-malformed"));
        check(
            "[limits]\nupload_mb_per_hour = 400\nunsubmitted_mb = 8000",
            Ok(()),
        );
        check("[limits]\nunsubmitted_mb = 0", Err("settings-malformed"));
        check("publicurl = 'x'", Err("settings-malformed"));
        check("engine = 'serve'", Ok(()));
        check("engine = 'work'", Err("settings-engine-alone"));
        check("engine = 'both'", Err("settings-malformed"));
        check("engine_slots = 'two'", Err("settings-malformed"));
        check("[retention]", Ok(()));
        check("[retention]\norders_years = 3", Ok(()));
        check("[retention]\norders_years = 30", Ok(()));
        for years in ["2", "31", "-1", "300", "'ever'"] {
            let text = format!("[retention]\norders_years = {years}");
            check(&text, Err("settings-malformed"));
        }
        check("[log]\nlevel = 'debug'", Ok(()));
        check("[log]", Ok(()));
        check("[log]\ncheckpoints = '/elsewhere/log'", Ok(()));
        check("[log]\nlevel = 'loud'", Err("settings-log-level"));
        let to = |way: &str| format!("[log]\ncheckpoints_to = ['{way}']\n");
        let (hook, email) = (to("web-hook"), to("email"));
        let server = "[email]\nurl = 'smtp://localhost'\nsender = 'a@example.org'\n";
        let address = "[operator]\nemail = 'b@example.org'\n";
        let receiver = "[webhook]\nurl = 'https://example.org'\nsecret = '0123456789abcdef'\n";
        let missing = Err("settings-checkpoints-to");
        check(&to("pigeon"), Err("settings-malformed"));
        check(&hook, missing);
        check(&format!("{hook}{server}{address}"), missing);
        check(&format!("{hook}{receiver}"), Ok(()));
        check(&email, missing);
        check(&format!("{email}{server}"), missing);
        check(&format!("{email}{address}"), missing);
        check(&format!("{email}{server}{address}"), Ok(()));
        check("[log]\nlevel = 3", Err("settings-malformed"));
        check("[log]\nfile = 'x'", Err("settings-malformed"));
        check("[sign_in]\nsecond_factor = ['operator', 'clerk']", Ok(()));
        check("[sign_in]\nfirst_operator = 'zhao'", Ok(()));
        check("[sign_in]\nroles_need_two = true", Ok(()));
        check("[sign_in]\nroles_need_two = 2", Err("settings-malformed"));
        check(
            "[sign_in]\nsecond_factor = ['cook']",
            Err("settings-malformed"),
        );
        let sms = |more: &str| {
            format!(
                "[sms]\nurl = 'https://sms.example.cn/send'\nformat = 'json'\n\
                 body = {{ mobile = '{{phone}}', content = '{{text}}', type = 1 }}\n{more}"
            )
        };
        check(&sms(""), Ok(()));
        check(
            &sms("accepted = { pointer = '/Code', equals = 'OK' }"),
            Ok(()),
        );
        check(&sms("language = 'en'\noccasions = ['approved']"), Ok(()));
        check(&sms("occasions = ['paid']"), Err("settings-malformed"));
        check(&sms("[sms.texts]\napproved = '{order} 通过'"), Ok(()));
        check(
            &sms("[sms.texts]\napproved = '{name} 通过'"),
            Err("notice-placeholder"),
        );
        check(&sms("[sms.headers]\nX-Key = 'abc'"), Ok(()));
        let absent = "[sms.headers]\nX-Key = { env = 'HUIZHI_NO_SUCH_VARIABLE' }";
        check(&sms(absent), Err("sms-secret-missing"));
        let absent = "[sms.headers]\nX-Key = { file = '/no/such/file' }";
        check(&sms(absent), Err("sms-secret-missing"));
        check(
            &sms("[sms.headers]\nX-Key = { path = '/x' }"),
            Err("settings-malformed"),
        );
        check(&sms("secret = 'short'"), Err("notice-secret-too-short"));
        check(&(sms("") + "[log]\ncheckpoints_to = ['sms']"), missing);
        let https = "public_url = 'https://photo.example.org'\n";
        let wechat = |change: &[(&str, &str)]| {
            let fields = [
                ("mchid", format!("'{}'", stand_in::MCHID)),
                ("appid", format!("'{}'", stand_in::APPID)),
                ("serial", format!("'{}'", stand_in::SERIAL)),
                ("private_key", format!("'''{}'''", stand_in::MERCHANT_KEY)),
                ("api_key", format!("'{}'", stand_in::API_KEY)),
                ("public_key_id", format!("'{}'", stand_in::PUBLIC_KEY_ID)),
                ("public_key", format!("'''{}'''", stand_in::PUBLIC_KEY)),
            ];
            let mut fields: Vec<(&str, String)> = fields.into();
            for (name, value) in change {
                fields.retain(|(known, _)| known != name);
                if !value.is_empty() {
                    fields.push((name, (*value).to_owned()));
                }
            }
            let lines = fields
                .iter()
                .map(|(name, value)| format!("{name} = {value}\n"));
            format!("[wechat_pay]\n{}", lines.collect::<String>())
        };
        let of = |change: &[(&str, &str)]| format!("{https}{}", wechat(change));
        check(&of(&[]), Ok(()));
        check(&wechat(&[]), Err("wechat-pay-public-url"));
        check(
            &format!("public_url = 'http://photo.example.org'\n{}", wechat(&[])),
            Err("wechat-pay-public-url"),
        );
        check(&of(&[("gateway", "'http://127.0.0.1:8990'")]), Ok(()));
        check(
            &of(&[("gateway", "'http://pay.example.org'")]),
            Err("wechat-pay-gateway"),
        );
        check(&of(&[("mchid", "")]), Err("settings-malformed"));
        check(&of(&[("mchid", "'x'")]), Err("wechat-pay-account"));
        check(&of(&[("public_key", "")]), Err("wechat-pay-account"));
        check(
            &of(&[("api_key", "{ file = '/no/such/file' }")]),
            Err("wechat-pay-secret-missing"),
        );
        check(
            &of(&[("private_key", "{ env = 'HUIZHI_NO_SUCH_VARIABLE' }")]),
            Err("wechat-pay-secret-missing"),
        );
        let mini = |change: &dyn Fn(String) -> String| {
            let settings = stand_in::settings("https://api.weixin.qq.com");
            let (_, of_the_programme) = settings.split_once("[wechat]").unwrap();
            change(format!("[wechat]{of_the_programme}"))
        };
        let with = |old: &'static str, new: &'static str| {
            mini(&|settings| {
                assert!(settings.contains(old), "{old} in {settings}");
                settings.replacen(old, new, 1)
            })
        };
        check(&mini(&|settings| settings), Ok(()));
        check(&with(stand_in::APPID, "wx1"), Err("wechat-appid"));
        check(&with(stand_in::SECRET, "short"), Err("wechat-secret"));
        check(&with(stand_in::PUSH_TOKEN, "a b"), Err("wechat-push-token"));
        check(&with(stand_in::PUSH_KEY, "abc"), Err("wechat-push-key"));
        check(&with("https://", "http://"), Err("wechat-gateway"));
        check(&with("thing1", "wish1"), Err("wechat-notice-field"));
        check(&with("{document}", "{who}"), Err("wechat-notice-place"));
        check(&with("{result}", "ok"), Err("wechat-notice-empty"));
        check(&with("appid", "app"), Err("settings-malformed"));
        let file = "{ file = '/no/such/file' }";
        let quoted: &str = Box::leak(format!("\"{}\"", stand_in::SECRET).into_boxed_str());
        check(&with(quoted, file), Err("wechat-secret-missing"));
        let account = "[official_account]\nappid = 'wx520c15f417810387'\nsecret = ";
        let secret = format!("'{}'\n", stand_in::SECRET);
        check(&format!("{account}{secret}"), Ok(()));
        check(&format!("{account}'short'\n"), Err("wechat-secret"));
        let both = format!("{}{}", of(&[]), mini(&|settings| settings));
        check(&both, Ok(()));
        let many = (0..6).map(|n| {
            let occasion = Occasion::ALL[n].code();
            format!("[wechat.notices.{occasion}]\ntemplate = 't{n}'\ndata = {{ thing1 = 'x' }}\n")
        });
        let many = mini(&|settings| {
            let (head, _) = settings.split_once("[wechat.notices").unwrap();
            format!("{head}{}", many.clone().collect::<String>())
        });
        check(&many, Err("wechat-notices-too-many"));
        check("[verification_files]\n'MP_verify_a.txt' = 'a'", Ok(()));
        check(
            "[verification_files]\n'a.html' = 'a'",
            Err("settings-verification-file"),
        );
        check("[brand]\naccent = '#0B6B4F'", Ok(()));
        check(
            "[brand]\nname = { zh = '小城照相馆', en = 'Small Town' }",
            Ok(()),
        );
        check("[brand]\nname = { zh = '', en = 'x' }", Err("brand-name"));
        check("[brand]\naccent = 'green'", Err("brand-colour"));
        check("[brand]\naccent = '#07c160'", Err("brand-contrast"));
        check(
            "[brand]\nwelcome = { zh = ' ', en = 'x' }",
            Err("brand-text"),
        );
        check("[brand]\nlogo = '/no/such/logo.png'", Err("brand-logo"));
        check("[brand]\ncolour = '#000000'", Err("settings-malformed"));
        check(
            "[operator]\naddress = { zh = '中山路一号', en = ' ' }",
            Err("brand-text"),
        );
        check(
            "[operator]\naddress = { zh = '中山路一号', en = '1 Sun Road' }",
            Ok(()),
        );
        check("[opening]\nmonday = ['9:00-12:00', '13:30-18:00']", Ok(()));
        let closed = |days: &str| format!("[opening]\nmonday = ['9:00-12:00']\nclosed = [{days}]");
        check(&closed("'2027-02-05/2027-02-11', '2027-05-01'"), Ok(()));
        check(&closed("'1 May'"), Err("opening-day"));
        check(&closed("2027-05-01"), Err("settings-malformed"));
        check("[opening.extra]\n2027-02-14 = ['9:00-12:00']", Ok(()));
        check(
            "[opening.extra]\n2027-02-14 = []",
            Err("opening-extra-without-hours"),
        );
        check(
            "[opening.extra]\nsunday = ['9:00-12:00']",
            Err("opening-day"),
        );
        check(
            &(closed("'2027-02-14'") + "\n[opening.extra]\n2027-02-14 = ['9:00-12:00']"),
            Err("opening-day-twice"),
        );
        check("[opening]", Err("opening-never"));
        check(
            "[opening]\nmonday = '9:00-12:00'",
            Err("settings-malformed"),
        );
        check("[opening]\nmonday = ['9-12']", Err("opening-shift"));
        check(
            "[opening]\nmonday = ['22:00-2:00']",
            Err("opening-shift-backwards"),
        );
        check("[opening]\nmon = ['9:00-12:00']", Err("settings-malformed"));
        check("[receipts]\nname = 'masked'", Ok(()));
        check("[receipts]\nname = 'none'", Err("settings-malformed"));
        check("[sealed]\ndocuments = ['passport']", Ok(()));
        check(
            "[sealed]\ndocuments = ['no-such']",
            Err("settings-no-such-document"),
        );
        check(
            "[sealed]\ndocuments = ['japan-visa']",
            Err("settings-sealed-without-receipt"),
        );
        check("[sealed]\ndocument = 'passport'", Err("settings-malformed"));
        let s3 = |rest: &str| {
            let key = "access_key_id = 'a'\nsecret_access_key = 'b'";
            format!("[blobs.s3]\nendpoint = 'https://s3.example.org'\n{key}\n{rest}")
        };
        check(&s3("bucket = 'photos'"), Ok(()));
        check(&s3("bucket = 'photos'\nregion = 'cn'"), Ok(()));
        check(&s3("bucket = 'photos'\nbucket_in = 'host'"), Ok(()));
        check(
            &s3("bucket = 'photos'\nbucket_in = 'x'"),
            Err("settings-malformed"),
        );
        check(
            &s3("bucket = 'photos'\nprefix = 'x'"),
            Err("settings-malformed"),
        );
        check(&s3(""), Err("settings-malformed"));
        check(&s3("bucket = 'Photos'"), Err("bucket-name"));
        check(
            &s3("bucket = 'photos'\nregion = ''"),
            Err("bucket-access-key"),
        );
        let otherwise = |old: &str, new: &str| s3("bucket = 'photos'").replace(old, new);
        check(&otherwise("https", "ftp"), Err("bucket-endpoint"));
        check(&otherwise("https", "http"), Ok(()));
        check(&otherwise("'b'", "''"), Err("bucket-access-key"));
        check(
            &otherwise("'b'", "{ file = '/no/such/file' }"),
            Err("s3-secret-missing"),
        );
        check("[blobs]\nfolder = 'x'", Err("settings-malformed"));
        check("[blobs]", Ok(()));
        check("[keys]\nsealing = { file = '/etc/huizhi/key' }", Ok(()));
        check("[keys]\nsealing = { env = 'HUIZHI_KEY' }", Ok(()));
        check(
            "[keys]\nsealing = { credential = 'key' }\nsigning = { file = '/k' }",
            Ok(()),
        );
        check("[keys]\nsealing = 'x'", Err("settings-malformed"));
        check("[keys]\nsealing = { hsm = 'x' }", Err("settings-malformed"));
        check(
            "[keys]\nsealing = { env = 'A', file = '/b' }",
            Err("settings-malformed"),
        );
        check("[keys]\nselaing = { env = 'A' }", Err("settings-malformed"));
        let missing = SettingsFile::read(Path::new("no/such/settings.toml"));
        assert!(missing.is_ok());
    }

    #[test]
    fn settings_that_mean_the_same_have_the_same_digest() {
        let check = |one: &str, other: &str, alike: bool| {
            let [one, other] = [one, other].map(SettingsDigest::of);
            assert_eq!(one == other, alike);
        };
        let text = "behind_proxy = true\n[log]\nlevel = 'warn'\n";
        check(
            text,
            "# why\nbehind_proxy=true\n\n[log]\nlevel=\"warn\"",
            true,
        );
        check("a = 1\nb = 2", "b = 2\na = 1", true);
        check(text, "behind_proxy = true\n[log]\nlevel = 'info'\n", false);
        check("", "[keys]\nsealing = { env = 'KEY' }", true);
        check("engine_slots = 4", "engine_slots = 32", true);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_with_secrets_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let secret = "[webhook]\nurl = 'https://example.org'\nsecret = 'x'";
        let check = |text: &str, mode: u32, expected: Option<&str>| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("settings.toml");
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            let read = SettingsFile::read(&path).err();
            assert_eq!(read.map(|error| error.code()), expected, "{mode:o} {text}");
        };
        check(secret, 0o600, None);
        check(secret, 0o640, Some("settings-open-to-others"));
        check(secret, 0o604, Some("settings-open-to-others"));
        check("usual_waiting_minutes = 5", 0o644, None);
        let command = "[keys]\nsealing = { command = ['token', '--pin', '1234'] }";
        check(command, 0o600, None);
        check(command, 0o640, Some("settings-open-to-others"));
        check("[keys]\nsealing = { env = 'KEY' }", 0o644, None);
    }
}
