// A document's photo in a city: whether an own photo is accepted, the price, how long it takes and
// what the photo has to be. 下一步 begins the order.

import type { Requirements } from "../../api/answers";
import { requirements } from "../../api/catalogue";
import { begin } from "../../api/orders";
import type { Trouble } from "../../api/outcome";
import { settings } from "../../api/settings";
import { priceShown } from "../../order/money";
import type { Tone } from "../../order/stage";
import { go, replace } from "../../page/go";
import { loaded, taken } from "../../page/load";
import { entitle, look } from "../../page/look";
import { of, said, say } from "../../texts/speech";

interface Shown {
  readonly document: string;
  readonly city: string;
  readonly tone: Tone;
  readonly word: string;
  readonly reason: string;
  readonly goesOn: boolean;
  readonly price: string;
  readonly terms: readonly Row[];
  readonly facts: readonly Row[];
}

interface Row {
  readonly name: string;
  readonly value: string;
  readonly swatch: string;
}

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    document: "",
    city: "",
    waiting: "",
    isBeginning: false,
    shown: null as Shown | null,
    trouble: null as Trouble | null,
  },
  patience: { isOver: false },
  onLoad(query: { readonly document?: string; readonly city?: string }) {
    const t = said({
      change: "change",
      why: "specification-why",
      priceName: "specification-price",
      waitingName: "specification-waiting",
      receipt: "specification-receipt",
      photoOnly: "specification-photo-only",
      photo: "specification-photo",
      madeForYou: "specification-made-for-you",
      otherCity: "specification-other-city",
      next: "next",
      beginning: "mini-beginning",
      loading: "mini-loading",
      again: "application-again",
    });
    this.setData({ look: look(), t, document: query.document ?? "", city: query.city ?? "" });
    entitle("specification-title");
    void this.load();
  },
  onUnload() {
    this.patience.isOver = true;
  },
  async load() {
    const { document, city } = this.data;
    const found = await loaded(this, (...how) => requirements(document, city === "" ? undefined : city, ...how));
    if (!found) return;
    this.setData({ shown: shownOf(found) });
    const service = await settings(this.patience);
    if (service.kind === "ok") this.setData({ waiting: of(service.body.waiting) });
  },
  async begin() {
    if (this.data.isBeginning) return;
    this.setData({ isBeginning: true, trouble: null });
    const { document, city } = this.data;
    const opened = taken(this, await begin(document, city === "" ? undefined : city));
    this.setData({ isBeginning: false });
    if (opened) go(`/pages/how/how?number=${opened.number}`);
  },
  again() {
    if (this.data.shown === null) void this.load();
    else void this.begin();
  },
  why() {
    const { document, city } = this.data;
    go(`/pages/answer/answer?document=${document}${city === "" ? "" : `&city=${city}`}`);
  },
  changeDocument() {
    replace("/pages/documents/documents?for=apply");
  },
  changeCity() {
    replace(`/pages/city/city?for=apply&document=${this.data.document}`);
  },
});

function shownOf(found: Requirements): Shown {
  const { acceptance } = found;
  const tones: { readonly [answer in Requirements["acceptance"]["answer"]]: Tone } = {
    yes: "good",
    no: "bad",
    unknown: "unsure",
    "not-applicable": "plain",
  };
  const rows = (facts: Requirements["facts"]): readonly Row[] =>
    facts.map(({ name, value, rgb }) => ({ name: of(name), value: of(value), swatch: rgb ? `rgb(${rgb.join(",")})` : "" }));
  return {
    document: of(found.document_name),
    city: found.city_name ? say("specification-city", { city: of(found.city_name) }) : "",
    tone: tones[acceptance.answer],
    word: say(`answer-${acceptance.answer}`),
    reason: [of(acceptance.reason), of(acceptance.instead)].filter((part) => part !== "").join("\n"),
    goesOn: acceptance.answer !== "no",
    price: priceShown(found.price),
    terms: rows(found.receipt_terms),
    facts: rows(found.facts),
  };
}
