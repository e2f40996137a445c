// Where an order goes on: the page for what its user does next.

import type { Order } from "../api/answers";
import { say } from "../texts/speech";
import { isOver, isUnpaid } from "./stage";

/** An action that an order offers. */
export interface Step {
  readonly label: string;
  readonly page: string;
}

/** The main action, and a second one. */
export interface Steps {
  readonly first?: Step;
  readonly second?: Step;
}

/** What the order offers; `isPaidHere` where WeChat Pay is set up. */
export function stepsOf(order: Order, isPaidHere: boolean): Steps {
  const { number, status, picture } = order;
  const at = (page: string): string => `/pages/${page}/${page}?number=${number}`;
  const retake = { label: say("application-retake"), page: at("how") };
  if (isUnpaid(order) && isPaidHere) {
    const pay = { label: say("mini-pay"), page: at("pay") };
    return status === "unpaid" ? { first: pay, second: retake } : { first: pay };
  }
  // A picture with reasons is the one that was rejected; the next is awaited.
  const fresh = picture && picture.reasons.length === 0 ? picture : undefined;
  const isFit = fresh !== undefined && ["good", "advised"].includes(fresh.fitness);
  switch (status) {
    case "unpaid":
      return { second: retake };
    case "draft":
    case "rejected": {
      const goOn = say("application-go-on");
      if (fresh !== undefined && isFit && order.has_details) return { first: { label: goOn, page: at("confirm") }, second: retake };
      if (fresh !== undefined) return { first: { label: goOn, page: at("result") }, second: retake };
      if (status === "draft") return { first: { label: goOn, page: at("how") } };
      return {
        first: { label: say("application-resubmit"), page: at("how") },
        second: { label: say("application-change-details"), page: at("details") },
      };
    }
    case "approved": {
      if (order.gives === "photo") return isUnpaid(order) ? {} : { first: { label: say("mini-photo-open"), page: at("receipt") } };
      if (!order.receipt) return {};
      return isOver(order.receipt) ? {} : { first: { label: say("receipt-show"), page: at("receipt") } };
    }
    case "cancelled":
    case "lapsed":
      return { first: { label: say("application-begin-anew"), page: "/pages/documents/documents?for=apply" } };
    case "waiting":
    case "in-review":
      return {};
  }
}
