// Requests as pages make them: signed in where that is needed, the session renewed once where it
// is over, and what passes by itself waited out.

import { answered, pauseFor } from "../line/line";
import type { Outcome } from "./outcome";
import { isPassing } from "./outcome";
import { waitAfter } from "./patience";
import { send, type Request } from "./send";
import { forget, signIn, tokenHeld } from "./session";

/** Whose request it is: anybody's, or the user's. */
export type Asker = "anybody" | "user";

/** Sends a request once; the session is renewed by itself. */
export async function askOnce<Body>(asker: Asker, request: Request): Promise<Outcome<Body>> {
  const outcome = asker === "anybody" ? await send<Body>(request, undefined) : await asUser((token) => send<Body>(request, token));
  if (outcome.kind !== "unreached") answered();
  return outcome;
}

/** Runs `work` with the user's token; once more with a new one where the session is over. */
export async function asUser<Body>(work: (token: string) => Promise<Outcome<Body>>): Promise<Outcome<Body>> {
  let token = tokenHeld();
  if (token !== undefined) {
    const outcome = await work(token);
    if (!isSessionOver(outcome)) return outcome;
    forget();
  }
  const session = await signIn();
  if (session.kind !== "ok") return session.kind === "unchanged" ? { kind: "unreached" } : session;
  token = session.body.token;
  return work(token);
}

/** Ends waiting: a page that is left no longer asks. */
export interface Patience {
  isOver: boolean;
}

/**
 * Reads something: again after a while for as long as the page is there and it may help. `missed`
 * hears of each failure.
 */
export async function read<Body>(
  asker: Asker,
  request: Request,
  patience: Patience,
  missed?: (failure: Exclude<Outcome<Body>, { kind: "ok" } | { kind: "unchanged" }>) => void,
): Promise<Outcome<Body>> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await askOnce<Body>(asker, request);
    if (outcome.kind === "ok" || outcome.kind === "unchanged") return outcome;
    const wait = isPassing(outcome) ? waitAfter(outcome, tries) : undefined;
    if (wait === undefined || patience.isOver) return outcome;
    missed?.(outcome);
    await pauseFor(wait);
    if (patience.isOver) return outcome;
  }
}

/** The times that a change is sent again by itself where the service asks to wait. */
const MOST_CHANGES = 4;

/**
 * Changes something. Where the service says "later" nothing was done, and it is sent again after
 * the time it names; where nobody was reached it may have been done, and the caller looks.
 */
export async function change<Body>(asker: Asker, request: Request): Promise<Outcome<Body>> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await askOnce<Body>(asker, request);
    if (outcome.kind !== "refused" || tries >= MOST_CHANGES) return outcome;
    const wait = outcome.problem.waitS > 0 ? waitAfter(outcome, tries) : undefined;
    if (wait === undefined) return outcome;
    await pauseFor(wait);
  }
}

function isSessionOver<Body>(outcome: Outcome<Body>): boolean {
  return outcome.kind === "refused" && outcome.problem.status === 401 && outcome.problem.code === "session-over";
}
