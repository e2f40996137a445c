// Keeps the queue as it is now: fetches the page anew and puts what changed in
// place, tells of new orders in the title and, if wanted, by a sound and a notice of
// the desktop. A look of this module does not renew the session: it says that no
// person made it, and ends with the session.

const LOOK_MS = 10 * 1000;
const queue = document.querySelector("[data-queue]");
const title = document.title;
const links = (page) => [...page.querySelectorAll("[data-live=list] [data-row] a")].map((link) => link.getAttribute("href"));

let seen = new Set(links(document));
let fresh = new Set();

const store = {
  has: (name) => {
    try { return localStorage.getItem(`desk-${name}`) === "on"; } catch { return false; }
  },
  set: (name, on) => {
    try { localStorage.setItem(`desk-${name}`, on ? "on" : "off"); } catch { /* A browser that keeps nothing. */ }
  },
};

// Two short tones, made here: no file is fetched.
let audio = null;
function ring() {
  audio ??= new AudioContext();
  for (const [after, hertz] of [[0, 660], [0.18, 880]]) {
    const tone = new OscillatorNode(audio, { frequency: hertz });
    const loud = new GainNode(audio, { gain: 0 });
    const at = audio.currentTime + after;
    loud.gain.setValueAtTime(0, at);
    loud.gain.linearRampToValueAtTime(0.2, at + 0.02);
    loud.gain.linearRampToValueAtTime(0, at + 0.16);
    tone.connect(loud).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.17);
  }
}

const words = () => queue.dataset.textNew.replace("%1", fresh.size);

function tell() {
  document.title = fresh.size > 0 ? `(${fresh.size}) ${title}` : title;
}

function announce() {
  tell();
  document.querySelector("[data-announced]").textContent = words();
  if (store.has("sound")) ring();
  if (store.has("desktop") && document.hidden && Notification.permission === "granted") {
    // One notice, replaced by the next; it names nobody.
    const notice = new Notification(title, { body: words(), tag: "desk-queue" });
    notice.addEventListener("click", () => {
      focus();
      notice.close();
    });
  }
}

// What was there while somebody looked is no news.
function noticed() {
  if (document.hidden || fresh.size === 0) return;
  fresh = new Set();
  tell();
}
for (const sign of ["keydown", "pointerdown", "pointermove"]) document.addEventListener(sign, noticed);
document.addEventListener("visibilitychange", noticed);

function put(page) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const now = page.querySelector(`[data-live="${part.dataset.live}"]`);
    if (!now || now.innerHTML === part.innerHTML) continue;
    const held = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    part.replaceChildren(...now.childNodes);
    if (held) {
      const again = part.querySelector(`a[href="${CSS.escape(held)}"]`) ?? part.querySelector("[data-row]:not([data-held]) a");
      again?.focus({ preventScroll: true });
    }
  }
  const take = "[data-queue] button";
  document.querySelector(take).disabled = page.querySelector(take)?.disabled ?? true;
}

async function look() {
  const headers = { accept: "text/html", "huizhi-by-itself": "1" };
  const response = await fetch("/desk", { headers, cache: "no-store" });
  if (response.redirected) {
    clearInterval(looking);
    document.querySelector("[data-signed-out]").hidden = false;
    document.title = `(!) ${title}`;
    return;
  }
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const now = links(page);
  const come = now.filter((href) => !seen.has(href));
  fresh = new Set([...fresh, ...come].filter((href) => now.includes(href)));
  seen = new Set(now);
  put(page);
  if (come.length > 0) announce();
  else tell();
}

// A line that is down now is tried again with the next look.
const looking = setInterval(() => look().catch(() => {}), LOOK_MS);

const notify = document.querySelector("[data-notify]");
notify.hidden = false;
const sound = notify.querySelector("[data-sound]");
const desktop = notify.querySelector("[data-desktop]");
const refused = notify.querySelector("[data-refused]");
const can = "Notification" in window;
sound.checked = store.has("sound");
desktop.checked = can && store.has("desktop") && Notification.permission === "granted";
desktop.closest("label").hidden = !can;
sound.addEventListener("change", () => {
  store.set("sound", sound.checked);
  // Heard once, so that whoever switches it on knows it.
  if (sound.checked) ring();
});
desktop.addEventListener("change", async () => {
  const granted = desktop.checked && (await Notification.requestPermission()) === "granted";
  refused.hidden = granted || !desktop.checked;
  desktop.checked = granted;
  store.set("desktop", granted);
});
// Browsers let a page sound only after somebody touched it.
document.addEventListener("pointerdown", () => {
  if (store.has("sound")) audio ??= new AudioContext();
  audio?.resume();
}, { once: true });
