// The last look before an order is handed in. The tap that hands it in asks which notices the user
// takes; handing in does not wait for more than the answer.

import type { Confirmation, Order } from "../../api/answers";
import { discard, download } from "../../api/download";
import { confirmation, order, submit, subscribe } from "../../api/orders";
import { troubleOf, type Trouble } from "../../api/outcome";
import { settings } from "../../api/settings";
import { billShown, handIn, type BillShown } from "../../order/money";
import { replace, toOrder } from "../../page/go";
import { loaded } from "../../page/load";
import { entitle, look } from "../../page/look";
import { accepted, askable } from "../../permission/notices";
import { sizeOfPhoto } from "../../photo/places";
import { ratioOf } from "../../photo/ratio";
import { of, said, say } from "../../texts/speech";

interface Row {
  readonly name: string;
  readonly value: string;
}

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    number: "",
    rows: [] as readonly Row[],
    byHand: "",
    next: [] as readonly string[],
    photo: "",
    ratio: 125,
    bill: null as BillShown | null,
    handIn: "",
    safety: "",
    isLoaded: false,
    isSending: false,
    trouble: null as Trouble | null,
  },
  patience: { isOver: false },
  templates: [] as string[],
  isPaidHere: false,
  onLoad(query: { readonly number?: string }) {
    const t = said({
      hint: "application-confirm-hint",
      byHandRemedy: "application-by-hand.remedy",
      after: "application-enlarge-after",
      retake: "application-retake",
      change: "application-change-details",
      next: "next-title",
      money: "money-title",
      terms: "money-terms-title",
      sending: "mini-handing-in",
      loading: "mini-loading",
      again: "application-again",
    });
    this.setData({ look: look(), t, number: query.number ?? "" });
    entitle("application-confirm-title");
    void this.load();
  },
  onUnload() {
    this.patience.isOver = true;
    discard([this.data.photo]);
  },
  async load() {
    const { number } = this.data;
    const service = await loaded(this, settings);
    const found = service && (await loaded(this, (...how) => order(number, ...how)));
    if (!found) return;
    if (!found.allows.includes("change")) {
      toOrder(number);
      return;
    }
    if (!found.has_details) {
      replace(`/pages/details/details?number=${number}`);
      return;
    }
    const asked = await loaded(this, (...how) => confirmation(number, ...how));
    if (!asked) return;
    this.isPaidHere = service.pays;
    this.templates = askable(service.notices.map(({ template }) => template));
    this.setData({ safety: of(service.safety) });
    this.show(found, asked);
    const photo = await download(`/orders/${number}/photo`);
    if (photo.kind !== "ok") return;
    if (this.patience.isOver) discard([photo.body]);
    else this.setData({ photo: photo.body });
  },
  show(found: Order, given: Confirmation) {
    const row = (name: string, value: string): Row[] => (value === "" ? [] : [{ name, value }]);
    const size = found.picture ? sizeOfPhoto(found.picture.judgement) : undefined;
    const { bill } = found;
    this.setData({
      isLoaded: true,
      ratio: ratioOf(size),
      rows: [
        ...row(say("application-document"), of(found.document_name)),
        ...row(say("application-city"), of(found.city_name)),
        ...row(say("application-name"), given.name),
        ...row(say("application-identity"), say(`application-identity-${given.identity_kind}`)),
        ...row(say("application-number"), given.identity_number),
        ...row(say("application-phone"), given.phone),
        ...row(say("application-email"), given.email ?? ""),
        ...given.further.flatMap(({ names, text }) => row(of(names), text)),
      ],
      byHand: of(given.by_hand),
      next: [of(given.awaited), ...given.told.map(of)],
      bill: bill && bill.status === "open" ? billShown(bill, this.isPaidHere) : null,
      handIn: handIn(bill, this.isPaidHere),
    });
  },
  /** The tap: WeChat asks about notices only when it is called in the tap itself. */
  submit() {
    if (this.data.isSending) return;
    this.setData({ isSending: true, trouble: null });
    const { templates } = this;
    if (templates.length === 0) {
      void this.hand([]);
      return;
    }
    wx.requestSubscribeMessage({
      tmplIds: templates,
      success: (answers) => void this.hand(accepted(templates, answers)),
      // Refused, or switched off: the order's page tells the result all the same.
      fail: () => void this.hand([]),
    });
  },
  async hand(notices: readonly string[]) {
    const { number } = this.data;
    // Told first, so that the first notice is not missed; what fails here stops nothing.
    if (notices.length > 0) await subscribe(number, notices);
    const outcome = await submit(number);
    this.setData({ isSending: false });
    if (outcome.kind === "ok") {
      const isToBePaid = outcome.body.status === "unpaid" && this.isPaidHere;
      const notTold = this.templates.length > 0 && notices.length === 0 ? "&notices=refused" : "";
      if (isToBePaid) replace(`/pages/pay/pay?number=${number}`);
      else replace(`/pages/order/order?number=${number}${notTold}`);
    } else if (outcome.kind !== "unchanged") {
      this.setData({ trouble: troubleOf(outcome) });
    }
  },
  again() {
    if (this.data.isLoaded) this.submit();
    else void this.load();
  },
  retake() {
    replace(`/pages/how/how?number=${this.data.number}`);
  },
  change() {
    replace(`/pages/details/details?number=${this.data.number}`);
  },
});
