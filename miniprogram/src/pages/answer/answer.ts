// Whether a photo of one's own can be used for a document in a city: the answer, its reason, what
// to do instead, and where that is known from.

import { requirements } from "../../api/catalogue";
import type { Trouble } from "../../api/outcome";
import type { Tone } from "../../order/stage";
import { go, replace } from "../../page/go";
import { loaded } from "../../page/load";
import { entitle, look } from "../../page/look";
import { of, said, say } from "../../texts/speech";

interface Shown {
  readonly question: string;
  readonly tone: Tone;
  readonly word: string;
  readonly reason: string;
  readonly instead: string;
  readonly source: string;
  readonly confidence: string;
  readonly goesOn: boolean;
}

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    document: "",
    city: "",
    shown: null as Shown | null,
    trouble: null as Trouble | null,
  },
  patience: { isOver: false },
  onLoad(query: { readonly document?: string; readonly city?: string }) {
    const t = said({
      instead: "can-i-use-instead",
      source: "can-i-use-source",
      otherCity: "can-i-use-other-city",
      otherDocument: "can-i-use-other-document",
      apply: "can-i-use-apply",
      loading: "mini-loading",
      again: "application-again",
    });
    this.setData({ look: look(), t, document: query.document ?? "", city: query.city ?? "" });
    entitle("can-i-use-title");
    void this.load();
  },
  onUnload() {
    this.patience.isOver = true;
  },
  async load() {
    const { document, city } = this.data;
    const found = await loaded(this, (...how) => requirements(document, city === "" ? undefined : city, ...how));
    if (!found) return;
    const { acceptance, document_name: name, city_name: cityName } = found;
    const tones: { readonly [answer in typeof acceptance.answer]: Tone } = { yes: "good", no: "bad", unknown: "unsure", "not-applicable": "plain" };
    const given = { document: of(name), city: of(cityName) };
    this.setData({
      shown: {
        question: given.city === "" ? say("can-i-use-question-anywhere", given) : say("can-i-use-question", given),
        tone: tones[acceptance.answer],
        word: say(`answer-${acceptance.answer}`),
        reason: of(acceptance.reason),
        instead: of(acceptance.instead),
        source: acceptance.source,
        confidence: of(acceptance.confidence),
        goesOn: acceptance.answer !== "no",
      },
    });
  },
  apply() {
    const { document, city } = this.data;
    go(`/pages/requirements/requirements?document=${document}${city === "" ? "" : `&city=${city}`}`);
  },
  otherCity() {
    replace(`/pages/city/city?for=answer&document=${this.data.document}`);
  },
  otherDocument() {
    replace("/pages/documents/documents?for=answer");
  },
  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    const { document, city } = this.data;
    return { title: this.data.shown?.question ?? "", path: `/pages/answer/answer?document=${document}${city === "" ? "" : `&city=${city}`}` };
  },
});
