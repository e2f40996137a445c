// The applicant's details and consents. What is typed is kept on the phone until the service has
// it. The phone number comes from WeChat's button, or is typed beside it.

import type { FurtherAsked, IdentityKind } from "../../api/answers";
import { requirements } from "../../api/catalogue";
import { giveDetails, order, phoneOf } from "../../api/orders";
import { troubleOf, type Trouble } from "../../api/outcome";
import { settings } from "../../api/settings";
import { drop, keep, kept } from "../../draft/draft";
import { phone } from "../../draft/store";
import { asksBirth, asksGuardian, asksToCompare, EMPTY, fromDraft, KINDS, toDetails, toDraft, wrongsOf, type Typed } from "../../form/details_form";
import { aboutOf } from "../../order/about";
import { dataOf } from "../../page/event";
import { replace, toOrder } from "../../page/go";
import { loaded } from "../../page/load";
import { entitle, look } from "../../page/look";
import { saidOf, type WechatFailure } from "../../permission/refused";
import { of, said, say } from "../../texts/speech";

interface Further {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly most: number;
}

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    number: "",
    about: "",
    isLoaded: false,
    kinds: [] as readonly string[],
    kindIndex: 0,
    kindName: "",
    typed: EMPTY,
    asksBirth: false,
    asksEmail: false,
    asksGuardian: false,
    asksToCompare: false,
    further: [] as readonly Further[],
    phoneHint: "",
    howLong: "",
    version: "",
    faceData: false,
    guardian: false,
    confirmed: "",
    wrongs: {} as { readonly [field: string]: string },
    wrongLine: "",
    isSending: false,
    phoneTrouble: null as { readonly message: string; readonly remedy: string } | null,
    trouble: null as Trouble | null,
  },
  patience: { isOver: false },
  onLoad(query: { readonly number?: string }) {
    const t = said({
      hint: "application-details-hint",
      name: "application-name",
      nameHint: "application-name.hint",
      identity: "application-identity",
      idNumber: "application-number",
      idNumberHint: "application-number.hint",
      compare: "application-region-confirm",
      birth: "application-birth",
      birthHint: "application-birth.hint",
      phone: "application-phone",
      fromWechat: "mini-phone-button",
      orType: "mini-phone-type",
      emailHint: "application-email.hint",
      consents: "application-consents",
      face: "application-consent-face",
      what: "application-consent-what",
      whatText: "application-consent-what.text",
      why: "application-consent-why",
      whyText: "application-consent-why.text",
      howLong: "application-consent-how-long",
      withdraw: "application-consent-withdraw",
      withdrawText: "application-consent-withdraw.text",
      without: "application-consent-without",
      withoutText: "application-consent-without.text",
      faceTick: "application-consent-face.tick",
      guardian: "application-consent-guardian",
      guardianText: "application-consent-guardian.text",
      guardianTick: "application-consent-guardian.tick",
      next: "next",
      sending: "mini-saving",
      loading: "mini-loading",
      again: "application-again",
    });
    this.setData({
      look: look(),
      t: { ...t, email: say("application-optional", { name: say("application-email") }) },
      number: query.number ?? "",
      kinds: KINDS.map((kind) => say(`application-identity-${kind}`)),
    });
    entitle("application-details-title");
    this.put(fromDraft(kept(phone, "details", this.data.number, Date.now())));
    void this.load();
  },
  onUnload() {
    this.patience.isOver = true;
  },
  async load() {
    const found = await loaded(this, (...how) => order(this.data.number, ...how));
    if (!found) return;
    const { document, city, allows, picture } = found;
    if (!allows.includes("change")) {
      toOrder(this.data.number);
      return;
    }
    if (!picture) {
      replace(`/pages/how/how?number=${this.data.number}`);
      return;
    }
    const asked = await loaded(this, (...how) => requirements(document, city ?? undefined, ...how));
    const service = asked && (await loaded(this, settings));
    if (!service) return;
    const { consent, asks_email: asksEmail, sends_sms: sendsSms } = service;
    this.setData({
      isLoaded: true,
      about: aboutOf(found),
      further: asked.asks.map(furtherOf),
      asksEmail,
      phoneHint: sendsSms ? say("application-phone.sms") : say("application-phone.hint"),
      howLong: say("application-consent-how-long.text", { original: consent.original_days, ended: consent.ended_days }),
      version: say("application-consent-version", { version: consent.version }),
    });
  },
  /** Shows what is typed, and keeps it. */
  put(typed: Typed) {
    const kindIndex = KINDS.indexOf(typed.kind);
    this.setData({ typed, kindIndex, kindName: this.data.kinds[kindIndex] ?? "", asksBirth: asksBirth(typed.kind) });
  },
  /** What is being put right is no longer said to be wrong. */
  right(field: string) {
    const wrongs = withoutWrong(this.data.wrongs, field);
    const count = Object.keys(wrongs).length;
    this.setData({ wrongs, wrongLine: count > 0 ? say("application-wrong", { count }) : "" });
  },
  store() {
    keep(phone, "details", this.data.number, toDraft(this.data.typed), Date.now());
  },
  typed(event: WechatMiniprogram.CustomEvent<{ readonly value: string }>) {
    const field = dataOf(event, "field");
    const { value } = event.detail;
    const { typed } = this.data;
    const further = field.startsWith("further.") ? { ...typed.further, [field.slice("further.".length)]: value } : typed.further;
    const plain = field.startsWith("further.") ? {} : { [field]: value };
    this.put({ ...typed, ...plain, further });
    this.right(field);
    this.store();
  },
  pickKind(event: WechatMiniprogram.PickerChange) {
    const kind: IdentityKind = KINDS[Number(event.detail.value)] ?? EMPTY.kind;
    this.put({ ...this.data.typed, kind });
    this.store();
  },
  async phoneGiven(event: WechatMiniprogram.ButtonGetPhoneNumber) {
    const { code } = event.detail;
    if (!code) {
      this.setData({ phoneTrouble: phoneRefused(event.detail) });
      return;
    }
    this.setData({ phoneTrouble: null });
    const outcome = await phoneOf(code);
    if (outcome.kind === "ok") {
      this.put({ ...this.data.typed, phone: outcome.body.phone });
      this.right("phone");
      this.store();
    } else if (outcome.kind !== "unchanged") {
      // A code serves once, and typing does as well.
      this.setData({ phoneTrouble: { message: troubleOf(outcome).message, remedy: say("mini-denied-phone.remedy") } });
    }
  },
  turnFace(event: WechatMiniprogram.CustomEvent<{ readonly ticked: boolean }>) {
    this.setData({ faceData: event.detail.ticked });
    this.right("face_data");
  },
  turnGuardian(event: WechatMiniprogram.CustomEvent<{ readonly ticked: boolean }>) {
    this.setData({ guardian: event.detail.ticked });
    this.right("guardian");
  },
  turnCompared(event: WechatMiniprogram.CustomEvent<{ readonly ticked: boolean }>) {
    this.setData({ confirmed: event.detail.ticked ? this.data.typed.number : "" });
  },
  async send() {
    if (this.data.isSending) return;
    this.setData({ isSending: true, trouble: null, wrongs: {}, wrongLine: "" });
    const { number, typed, faceData, guardian, confirmed } = this.data;
    const outcome = await giveDetails(number, toDetails(typed, { faceData, guardian, confirmed }));
    this.setData({ isSending: false });
    if (outcome.kind === "ok") {
      drop(phone, "details", number);
      replace(`/pages/confirm/confirm?number=${number}`);
      return;
    }
    if (outcome.kind === "refused" && outcome.problem.about.length > 0) {
      const { about } = outcome.problem;
      const wrongs = wrongsOf(about);
      this.setData({
        wrongs,
        wrongLine: say("application-wrong", { count: Object.keys(wrongs).length }),
        asksGuardian: this.data.asksGuardian || asksGuardian(about),
        asksToCompare: this.data.asksToCompare || asksToCompare(about),
      });
      wx.pageScrollTo({ scrollTop: 0, duration: 0 });
      return;
    }
    if (outcome.kind !== "unchanged") this.setData({ trouble: troubleOf(outcome) });
  },
  again() {
    if (this.data.isLoaded) void this.send();
    else void this.load();
  },
});

/** What is wrong, without a field that is being put right. */
function withoutWrong(wrongs: { readonly [field: string]: string }, field: string): { readonly [field: string]: string } {
  const { [field === "number" ? "identity_number" : field]: _, ...others } = wrongs;
  return others;
}

function furtherOf(asked: FurtherAsked): Further {
  const name = of(asked.names);
  return {
    id: asked.id,
    label: asked.need === "must" ? name : say("application-optional", { name }),
    hint: of(asked.hint),
    most: asked.max_chars,
  };
}

/** Whatever the reason is, the number can be typed. */
function phoneRefused(failure: WechatFailure): { readonly message: string; readonly remedy: string } {
  return saidOf("phone", failure) ?? { message: say("mini-denied-phone"), remedy: say("mini-denied-phone.remedy") };
}
