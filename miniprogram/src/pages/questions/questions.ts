// The questions that are asked most, by group, with a search.

import type { Question } from "../../api/answers";
import type { Trouble } from "../../api/outcome";
import { found, type QuestionGroup } from "../../help/find";
import { allQuestions } from "../../help/known";
import { dataOf, valueOf } from "../../page/event";
import { go } from "../../page/go";
import { loaded } from "../../page/load";
import { entitle, look } from "../../page/look";
import { said } from "../../texts/speech";

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    query: "",
    groups: [] as readonly QuestionGroup[],
    isLoaded: false,
    trouble: null as Trouble | null,
  },
  patience: { isOver: false },
  all: [] as readonly Question[],
  onLoad() {
    const t = said({
      search: "help-search",
      none: "help-none",
      noneRemedy: "help-none.remedy",
      loading: "mini-loading",
      again: "application-again",
    });
    this.setData({ look: look(), t });
    entitle("web-help");
    void this.load();
  },
  onUnload() {
    this.patience.isOver = true;
  },
  async load() {
    const all = await loaded(this, allQuestions);
    if (!all) return;
    this.all = all;
    this.setData({ isLoaded: true, groups: found(this.all, this.data.query) });
  },
  typed(event: WechatMiniprogram.Input) {
    const query = valueOf(event);
    this.setData({ query, groups: found(this.all, query) });
  },
  open(event: WechatMiniprogram.TouchEvent) {
    go(`/pages/question/question?slug=${dataOf(event, "slug")}`);
  },
  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return { path: "/pages/questions/questions" };
  },
});
