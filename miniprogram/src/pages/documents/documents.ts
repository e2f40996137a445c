// The choice of the document, with a search by name, pinyin and first letters. `for` is what comes
// next: `apply`, or `answer` (can I use an electronic photo).

import type { Category, DocumentLine } from "../../api/answers";
import { documents } from "../../api/catalogue";
import type { Trouble } from "../../api/outcome";
import { dataOf, valueOf } from "../../page/event";
import { go } from "../../page/go";
import { loaded } from "../../page/load";
import { entitle, look } from "../../page/look";
import { of, said, say } from "../../texts/speech";

interface Group {
  readonly id: Category;
  readonly heading: string;
  readonly rows: readonly { readonly id: string; readonly name: string; readonly also: string; readonly scope: string }[];
}

/** Typing is over after this long, in milliseconds. */
const TYPED_MS = 300;

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    purpose: "apply",
    query: "",
    hint: "",
    groups: [] as readonly Group[],
    chosen: "",
    isLoaded: false,
    none: "",
    trouble: null as Trouble | null,
  },
  patience: { isOver: false },
  timer: 0,
  onLoad(query: { readonly for?: string }) {
    const purpose = query.for === "answer" ? "answer" : "apply";
    const t = said({
      shape: "choose-document-search",
      noneRemedy: "choose-document-none.remedy",
      all: "choose-document-all",
      groups: "choose-document-groups",
      loading: "mini-loading",
      again: "application-again",
    });
    const hint = purpose === "apply" ? say("choose-document-hint") : say("can-i-use-hint");
    this.setData({ look: look(), t, purpose, hint });
    entitle(purpose === "apply" ? "choose-document-title" : "can-i-use-title");
    void this.load("");
  },
  onUnload() {
    this.patience.isOver = true;
    clearTimeout(this.timer);
  },
  typed(event: WechatMiniprogram.Input) {
    const query = valueOf(event);
    this.setData({ query });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.load(query.trim()), TYPED_MS);
  },
  again() {
    void this.load(this.data.query.trim());
  },
  showAll() {
    this.setData({ query: "" });
    void this.load("");
  },
  async load(query: string) {
    const found = await loaded(this, (...how) => documents(query, ...how));
    if (!found) return;
    const none = found.length === 0 ? say("choose-document-none", { query }) : "";
    this.setData({ groups: grouped(found), isLoaded: true, none });
  },
  jump(event: WechatMiniprogram.TouchEvent) {
    wx.pageScrollTo({ selector: `#${dataOf(event, "id")}`, duration: 0 });
  },
  open(event: WechatMiniprogram.TouchEvent) {
    const { purpose } = this.data;
    const query = `document=${dataOf(event, "id")}`;
    if (dataOf(event, "scope") === "city") go(`/pages/city/city?for=${purpose}&${query}`);
    else go(purpose === "answer" ? `/pages/answer/answer?${query}` : `/pages/requirements/requirements?${query}`);
  },
});

/** The documents under their categories, in the catalogue's order. */
function grouped(lines: readonly DocumentLine[]): readonly Group[] {
  const categories = [...new Set(lines.map((line) => line.category))];
  return categories.map((category) => ({
    id: category,
    heading: say(`category-${category}`),
    rows: lines
      .filter((line) => line.category === category)
      .map((line) => ({ id: line.id, name: of(line.names), also: of(line.also), scope: line.scope })),
  }));
}
