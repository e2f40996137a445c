// 客服: whom to ask and when, WeChat's own contact button, and the threads of the user's orders.

import { orders } from "../../api/orders";
import type { Trouble } from "../../api/outcome";
import { settings } from "../../api/settings";
import { tokenHeld } from "../../api/session";
import { rowsOf, type OrderRow } from "../../order/row";
import { dataOf } from "../../page/event";
import { go } from "../../page/go";
import { loaded } from "../../page/load";
import { entitle, look } from "../../page/look";
import { copy } from "../../permission/clipboard";
import { of, said } from "../../texts/speech";

/** Older orders are listed under 订单. */
const MOST_THREADS = 5;

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    isLoaded: false,
    name: "",
    phone: "",
    email: "",
    hours: "",
    address: [] as readonly string[],
    reviewNow: "",
    reviewHours: [] as readonly { readonly what: string; readonly when: string }[],
    threads: [] as readonly OrderRow[],
    trouble: null as Trouble | null,
  },
  patience: { isOver: false },
  onLoad() {
    const t = said({
      hint: "service-hint",
      silent: "service-silent",
      silentRemedy: "service-silent.remedy",
      phone: "service-phone",
      email: "service-email",
      hours: "service-hours",
      address: "service-address",
      review: "hours-title",
      threads: "service-threads",
      first: "service-first",
      questions: "web-help",
      canIUse: "can-i-use-title",
      contact: "mini-contact",
      contactHint: "mini-contact-hint",
      loading: "mini-loading",
      again: "application-again",
    });
    this.setData({ look: look(), t });
    entitle("tab-service");
    void this.load();
  },
  onUnload() {
    this.patience.isOver = true;
  },
  async load() {
    const service = await loaded(this, settings);
    if (!service) return;
    const { operator, review } = service;
    this.setData({
      isLoaded: true,
      name: of(operator.name),
      phone: operator.phone ?? "",
      email: operator.email ?? "",
      hours: of(operator.hours),
      // One language may have fewer lines than the other.
      address: operator.address.map(of).filter((line) => line !== ""),
      reviewNow: of(review?.now),
      reviewHours: (review?.hours ?? []).map(({ what, when }) => ({ what: of(what), when: of(when) })),
    });
    // Nobody is signed in for a telephone number; who is has threads.
    if (tokenHeld() === undefined) return;
    const listed = await orders(this.patience);
    if (listed.kind === "ok") this.setData({ threads: rowsOf(listed.body.filter((one) => !one.erased_at)).slice(0, MOST_THREADS) });
  },
  call() {
    wx.makePhoneCall({ phoneNumber: this.data.phone.replace(/[^\d+]/g, ""), fail: () => undefined });
  },
  copyEmail() {
    copy(this.data.email, (trouble) => this.setData({ trouble }));
  },
  thread(event: WechatMiniprogram.TouchEvent) {
    go(`/pages/thread/thread?number=${dataOf(event, "number")}`);
  },
  questions() {
    go("/pages/questions/questions");
  },
  canIUse() {
    go("/pages/documents/documents?for=answer");
  },
});
