// The events of an order in words, newest first.

import type { Order } from "../api/answers";
import { shown } from "../clock/china";
import { say } from "../texts/speech";
import { amount } from "./money";

/** A row of the timeline. */
export interface TimelineRow {
  /** Tells it from the others. */
  readonly id: number;
  readonly what: string;
  readonly at: string;
}

/** The timeline of an order. */
export function timelineOf(order: Order): readonly TimelineRow[] {
  let submissions = 0;
  const rows = order.timeline.map(({ what, at }, id) => {
    if (what === "submitted") submissions += 1;
    return { id, what: words(what, submissions, order), at: shown(at) };
  });
  return rows.reverse();
}

const MONEY = ["paid", "refund-asked", "refunded", "refund-failed"] as const;
const PLAIN = [
  "drafted",
  "picture-prepared",
  "details-given",
  "payment-due",
  "payment-undone",
  "lapsed-unpaid",
  "submitted",
  "claimed",
  "second-opinion-asked",
  "second-opinion-withdrawn",
  "approved",
  "rejected",
  "cancelled",
  "lapsed",
  "lapsed-undecided",
  "lapsed-unissued",
  "device-left",
  "taken-to-wechat",
  "original-erased",
  "erased",
  "photo-given",
  "receipt-issued",
  "receipt-used",
  "receipt-use-undone",
  "receipt-revoked",
] as const;

function words(what: string, submissions: number, order: Order): string {
  if (what === "submitted" && submissions > 1) return say("application-event-resubmitted", { ordinal: submissions });
  const money = MONEY.find((one) => one === what);
  if (money) {
    const { bill } = order;
    const fen = money === "paid" ? bill?.price.amount_fen : bill?.refund_fen;
    return say(`application-event-${money}`, { price: amount(fen ?? bill?.price.amount_fen ?? 0) });
  }
  const plain = PLAIN.find((one) => one === what);
  // An event that a newer service has and this one does not know is not hidden.
  return plain ? say(`application-event-${plain}`) : what;
}
