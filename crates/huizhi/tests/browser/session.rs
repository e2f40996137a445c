//! A browser window: what a person does in it and sees. Finding waits until the
//! thing is there, so that no test sleeps.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::webdriver::Driver;

/// Width and height of the view in CSS pixels.
#[derive(Clone, Copy)]
pub(crate) struct View(u32, u32);

pub(crate) const PHONE: View = View(390, 844);
pub(crate) const DESKTOP: View = View(1280, 800);

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scripts {
    Run,
    Off,
}

/// Longer than the ten seconds in which a decision can be taken back.
const PATIENCE: Duration = Duration::from_secs(40);

/// How often a picture of a page is asked for; each is a minute of the driver's patience.
const SCREEN_TRIES: u32 = 3;

/// The element key of the WebDriver standard, section 12.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

pub(crate) struct Browser {
    driver: Driver,
    url: String,
    journey: &'static str,
}

pub(crate) struct Window<'a> {
    browser: &'a Browser,
    session: String,
    view: View,
    scripts: Scripts,
}

impl Browser {
    /// For the service at `url`; pictures are named after the journey.
    pub(crate) fn new(url: &str, journey: &'static str) -> Self {
        Self {
            driver: Driver::start(),
            url: url.to_owned(),
            journey,
        }
    }

    pub(crate) fn window(&self, view: View, scripts: Scripts) -> Window<'_> {
        self.window_calling_itself(None, view, scripts)
    }

    /// A window of the browser inside WeChat, as far as a page can tell.
    pub(crate) fn window_in_wechat(&self) -> Window<'_> {
        let agent = "Mozilla/5.0 (Linux; Android 16) Chrome/156.0 Mobile MicroMessenger/8.0.60";
        self.window_calling_itself(Some(agent), PHONE, Scripts::Run)
    }

    fn window_calling_itself(
        &self,
        agent: Option<&str>,
        view: View,
        scripts: Scripts,
    ) -> Window<'_> {
        let View(width, height) = view;
        let mut options = json!({"args": [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--lang=zh-CN", "--force-prefers-reduced-motion", format!("--window-size={width},{height}"),
        ]});
        if width < 500 {
            options["mobileEmulation"] = json!({"deviceMetrics": {
                "width": width, "height": height, "pixelRatio": 2.0,
                // The driver's tap waits for a script of its own.
                "touch": scripts == Scripts::Run,
            }});
        }
        if let Some(agent) = agent {
            options["mobileEmulation"]["userAgent"] = json!(agent);
        }
        if scripts == Scripts::Off {
            options["prefs"] = json!({"profile.managed_default_content_settings.javascript": 2});
        }
        Window {
            session: self.driver.session(&options, PATIENCE),
            browser: self,
            view,
            scripts,
        }
    }
}

impl Drop for Window<'_> {
    fn drop(&mut self) {
        if std::thread::panicking()
            && let Ok(screen) = self.screen()
        {
            let name = format!("failed-{}", self.view.0);
            std::fs::write(self.picture_path(&name), screen).ok();
        }
        self.browser.driver.delete(&self.session);
    }
}

impl Window<'_> {
    fn post(&self, path: &str, body: &Value) -> Value {
        let said = self
            .browser
            .driver
            .post(&format!("{}{path}", self.session), body);
        said.unwrap_or_else(|error| panic!("{path} {body} at {}: {error}", self.path()))
    }

    /// Gives the window an authenticator of its own, which always verifies its
    /// user: a virtual one, section 11.2 of the WebAuthn standard.
    pub(crate) fn add_authenticator(&self) {
        let authenticator = json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
            "hasUserVerification": true, "isUserVerified": true,
        });
        self.post("/webauthn/authenticator", &authenticator);
    }

    pub(crate) fn go(&self, path: &str) {
        let url = format!("{}{path}", self.browser.url);
        self.post("/url", &json!({"url": url}));
    }

    /// The path and query of the page.
    pub(crate) fn path(&self) -> String {
        let url = self.browser.driver.get(&format!("{}/url", self.session));
        let url = url.unwrap_or_default();
        let url = url.as_str().unwrap_or_default();
        url.strip_prefix(&self.browser.url)
            .unwrap_or(url)
            .to_owned()
    }

    /// The status that the page came with.
    pub(crate) fn status(&self) -> u64 {
        let status = "return performance.getEntriesByType('navigation')[0].responseStatus";
        self.evaluate(status).as_u64().unwrap()
    }

    pub(crate) fn find(&self, css: &str) -> Element<'_> {
        self.found("css selector", css)
    }

    fn found(&self, using: &str, value: &str) -> Element<'_> {
        let found = self.post("/element", &json!({"using": using, "value": value}));
        Element {
            window: self,
            id: found[ELEMENT].as_str().unwrap().to_owned(),
        }
    }

    /// Waits until an element of this kind holds the words. `css` is a tag, a
    /// class with its dot or `[name=value]`.
    pub(crate) fn sees(&self, css: &str, words: &str) {
        let step = match css.strip_prefix('.') {
            Some(class) => format!("*[contains(concat(' ', @class, ' '), ' {class} ')]"),
            None => match css
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
            {
                Some(attribute) => {
                    let (name, value) = attribute.split_once('=').unwrap();
                    format!("*[@{name}='{value}']")
                }
                None => css.to_owned(),
            },
        };
        self.found(
            "xpath",
            &format!("//{step}[contains(normalize-space(.), '{words}')]"),
        );
    }

    /// How many elements of this kind the page has.
    pub(crate) fn count(&self, css: &str) -> u64 {
        let count = format!("return document.querySelectorAll('{css}').length");
        self.evaluate(&count).as_u64().unwrap()
    }

    /// No button or link of the page says so.
    pub(crate) fn lacks(&self, words: &str) {
        let said = "return [...document.querySelectorAll('button, a')].map(e => e.innerText)";
        let said = self.evaluate(said);
        let said = said.as_array().unwrap();
        assert!(
            said.iter().all(|text| text != words),
            "{words} is there: {said:?}"
        );
    }

    /// Presses the button or follows the link whose words begin so.
    pub(crate) fn click(&self, words: &str) {
        let xpath = format!(
            "//*[self::a or self::button or self::summary][starts-with(normalize-space(.), '{words}')]"
        );
        self.found("xpath", &xpath).click();
    }

    /// Types over what stands in the field of this name.
    pub(crate) fn fill(&self, name: &str, text: &str) {
        self.fill_in("", name, text);
    }

    /// The same in the form that `form` selects: waits for its page, where a page
    /// that is being left may have a field of the same name.
    pub(crate) fn fill_in(&self, form: &str, name: &str, text: &str) {
        let field = self.find(&format!("{form} [name={name}]"));
        field.clear();
        field.types(text);
    }

    /// Presses one key, whatever has the focus: a letter, or a code of
    /// section 17.4.2 of the standard.
    pub(crate) fn press(&self, key: &str) {
        self.post(
            "/actions",
            &json!({"actions": [{"type": "key", "id": "keys", "actions": [
                {"type": "keyDown", "value": key}, {"type": "keyUp", "value": key},
            ]}]}),
        );
    }

    /// The same while others are held down: Control, Shift.
    pub(crate) fn press_with(&self, held: &[&str], key: &str) {
        let down = held.iter().chain([&key]);
        let down = down.map(|key| json!({"type": "keyDown", "value": key}));
        let up = [&key].into_iter().chain(held.iter().rev());
        let up = up.map(|key| json!({"type": "keyUp", "value": key}));
        let actions: Vec<Value> = down.chain(up).collect();
        self.post(
            "/actions",
            &json!({"actions": [{"type": "key", "id": "keys", "actions": actions}]}),
        );
    }

    /// Presses with a mouse or finger at the first of these places, goes along the
    /// others and lets go; pixels to the right of and below an element's middle.
    pub(crate) fn drag(&self, css: &str, places: &[(i32, i32)]) {
        let element = json!({ELEMENT: self.find(css).id});
        let go = |(x, y): &(i32, i32)| json!({"type": "pointerMove", "duration": 30, "origin": element, "x": x, "y": y});
        let mut actions: Vec<Value> = places.iter().map(go).collect();
        actions.insert(1, json!({"type": "pointerDown", "button": 0}));
        actions.push(json!({"type": "pointerUp", "button": 0}));
        let kind = if self.view.0 < 500 { "touch" } else { "mouse" };
        self.post(
            "/actions",
            &json!({"actions": [{"type": "pointer", "id": kind, "actions": actions,
                "parameters": {"pointerType": kind}}]}),
        );
    }

    /// Does what leads to another page, and waits until that one has loaded. Where
    /// both pages have what is looked for next, the one that is being left would
    /// answer, and a key pressed then is lost with it.
    pub(crate) fn turns(&self, act: impl FnOnce()) {
        self.evaluate("document.documentElement.dataset.left = ''");
        act();
        self.find("html:not([data-left])");
        let loaded = "const done = arguments[0];
            if (document.readyState === 'complete') done();
            else addEventListener('load', () => done());";
        self.post("/execute/async", &json!({"script": loaded, "args": []}));
    }

    pub(crate) fn evaluate(&self, script: &str) -> Value {
        self.post("/execute/sync", &json!({"script": script, "args": []}))
    }

    /// What the script hands to its last argument.
    pub(crate) fn evaluate_later(&self, script: &str) -> Value {
        self.post("/execute/async", &json!({"script": script, "args": []}))
    }

    /// The bytes behind an address of the service, fetched with the window's
    /// cookies: a headless browser does not hand over what it saves.
    pub(crate) fn bytes(&self, path: &str) -> Vec<u8> {
        let driver = &self.browser.driver;
        let kept = driver.get(&format!("{}/cookie", self.session)).unwrap();
        let pair = |cookie: &Value| {
            let of = |key: &str| cookie[key].as_str().unwrap().to_owned();
            format!("{}={}", of("name"), of("value"))
        };
        let cookies: Vec<String> = kept.as_array().unwrap().iter().map(pair).collect();
        driver.fetch(&format!("{}{path}", self.browser.url), &cookies.join("; "))
    }

    /// Width and height in millimetres of each page that the browser prints.
    pub(crate) fn printed(&self) -> Vec<(f64, f64)> {
        let asked = json!({"preferCSSPageSize": true, "printBackground": true});
        let pdf = self.devtools("Page.printToPDF", &asked);
        let pdf = BASE64_STANDARD
            .decode(pdf["data"].as_str().unwrap())
            .unwrap();
        let pdf = String::from_utf8_lossy(&pdf).into_owned();
        let boxes = pdf.split("/MediaBox [").skip(1);
        let size = |sides: &str| {
            let sides = sides.split(']').next().unwrap().split_whitespace();
            let sides: Vec<f64> = sides.map(|side| side.parse().unwrap()).collect();
            let mm = |points: f64| points / 72.0 * 25.4;
            (mm(sides[2]), mm(sides[3]))
        };
        boxes.map(size).collect()
    }

    fn devtools(&self, command: &str, parameters: &Value) -> Value {
        let body = json!({"cmd": command, "params": parameters});
        self.post("/goog/cdp/execute", &body)
    }

    /// The whole page as PNG. On a busy machine the browser sometimes draws no frame of a
    /// page where nothing moves, and a picture of it never comes. While a screencast runs
    /// frames are drawn; and the driver's own call, unlike DevTools' command, gives up after
    /// its patience (10 s, six times), so that a new screencast can wake the browser.
    fn screen(&self) -> Result<Vec<u8>, String> {
        let mut taken = self.screen_while_cast();
        for _ in 1..SCREEN_TRIES {
            if taken.is_ok() {
                break;
            }
            taken = self.screen_while_cast();
        }
        taken
    }

    fn screen_while_cast(&self) -> Result<Vec<u8>, String> {
        let driver = &self.browser.driver;
        let devtools = |command: &str, parameters: Value| {
            let body = json!({"cmd": command, "params": parameters});
            driver.post(&format!("{}/goog/cdp/execute", self.session), &body)
        };
        let smallest = json!({"format": "jpeg", "quality": 1, "maxWidth": 16, "maxHeight": 16});
        devtools("Page.startScreencast", smallest)?;
        let shot = driver.get(&format!("{}/screenshot/full", self.session));
        devtools("Page.stopScreencast", json!({}))?;
        let shot = shot?;
        BASE64_STANDARD
            .decode(shot.as_str().unwrap_or_default())
            .map_err(|error| error.to_string())
    }

    fn picture_path(&self, name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        folder.join(format!("{}-{name}.png", self.browser.journey))
    }

    /// Looks at the page as it stands, in light and dark: nothing sticks out at
    /// the side, axe finds nothing against WCAG 2.2 AA, a picture is kept. Gives
    /// the picture of the light one.
    pub(crate) fn look(&self, name: &str) -> PathBuf {
        for (scheme, suffix) in [("dark", "-dark"), ("light", "")] {
            let feature = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
            self.devtools("Emulation.setEmulatedMedia", &feature);
            std::fs::write(
                self.picture_path(&format!("{name}{suffix}")),
                self.screen().unwrap(),
            )
            .unwrap();
            let wide = "return document.documentElement.scrollWidth - innerWidth";
            let wide = self.evaluate(wide).as_f64().unwrap();
            assert!(wide <= 0.0, "{name} is {wide} px wider than the window");
            // Axe waits for timers of the page, which there are none of then.
            let found = match self.scripts {
                Scripts::Run => self.axe(),
                Scripts::Off => Vec::new(),
            };
            assert!(found.is_empty(), "{name}, {scheme}:\n{}", found.join("\n"));
        }
        self.picture_path(name)
    }

    /// The page with type at twice its usual size, as phone or browser can be set to
    /// (WCAG 1.4.4): the text grows, and nothing sticks out at the side.
    pub(crate) fn look_enlarged(&self, name: &str) {
        let size = "return parseFloat(getComputedStyle(document.body).fontSize)";
        let usual = self.evaluate(size).as_f64().unwrap();
        self.evaluate("document.documentElement.style.fontSize = '212.5%'");
        let grown = self.evaluate(size).as_f64().unwrap();
        assert!(
            (grown / usual - 2.0).abs() < 0.01,
            "{name}: {usual} px became {grown} px"
        );
        let path = self.picture_path(&format!("{name}-enlarged"));
        std::fs::write(path, self.screen().unwrap()).unwrap();
        let script = "return [...document.querySelectorAll('body *')]
            .filter((one) => one.getBoundingClientRect().right > innerWidth + 1
                && getComputedStyle(one).position !== 'absolute')
            .map((one) => `${one.tagName} ${one.className}: ${one.textContent.trim().slice(0, 30)}`)";
        let wide = self.evaluate(script);
        assert!(
            wide.as_array().unwrap().is_empty(),
            "{name} enlarged: {wide:#}"
        );
        self.evaluate("document.documentElement.style.fontSize = ''");
    }

    /// What axe objects to: rule, element, how to mend it.
    fn axe(&self) -> Vec<String> {
        let here = self.evaluate("return typeof axe === 'object'");
        if here == json!(false) {
            self.evaluate(&AXE);
        }
        let script = "const done = arguments[arguments.length - 1];
            axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
                .then((told) => done(told.violations.flatMap((rule) => rule.nodes.map(
                    (node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`))))
                .catch((error) => done([String(error)]));";
        let told = self.evaluate_later(script);
        let said = |line: &Value| line.as_str().unwrap().to_owned();
        told.as_array().unwrap().iter().map(said).collect()
    }
}

/// axe-core, which `scripts/browser-test` puts there.
static AXE: LazyLock<String> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../axe/axe.min.js");
    let text = std::fs::read_to_string(path);
    text.expect("axe is there: scripts/browser-test fetches it")
});

pub(crate) struct Element<'a> {
    window: &'a Window<'a>,
    id: String,
}

impl Element<'_> {
    fn post(&self, what: &str, body: &Value) -> Value {
        self.window
            .post(&format!("/element/{}/{what}", self.id), body)
    }

    fn get(&self, what: &str) -> String {
        let path = format!("{}/element/{}/{what}", self.window.session, self.id);
        let told = self.window.browser.driver.get(&path).unwrap();
        told.as_str().unwrap_or_default().to_owned()
    }

    /// Scrolls there first, as a person does: what lies under the tabs is in view
    /// to the driver.
    pub(crate) fn click(&self) {
        let middle = "arguments[0].scrollIntoView({ block: 'center' })";
        let me = json!({ELEMENT: self.id});
        self.window
            .post("/execute/sync", &json!({"script": middle, "args": [me]}));
        self.post("click", &json!({}));
    }

    pub(crate) fn clear(&self) {
        self.post("clear", &json!({}));
    }

    /// Types; a file field takes the path of a file.
    pub(crate) fn types(&self, text: &str) {
        self.post("value", &json!({"text": text}));
    }

    pub(crate) fn text(&self) -> String {
        self.get("text")
    }

    pub(crate) fn attribute(&self, name: &str) -> String {
        self.get(&format!("attribute/{name}"))
    }

    pub(crate) fn property(&self, name: &str) -> String {
        self.get(&format!("property/{name}"))
    }
}
