// The reasons for sending a photo back, by keys: a filter, arrows, space, digits.
// Without this module they are a list of boxes and a button.
import { narrow } from "./filter.js";

export function wireReasons(panel) {
  const bar = panel.querySelector("[data-filter]");
  const field = bar.querySelector("input");
  const list = panel.querySelector("[data-reasons]");
  const chosen = panel.querySelector("[data-chosen]");
  bar.hidden = false;
  narrow(field, list);

  const shown = () => [...list.querySelectorAll("label:not([hidden]) input")].filter((box) => !box.closest("[hidden]"));
  const tell = () => {
    const names = [...list.querySelectorAll("input:checked")].map((box) => box.closest("label").querySelector("span").textContent);
    chosen.hidden = names.length === 0;
    chosen.textContent = chosen.dataset.chosen.replace("%1", names.join("、"));
  };
  list.addEventListener("change", tell);
  tell();

  const clear = () => {
    field.value = "";
    field.dispatchEvent(new Event("input"));
  };
  const digit = (key) => {
    const box = list.querySelector(`[data-digit="${key}"]`);
    if (!box) return false;
    // A digit only ticks: what was ticked already is meant all the more.
    if (!box.checked) box.click();
    // Enter sends from here.
    field.focus({ preventScroll: true });
    return true;
  };
  // A tick of the first that is left; nothing is sent while words stand there.
  const tickFirst = () => {
    const [box] = shown();
    if (!box) return;
    if (!box.checked) box.click();
    clear();
  };
  const move = (from, by) => {
    const boxes = shown();
    const at = boxes.indexOf(from) + by;
    const to = at < 0 ? field : boxes[Math.min(at, boxes.length - 1)];
    to?.focus();
    return true;
  };

  return {
    focus() {
      field.focus({ preventScroll: true });
      panel.scrollIntoView({ block: "nearest" });
      return true;
    },
    digit,
    clear,
    // A key pressed somewhere in the panel; whether it was taken.
    pressed(event) {
      const { key, target } = event;
      const words = target === field && field.value.trim() !== "";
      if (target.closest("textarea, button")) return false;
      if (key === "Enter") {
        if (words) tickFirst();
        else panel.querySelector("[data-send]").click();
        return true;
      }
      if (key === "ArrowDown") return move(target === field ? null : target, 1);
      if (key === "ArrowUp") return target === field || move(target, -1);
      if (/^[0-9]$/.test(key) && !words) return digit(key);
      // Letters go on filtering, whichever box has the focus.
      if (target !== field && key.length === 1 && key !== " ") field.focus({ preventScroll: true });
      return false;
    },
  };
}
