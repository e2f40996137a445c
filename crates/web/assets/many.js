// Many people at once: each becomes an order, whose photo is made and judged before
// anything is handed in. Does by itself what the pages of one applicant do.

const LONGEST_IN_LINE_MS = 10 * 60 * 1000;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const filled = (text, ...values) => values.reduce((said, value, i) => said.replace(`%${i + 1}`, value), text);

// Sends, and waits its turn while the service is busy. A status of 0 is a line that
// dropped for good.
async function ask(address, options) {
  const until = Date.now() + LONGEST_IN_LINE_MS;
  for (let dropped = 0; ;) {
    let answer;
    try {
      answer = await fetch(address, {
        ...options, headers: { accept: "application/json", ...options?.headers },
      });
    } catch {
      dropped += 1;
      if (dropped >= 3) return { status: 0 };
      await pause(2000 * dropped);
      continue;
    }
    if ([429, 503].includes(answer.status) && Date.now() < until) {
      await pause(1000 * (Number(answer.headers.get("retry-after")) || 5));
      continue;
    }
    const told = await answer.json().catch(() => null);
    // The photo is still being made.
    if (answer.status === 202 && Date.now() < until) {
      await pause(1000 * (told?.wait_s || 3));
      continue;
    }
    return { status: answer.status, told };
  }
}

function start(section, people) {
  const said = section.dataset;
  const part = (name) => section.querySelector(`[data-${name}]`);
  const [list, line, wrong, wrongText, check, submit] = [
    "people", "said", "wrong", "wrong-text", "check", "submit",
  ].map(part);
  let all = [];
  let isBusy = false;

  const fail = (text) => {
    wrong.hidden = !text;
    wrongText.textContent = text ?? "";
    if (text) wrong.scrollIntoView({ block: "center" });
  };
  const count = () => {
    const ready = all.filter((one) => one.state === "fit").length;
    line.textContent = all.length > 0 ? filled(said.textCount, all.length, ready) : "";
    submit.hidden = ready === 0;
    submit.textContent = filled(said.textSubmit, ready);
    check.hidden = all.length === 0 || all.every((one) => ["fit", "sent"].includes(one.state));
  };

  const put = (tag, name, text) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  const show = (one) => {
    one.row.className = `many-person many-${one.state}`;
    one.word.textContent = one.state === "fit" && one.wrongs.length > 0 ? said.textAdvised : {
      waiting: said.textWaiting, sending: said.textSending, fit: said.textFit, unfit: said.textUnfit,
      details: said.textDetails, sent: said.textSent, failed: said.textFailed,
    }[one.state];
    one.list.replaceChildren(...one.wrongs.map(({ message, remedy }) => {
      const item = put("li", "", message);
      if (remedy) item.append(put("span", "many-remedy", remedy));
      return item;
    }));
    for (const field of Object.values(one.fields)) field.disabled = ["sending", "sent"].includes(one.state);
    if (one.order && !one.link.href) {
      one.link.href = one.order;
      one.link.hidden = false;
    }
    if (one.photo && one.image.getAttribute("src") !== one.photo) one.image.src = one.photo;
  };

  const row = (person, place) => {
    const one = { ...person, state: "waiting", wrongs: [], row: put("li"), word: put("p", "many-word"), list: put("ul", "many-wrongs"), fields: {} };
    one.image = put("img", "many-photo");
    one.image.alt = "";
    if (person.picture) one.image.src = URL.createObjectURL(person.picture);
    const texts = put("div", "many-texts");
    for (const [what, label] of [["name", said.textName], ["number", said.textNumber], ["phone", said.textPhone]]) {
      const [field, shell] = [put("input", "field-input"), put("label", "many-field", label)];
      field.value = person[what];
      field.autocomplete = "off";
      field.addEventListener("input", () => {
        one[what] = field.value;
        if (one.state === "fit" || one.state === "details") {
          Object.assign(one, { state: "waiting", wrongs: [] });
          show(one);
          count();
        }
      });
      one.fields[what] = field;
      shell.append(field);
      texts.append(shell);
    }
    one.link = put("a", "many-order", said.textOrder);
    one.link.hidden = true;
    texts.append(one.word, one.list, one.link);
    one.row.append(put("span", "many-place", String(place + 1)), one.image, texts);
    if (!person.picture) {
      one.state = "unfit";
      one.wrongs = [{ message: said.textNoPicture }];
    }
    show(one);
    return one;
  };

  const form = (fields) => {
    const body = new URLSearchParams({ csrf: said.token, ...fields });
    return { method: "POST", body };
  };

  // One person's photo and details, up to what the applicant would hand in.
  const prepare = async (one) => {
    Object.assign(one, { state: "sending", wrongs: [] });
    show(one);
    const stop = (state, answer) => {
      one.state = state;
      one.wrongs = answer?.told?.wrongs ?? [];
      show(one);
      count();
    };
    if (!one.order) {
      const begun = await ask(said.begin, form({}));
      if (!begun.told?.next) return stop("failed", begun);
      one.order = begun.told.next.replace(/\/picture$/, "");
    }
    if (!one.judged) {
      const picture = new FormData();
      picture.append("picture", one.picture, "photo.jpg");
      const put = await ask(`${one.order}/picture`, { method: "POST", body: picture, headers: { "x-csrf-token": said.token } });
      if (!put.told?.next) return stop(put.status === 422 ? "unfit" : "failed", put);
      const found = await ask(`${one.order}/result`);
      if (found.status === 422) return stop("unfit", found);
      if (found.told?.may_be_handed_in === undefined) return stop("failed", found);
      one.judged = found;
      one.photo = found.told.photo ?? one.photo;
      if (!found.told.may_be_handed_in) return stop("unfit", found);
    } else if (!one.judged.told.may_be_handed_in) return stop("unfit", one.judged);
    const shared = section.querySelector("[name=phone]").value;
    const details = await ask(`${one.order}/details`, form({
      name: one.name, kind: /^[0-9]/.test(one.number) ? "chinese-id" : "passport", number: one.number,
      phone: one.phone || shared, face_data: "yes",
    }));
    if (!details.told?.next) return stop(details.status === 422 ? "details" : "failed", details);
    return stop("fit", one.judged);
  };

  const whole = async (work) => {
    if (isBusy) return;
    isBusy = true;
    fail("");
    check.disabled = true;
    submit.disabled = true;
    await work();
    check.disabled = false;
    submit.disabled = false;
    isBusy = false;
    count();
  };

  const take = (files) => whole(async () => {
    let found;
    try {
      found = await people(files);
    } catch {
      return fail(said.textUnread);
    }
    if (found.length === 0) return fail(said.textNone);
    if (found.length > Number(said.most)) return fail(said.textTooMany);
    all = found.map(row);
    list.replaceChildren(...all.map((one) => one.row));
  });

  for (const name of ["files", "folder"]) {
    part(name).addEventListener("change", (event) => {
      if (event.target.files.length > 0) take([...event.target.files]);
    });
  }
  check.addEventListener("click", () => whole(async () => {
    if (!part("consent").checked) return fail(said.textConsent);
    for (const one of all) {
      if (["waiting", "details", "failed"].includes(one.state)) await prepare(one);
    }
  }));
  submit.addEventListener("click", () => whole(async () => {
    for (const one of all.filter((one) => one.state === "fit")) {
      const sent = await ask(`${one.order}/submit`, form({}));
      if (sent.told?.next) Object.assign(one, { state: "sent", wrongs: [] });
      else Object.assign(one, { state: "failed", wrongs: sent.told?.wrongs ?? [] });
      show(one);
      count();
    }
  }));
  addEventListener("beforeunload", (event) => {
    if (isBusy) event.preventDefault();
  });
  section.hidden = false;
  count();
}

for (const section of document.querySelectorAll("[data-many]")) {
  const { people } = await import(section.dataset.lists);
  start(section, people);
}
