// 订单: the user's orders on whatever phone they sign in, each with its state, how long its receipt
// is good, and 重新办理 where it no longer is.

import type { OrderListed } from "../../api/answers";
import { discard, download } from "../../api/download";
import { orders, renew } from "../../api/orders";
import type { Trouble } from "../../api/outcome";
import { SERVICE_ADDRESS } from "../../config";
import { rowsOf, type OrderRow } from "../../order/row";
import { dataOf } from "../../page/event";
import { go } from "../../page/go";
import { loaded, taken } from "../../page/load";
import { entitle, look } from "../../page/look";
import { sayTabs } from "../../page/tabs";
import { said } from "../../texts/speech";

/** Small photos are fetched for this many of the newest orders. */
const MOST_PHOTOS = 8;

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    drawing: `${SERVICE_ADDRESS}/assets/-/drawings/empty-orders.svg`,
    rows: [] as readonly OrderRow[],
    photos: {} as { readonly [number: string]: string },
    isLoaded: false,
    isBusy: false,
    trouble: null as Trouble | null,
  },
  patience: { isOver: false },
  known: [] as readonly OrderListed[],
  onLoad() {
    const t = said({
      news: "my-orders-news",
      renew: "receipt-renew",
      empty: "how-empty-orders",
      emptyHint: "mini-empty-orders",
      apply: "my-orders-apply",
      loading: "mini-loading",
      again: "application-again",
    });
    this.setData({ look: look(), t });
    entitle("my-orders-title");
  },
  onShow() {
    sayTabs();
    this.patience = { isOver: false };
    void this.load();
  },
  onHide() {
    this.patience.isOver = true;
  },
  onPullDownRefresh() {
    void this.load().finally(() => wx.stopPullDownRefresh());
  },
  async load() {
    const listed = await loaded(this, orders);
    if (!listed) return;
    this.known = listed;
    this.setData({ rows: rowsOf(listed), isLoaded: true });
    await this.fetch();
  },
  /** Fetches the small photos, one after the other; a list without them is a list all the same. */
  async fetch() {
    const { patience } = this;
    discard(Object.values(this.data.photos));
    this.setData({ photos: {} });
    for (const { number } of this.data.rows.filter((row) => row.hasPhoto).slice(0, MOST_PHOTOS)) {
      const photo = await download(`/orders/${number}/photo/small`);
      if (photo.kind !== "ok") continue;
      if (patience.isOver) {
        discard([photo.body]);
        return;
      }
      this.setData({ photos: { ...this.data.photos, [number]: photo.body } });
    }
  },
  open(event: WechatMiniprogram.TouchEvent) {
    go(`/pages/order/order?number=${dataOf(event, "number")}`);
  },
  async renew(event: WechatMiniprogram.TouchEvent) {
    const listed = this.known.find((one) => one.number === dataOf(event, "number"));
    if (!listed || this.data.isBusy) return;
    this.setData({ isBusy: true, trouble: null });
    const opened = taken(this, await renew(listed.number, listed.document, listed.city ?? undefined));
    this.setData({ isBusy: false });
    if (opened) go(`/pages/how/how?number=${opened.number}`);
  },
  apply() {
    go("/pages/documents/documents?for=apply");
  },
});
