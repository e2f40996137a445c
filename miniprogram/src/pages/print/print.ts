// A sheet of photos to print: the paper, what to cut by, and saving it to the album.

import { discard, download } from "../../api/download";
import { troubleOf, type Trouble } from "../../api/outcome";
import { dataOf } from "../../page/event";
import { entitle, look } from "../../page/look";
import { savePicture } from "../../permission/album";
import { saidOf } from "../../permission/refused";
import { said, say } from "../../texts/speech";

const PAPERS = ["5inch", "6inch", "a4"] as const;
const CUTS = ["marks", "lines", "none"] as const;
/** Height of a sheet as a part of its width, in percent: the tall papers fit in. */
const RATIO = 142;

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    number: "",
    papers: [] as readonly { readonly code: string; readonly name: string }[],
    cuts: [] as readonly { readonly code: string; readonly name: string }[],
    paper: "6inch",
    cut: "marks",
    sheet: "",
    ratio: RATIO,
    isBusy: false,
    note: "",
    trouble: null as (Trouble & { readonly way?: string }) | null,
  },
  isLeft: false,
  onLoad(query: { readonly number?: string }) {
    const t = said({
      paper: "print-paper",
      cut: "print-cut",
      sheet: "print-sheet",
      save: "print-save",
      hint: "print-hint",
      allow: "mini-open-settings",
      loading: "mini-loading",
      again: "application-again",
    });
    this.setData({
      look: look(),
      t,
      number: query.number ?? "",
      papers: PAPERS.map((code) => ({ code, name: say(`print-paper-${code}`) })),
      cuts: CUTS.map((code) => ({ code, name: say(`print-cut-${code}`) })),
    });
    entitle("print-title");
    void this.load();
  },
  onUnload() {
    this.isLeft = true;
    discard([this.data.sheet]);
  },
  async load() {
    const { number, paper, cut } = this.data;
    this.setData({ isBusy: true, trouble: null, note: "" });
    const outcome = await download(`/orders/${number}/sheet.jpg?paper=${paper}&cut=${cut}`);
    const isOld = this.data.paper !== paper || this.data.cut !== cut;
    if (this.isLeft || isOld) {
      if (outcome.kind === "ok") discard([outcome.body]);
      return;
    }
    discard([this.data.sheet]);
    this.setData({ isBusy: false, sheet: outcome.kind === "ok" ? outcome.body : "" });
    if (outcome.kind === "refused" || outcome.kind === "unreached") this.setData({ trouble: troubleOf(outcome) });
  },
  pickPaper(event: WechatMiniprogram.TouchEvent) {
    this.setData({ paper: dataOf(event, "code") });
    void this.load();
  },
  pickCut(event: WechatMiniprogram.TouchEvent) {
    this.setData({ cut: dataOf(event, "code") });
    void this.load();
  },
  async save() {
    if (this.data.isBusy || this.data.sheet === "") return;
    this.setData({ trouble: null, note: "" });
    const failure = await savePicture(this.data.sheet);
    if (failure === undefined) this.setData({ note: say("mini-saved") });
    else this.setData({ trouble: saidOf("save", failure) ?? null });
  },
  act() {
    if (this.data.trouble?.way === "settings") wx.openSetting({ fail: () => undefined });
    else void this.load();
  },
});
