// How to take the picture, the colour of its background where there is a choice, and the two ways
// to hand it over: from the album, or with the camera.

import type { Requirements } from "../../api/answers";
import { requirements } from "../../api/catalogue";
import { order } from "../../api/orders";
import type { Trouble } from "../../api/outcome";
import { settings } from "../../api/settings";
import { SERVICE_ADDRESS } from "../../config";
import { aboutOf } from "../../order/about";
import { dataOf } from "../../page/event";
import { go, replace, toOrder } from "../../page/go";
import { loaded } from "../../page/load";
import { entitle, look } from "../../page/look";
import { saidOf, type WechatFailure } from "../../permission/refused";
import { choose } from "../../photo/chosen";
import { megabytes } from "../../photo/progress";
import { of, said, say } from "../../texts/speech";

/** The pairs of drawings, as the service has them. */
const PAIRS = ["front", "hair", "face", "light", "bare", "distance"] as const;
const STEPS = ["wall", "light", "clothes", "phone", "frame"] as const;

interface Colour {
  readonly name: string;
  readonly swatch: string;
  /** Six digits, or nothing for the usual one. */
  readonly asked: string;
}

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    number: "",
    about: "",
    accepted: "",
    mostBytes: 0,
    pairs: [] as readonly object[],
    steps: [] as readonly string[],
    colours: [] as readonly Colour[],
    asked: "",
    hasResult: false,
    trouble: null as (Trouble & { readonly way?: string }) | null,
  },
  patience: { isOver: false },
  onLoad(query: { readonly number?: string }) {
    const t = said({
      intro: "how-intro",
      do: "how-do",
      dont: "how-dont",
      steps: "how-steps-title",
      background: "application-background",
      handOver: "application-hand-over",
      original: "how-upload-original",
      album: "application-from-album",
      take: "application-take",
      last: "application-last-result",
      allow: "mini-open-settings",
      again: "application-again",
    });
    const drawing = (name: string): string => `${SERVICE_ADDRESS}/assets/-/drawings/${name}.svg`;
    this.setData({
      look: look(),
      t,
      number: query.number ?? "",
      pairs: PAIRS.map((name) => ({
        name,
        title: say(`how-${name}`),
        right: drawing(`${name}-do`),
        rightText: say(`how-${name}.do`),
        wrong: drawing(`${name}-dont`),
        wrongText: say(`how-${name}.dont`),
        why: say(`how-${name}.why`),
      })),
      steps: STEPS.map((name) => say(`how-step-${name}`)),
    });
    entitle("how-title");
    void this.load();
  },
  onUnload() {
    this.patience.isOver = true;
  },
  async load() {
    const found = await loaded(this, (...how) => order(this.data.number, ...how));
    if (!found) return;
    if (!found.allows.includes("change")) {
      toOrder(this.data.number);
      return;
    }
    const { document, city, picture } = found;
    this.setData({ about: aboutOf(found), hasResult: Boolean(picture) });
    const { patience } = this;
    const [asked, service] = await Promise.all([requirements(document, city ?? undefined, patience), settings(patience)]);
    if (asked.kind === "ok") this.setData({ colours: coloursOf(asked.body.specification) });
    if (service.kind === "ok") {
      const mostBytes = service.body.most_picture_bytes;
      this.setData({ mostBytes, accepted: say("application-accepted", { mb: megabytes(mostBytes) }) });
    }
  },
  again() {
    void this.load();
  },
  pickColour(event: WechatMiniprogram.TouchEvent) {
    this.setData({ asked: dataOf(event, "asked") });
  },
  album() {
    this.setData({ trouble: null });
    wx.chooseMedia({
      count: 1,
      mediaType: ["image"],
      sourceType: ["album"],
      sizeType: ["original"],
      success: ({ tempFiles }) => {
        const [file] = tempFiles;
        if (file) this.send(file.tempFilePath, file.size);
      },
      fail: (failure: WechatFailure) => this.setData({ trouble: saidOf("album", failure) ?? null }),
    });
  },
  take() {
    go(`/pages/camera/camera?number=${this.data.number}&background=${this.data.asked}`);
  },
  send(file: string, bytes: number) {
    const { mostBytes, number, asked } = this.data;
    if (mostBytes > 0 && bytes > mostBytes) {
      const message = say("application-too-large", { mb: megabytes(mostBytes) });
      this.setData({ trouble: { code: "too-large", message, remedy: "" } });
      return;
    }
    choose({ number, file, ...(asked === "" ? {} : { background: asked }) });
    replace(`/pages/result/result?number=${number}`);
  },
  allow() {
    wx.openSetting({ fail: () => undefined });
  },
  act() {
    if (this.data.trouble?.way === "settings") this.allow();
    else this.again();
  },
  result() {
    replace(`/pages/result/result?number=${this.data.number}`);
  },
});

/** The usual colour and the others; none where there is no choice. */
function coloursOf({ background_name: usual, background_rgb: rgb, background_choices: choices }: Requirements["specification"]): readonly Colour[] {
  if (choices.length === 0) return [];
  const swatch = (of: readonly number[]): string => `rgb(${of.join(",")})`;
  const digits = (of: readonly number[]): string => of.map((part) => part.toString(16).padStart(2, "0")).join("").toUpperCase();
  const others = choices.map((choice) => ({ name: of(choice.names), swatch: swatch(choice.rgb), asked: digits(choice.rgb) }));
  return [{ name: of(usual), swatch: swatch(rgb), asked: "" }, ...others];
}
