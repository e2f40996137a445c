// Shows the photo once it is made: listens for changes of the order, and looks by itself
// where no line for that is to be had.

const making = document.getElementById("making");

async function look() {
  const answer = await fetch(location.href, { headers: { accept: "application/json" }, cache: "no-store" });
  // Still being made, or not to be told now.
  if (answer.status === 202 || answer.status >= 500 || answer.status === 429) return;
  location.reload();
}

if (making) {
  const { version, events, again } = making.dataset;
  new EventSource(events).addEventListener("order", (event) => {
    if (event.data !== version) look().catch(() => {});
  });
  setInterval(() => {
    if (!document.hidden) look().catch(() => {});
  }, 1000 * Number(again));
}
