//! A service on an empty data folder, a browser beside it, and a picture to hand
//! over.

use std::net::TcpListener;
use std::process::Command;

use crate::database;
use crate::program::ground::Ground;
use crate::program::{ANYWHERE, HUIZHI, Service};
use crate::session::Browser;

/// What the staff choose in place of their one-time passwords.
pub(crate) const PASSWORD: &str = "violet harbour ninety-two";

/// With it the pages ask for an address; nobody listens there.
const SENDS_EMAIL: &str = "
[email]
url = \"smtps://127.0.0.1:9\"
sender = \"Photo studio <photo@example.org>\"
";

pub(crate) struct Stage {
    pub(crate) browser: Browser,
    pub(crate) service: Service,
    pub(crate) ground: Ground,
    _folder: tempfile::TempDir,
}

impl Stage {
    pub(crate) fn open(journey: &'static str) -> Self {
        Self::open_with(journey, "")
    }

    /// The same with these settings besides.
    pub(crate) fn open_with(journey: &'static str, more: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ground = Ground::laid_out(folder.path());
        let mut settings = std::fs::read_to_string(ground.data.join("settings.toml")).unwrap();
        let mut address = ANYWHERE.to_owned();
        if more.contains("[wechat_pay]") {
            // WeChat comes back to the service's own address: a port that was free just now.
            let free = TcpListener::bind(&address).unwrap().local_addr().unwrap();
            address = free.to_string();
            settings.insert_str(0, &format!("public_url = \"http://{address}\"\n"));
        }
        settings.push_str(SENDS_EMAIL);
        settings.push_str(more);
        let database = database::settings();
        settings.push_str(database.as_deref().unwrap_or_default());
        let path = ground.data.join("settings.toml");
        std::fs::write(&path, settings).unwrap();
        // It may hold the mail server's password: nothing starts where others can
        // read it.
        let owners_alone = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(&path, owners_alone).unwrap();
        let first = database.map(|_| database::init(&ground.data, &ground.catalogue));
        let mut service = Service::start(&address, &ground.data, &ground.catalogue);
        service.password = first.or(service.password.take());
        Self {
            browser: Browser::new(&service.url, journey),
            ground,
            service,
            _folder: folder,
        }
    }

    /// A browser that reaches the service by the name `localhost`.
    pub(crate) fn browser_at_localhost(&self, journey: &'static str) -> Browser {
        let url = self.service.url.replace("127.0.0.1", "localhost");
        Browser::new(&url, journey)
    }

    /// Adds a colleague with this role; their one-time password.
    pub(crate) fn hires(&self, name: &str, role: &str) -> String {
        let added = Command::new(HUIZHI)
            .args([
                "--lang", "en", "staff", "add", name, "--role", role, "--data",
            ])
            .arg(&self.ground.data)
            .output()
            .unwrap();
        let said =
            String::from_utf8(added.stdout).unwrap() + &String::from_utf8_lossy(&added.stderr);
        let password = said
            .split_whitespace()
            .find(|word| word.matches('-').count() == 3);
        password.unwrap_or_else(|| panic!("{said}")).to_owned()
    }
}
