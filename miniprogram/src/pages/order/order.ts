// An order: where it stands and what comes next, by itself while it is seen; a rejection with its
// place, reasons and the way to hand it in again; its bill, its timeline, and what can be done with it.

import type { Order } from "../../api/answers";
import { discard, download } from "../../api/download";
import { cancel, erase, order, renew, subscribe } from "../../api/orders";
import type { Outcome, Trouble } from "../../api/outcome";
import { settings } from "../../api/settings";
import { drop } from "../../draft/draft";
import { phone } from "../../draft/store";
import { grouped } from "../../order/number";
import { watchOrder } from "../../order/watch";
import { dataOf } from "../../page/event";
import { go, replace } from "../../page/go";
import { loaded, taken } from "../../page/load";
import { entitle, look } from "../../page/look";
import { copy } from "../../permission/clipboard";
import { accepted, askable } from "../../permission/notices";
import { said, say } from "../../texts/speech";
import { orderShown, type Known, type OrderShown } from "./shown";

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    number: "",
    orderLine: "",
    shown: null as OrderShown | null,
    photo: "",
    /** Whether the photo has a place on the page: not where it cannot be fetched. */
    hasPhoto: false,
    canSubscribe: false,
    isBusy: false,
    trouble: null as Trouble | null,
  },
  patience: { isOver: false },
  unwatch: undefined as (() => void) | undefined,
  found: undefined as Order | undefined,
  pays: "at-the-shop" as Known["pays"],
  givenDays: 0,
  notices: "taken" as Known["notices"],
  templates: [] as string[],
  /** Which photo was fetched: another may be made for the same order. */
  photoOf: "",
  onLoad(query: { readonly number?: string; readonly notices?: string }) {
    const number = query.number ?? "";
    const t = said({
      live: "application-status-live",
      next: "next-title",
      subscribe: "mini-subscribe",
      money: "money-title",
      terms: "money-terms-title",
      after: "application-enlarge-after",
      reasons: "application-reasons",
      note: "application-note",
      renew: "receipt-renew",
      renewHint: "receipt-renew.hint",
      timeline: "application-timeline",
      messages: "messages-title",
      copyNumber: "mini-copy-order-number",
      cancel: "application-cancel",
      erase: "application-erase",
      loading: "mini-loading",
      again: "application-again",
    });
    const orderLine = say("application-order-number", { number: grouped(number) });
    this.setData({ look: look(), t, number, orderLine });
    this.notices = query.notices === "refused" ? "refused" : "taken";
    entitle("application-order");
  },
  onShow() {
    void this.load();
  },
  onHide() {
    this.leave();
  },
  onUnload() {
    this.leave();
    discard([this.data.photo]);
  },
  onPullDownRefresh() {
    void this.load().finally(() => wx.stopPullDownRefresh());
  },
  leave() {
    this.patience.isOver = true;
    this.unwatch?.();
    this.unwatch = undefined;
  },
  async load() {
    this.unwatch?.();
    const service = await loaded(this, settings);
    if (!service) return;
    this.pays = service.pays ? "here" : "at-the-shop";
    this.givenDays = service.consent.given_days;
    this.templates = askable(service.notices.map(({ template }) => template));
    const found = await loaded(this, (...how) => order(this.data.number, ...how));
    if (found) this.watch(found);
  },
  /** Shows the order, and each change of it for as long as more is to come. */
  watch(found: Order) {
    this.unwatch?.();
    const isLive = this.show(found) === "live";
    if (isLive) this.unwatch = watchOrder(this.data.number, (changed) => this.show(changed));
  },
  show(found: Order): "live" | "over" {
    const isNews = this.found !== undefined && this.found.status !== found.status;
    this.found = found;
    const { pays, givenDays, notices } = this;
    const shown = orderShown(found, { pays, givenDays, notices, now: Date.now() });
    this.setData({ shown, trouble: null, hasPhoto: shown.hasPhoto, canSubscribe: this.templates.length > 0 });
    if (isNews) wx.vibrateShort({ type: "light", fail: () => undefined });
    if (shown.hasPhoto) void this.fetch(`${found.submissions}/${found.status}`);
    return shown.stage.isLive ? "live" : "over";
  },
  /** Fetches the photo anew where another may have been made. */
  async fetch(which: string) {
    if (this.photoOf === which) return;
    this.photoOf = which;
    const got = await download(`/orders/${this.data.number}/photo`);
    const before = this.data.photo;
    const photo = got.kind === "ok" && !this.patience.isOver ? got.body : "";
    if (got.kind === "ok" && photo === "") discard([got.body]);
    if (photo === "") this.photoOf = "";
    discard([before]);
    this.setData({ photo, hasPhoto: got.kind === "ok" });
  },
  open(event: WechatMiniprogram.TouchEvent) {
    go(dataOf(event, "page"));
  },
  /** The tap: WeChat asks about notices only when it is called in the tap itself. */
  subscribe() {
    const { templates } = this;
    wx.requestSubscribeMessage({
      tmplIds: templates,
      success: (answers) => void this.subscribed(accepted(templates, answers)),
      // Switched off in WeChat's settings: what is said stays, and says where to look.
      fail: () => undefined,
    });
  },
  async subscribed(notices: readonly string[]) {
    if (notices.length === 0) return;
    const outcome = await subscribe(this.data.number, notices);
    taken(this, outcome);
    if (outcome.kind !== "ok") return;
    this.notices = "taken";
    // What the order says of telling the result is another now.
    await this.load();
  },
  thread() {
    go(`/pages/thread/thread?number=${this.data.number}`);
  },
  copyNumber() {
    copy(this.data.number, (trouble) => this.setData({ trouble }));
  },
  async renew() {
    if (this.data.isBusy || !this.found) return;
    this.setData({ isBusy: true });
    const { number, document, city } = this.found;
    const opened = taken(this, await renew(number, document, city ?? undefined));
    this.setData({ isBusy: false });
    if (opened) replace(`/pages/how/how?number=${opened.number}`);
  },
  cancel() {
    this.confirmed("application-cancel", () => cancel(this.data.number));
  },
  erase() {
    this.confirmed("application-erase", async () => {
      const outcome = await erase(this.data.number);
      if (outcome.kind !== "ok") return outcome;
      drop(phone, "details", this.data.number);
      drop(phone, "message", this.data.number);
      discard([this.data.photo]);
      this.setData({ photo: "" });
      return outcome;
    });
  },
  /** Does what cannot be undone, once it is confirmed. */
  confirmed(what: "application-cancel" | "application-erase", act: () => Promise<Outcome<Order>>) {
    if (this.data.isBusy) return;
    wx.showModal({
      title: say(`${what}.question`),
      content: say(`${what}.consequences`),
      confirmText: say("mini-yes"),
      cancelText: say("mini-no"),
      success: ({ confirm }) => {
        if (confirm) void this.act(act);
      },
    });
  },
  async act(act: () => Promise<Outcome<Order>>) {
    this.setData({ isBusy: true });
    const found = taken(this, await act());
    this.setData({ isBusy: false });
    if (found) this.watch(found);
  },
});
