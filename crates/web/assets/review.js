// Keys for the review desk. Every one presses something that is on the page and
// works without this module too.

const typing = (target) => target.closest("textarea, input[type=text], input[type=password], select");
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

const rows = () => [...document.querySelectorAll("[data-row]")];
const go = (by) => {
  const all = rows();
  const here = all.findIndex((row) => row.matches("[aria-current], :focus-within, :focus"));
  const next = all[Math.max(0, Math.min(all.length - 1, here + by))];
  const link = next?.matches("a") ? next : next?.querySelector("a");
  if (!link) return false;
  if (document.querySelector(".case")) link.click();
  else link.focus();
  return true;
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const reject = document.querySelector("[data-reject]");
  if (event.key === "Enter" && reject?.open && reject.contains(event.target) && !event.target.closest("textarea, button, summary")) {
    event.preventDefault();
    press("[data-send]");
    return;
  }
  if (typing(event.target)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const done = () => {
    if (key === "j") return go(1);
    if (key === "k") return go(-1);
    if (key === "h") return press(".keys > summary");
    if (key === "r" && reject) {
      reject.open = true;
      reject.querySelector("input")?.focus();
      return true;
    }
    if (/^[0-9]$/.test(key) && reject) {
      reject.open = true;
      // Enter sends from where the focus is inside.
      press(`[data-digit="${key}"]`)?.focus();
      return true;
    }
    if (event.shiftKey && key.startsWith("Arrow")) return press(`[data-nudge="${key}"]`);
    if (key === "+" || key === "-") return press(`[data-nudge="${key}"]`);
    if (/^[aszlu]$/.test(key)) return press(`[data-key="${key}"]`);
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
