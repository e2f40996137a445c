//! Every command and every argument.
//!
//! What an argument means to a person is said in `help.ftl`, under the
//! command's path and the field's name; what it means to the program, here.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use imaging::Limits;
use portrait::{Cut, Paper};
use studio::Telling;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "huizhi",
    version,
    disable_help_flag = true,
    disable_version_flag = true
)]
#[command(disable_help_subcommand = true, subcommand_required = true)]
pub(crate) struct Cli {
    /// `zh` or `en`; already taken notice of by [`super::locale`].
    #[arg(long, global = true, value_enum, value_name = "zh|en")]
    lang: Option<Lang>,
    /// Folder of corrections laid over the embedded catalogue.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(crate) catalogue: Option<PathBuf>,
    /// Whether times are told.
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Lang {
    Zh,
    En,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum Command {
    #[command(subcommand)]
    Photo(PhotoCommand),
    #[command(subcommand)]
    Catalogue(CatalogueCommand),
    Serve(Serve),
    Work(Work),
    #[command(subcommand)]
    Staff(StaffCommand),
    #[command(subcommand)]
    Audit(AuditCommand),
    #[command(subcommand)]
    Key(KeyCommand),
    #[command(subcommand)]
    Clock(ClockCommand),
    Doctor(Doctor),
    #[command(subcommand)]
    Receipt(ReceiptCommand),
    #[command(subcommand)]
    Models(ModelsCommand),
    #[command(subcommand)]
    Wechat(WechatCommand),
    #[command(subcommand)]
    Storage(StorageCommand),
    Backup(Backup),
    Restore(Restore),
}

/// `backup`.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    #[arg(long, value_name = "FOLDER")]
    pub(crate) to: PathBuf,
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
    #[arg(long)]
    pub(crate) without_missing: bool,
    #[arg(long)]
    pub(crate) json: bool,
}

/// `restore`.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    #[arg(long, value_name = "FOLDER")]
    pub(crate) from: PathBuf,
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
    /// Whether the back-up is only read, and nothing brought back.
    #[arg(long)]
    pub(crate) check: bool,
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum StorageCommand {
    Init(StorageTables),
    Migrate(StorageTables),
    Copy(StorageCopy),
    Reopen(StorageTables),
}

/// `storage copy`.
#[derive(Debug, Args)]
pub(crate) struct StorageCopy {
    #[arg(long, value_name = "FOLDER")]
    pub(crate) from: PathBuf,
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
    #[arg(long)]
    pub(crate) files: bool,
    #[arg(long)]
    pub(crate) without_missing: bool,
}

/// `storage init`, `storage migrate` and `storage reopen`.
#[derive(Debug, Args)]
pub(crate) struct StorageTables {
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum WechatCommand {
    Check(WechatCheck),
}

/// `wechat check`.
#[derive(Debug, Args)]
pub(crate) struct WechatCheck {
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum ModelsCommand {
    Add(ModelsAdd),
    Fetch(ModelsFetch),
    List(ModelsList),
    Remove(ModelsRemove),
}

/// `models add`.
#[derive(Debug, Args)]
pub(crate) struct ModelsAdd {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "modnet|birefnet|isnet|rvm|FORM.toml")]
    pub(crate) like: String,
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) licence: Option<String>,
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
}

/// `models fetch`.
#[derive(Debug, Args)]
pub(crate) struct ModelsFetch {
    #[arg(value_name = "modnet|birefnet|isnet|rvm")]
    pub(crate) preset: String,
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) from: Option<String>,
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
}

/// `models list`.
#[derive(Debug, Args)]
pub(crate) struct ModelsList {
    #[arg(long)]
    pub(crate) json: bool,
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
}

/// `models remove`.
#[derive(Debug, Args)]
pub(crate) struct ModelsRemove {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
}

/// Which network tells the person's outline.
#[derive(Debug, Args)]
pub(crate) struct Matting {
    #[arg(long, value_name = "NAME")]
    pub(crate) matting: Option<String>,
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum StaffCommand {
    Add(StaffAdd),
    List(StaffList),
    Reset(StaffReset),
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum AuditCommand {
    Verify(AuditVerify),
    Checkpoint(AuditCheckpoint),
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum ClockCommand {
    Confirm(ClockConfirm),
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum ReceiptCommand {
    Preview(ReceiptPreview),
    Verify(ReceiptVerify),
}

/// `receipt preview`.
#[derive(Debug, Args)]
pub(crate) struct ReceiptPreview {
    #[command(flatten)]
    pub(crate) purpose: Purpose,
    #[arg(long, value_name = "PHOTO")]
    pub(crate) photo: Option<PathBuf>,
    #[arg(short, long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    #[arg(long)]
    pub(crate) force: bool,
}

/// `receipt verify`.
#[derive(Debug, Args)]
pub(crate) struct ReceiptVerify {
    #[arg(value_name = "CODE")]
    pub(crate) code: String,
    #[arg(long, value_name = "KEY")]
    pub(crate) key: String,
    #[arg(long)]
    pub(crate) json: bool,
}

/// `serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
}

/// `work`.
#[derive(Debug, Args)]
pub(crate) struct Work {
    #[arg(long, value_name = "N")]
    pub(crate) slots: Option<usize>,
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<SocketAddr>,
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
}

/// `staff add`.
#[derive(Debug, Args)]
pub(crate) struct StaffAdd {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(
        long,
        required = true,
        value_enum,
        value_delimiter = ',',
        value_name = "inspector,clerk,operator"
    )]
    pub(crate) role: Vec<RoleName>,
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
}

/// `staff list`.
#[derive(Debug, Args)]
pub(crate) struct StaffList {
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
}

/// `staff reset`.
#[derive(Debug, Args)]
pub(crate) struct StaffReset {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
}

/// `audit verify`.
#[derive(Debug, Args)]
pub(crate) struct AuditVerify {
    #[arg(long, value_name = "FILE")]
    pub(crate) checkpoint: Vec<PathBuf>,
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
}

/// `audit checkpoint`.
#[derive(Debug, Args)]
pub(crate) struct AuditCheckpoint {
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum KeyCommand {
    Where(KeyWhere),
    #[command(subcommand)]
    Rotate(KeyRotateCommand),
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum KeyRotateCommand {
    Sealing(KeyRotateSealing),
    Signing(KeyRotate),
    Status(KeyWhere),
}

/// `key rotate sealing`.
#[derive(Debug, Args)]
pub(crate) struct KeyRotateSealing {
    /// Without it, what would be done is said and nothing is done.
    #[arg(long)]
    pub(crate) yes: bool,
    /// Whether what derives from it or from the root key is replaced too.
    #[arg(long)]
    pub(crate) all: bool,
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
}

/// `key where` and `key rotate status`.
#[derive(Debug, Args)]
pub(crate) struct KeyWhere {
    #[arg(long)]
    pub(crate) json: bool,
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
}

/// `key rotate signing`.
#[derive(Debug, Args)]
pub(crate) struct KeyRotate {
    /// Without it, what would be done is said and nothing is done.
    #[arg(long)]
    pub(crate) yes: bool,
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
}

/// `clock confirm`.
#[derive(Debug, Args)]
pub(crate) struct ClockConfirm {
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
}

/// `doctor`.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[arg(long)]
    pub(crate) all: bool,
    #[arg(long)]
    pub(crate) json: bool,
    #[arg(long, value_name = "FOLDER", default_value = DATA)]
    pub(crate) data: PathBuf,
}

/// What somebody does here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RoleName {
    Inspector,
    Clerk,
    Operator,
}

/// Where the service keeps everything.
const DATA: &str = "huizhi-data";

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum PhotoCommand {
    Make(Make),
    Check(Check),
    Sheet(Sheet),
}

#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(crate) enum CatalogueCommand {
    List(List),
    Show(Show),
    Where(Where),
    Validate(Validate),
}

/// `photo make`.
#[derive(Debug, Args)]
pub(crate) struct Make {
    #[arg(required = true, value_name = "PICTURE|FOLDER|-")]
    pub(crate) pictures: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) purpose: Purpose,
    #[arg(short, long, value_name = "FILE|FOLDER|-")]
    pub(crate) out: PathBuf,
    #[arg(long)]
    pub(crate) force: bool,
    #[arg(long)]
    pub(crate) draft: bool,
    #[arg(long, value_name = "RRGGBB|white|blue|…")]
    pub(crate) background: Option<String>,
    #[arg(long, conflicts_with = "background")]
    pub(crate) transparent: bool,
    #[arg(long, value_name = "FILE|beside")]
    pub(crate) annotate: Option<PathBuf>,
    #[arg(long, value_name = "FILE.json")]
    pub(crate) edit: Option<PathBuf>,
    #[arg(long)]
    pub(crate) json: bool,
    #[arg(long)]
    pub(crate) report: bool,
    #[arg(long)]
    pub(crate) details: bool,
    #[command(flatten)]
    pub(crate) matting: Matting,
    #[command(flatten)]
    pub(crate) limits: PictureLimits,
}

impl Make {
    /// How much is said of each finding.
    pub(crate) fn telling(&self) -> Telling {
        if self.details {
            Telling::WithFigures
        } else {
            Telling::Plain
        }
    }
}

/// `photo check`.
#[derive(Debug, Args)]
pub(crate) struct Check {
    #[arg(value_name = "PICTURE|-")]
    pub(crate) picture: PathBuf,
    #[command(flatten)]
    pub(crate) purpose: Purpose,
    #[arg(long, value_name = "FILE")]
    pub(crate) annotate: Option<PathBuf>,
    #[arg(long)]
    pub(crate) force: bool,
    #[arg(long)]
    pub(crate) json: bool,
    #[arg(long)]
    pub(crate) details: bool,
    #[command(flatten)]
    pub(crate) matting: Matting,
    #[command(flatten)]
    pub(crate) limits: PictureLimits,
}

impl Check {
    /// How much is said of each finding.
    pub(crate) fn telling(&self) -> Telling {
        if self.details {
            Telling::WithFigures
        } else {
            Telling::Plain
        }
    }
}

/// `photo sheet`.
#[derive(Debug, Args)]
pub(crate) struct Sheet {
    #[arg(value_name = "PHOTO|PICTURE|-")]
    pub(crate) picture: PathBuf,
    #[command(flatten)]
    pub(crate) purpose: Purpose,
    #[arg(
        long,
        value_enum,
        default_value = "5inch",
        value_name = "5inch|6inch|a4"
    )]
    pub(crate) paper: PaperName,
    #[arg(long, value_name = "N")]
    pub(crate) count: Option<usize>,
    #[arg(long, value_name = "DOCUMENT=N")]
    pub(crate) also: Vec<Also>,
    #[arg(
        long,
        value_enum,
        default_value = "marks",
        value_name = "marks|lines|none"
    )]
    pub(crate) cut: CutName,
    #[arg(short, long, value_name = "FILE|-")]
    pub(crate) out: PathBuf,
    #[arg(long)]
    pub(crate) force: bool,
    #[arg(long)]
    pub(crate) draft: bool,
    #[arg(long, value_name = "RRGGBB|white|blue|…")]
    pub(crate) background: Option<String>,
    #[command(flatten)]
    pub(crate) matting: Matting,
    #[command(flatten)]
    pub(crate) limits: PictureLimits,
}

/// What the photo is for.
#[derive(Debug, Args)]
pub(crate) struct Purpose {
    #[arg(short, long, value_name = "DOCUMENT")]
    pub(crate) document: String,
    #[arg(short, long, value_name = "CITY")]
    pub(crate) city: Option<String>,
}

/// What a picture may cost; the rest of [`Limits`] stays as it is.
#[derive(Debug, Args)]
pub(crate) struct PictureLimits {
    #[arg(long, value_name = "N", default_value_t = Limits::default().max_pixels)]
    max_pixels: u64,
    #[arg(long, value_name = "N", default_value_t = Limits::default().max_bytes)]
    max_bytes: usize,
}

impl From<&PictureLimits> for Limits {
    fn from(given: &PictureLimits) -> Self {
        Self {
            max_pixels: given.max_pixels,
            // Whoever allows less wants no larger picture at all.
            max_reduced_pixels: match given.max_pixels < Self::default().max_pixels {
                true => given.max_pixels,
                false => Self::default().max_reduced_pixels,
            },
            max_bytes: given.max_bytes,
            ..Self::default()
        }
    }
}

/// Paper by the name people order it by.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PaperName {
    #[value(name = "5inch")]
    Inch5,
    #[value(name = "6inch")]
    Inch6,
    A4,
}

impl From<PaperName> for Paper {
    fn from(name: PaperName) -> Self {
        match name {
            PaperName::Inch5 => Self::Inch5,
            PaperName::Inch6 => Self::Inch6,
            PaperName::A4 => Self::A4,
        }
    }
}

/// A further size on the sheet, and how many of it: `二寸=4`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Also {
    pub(crate) document: String,
    pub(crate) count: usize,
}

impl std::str::FromStr for Also {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = text.split_once(['=', '＝']).and_then(|(document, count)| {
            Some(Self {
                document: document.trim().to_owned(),
                count: count.trim().parse().ok()?,
            })
        });
        // Shown by clap beside the option's name and form.
        read.ok_or_else(|| "DOCUMENT=N".to_owned())
    }
}

/// What one cuts by.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum CutName {
    Marks,
    Lines,
    None,
}

impl From<CutName> for Cut {
    fn from(name: CutName) -> Self {
        match name {
            CutName::Marks => Self::Marks,
            CutName::Lines => Self::Lines,
            CutName::None => Self::Nothing,
        }
    }
}

/// `catalogue list`.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[arg(
        value_enum,
        default_value = "documents",
        value_name = "documents|cities"
    )]
    pub(crate) what: Listed,
    #[arg(value_name = "FILTER")]
    pub(crate) filter: Option<String>,
    #[arg(long)]
    pub(crate) json: bool,
}

/// What `catalogue list` lists.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Listed {
    Documents,
    Cities,
}

/// `catalogue show`.
#[derive(Debug, Args)]
pub(crate) struct Show {
    #[arg(value_name = "DOCUMENT")]
    pub(crate) document: String,
    #[arg(value_name = "CITY")]
    pub(crate) city: Option<String>,
    #[arg(long)]
    pub(crate) json: bool,
}

/// `catalogue where`.
#[derive(Debug, Args)]
pub(crate) struct Where {
    #[arg(value_name = "DOCUMENT")]
    pub(crate) document: String,
    #[arg(value_name = "CITY")]
    pub(crate) city: String,
    #[arg(long)]
    pub(crate) json: bool,
}

/// `catalogue validate`.
#[derive(Debug, Args)]
pub(crate) struct Validate {
    #[arg(value_name = "FOLDER")]
    pub(crate) folder: Option<PathBuf>,
    #[arg(long)]
    pub(crate) json: bool,
}
