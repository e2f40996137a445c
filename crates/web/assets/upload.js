// Sends a picture with its progress, again by itself when the line drops, and
// waits in the engine's line. Without it the forms do the same in one step.

const TRIES = 3;
const FIRST_WAIT_MS = 2000;
const LONGEST_IN_LINE_MS = 5 * 60 * 1000;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const filled = (text, ...values) => values.reduce((said, value, i) => said.replace(`%${i + 1}`, value), text);

// One attempt: the status and, where there is one, the JSON of the answer. A
// status of 0 is a line that dropped.
function send(address, token, file, onProgress, hold) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("picture", file, file.name || "photo.jpg");
    request.open("POST", address);
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("x-csrf-token", token);
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded, event.total));
    request.upload.addEventListener("load", () => onProgress(1, 1));
    request.addEventListener("loadend", () => {
      let told = null;
      try {
        told = JSON.parse(request.responseText);
      } catch {
        // A page, or nothing at all.
      }
      done({ status: request.status, told, after: Number(request.getResponseHeader("retry-after")) });
    });
    hold(request);
    request.send(form);
  });
}

function start(section) {
  const said = section.dataset;
  const part = (name) => section.querySelector(`[data-${name}]`);
  const [underWay, line, bar, stop, wrong, wrongText] = [
    "under-way", "line", "bar", "stop", "wrong", "wrong-text",
  ].map(part);
  const forms = [...section.querySelectorAll("form")];
  let request = null;
  let stopped = false;

  const show = (text, part) => {
    if (line.textContent !== text) line.textContent = text;
    if (part === undefined) bar.removeAttribute("value");
    else bar.value = part;
  };

  const fail = (wrongs) => {
    wrongText.replaceChildren(...wrongs.flatMap(({ message, remedy }) => {
      const what = document.createElement("p");
      what.className = "notice-what";
      what.textContent = message;
      const cure = document.createElement("p");
      cure.textContent = remedy ?? "";
      return [what, cure];
    }));
    wrong.hidden = false;
    underWay.hidden = true;
    // Not under the tabs at the bottom, nor out of view.
    wrong.scrollIntoView({ block: "center" });
    for (const form of forms) {
      form.hidden = false;
      form.reset();
    }
  };

  const hand = async (file) => {
    wrong.hidden = true;
    if (file.size > Number(said.most)) return fail([{ message: said.textLarge }]);
    stopped = false;
    underWay.hidden = false;
    for (const form of forms) form.hidden = true;
    const inLineUntil = Date.now() + LONGEST_IN_LINE_MS;
    let tries = 0;
    while (!stopped) {
      show(filled(said.textSending, megabytes(0), megabytes(file.size)), 0);
      const answer = await send(said.upload, said.token, file, (done, all) => {
        if (done === all) show(said.textLooking);
        else show(filled(said.textSending, megabytes(done), megabytes(all)), done / all);
      }, (sent) => { request = sent; });
      if (stopped) break;
      if (answer.told?.next) {
        location.assign(answer.told.next);
        return;
      }
      if (answer.status === 503 || answer.status === 429) {
        if (Date.now() > inLineUntil) return fail([{ message: said.textFailed }]);
        show(filled(said.textLine, answer.told?.place ?? "…"));
        await pause(1000 * (answer.after || answer.told?.wait_s || 5));
      } else if (answer.status === 0 || answer.status >= 502) {
        tries += 1;
        if (tries >= TRIES) return fail([{ message: said.textFailed }]);
        const wait = FIRST_WAIT_MS * 2 ** (tries - 1);
        show(filled(said.textAgain, wait / 1000));
        await pause(wait);
      } else if (answer.status === 403) {
        return fail([{ message: said.textExpired }]);
      } else if (answer.status === 413) {
        return fail([{ message: said.textLarge }]);
      } else {
        return fail(answer.told?.wrongs ?? [{ message: said.textFailed }]);
      }
    }
  };

  stop.addEventListener("click", () => {
    stopped = true;
    request?.abort();
    underWay.hidden = true;
    for (const form of forms) {
      form.hidden = false;
      form.reset();
    }
  });

  for (const form of forms) {
    const field = form.querySelector("input[type=file]");
    form.classList.add("upload-at-once");
    form.querySelector("button").hidden = true;
    field.addEventListener("change", () => {
      if (field.files.length > 0) hand(field.files[0]);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (field.files.length > 0) hand(field.files[0]);
    });
  }

  // A browser that comes back to this page shows it as it was at first.
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      underWay.hidden = true;
      for (const form of forms) form.hidden = false;
    }
  });

  // The camera in the page, where the browser has one to give.
  if (navigator.mediaDevices?.getUserMedia && HTMLDialogElement.prototype.showModal) {
    const takes = section.querySelector("[data-takes]");
    takes?.addEventListener("click", async (event) => {
      if (takes.dataset.plain === "yes") return;
      event.preventDefault();
      const { take } = await import(said.camera);
      const outcome = await take(part("viewfinder"));
      if (outcome.file) hand(outcome.file);
      else if (outcome.refused) {
        // No camera for this page: the phone's own still works.
        takes.dataset.plain = "yes";
        takes.click();
      }
    });
  }
}

for (const section of document.querySelectorAll("[data-upload]")) start(section);
