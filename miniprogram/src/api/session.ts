// The session of the user: made from `wx.login`, kept as long as it lasts, and made again when the
// service says that it is over. Nobody has to do anything for it.

import type { Outcome } from "./outcome";
import { send } from "./send";

/** A session as the service gives it. */
interface Session {
  readonly token: string;
  /** Until when, in milliseconds since 1970. */
  readonly until: number;
}

const STORED = "session";
/** A session that ends within this time is not begun with. */
const MARGIN_MS = 60_000;

let held: Session | undefined;
let coming: Promise<Outcome<Session>> | undefined;

/** The token that is held, while it lasts. */
export function tokenHeld(now: number = Date.now()): string | undefined {
  held ??= stored();
  if (held === undefined || held.until - MARGIN_MS <= now) return undefined;
  return held.token;
}

/** Signs in; whoever asks meanwhile gets the same session. */
export function signIn(): Promise<Outcome<Session>> {
  coming ??= made().finally(() => {
    coming = undefined;
  });
  return coming;
}

/** Forgets a session that the service no longer takes. */
export function forget(): void {
  held = undefined;
  wx.removeStorageSync(STORED);
}

async function made(): Promise<Outcome<Session>> {
  const code = await loginCode();
  if (code === undefined) return { kind: "unreached" };
  const outcome = await send<Session>({ method: "POST", path: "/wechat/session", body: { code } }, undefined);
  if (outcome.kind === "ok") {
    held = outcome.body;
    wx.setStorageSync(STORED, held);
  }
  return outcome;
}

function loginCode(): Promise<string | undefined> {
  return new Promise((done) => {
    wx.login({ success: ({ code }) => done(code), fail: () => done(undefined) });
  });
}

function stored(): Session | undefined {
  const value: unknown = wx.getStorageSync(STORED);
  if (typeof value !== "object" || value === null) return undefined;
  const { token, until } = value as Partial<Session>;
  return typeof token === "string" && typeof until === "number" ? { token, until } : undefined;
}
