// A photo that the service is still making: asked for until it is there.

import { pauseFor } from "../line/line";
import type { Order, Picture, Refused } from "./answers";
import { askOnce, type Patience } from "./ask";
import type { Failure, Outcome } from "./outcome";
import { isPassing } from "./outcome";
import { waitAfter } from "./patience";

/** The answer to a picture that is stored, and whose photo is still being made. */
export interface Making {
  readonly ask: string;
  readonly wait_s: number;
}

/** Seconds between two questions where the service names none. */
const PAUSE_S = 3;

/** Whether an upload's answer says that the photo is still being made. */
export function isMaking(body: Picture | Making): body is Making {
  return "ask" in body;
}

/** Why the last picture was not taken, as an upload says it; nothing if it was. */
export function refusalOf(order: Order): Failure | undefined {
  const first: Refused | undefined = order.picture_refused?.[0];
  if (first === undefined) return undefined;
  const { code, message, remedy } = first;
  return { kind: "refused", problem: { status: 422, code, message, remedy, about: [], waitS: 0 } };
}

/** What comes of the order's picture; nothing if nobody waits for it any more. */
export async function made(number: string, waitS: number, patience: Patience): Promise<Outcome<Picture> | undefined> {
  for (let missed = 0, pause = waitS; ; pause = PAUSE_S) {
    await pauseFor(pause);
    if (patience.isOver) return undefined;
    const outcome = await askOnce<Order>("user", { method: "GET", path: `/orders/${number}` });
    if (patience.isOver) return undefined;
    if (outcome.kind === "ok") {
      missed = 0;
      const { picture, picture_making: making } = outcome.body;
      if (making !== undefined && making !== null) continue;
      const refusal = refusalOf(outcome.body);
      if (refusal) return refusal;
      if (picture) return { kind: "ok", body: picture, etag: outcome.etag };
      return { kind: "unchanged" };
    }
    if (outcome.kind === "unchanged") continue;
    missed += 1;
    const wait = isPassing(outcome) ? waitAfter(outcome, missed) : undefined;
    if (wait === undefined) return outcome;
    await pauseFor(wait);
    if (patience.isOver) return undefined;
  }
}
