// The thread of an order with the desk. What is written is kept on the phone until it is sent; new
// answers come by themselves while the page is seen.

import type { Message } from "../../api/answers";
import { messages, order, write } from "../../api/orders";
import { settings } from "../../api/settings";
import { troubleOf, type Trouble } from "../../api/outcome";
import { shown as timeShown } from "../../clock/china";
import { drop, keep, kept } from "../../draft/draft";
import { phone } from "../../draft/store";
import { grouped } from "../../order/number";
import { nextLookS } from "../../order/watch";
import { valueOf } from "../../page/event";
import { loaded } from "../../page/load";
import { entitle, look } from "../../page/look";
import { of, said, say } from "../../texts/speech";

interface Row {
  readonly id: number;
  readonly who: string;
  readonly isMine: boolean;
  readonly at: string;
  readonly text: string;
}

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    number: "",
    orderLine: "",
    rows: [] as readonly Row[],
    isLoaded: false,
    canWrite: false,
    safety: "",
    text: "",
    isSending: false,
    trouble: null as Trouble | null,
  },
  patience: { isOver: false },
  timer: 0,
  still: 0,
  onLoad(query: { readonly number?: string }) {
    const number = query.number ?? "";
    const t = said({
      empty: "how-empty-messages",
      emptyHint: "how-empty-messages.hint",
      write: "messages-write",
      send: "messages-send",
      sending: "mini-saving",
      contact: "mini-contact",
      loading: "mini-loading",
      again: "application-again",
    });
    const { text } = kept(phone, "message", number, Date.now());
    this.setData({ look: look(), t, number, text: text ?? "", orderLine: say("application-order-number", { number: grouped(number) }) });
    entitle("messages-title");
  },
  onShow() {
    this.patience = { isOver: false };
    this.still = 0;
    void this.load();
  },
  onHide() {
    this.leave();
  },
  onUnload() {
    this.leave();
  },
  leave() {
    this.patience.isOver = true;
    clearTimeout(this.timer);
  },
  async load() {
    clearTimeout(this.timer);
    const { number } = this.data;
    if (!this.data.isLoaded) {
      const found = await loaded(this, (...how) => order(number, ...how));
      if (!found) return;
      const service = await settings(this.patience);
      const safety = service.kind === "ok" ? of(service.body.safety_messages) : "";
      this.setData({ canWrite: found.allows.includes("write"), safety });
    }
    const all = await loaded(this, (...how) => messages(number, ...how));
    if (!all) return;
    this.still = all.length > this.data.rows.length ? 0 : this.still + 1;
    this.setData({ isLoaded: true, rows: all.map(rowOf) });
    this.timer = setTimeout(() => void this.load(), nextLookS(this.still) * 1000);
  },
  typed(event: WechatMiniprogram.Input) {
    const text = valueOf(event);
    this.setData({ text });
    keep(phone, "message", this.data.number, { text }, Date.now());
  },
  async send() {
    const { number, isSending } = this.data;
    const text = this.data.text.trim();
    if (isSending) return;
    if (text === "") {
      this.setData({ trouble: tooLong() });
      return;
    }
    this.setData({ isSending: true, trouble: null });
    const outcome = await write(number, text);
    this.setData({ isSending: false });
    if (outcome.kind === "ok") {
      drop(phone, "message", number);
      this.setData({ text: "" });
      await this.load();
    } else if (outcome.kind !== "unchanged") {
      const isLength = outcome.kind === "refused" && outcome.problem.code === "text-length";
      this.setData({ trouble: isLength ? tooLong() : troubleOf(outcome) });
    }
  },
});

/** What is said of a message that is empty or too long. */
function tooLong(): Trouble {
  return { code: "text-length", message: say("messages-length"), remedy: "" };
}

function rowOf({ by, at, text }: Message, id: number): Row {
  const isMine = by === "applicant";
  return { id, who: isMine ? say("messages-me") : say("messages-desk"), isMine, at: timeShown(at), text };
}
