// What an approved order gives: the receipt as a picture for the album and as a PDF to open and
// share, its number, the electronic photo and a sheet to print. Of a document without receipts, the
// photo alone.

import type { Order, OwnReceipt } from "../../api/answers";
import { discard, download } from "../../api/download";
import { order, receipt, receiptTaken, renew } from "../../api/orders";
import type { Trouble } from "../../api/outcome";
import { shown as timeShown } from "../../clock/china";
import { aboutOf } from "../../order/about";
import { grouped } from "../../order/number";
import { isOver, toneOfReceipt, why, type Tone } from "../../order/stage";
import { go, replace } from "../../page/go";
import { loaded, taken } from "../../page/load";
import { entitle, look } from "../../page/look";
import { savePicture } from "../../permission/album";
import { copy } from "../../permission/clipboard";
import { saidOf, type WechatFailure } from "../../permission/refused";
import { sizeOfPhoto } from "../../photo/places";
import { ratioOf } from "../../photo/ratio";
import { of, said, say } from "../../texts/speech";

/** Height of the receipt's picture as a part of its width, in percent, about: its place before it is there. */
const PAPER_RATIO = 201;

interface Shown {
  readonly tone: Tone;
  readonly word: string;
  readonly why: string;
  readonly uses: string;
  readonly numberName: string;
  readonly number: string;
  readonly sample: string;
}

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    number: "",
    about: "",
    shown: null as Shown | null,
    /** Of a document without receipts, the photo's own page. */
    isPhotoAlone: false,
    hasFiles: false,
    code: null as { readonly what: string; readonly remedy: string } | null,
    isCodeKept: false,
    paper: "",
    paperRatio: PAPER_RATIO,
    photo: "",
    photoRatio: 125,
    canRenew: false,
    isBusy: false,
    note: "",
    trouble: null as (Trouble & { readonly way?: string }) | null,
  },
  patience: { isOver: false },
  known: undefined as Order | undefined,
  files: [] as string[],
  onLoad(query: { readonly number?: string }) {
    const t = said({
      picture: "receipt-picture",
      save: "receipt-save-picture",
      openPdf: "mini-pdf-open",
      sharePdf: "mini-pdf-share",
      copyNumber: "mini-copy-number",
      photo: "mini-photo-save",
      photoView: "application-after",
      print: "receipt-print",
      how: "receipt-how",
      have: "receipt-code-have",
      haveHint: "receipt-code-have.hint",
      renew: "receipt-renew",
      renewHint: "receipt-renew.hint",
      allow: "mini-open-settings",
      loading: "mini-loading",
      again: "application-again",
    });
    this.setData({ look: look(), t, number: query.number ?? "" });
    entitle("receipt");
    void this.load();
  },
  onUnload() {
    this.patience.isOver = true;
    discard(this.files);
  },
  async load() {
    const { number } = this.data;
    const found = await loaded(this, (...how) => order(number, ...how));
    if (!found) return;
    this.known = found;
    const { allows, picture, gives } = found;
    const size = picture ? sizeOfPhoto(picture.judgement) : undefined;
    this.setData({
      about: aboutOf(found),
      photoRatio: ratioOf(size),
      canRenew: allows.includes("renew"),
      isPhotoAlone: gives === "photo",
    });
    if (gives === "photo") {
      entitle("application-after");
      this.setData({ hasFiles: true, photo: (await this.got(`/orders/${number}/photo`)) ?? "" });
      return;
    }
    const own = await loaded(this, (...how) => receipt(number, ...how));
    if (own) await this.show(found, own);
  },
  async show(found: Order, own: OwnReceipt) {
    const line = found.receipt ?? { standing: own.standing, valid_until: own.valid_until };
    const hasFiles = !isOver(line) && own.code !== "taken";
    this.setData({
      shown: {
        tone: toneOfReceipt(own.standing),
        word: say(`receipt-${own.standing}`),
        why: why({ ...line, standing: own.standing }),
        uses: of(own.uses),
        numberName: of(own.number_name) || say("receipt-number"),
        number: grouped(own.number),
        sample: own.is_sample ? say("receipt-sample-note") : "",
      },
      hasFiles,
      code: codeShown(own),
      isCodeKept: own.code === "kept",
    });
    // The first paper of a sealed photo shortens the time of its code: it is fetched when it is asked for.
    if (hasFiles && own.code === "none") this.setData({ paper: (await this.got(`/orders/${this.data.number}/receipt.png`)) ?? "" });
  },
  /** Fetches a file of the order; it is removed when the page is left. */
  async got(path: string): Promise<string | undefined> {
    const file = taken(this, await download(path));
    if (file === undefined) return undefined;
    this.files.push(file);
    if (!this.patience.isOver) return file;
    discard(this.files);
    return undefined;
  },
  savePicture() {
    void this.busily(async () => {
      const file = this.data.paper || (await this.got(`/orders/${this.data.number}/receipt.png`));
      if (file) await this.keep(file);
    });
  },
  savePhoto() {
    void this.busily(async () => {
      const file = await this.got(`/orders/${this.data.number}/photo`);
      if (file) await this.keep(file);
    });
  },
  async keep(file: string) {
    const failure = await savePicture(file);
    if (failure === undefined) this.setData({ note: say("mini-saved") });
    else this.failed("save", failure);
  },
  openPdf() {
    void this.busily(async () => {
      const file = await this.got(`/orders/${this.data.number}/receipt.pdf`);
      if (file) wx.openDocument({ filePath: file, fileType: "pdf", showMenu: true, fail: (failure) => this.failed("open", failure) });
    });
  },
  sharePdf() {
    void this.busily(async () => {
      const file = await this.got(`/orders/${this.data.number}/receipt.pdf`);
      if (file) this.send(file);
    });
  },
  send(file: string) {
    const fileName = say("mini-pdf-name", { number: this.data.number });
    wx.shareFileMessage({ filePath: file, fileName, fail: (failure) => this.failed("share", failure) });
  },
  copyNumber() {
    const number = (this.data.shown?.number ?? "").replace(/-/g, "");
    copy(number, (trouble) => this.setData({ trouble: trouble && { ...trouble, way: "none" } }));
  },
  print() {
    go(`/pages/print/print?number=${this.data.number}`);
  },
  how() {
    go("/pages/question/question?slug=using-the-receipt");
  },
  haveIt() {
    void this.busily(async () => {
      const outcome = await receiptTaken(this.data.number);
      taken(this, outcome);
      if (outcome.kind === "ok") await this.load();
    });
  },
  renew() {
    void this.busily(async () => {
      if (!this.known) return;
      const { number, document, city } = this.known;
      const opened = taken(this, await renew(number, document, city ?? undefined));
      if (opened) replace(`/pages/how/how?number=${opened.number}`);
    });
  },
  /** One thing at a time, with what went wrong before out of sight. */
  async busily(work: () => Promise<void>) {
    if (this.data.isBusy) return;
    this.setData({ isBusy: true, trouble: null, note: "" });
    await work();
    this.setData({ isBusy: false });
  },
  failed(asked: "save" | "open" | "share", failure: WechatFailure) {
    this.setData({ trouble: saidOf(asked, failure) ?? null });
  },
  act() {
    if (this.data.trouble?.way === "settings") wx.openSetting({ fail: () => undefined });
    else void this.load();
  },
});

/** What is said of the code that alone opens a sealed photo. */
function codeShown({ code, code_until: until }: OwnReceipt): { readonly what: string; readonly remedy: string } | null {
  if (code === "none") return null;
  const given = { until: until ? timeShown(until) : "" };
  return code === "kept"
    ? { what: say("receipt-code-kept", given), remedy: say("receipt-code-kept.remedy", given) }
    : { what: say("receipt-code-taken", given), remedy: say("receipt-code-taken.remedy", given) };
}
