// Passkeys: asks the authenticator for what the service asks of it, and sends the
// answer. Without it, or in a browser that has no passkeys, the forms that need
// one stay hidden, and password and code work as they do.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const ids = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

async function post(address, fields) {
  const response = await fetch(address, { method: "POST", body: new URLSearchParams(fields) });
  const kind = response.headers.get("content-type") ?? "";
  if (!kind.startsWith("application/json")) throw new Error("");
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

async function made(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: ids(options.excludeCredentials),
  };
  const made = await navigator.credentials.create({ publicKey });
  return {
    id: made.id,
    rawId: made.id,
    type: made.type,
    clientExtensionResults: {},
    response: {
      attestationObject: text(made.response.attestationObject),
      clientDataJSON: text(made.response.clientDataJSON),
      transports: made.response.getTransports?.() ?? [],
    },
  };
}

async function shown(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: ids(options.allowCredentials),
  };
  const shown = await navigator.credentials.get({ publicKey });
  return {
    id: shown.id,
    rawId: shown.id,
    type: shown.type,
    clientExtensionResults: {},
    response: {
      authenticatorData: text(shown.response.authenticatorData),
      clientDataJSON: text(shown.response.clientDataJSON),
      signature: text(shown.response.signature),
      userHandle: text(shown.response.userHandle),
    },
  };
}

async function run(form) {
  const fields = Object.fromEntries(new FormData(form));
  const options = await post(form.dataset.begin, fields);
  const answer = await (form.dataset.passkey === "add" ? made(options) : shown(options));
  const { to } = await post(form.action, { ...fields, answer: JSON.stringify(answer) });
  location.assign(to);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const error = form.querySelector("[data-error]");
    error.textContent = "";
    run(form).catch((cause) => {
      // What the browser says of it is not for people, and may name the account.
      const ours = cause instanceof DOMException ? "" : cause.message;
      error.textContent = ours || form.dataset.failed;
    });
  });
}
