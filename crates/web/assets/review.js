// Keys for the review desk. Every one presses something that is on the page and
// works without this module too.

import { wireReasons } from "./reasons.js";

const typing = (target) => target.closest("textarea, input[type=text], input[type=search], input[type=password], select");
const press = (selector) => {
  const found = document.querySelector(selector);
  found?.click();
  return found;
};

// Radio groups carry one name a finding; the server reads them all as `overrule`.
for (const form of document.querySelectorAll("form.decision")) {
  form.addEventListener("formdata", (event) => {
    for (const chosen of form.querySelectorAll("[data-overrule]:checked")) {
      event.formData.append("overrule", chosen.value);
    }
  });
}

// J and K pass over what somebody else has: no key takes it.
const go = (by) => {
  const all = [...document.querySelectorAll("[data-row]")];
  const here = all.findIndex((row) => row.matches("[aria-current], :focus-within, :focus"));
  let at = here;
  do at += by; while (all[at]?.matches("[data-held]"));
  const next = all[at];
  const link = next?.matches("a") ? next : next?.querySelector("a");
  if (!link) return all.length > 0;
  if (document.querySelector(".case")) link.click();
  else link.focus();
  return true;
};

const reject = document.querySelector("[data-reject]");
const second = document.querySelector("[data-second]");
const reasons = reject && wireReasons(reject);

// One of the two is open: the other would push it out of view.
const opened = (panel) => {
  for (const other of [reject, second]) {
    if (other && other !== panel) other.open = false;
  }
  panel.open = true;
  return true;
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const panel = [reject, second].find((one) => one?.open);
  if (key === "Escape" && panel) {
    event.preventDefault();
    panel.open = false;
    if (panel === reject) reasons.clear();
    panel.querySelector("summary").focus();
    return;
  }
  if (reject?.open && reject.contains(event.target) && !event.target.closest("summary")) {
    if (reasons.pressed(event)) event.preventDefault();
    return;
  }
  if (typing(event.target)) return;
  const done = () => {
    if (key === "j") return go(1);
    if (key === "k") return go(-1);
    if (key === "h") return press(".keys > summary");
    if (key === "r" && reject) return opened(reject) && reasons.focus();
    if (key === "s" && second) {
      opened(second);
      (second.querySelector("input[type=text]") ?? second.querySelector("summary")).focus();
      return true;
    }
    if (/^[0-9]$/.test(key) && reject) return opened(reject) && reasons.digit(key);
    if (event.shiftKey && key.startsWith("Arrow")) return press(`[data-nudge="${key}"]`);
    if (key === "+" || key === "-") return press(`[data-nudge="${key}"]`);
    if (/^[azlue]$/.test(key)) return press(`[data-key="${key}"]`);
    // On a link or button Enter presses that.
    if (key === "Enter" && !event.target.closest("a, button, summary, input")) return press("[data-key=Enter]");
    return false;
  };
  if (done()) event.preventDefault();
});

// What can be taken back, can be for ten seconds.
for (const undo of document.querySelectorAll("[data-undo]")) {
  setTimeout(() => undo.remove(), 10_000);
}

// The next picture is there before it is asked for.
const current = document.querySelector("[data-row][aria-current]");
const next = current?.closest("li")?.nextElementSibling?.querySelector("a");
if (next) {
  const link = document.createElement("link");
  link.rel = "prefetch";
  link.href = `${next.getAttribute("href")}/photo.jpg`;
  document.head.append(link);
}
