// Watches an order for as long as its page is seen: asks whether it has changed, less often the
// longer nothing happens, and gives each change.

import type { Order } from "../api/answers";
import { orderSince } from "../api/orders";
import { waitAfter } from "../api/patience";

const FIRST_S = 3;
const LONGEST_S = 30;
const GROWS = 1.4;

/** Seconds until the next look, after `still` looks that found nothing new. */
export function nextLookS(still: number): number {
  return Math.min(FIRST_S * GROWS ** still, LONGEST_S);
}

/**
 * Watches the order. `changed` hears of each change and says whether more is to come. Gives what
 * ends the watching.
 */
export function watchOrder(number: string, changed: (order: Order) => "live" | "over"): () => void {
  let isOver = false;
  let timer = 0;
  let etag = "";
  let still = 0;

  const after = (seconds: number): void => {
    if (!isOver) timer = setTimeout(() => void look(), seconds * 1000);
  };
  const look = async (): Promise<void> => {
    const outcome = await orderSince(number, etag);
    if (isOver) return;
    if (outcome.kind === "ok") {
      etag = outcome.etag;
      still = 0;
      if (changed(outcome.body) === "over") return;
    } else {
      still += 1;
    }
    const asked = outcome.kind === "refused" ? waitAfter(outcome, still) : undefined;
    // An order that is gone, or no longer the user's, is not asked for again.
    if (outcome.kind === "refused" && asked === undefined) return;
    after(Math.max(asked ?? 0, nextLookS(still)));
  };

  after(nextLookS(0));
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
