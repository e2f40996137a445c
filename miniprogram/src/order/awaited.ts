// The place in the queue, and when the result is expected, in words.

import type { Place } from "../api/answers";
import { opening } from "../clock/china";
import { say } from "../texts/speech";

/** What a waiting person reads. */
export function inQueue(place: Place, now: number): string {
  const { ahead, about_s: aboutS, opens_at: opens } = place;
  if (aboutS === null || aboutS === undefined) return say("application-waiting.unknown", { ahead });
  if (!opens) return say("application-waiting", { ahead, minutes: minutes(aboutS) });
  const then = aboutS - Math.max(0, opens - now) / 1000;
  return say("application-waiting.opens", { ahead, opens: opening(opens, now), minutes: minutes(then) });
}

/** Whole minutes, at least one. */
function minutes(seconds: number): number {
  return Math.max(1, Math.ceil(seconds / 60));
}
