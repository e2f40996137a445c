// The user's orders: reading them, and changing them so that doing it twice does nothing twice.

import { askOnce, change, read, type Patience } from "./ask";
import type { Confirmation, Details, Message, Order, OrderListed, OwnReceipt } from "./answers";
import type { Failure, Outcome } from "./outcome";

type Missed = (failure: Failure) => void;

/** An order that is open to its user. */
interface Opened {
  readonly number: string;
}

/** The user's orders, newest first. */
export function orders(patience: Patience, missed?: Missed): Promise<Outcome<readonly OrderListed[]>> {
  return read("user", { method: "GET", path: "/wechat/orders" }, patience, missed);
}

/** An order, waited for. */
export function order(number: string, patience: Patience, missed?: Missed): Promise<Outcome<Order>> {
  return read("user", { method: "GET", path: `/orders/${number}` }, patience, missed);
}

/** An order as it stands, if it is not as `known` has it; asked once. */
export function orderSince(number: string, known: string): Promise<Outcome<Order>> {
  return askOnce("user", { method: "GET", path: `/orders/${number}`, ...(known === "" ? {} : { known }) });
}

/**
 * Begins an order, or goes on with the draft that is there for the same document and city: a
 * begin whose answer was lost leaves no second one.
 */
export async function begin(document: string, city: string | undefined): Promise<Outcome<Opened>> {
  const draft = await draftOf(document, city);
  if (draft.kind !== "none") return draft.kind === "found" ? opened(draft.number) : draft.failure;
  return change("user", { method: "POST", path: "/orders", body: { document, ...(city === undefined ? {} : { city }) } });
}

/** Begins an order like an approved one; or goes on with the draft that is there already. */
export async function renew(number: string, document: string, city: string | undefined): Promise<Outcome<Opened>> {
  const draft = await draftOf(document, city);
  if (draft.kind !== "none") return draft.kind === "found" ? opened(draft.number) : draft.failure;
  return change("user", { method: "POST", path: `/orders/${number}/renew` });
}

/** Gives the applicant's details; the same details twice are the same. */
export function giveDetails(number: string, details: Details): Promise<Outcome<Order>> {
  return change("user", { method: "PUT", path: `/orders/${number}/details`, body: details });
}

/** What is shown before an order is handed in. */
export function confirmation(number: string, patience: Patience, missed?: Missed): Promise<Outcome<Confirmation>> {
  return read("user", { method: "GET", path: `/orders/${number}/confirmation` }, patience, missed);
}

/** Hands an order in. Where that was done before, the order as it stands is the answer. */
export async function submit(number: string): Promise<Outcome<Order>> {
  const outcome = await change<Order>("user", { method: "POST", path: `/orders/${number}/submit` });
  return doneBefore(outcome, number, (found) => ["unpaid", "waiting", "in-review", "approved"].includes(found.status));
}

/** Cancels an order. */
export async function cancel(number: string): Promise<Outcome<Order>> {
  const outcome = await change<Order>("user", { method: "POST", path: `/orders/${number}/cancel` });
  return doneBefore(outcome, number, (found) => found.status === "cancelled");
}

/** Deletes all personal data of an order. */
export async function erase(number: string): Promise<Outcome<Order>> {
  const outcome = await change<Order>("user", { method: "POST", path: `/orders/${number}/erase` });
  return doneBefore(outcome, number, (found) => found.erased_at !== null && found.erased_at !== undefined);
}

/** The arguments of `wx.requestPayment` for what is to be paid now. */
export function pay(number: string): Promise<Outcome<{ readonly window?: { readonly [name: string]: string } | null }>> {
  return change("user", { method: "POST", path: `/orders/${number}/pay`, body: { device: "mini-programme" } });
}

/** The receipt of an order. */
export function receipt(number: string, patience: Patience, missed?: Missed): Promise<Outcome<OwnReceipt>> {
  return read("user", { method: "GET", path: `/orders/${number}/receipt` }, patience, missed);
}

/** Says that the paper of a sealed photo is in hand. */
export function receiptTaken(number: string): Promise<Outcome<unknown>> {
  return change("user", { method: "POST", path: `/orders/${number}/receipt/taken` });
}

/** The thread of an order, oldest message first. */
export function messages(number: string, patience: Patience, missed?: Missed): Promise<Outcome<readonly Message[]>> {
  return read("user", { method: "GET", path: `/orders/${number}/messages` }, patience, missed);
}

/** Writes to the desk. Where the answer is lost, the thread says whether it arrived. */
export async function write(number: string, text: string): Promise<Outcome<unknown>> {
  const before = await askOnce<readonly Message[]>("user", { method: "GET", path: `/orders/${number}/messages` });
  if (before.kind !== "ok") return before;
  const outcome = await change<unknown>("user", { method: "POST", path: `/orders/${number}/messages`, body: { text } });
  if (outcome.kind !== "unreached") return outcome;
  const after = await askOnce<readonly Message[]>("user", { method: "GET", path: `/orders/${number}/messages` });
  const mine = (all: readonly Message[]): number => all.filter((one) => one.by === "applicant" && one.text === text).length;
  const hasArrived = after.kind === "ok" && mine(after.body) > mine(before.body);
  return hasArrived ? { kind: "ok", body: undefined, etag: "" } : outcome;
}

/** Tells which notices the user takes; what cannot be told now is not asked for again. */
export function subscribe(number: string, accepted: readonly string[]): Promise<Outcome<unknown>> {
  return change("user", { method: "POST", path: `/orders/${number}/subscriptions`, body: { accepted } });
}

/** The phone number behind the code of WeChat's button. */
export function phoneOf(code: string): Promise<Outcome<{ readonly phone: string }>> {
  return change("user", { method: "POST", path: "/wechat/phone", body: { code } });
}

/** Opens what a mini-programme code means: an order that becomes the user's. */
export function openScene(scene: string): Promise<Outcome<Opened>> {
  return change("user", { method: "POST", path: "/wechat/orders/scene", body: { scene } });
}

type Draft =
  | { readonly kind: "found"; readonly number: string }
  | { readonly kind: "none" }
  | { readonly kind: "failed"; readonly failure: Outcome<never> };

async function draftOf(document: string, city: string | undefined): Promise<Draft> {
  const listed = await askOnce<readonly OrderListed[]>("user", { method: "GET", path: "/wechat/orders" });
  if (listed.kind !== "ok") return { kind: "failed", failure: listed };
  const draft = listed.body.find(
    (one) => one.status === "draft" && one.document === document && (one.city ?? undefined) === city,
  );
  return draft === undefined ? { kind: "none" } : { kind: "found", number: draft.number };
}

function opened(number: string): Outcome<Opened> {
  return { kind: "ok", body: { number }, etag: "" };
}

/** After a refusal or a lost answer: the order itself, if it shows that it was done. */
async function doneBefore(outcome: Outcome<Order>, number: string, isDone: (order: Order) => boolean): Promise<Outcome<Order>> {
  const isUnclear = outcome.kind === "unreached" || (outcome.kind === "refused" && outcome.problem.status === 409);
  if (!isUnclear) return outcome;
  const found = await askOnce<Order>("user", { method: "GET", path: `/orders/${number}` });
  return found.kind === "ok" && isDone(found.body) ? found : outcome;
}
