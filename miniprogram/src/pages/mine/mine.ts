// 我的: the orders, 客服, the questions, what is kept of the user, and about this mini-programme.

import { dataOf } from "../../page/event";
import { go, toTab } from "../../page/go";
import { entitle, look } from "../../page/look";
import { sayTabs } from "../../page/tabs";
import { say } from "../../texts/speech";

Page({
  data: {
    look: "",
    rows: [] as readonly { readonly label: string; readonly page: string }[],
  },
  onLoad() {
    const at = (page: string): string => `/pages/${page}/${page}`;
    this.setData({
      look: look(),
      rows: [
        { label: say("service-orders"), page: "orders" },
        { label: say("tab-service"), page: at("service") },
        { label: say("web-help"), page: at("questions") },
        { label: say("can-i-use-title"), page: "/pages/documents/documents?for=answer" },
        { label: say("mini-data"), page: at("data") },
        { label: say("mini-about"), page: at("about") },
      ],
    });
    entitle("mini-tab-mine");
  },
  onShow() {
    sayTabs();
  },
  open(event: WechatMiniprogram.TouchEvent) {
    const page = dataOf(event, "page");
    if (page === "orders") toTab("orders");
    else go(page);
  },
});
