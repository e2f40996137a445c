// One question, answered, with related ones.

import type { Trouble } from "../../api/outcome";
import { allQuestions } from "../../help/known";
import { dataOf } from "../../page/event";
import { go } from "../../page/go";
import { loaded } from "../../page/load";
import { entitle, look } from "../../page/look";
import { of, said, say } from "../../texts/speech";

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    slug: "",
    question: "",
    paragraphs: [] as readonly string[],
    related: [] as readonly { readonly slug: string; readonly question: string }[],
    trouble: null as Trouble | null,
  },
  patience: { isOver: false },
  onLoad(query: { readonly slug?: string }) {
    const t = said({ related: "help-related", all: "web-help", loading: "mini-loading", again: "application-again" });
    this.setData({ look: look(), t, slug: query.slug ?? "" });
    entitle("web-help");
    void this.load();
  },
  onUnload() {
    this.patience.isOver = true;
  },
  async load() {
    const all = await loaded(this, allQuestions);
    if (!all) return;
    const asked = all.find((one) => one.slug === this.data.slug);
    if (!asked) {
      this.setData({ trouble: { code: "not-found", message: say("help-none"), remedy: say("help-none.remedy") } });
      return;
    }
    this.setData({
      question: of(asked.question),
      paragraphs: asked.answer.map(of),
      related: all.filter((one) => asked.related.includes(one.slug)).map((one) => ({ slug: one.slug, question: of(one.question) })),
    });
  },
  open(event: WechatMiniprogram.TouchEvent) {
    go(`/pages/question/question?slug=${dataOf(event, "slug")}`);
  },
  all() {
    go("/pages/questions/questions");
  },
  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return { title: this.data.question, path: `/pages/question/question?slug=${this.data.slug}` };
  },
});
