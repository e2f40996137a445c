// My data: what is kept, how long and why; deleting all of it; and what this phone keeps.

import { retention } from "../../api/catalogue";
import { erase, orders } from "../../api/orders";
import { troubleOf, type Trouble } from "../../api/outcome";
import { forget } from "../../api/session";
import { dropAll } from "../../draft/draft";
import { forgetCity } from "../../draft/last_city";
import { phone } from "../../draft/store";
import { loaded } from "../../page/load";
import { entitle, look } from "../../page/look";
import { of, said, say } from "../../texts/speech";

interface Row {
  readonly what: string;
  readonly howLong: string;
  readonly why: string;
  readonly then: string;
}

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    intro: "",
    rows: [] as readonly Row[],
    notes: [] as readonly string[],
    isLoaded: false,
    isBusy: false,
    note: "",
    trouble: null as Trouble | null,
  },
  patience: { isOver: false },
  onLoad() {
    const t = said({
      phone: "mini-data-phone",
      phoneText: "mini-data-phone.text",
      erase: "mini-data-erase",
      eraseHint: "mini-data-erase.hint",
      erasing: "mini-data-erasing",
      kept: "retention-title",
      loading: "mini-loading",
      again: "application-again",
    });
    this.setData({ look: look(), t });
    entitle("mini-data");
    void this.load();
  },
  onUnload() {
    this.patience.isOver = true;
  },
  async load() {
    const found = await loaded(this, retention);
    if (!found) return;
    const { intro, rows, notes } = found;
    this.setData({
      isLoaded: true,
      intro: of(intro),
      notes: notes.map(of),
      rows: rows.map((row) => ({
        what: of(row.what),
        howLong: say("retention-column-how-long", { value: of(row.how_long) }),
        why: of(row.why),
        then: say("retention-column-then", { value: of(row.then) }),
      })),
    });
  },
  erase() {
    if (this.data.isBusy) return;
    wx.showModal({
      title: say("mini-data-erase.question"),
      content: say("mini-data-erase.consequences"),
      confirmText: say("mini-yes"),
      cancelText: say("mini-no"),
      success: ({ confirm }) => {
        if (confirm) void this.eraseAll();
      },
    });
  },
  /** Deletes every order's data, and what this phone keeps. Stopped half-way, it is done again. */
  async eraseAll() {
    this.setData({ isBusy: true, trouble: null, note: "" });
    // The list has a longest length: it is read again until nothing is left to delete.
    for (;;) {
      const listed = await orders({ isOver: true });
      if (listed.kind !== "ok") {
        this.setData({ isBusy: false, trouble: listed.kind === "unchanged" ? null : troubleOf(listed) });
        return;
      }
      const left = listed.body.filter((one) => !one.erased_at);
      if (left.length === 0) break;
      for (const { number } of left) {
        const outcome = await erase(number);
        if (outcome.kind === "refused" || outcome.kind === "unreached") {
          this.setData({ isBusy: false, trouble: troubleOf(outcome) });
          return;
        }
      }
    }
    dropAll(phone);
    forgetCity();
    forget();
    this.setData({ isBusy: false, note: say("mini-data-erased") });
  },
});
