// 首页: apply, the documents that are asked for most, whether an electronic photo can be used, and
// the questions. One request; without it the big button works all the same.

import { documents } from "../../api/catalogue";
import { troubleOf } from "../../api/outcome";
import { dataOf } from "../../page/event";
import { go } from "../../page/go";
import { entitle, look } from "../../page/look";
import { sayTabs } from "../../page/tabs";
import { of, said } from "../../texts/speech";

/** Tiles of documents; with the one for all documents, two rows of four. */
const TILES = 7;

interface Tile {
  readonly id: string;
  readonly name: string;
  readonly whole: string;
  readonly initial: string;
  readonly scope: string;
}

const patience = { isOver: false };

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    tiles: [] as readonly Tile[],
    trouble: null as { readonly message: string; readonly remedy: string } | null,
  },
  onLoad(query: { readonly scene?: string }) {
    const t = said({
      product: "product",
      line: "home-line",
      apply: "home-apply",
      usual: "home-usual",
      all: "home-all",
      canIUse: "can-i-use-title",
      questions: "web-help",
      service: "tab-service",
    });
    this.setData({ look: look(), t });
    entitle("product");
    if (query.scene !== undefined) go(`/pages/open/open?scene=${query.scene}`);
    void this.load();
  },
  onShow() {
    sayTabs();
  },
  async load() {
    const missed = (failure: Parameters<typeof troubleOf>[0]): void => this.setData({ trouble: troubleOf(failure) });
    const outcome = await documents("", patience, missed);
    if (outcome.kind !== "ok") return;
    const usual = outcome.body.filter((document) => document.scope === "city").slice(0, TILES);
    const tiles = usual.map((document) => {
      const name = of(document.short ?? document.names);
      return { id: document.id, name, whole: of(document.names), initial: name.slice(0, 1), scope: document.scope };
    });
    this.setData({ tiles, trouble: null });
  },
  apply() {
    go("/pages/documents/documents?for=apply");
  },
  open(event: WechatMiniprogram.TouchEvent) {
    go(`/pages/city/city?for=apply&document=${dataOf(event, "id")}`);
  },
  canIUse() {
    go("/pages/documents/documents?for=answer");
  },
  questions() {
    go("/pages/questions/questions");
  },
  service() {
    go("/pages/service/service");
  },
  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return { title: this.data.t["line"] ?? "", path: "/pages/home/home" };
  },
});
