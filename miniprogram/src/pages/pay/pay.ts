// Pays what is to be paid now, by WeChat Pay. Whether it was paid is what the order says, never what
// the window of payment says.

import type { Order } from "../../api/answers";
import { order, orderSince, pay } from "../../api/orders";
import { troubleOf, type Trouble } from "../../api/outcome";
import { lineBack } from "../../line/line";
import { amount } from "../../order/money";
import { grouped } from "../../order/number";
import { isUnpaid } from "../../order/stage";
import { toOrder } from "../../page/go";
import { loaded } from "../../page/load";
import { entitle, look } from "../../page/look";
import { said, say } from "../../texts/speech";

/** How often the order is asked whether the money has arrived, and how long between, in seconds. */
const LOOKS = 6;
const BETWEEN_S = 2;

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    number: "",
    amount: "",
    orderLine: "",
    button: "",
    isLoaded: false,
    step: "ready" as "ready" | "paying" | "checking",
    note: "",
    trouble: null as Trouble | null,
  },
  patience: { isOver: false },
  onLoad(query: { readonly number?: string }) {
    const number = query.number ?? "";
    const t = said({
      here: "mini-pay-here",
      paying: "mini-paying",
      checking: "mini-pay-checking",
      toOrder: "application-to-order",
      loading: "mini-loading",
      again: "application-again",
    });
    this.setData({ look: look(), t, number, orderLine: say("application-order-number", { number: grouped(number) }) });
    entitle("pay-title");
    void this.load();
  },
  onUnload() {
    this.patience.isOver = true;
  },
  async load() {
    const found = await loaded(this, (...how) => order(this.data.number, ...how));
    if (found) this.show(found);
  },
  /** The price, while it is to be paid; else the order. */
  show(found: Order) {
    const { bill } = found;
    if (!bill || !isUnpaid(found)) {
      toOrder(this.data.number);
      return;
    }
    const price = amount(bill.price.amount_fen);
    this.setData({ isLoaded: true, trouble: null, amount: price, button: say("pay-by-wechat", { price }) });
  },
  async pay() {
    if (this.data.step !== "ready") return;
    this.setData({ step: "paying", note: "", trouble: null });
    const outcome = await pay(this.data.number);
    if (outcome.kind === "refused" || outcome.kind === "unreached") {
      this.setData({ step: "ready", trouble: troubleOf(outcome) });
      // Paid meanwhile, perhaps on another phone.
      if (outcome.kind === "refused" && outcome.problem.code === "order-nothing-to-pay") toOrder(this.data.number);
      return;
    }
    const window = outcome.kind === "ok" ? outcome.body.window : undefined;
    if (!window) {
      this.setData({ step: "ready", note: say("pay-window-failed") });
      return;
    }
    wx.requestPayment({
      timeStamp: window["timeStamp"] ?? "",
      nonceStr: window["nonceStr"] ?? "",
      package: window["package"] ?? "",
      signType: "RSA",
      paySign: window["paySign"] ?? "",
      success: () => void this.check("paid"),
      fail: ({ errMsg }) => void this.check(errMsg.includes("cancel") ? "cancelled" : "failed"),
    });
  },
  /** Asks the order, whatever the window said: a lost answer may be a payment. */
  async check(told: "paid" | "cancelled" | "failed") {
    this.setData({ step: "checking" });
    for (let look = 0; look < (told === "paid" ? LOOKS : 1); look += 1) {
      if (look > 0) await lineBack(BETWEEN_S);
      if (this.patience.isOver) return;
      const found = await orderSince(this.data.number, "");
      if (found.kind === "ok" && !isUnpaid(found.body)) {
        toOrder(this.data.number);
        return;
      }
    }
    if (told === "paid") {
      // The order's page goes on asking.
      toOrder(this.data.number);
      return;
    }
    this.setData({ step: "ready", note: told === "cancelled" ? say("mini-pay-cancelled") : say("pay-window-failed") });
  },
  toOrder() {
    toOrder(this.data.number);
  },
});
