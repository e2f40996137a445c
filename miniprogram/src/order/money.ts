// Amounts, prices and bills in words, as the pages of the service say them.

import type { Bill, Price } from "../api/answers";
import { shown } from "../clock/china";
import { say } from "../texts/speech";

/** `¥15.00`. */
export function amount(fen: number): string {
  return say("money-amount", { amount: (fen / 100).toFixed(2) });
}

/** The price and when it is paid; "free" where there is none. */
export function priceShown(price: Price | null | undefined): string {
  if (!price) return say("apply-free");
  const given = { price: amount(price.amount_fen) };
  return price.paid_for === "applying" ? say("money-price-applying", given) : say("money-price-receipt", given);
}

/** A bill in words. */
export interface BillShown {
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly sentences: readonly string[];
  readonly terms: readonly string[];
}

/** What an order costs and how that stands; `isPaidHere` where WeChat Pay is set up. */
export function billShown(bill: Bill, isPaidHere: boolean): BillShown {
  const facts = [
    { name: say("money-how-much"), value: amount(bill.price.amount_fen) },
    { name: say("money-state"), value: stateOf(bill) },
  ];
  const sentences: string[] = [];
  if (bill.until) {
    facts.push({ name: say("money-until"), value: shown(bill.until) });
    sentences.push(isPaidHere ? say("mini-pay-here") : say("money-at-till"));
  }
  if (bill.refund_fen) {
    const given = { price: amount(bill.refund_fen) };
    sentences.push(
      bill.is_refund_given ? say("money-back-given", given) : isPaidHere ? say("money-back-online", given) : say("money-back-due", given),
    );
  }
  return { facts, sentences, terms: bill.status === "open" || bill.status === "paid" ? terms(bill.price) : [] };
}

/** What is given back, and what is not. */
export function terms(price: Price): readonly string[] {
  return price.paid_for === "applying"
    ? [say("money-terms-again"), say("money-terms-back"), say("money-terms-kept")]
    : [say("money-terms-nothing-before"), say("money-terms-again"), say("money-terms-kept")];
}

/** What the button of handing in says. */
export function handIn(bill: Bill | null | undefined, isPaidHere: boolean): string {
  if (bill?.status !== "open" || bill.price.paid_for !== "applying") return say("application-submit");
  const price = amount(bill.price.amount_fen);
  return isPaidHere ? say("money-hand-in-online", { price }) : say("money-hand-in", { price });
}

function stateOf(bill: Bill): string {
  switch (bill.status) {
    case "free":
    case "open":
      return say("money-state-open");
    case "paid":
      return say("money-state-paid");
    case "closed":
      return say("money-state-closed");
    case "returned":
      return say("money-state-returned");
  }
}
