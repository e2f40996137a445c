// How a page loads something: one thing at a time, again by itself for as long as the page is
// there, and with what went wrong in its `trouble`.

import type { Patience } from "../api/ask";
import { troubleOf, type Failure, type Outcome, type Trouble } from "../api/outcome";

/** A page that loads something. */
interface Loading {
  /** What it asks for now; over once the page is left, or asks anew. */
  patience: Patience;
  setData(data: { trouble: Trouble | null }): void;
}

/** Asks, with what ends the asking and what hears of each failure. */
type Ask<Body> = (patience: Patience, missed: (failure: Failure) => void) => Promise<Outcome<Body>>;

/** What was asked for; nothing where it did not come, which the page then says. */
export async function loaded<Body>(page: Loading, ask: Ask<Body>): Promise<Body | undefined> {
  page.patience.isOver = true;
  const patience = { isOver: false };
  page.patience = patience;
  const outcome = await ask(patience, (failure) => page.setData({ trouble: troubleOf(failure) }));
  if (patience.isOver) return undefined;
  return taken(page, outcome);
}

/** What an outcome gave; where it gave nothing, the page says why. */
export function taken<Body>(page: Pick<Loading, "setData">, outcome: Outcome<Body>): Body | undefined {
  if (outcome.kind === "ok") {
    page.setData({ trouble: null });
    return outcome.body;
  }
  if (outcome.kind !== "unchanged") page.setData({ trouble: troubleOf(outcome) });
  return undefined;
}
