// Narrows a list to the rows whose keys hold what is typed. Rows carry
// `data-keys`; a section with `data-group` hides with its last row; an element
// with `data-none` shows when nothing is left; what is only there to browse
// (`data-browse`) hides while something is typed. Compares as the server does
// (`catalogue::fold`), but for traditional characters: those the server finds.

// A few Latin letters begin a key; more may stand in its middle.
const SHORT = /^[\x20-\x7e]{1,3}$/;
const has = (keys, typed) =>
  SHORT.test(typed) ? ` ${keys}`.includes(` ${typed}`) : keys.includes(typed);

const fold = (text) =>
  text.normalize("NFKC").toLowerCase().replace(/ü/g, "v").replace(/[\s'’\-_·.]/g, "");

export function narrow(field, list) {
  const rows = [...list.querySelectorAll("[data-keys]")].map((element) => ({
    element,
    keys: element.dataset.keys,
  }));
  const groups = [...list.querySelectorAll("[data-group]")];
  const none = list.querySelector("[data-none]");
  const browse = [...document.querySelectorAll("[data-browse]")];
  // What the server has found already is not narrowed again by the same words.
  const found = fold(field.value);

  const show = () => {
    const typed = fold(field.value);
    const all = typed === found;
    let left = 0;
    for (const { element, keys } of rows) {
      const fits = all || has(keys, typed);
      element.hidden = !fits;
      left += fits;
    }
    for (const group of groups) {
      group.hidden = !group.querySelector("[data-keys]:not([hidden])");
    }
    for (const part of browse) part.hidden = !all;
    if (none) none.hidden = left > 0 || rows.length === 0;
  };

  field.addEventListener("input", (event) => {
    // Pinyin that is still being composed is not a query yet.
    if (!event.isComposing) show();
  });
  field.addEventListener("compositionend", show);
  // A page that comes back from the browser's memory keeps what was typed.
  addEventListener("pageshow", show);
}
