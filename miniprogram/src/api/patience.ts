// How long to wait before a request is sent again.

import type { Failure } from "./outcome";

const FIRST_S = 2;
const LONGEST_S = 30;
/** A wait that is asked for beyond this is told, not waited out. */
const LONGEST_ASKED_S = 120;

/**
 * Seconds until the next try, for the `tries`-th failure (from 1): what the service asks for, else
 * twice as long each time. Nothing where trying again by itself is of no use.
 */
export function waitAfter(failure: Failure, tries: number): number | undefined {
  if (failure.kind === "refused") {
    const { status, waitS } = failure.problem;
    if (![429, 502, 503, 504].includes(status) || waitS > LONGEST_ASKED_S) return undefined;
    if (waitS > 0) return waitS;
  }
  return Math.min(FIRST_S * 2 ** (tries - 1), LONGEST_S);
}
