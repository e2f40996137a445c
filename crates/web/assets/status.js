// Keeps the order's page as it is now: listens for changes, fetches the page
// anew and puts its status part in place. Looks by itself every minute while the
// order waits, for its place in the queue moves with other people's orders.

const LOOK_MS = 60 * 1000;

async function refresh() {
  const response = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-store" });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("status");
  const shown = document.getElementById("status");
  if (!fresh || !shown || fresh.innerHTML === shown.innerHTML) return;
  const wordBefore = shown.querySelector("[data-word]")?.textContent;
  const word = fresh.querySelector("[data-word]")?.textContent;
  // Whoever is in the middle of it with the keyboard is not thrown out.
  const held = shown.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  shown.replaceWith(document.adoptNode(fresh));
  if (held) document.querySelector(`#status a[href="${CSS.escape(held)}"]`)?.focus();
  document.title = page.title;
  if (word !== wordBefore) document.querySelector("[data-announced]").textContent = word;
}

const first = document.getElementById("status");
if (first && !("over" in first.dataset)) {
  const stream = new EventSource(first.dataset.events);
  const looking = setInterval(() => {
    if (!document.hidden) refresh().catch(() => {});
  }, LOOK_MS);
  stream.addEventListener("order", async (event) => {
    const shown = document.getElementById("status");
    if (event.data === shown.dataset.version) return;
    // A line that is down now is tried again with the next event or look.
    await refresh().catch(() => {});
    if ("over" in document.getElementById("status").dataset) {
      stream.close();
      clearInterval(looking);
    }
  });
}
