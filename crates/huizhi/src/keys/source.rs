//! A place that a key is read from.

use std::ffi::OsString;
use std::fmt;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use blobs::MasterKey;
use domain::randomness::Randomness;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::command_source;
use super::source_error::{KeyFault, KeySourceError};

/// Most bytes read from a source: the digits and some white space.
pub(super) const MOST_BYTES: u64 = 256;

/// Looks up a variable of the environment.
pub(crate) type Variable<'a> = &'a dyn Fn(&str) -> Option<OsString>;

/// A place that a key is read from: 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum KeySource {
    /// A file that its owner alone can read.
    File(PathBuf),
    /// A variable of the environment.
    Env(String),
    /// A credential of systemd: a file in `$CREDENTIALS_DIRECTORY`.
    Credential(String),
    /// A command and its arguments, run without a shell; its standard output.
    Command(Vec<String>),
}

/// Without the arguments of a command, which may hold a PIN.
impl fmt::Display for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "file {}", path.display()),
            Self::Env(name) => write!(f, "env {name}"),
            Self::Credential(name) => write!(f, "credential {name}"),
            Self::Command(words) => {
                let program = words.first().map_or("", String::as_str);
                write!(f, "command {program}")
            }
        }
    }
}

impl fmt::Debug for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeySource({self})")
    }
}

impl KeySource {
    /// Reads the key.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub(crate) fn read(&self, variable: Variable<'_>) -> Result<MasterKey, KeyFault> {
        let key = match self {
            Self::File(path) => MasterKey::load(path).map_err(KeySourceError::from),
            Self::Env(name) => of_variable(name, variable),
            Self::Credential(name) => of_credential(name, variable),
            Self::Command(words) => {
                command_source::output(words, command_source::TIME).and_then(|text| parsed(&text))
            }
        };
        key.map_err(|error| self.fault(error))
    }

    /// Reads the key; one that a file lacks is made.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub(crate) fn read_or_make(
        &self,
        variable: Variable<'_>,
        randomness: &mut dyn Randomness,
    ) -> Result<MasterKey, KeyFault> {
        let Self::File(path) = self else {
            return self.read(variable);
        };
        let made = MasterKey::load_or_create(path, randomness);
        made.map(|(key, _)| key)
            .map_err(|error| self.fault(error.into()))
    }

    /// Where the key that follows on that of a file lies until it takes its
    /// place.
    pub(crate) fn successor(&self) -> Option<PathBuf> {
        match self {
            Self::File(path) => Some(path.with_added_extension("new")),
            _ => None,
        }
    }

    /// That this source gives no key, for this reason.
    pub(super) fn fault(&self, error: KeySourceError) -> KeyFault {
        KeyFault {
            place: self.to_string(),
            error,
        }
    }
}

fn of_variable(name: &str, variable: Variable<'_>) -> Result<MasterKey, KeySourceError> {
    let value = variable(name).ok_or(KeySourceError::VariableMissing)?;
    let text = value.into_string().map_err(|_| KeySourceError::Malformed)?;
    parsed(Zeroizing::new(text).as_bytes())
}

fn of_credential(name: &str, variable: Variable<'_>) -> Result<MasterKey, KeySourceError> {
    let folder = variable("CREDENTIALS_DIRECTORY").ok_or(KeySourceError::NoCredentials)?;
    let mut parts = Path::new(name).components();
    let is_name = matches!(
        (parts.next(), parts.next()),
        (Some(Component::Normal(_)), None)
    );
    if !is_name {
        return Err(KeySourceError::CredentialName);
    }
    let mut bytes = Zeroizing::new(Vec::new());
    // systemd itself closes the folder to others.
    std::fs::File::open(Path::new(&folder).join(name))
        .and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes))
        .map_err(KeySourceError::CredentialUnreadable)?;
    parsed(&bytes)
}

fn parsed(bytes: &[u8]) -> Result<MasterKey, KeySourceError> {
    let text = std::str::from_utf8(bytes).map_err(|_| KeySourceError::Malformed)?;
    MasterKey::from_hex(text).map_err(|_| KeySourceError::Malformed)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const DIGITS: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    #[cfg(unix)]
    #[test]
    fn every_source_gives_its_key_or_says_why_not() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let write = |name: &str, text: &str, mode: u32| {
            std::fs::write(at(name), text).unwrap();
            let mode = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(at(name), mode).unwrap();
        };
        write("good", DIGITS, 0o600);
        write("open", DIGITS, 0o640);
        write("short", "0011", 0o600);
        write("words", &"x".repeat(64), 0o600);
        write("long", &DIGITS.repeat(9), 0o600);
        let good = MasterKey::from_hex(DIGITS).unwrap().id().to_string();
        let here = folder.path().as_os_str().to_owned();
        let check = |source: KeySource, expected: Result<(), &str>| {
            let variable = |name: &str| match name {
                "CREDENTIALS_DIRECTORY" => Some(here.clone()),
                "GOOD" => Some(OsString::from(format!("{DIGITS}\n"))),
                "LONG" => Some(OsString::from(format!("{DIGITS}0"))),
                "EMPTY" => Some(OsString::new()),
                _ => None,
            };
            let read = source.read(&variable);
            if let Ok(key) = &read {
                assert_eq!(key.id().to_string(), good, "{source}");
            }
            let read = read.map(|_| ()).map_err(|fault| {
                assert_eq!(fault.place, source.to_string());
                fault.error.code()
            });
            assert_eq!(read, expected, "{source}");
        };
        let file = |name: &str| KeySource::File(at(name));
        check(file("good"), Ok(()));
        check(file("none"), Err("master-key-missing"));
        check(file("open"), Err("master-key-open-to-others"));
        check(file("short"), Err("master-key-length"));
        check(file("words"), Err("master-key-not-hex"));
        let env = |name: &str| KeySource::Env(name.to_owned());
        check(env("GOOD"), Ok(()));
        check(env("NONE"), Err("key-variable-missing"));
        check(env("EMPTY"), Err("key-malformed"));
        check(env("LONG"), Err("key-malformed"));
        let credential = |name: &str| KeySource::Credential(name.to_owned());
        check(credential("good"), Ok(()));
        check(credential("none"), Err("key-credential-unreadable"));
        check(credential("words"), Err("key-malformed"));
        check(credential("long"), Err("key-malformed"));
        for name in ["", ".", "..", "../good", "/etc/passwd", "a/b"] {
            check(credential(name), Err("key-credential-name"));
        }
        let command = |line: &[&str]| KeySource::Command(words(line));
        check(command(&["printf", "%s\\n", DIGITS]), Ok(()));
        check(command(&["printf", ""]), Err("key-malformed"));
        // No shell: this prints itself.
        check(command(&["echo", "$GOOD"]), Err("key-malformed"));
        check(command(&["yes", DIGITS]), Err("key-malformed"));
        check(command(&["false"]), Err("key-command-failed"));
        let failing = format!("echo {DIGITS}; exit 3");
        check(command(&["sh", "-c", &failing]), Err("key-command-failed"));
        check(
            command(&["/no/such/program"]),
            Err("key-command-not-started"),
        );
        check(command(&[]), Err("key-command-not-started"));
    }

    #[cfg(unix)]
    #[test]
    fn a_credential_needs_its_folder() {
        let source = KeySource::Credential("key".to_owned());
        let fault = source.read(&|_: &str| None).unwrap_err();
        assert_eq!(fault.error.code(), "key-credentials-none");
    }

    #[cfg(unix)]
    #[test]
    fn a_command_is_not_waited_for_for_ever() {
        // Silent, or ended with a pipe that somebody else keeps open, or with
        // nothing more to say.
        for line in ["sleep 20", "sleep 20 & echo x", "exec >&-; sleep 20"] {
            let read =
                command_source::output(&words(&["sh", "-c", line]), Duration::from_millis(50));
            assert_eq!(read.unwrap_err().code(), "key-command-slow", "{line}");
        }
    }

    #[test]
    fn nothing_shows_what_a_command_is_called_with() {
        let source = KeySource::Command(words(&["pkcs11-tool", "--pin", "1234"]));
        assert_eq!(source.to_string(), "command pkcs11-tool");
        assert_eq!(format!("{source:?}"), "KeySource(command pkcs11-tool)");
    }
}
