// Where an order stands, in words: the same that its page on the web says.

import type { Order, ReceiptLine, Standing, Status } from "../api/answers";
import { shown } from "../clock/china";
import { of, say } from "../texts/speech";

/** How a state looks. */
export type Tone = "good" | "bad" | "plain" | "unsure";

/** An order's stage. */
export interface Stage {
  readonly word: string;
  readonly tone: Tone;
  /** What it means and what comes next. */
  readonly next: string;
  /** Whether something will change by itself, so that it is worth asking again. */
  readonly isLive: boolean;
}

const OVER: readonly Standing[] = ["used", "expired", "revoked"];

/** Whether a receipt can no longer be used. */
export function isOver(receipt: ReceiptLine | null | undefined): boolean {
  return receipt !== null && receipt !== undefined && OVER.includes(receipt.standing);
}

/** The stage of an order; `givenDays` is how long a photo without a receipt is kept. */
export function stageOf(order: Order, givenDays: number): Stage {
  const { status, receipt } = order;
  if (receipt && isOver(receipt)) {
    return { word: say(`receipt-${receipt.standing}`), tone: toneOfReceipt(receipt.standing), next: why(receipt), isLive: isMoneyAwaited(order) };
  }
  const isReceiptAwaited = status === "approved" && order.gives === "receipt" && !receipt && !isUnpaid(order);
  return {
    word: say(`application-status-${status}`),
    tone: toneOf(status),
    next: nextOf(order, givenDays, isReceiptAwaited),
    isLive: isReceiptAwaited || isMoneyAwaited(order) || ["unpaid", "waiting", "in-review"].includes(status),
  };
}

/** What a receipt's standing means. */
export function why(receipt: ReceiptLine): string {
  return say(`receipt-${receipt.standing}.why`, {
    until: receipt.valid_until,
    at: receipt.ended_at ? shown(receipt.ended_at) : "",
    why: of(receipt.revoked_for),
  });
}

/** The tone of a receipt's standing. */
export function toneOfReceipt(standing: Standing): Tone {
  if (standing === "valid") return "good";
  return standing === "expired" || standing === "revoked" ? "bad" : "plain";
}

/** The tone of a row in the list of orders. */
export function toneOfRow(status: Status, receipt: ReceiptLine | null | undefined): Tone {
  if (isOver(receipt)) return "plain";
  return toneOf(status) === "plain" && !["cancelled", "lapsed"].includes(status) ? "unsure" : toneOf(status);
}

/** Whether the order waits for money now. */
export function isUnpaid(order: Order): boolean {
  return Boolean(order.bill?.until);
}

function isMoneyAwaited({ bill }: Order): boolean {
  return Boolean(bill?.until) || (Boolean(bill?.refund_fen) && bill?.is_refund_given === false);
}

function toneOf(status: Status): Tone {
  if (status === "approved") return "good";
  return status === "rejected" ? "bad" : "plain";
}

function nextOf(order: Order, givenDays: number, isReceiptAwaited: boolean): string {
  const { status, gives } = order;
  if (status === "approved") {
    if (isUnpaid(order)) return gives === "receipt" ? say("application-status-approved.unpaid") : say("application-status-approved.unpaid-photo");
    if (isReceiptAwaited) return say("receipt-soon");
    return gives === "photo" ? say("application-status-approved.photo", { days: givenDays }) : say("application-status-approved.next");
  }
  if (status === "lapsed") {
    const happened = order.timeline.map((entry) => entry.what);
    if (happened.includes("lapsed-undecided") || happened.includes("lapsed-unissued")) return say("application-status-lapsed.unfinished");
    if (happened.includes("lapsed-unpaid")) return say("application-status-lapsed.unpaid");
  }
  return say(`application-status-${status}.next`);
}
