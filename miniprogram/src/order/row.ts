// An order as a row of 订单: what it is for, where it stands, and what its receipt is worth.

import type { OrderListed } from "../api/answers";
import { shown } from "../clock/china";
import { of, say } from "../texts/speech";
import { grouped } from "./number";
import { isOver, toneOfRow, type Tone } from "./stage";

/** A row of the list. */
export interface OrderRow {
  readonly number: string;
  readonly document: string;
  readonly city: string;
  readonly word: string;
  readonly tone: Tone;
  readonly at: string;
  /** Last day and number of its receipt. */
  readonly receipt: string;
  readonly isNews: boolean;
  readonly hasPhoto: boolean;
  /** Whether 重新办理 stands on the row: its receipt can no longer be used. */
  readonly isRenewable: boolean;
}

/** The rows, newest first; of drafts for the same document and city, the newest alone. */
export function rowsOf(orders: readonly OrderListed[]): readonly OrderRow[] {
  return orders.filter((order, index) => !isOlderDraft(orders.slice(0, index), order)).map(rowOf);
}

function isOlderDraft(newer: readonly OrderListed[], order: OrderListed): boolean {
  const isLike = (one: OrderListed): boolean =>
    one.status === "draft" && one.document === order.document && (one.city ?? "") === (order.city ?? "");
  return order.status === "draft" && newer.some(isLike);
}

function rowOf(order: OrderListed): OrderRow {
  const { receipt } = order;
  return {
    number: order.number,
    document: of(order.document_name),
    city: of(order.city_name),
    word: receipt && isOver(receipt) ? say(`receipt-${receipt.standing}`) : say(`application-status-${order.status}`),
    tone: toneOfRow(order.status, receipt),
    at: shown(order.created_at),
    receipt: receipt?.number ? say("my-orders-receipt", { until: receipt.valid_until, number: grouped(receipt.number) }) : "",
    isNews: order.has_news,
    hasPhoto: order.has_picture && !order.erased_at,
    isRenewable: order.status === "approved" && isOver(receipt),
  };
}
