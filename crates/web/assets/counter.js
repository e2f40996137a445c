// The counter window: a scanner types a number and ends it with Enter. With no
// person given yet, Enter goes on to that field instead of sending.
const form = document.querySelector("[data-ask]");
if (form) {
  const { number, person } = form.elements;
  number.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && number.value.trim() !== "" && person.value.trim() === "") {
      event.preventDefault();
      person.focus();
    }
  });
  // What is scanned next replaces what stands there.
  number.addEventListener("focus", () => number.select());
  if (document.activeElement === number) number.select();
  // The field always has the focus: whatever is typed or scanned anywhere on
  // the page goes into it.
  document.addEventListener("keydown", (event) => {
    const elsewhere = !event.target.closest("input, select, textarea, button, a");
    if (elsewhere && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      number.focus();
    }
  });
}

// 核销 by its key, wherever the focus is: a function key, which no scanner sends.
document.addEventListener("keydown", (event) => {
  if (event.key !== "F9" || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  const use = document.querySelector("[data-key=F9]");
  if (!use) return;
  event.preventDefault();
  use.click();
});
