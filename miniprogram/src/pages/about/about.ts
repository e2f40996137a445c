// About this mini-programme: who runs the service, what is done with the data, and what each
// permission is for.

import { settings } from "../../api/settings";
import type { Trouble } from "../../api/outcome";
import { SERVICE_ADDRESS } from "../../config";
import { go } from "../../page/go";
import { loaded } from "../../page/load";
import { entitle, look } from "../../page/look";
import { of, said, say } from "../../texts/speech";

const PERMISSIONS = ["album", "camera", "phone", "save", "copy"] as const;

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    address: SERVICE_ADDRESS.replace(/^https?:\/\//, ""),
    operator: "",
    privacy: [] as readonly { readonly name: string; readonly text: string }[],
    permissions: [] as readonly { readonly name: string; readonly text: string }[],
    version: "",
    trouble: null as Trouble | null,
  },
  patience: { isOver: false },
  onLoad() {
    const t = said({
      product: "product",
      line: "home-line",
      runBy: "mini-about-operator",
      service: "mini-about-service",
      privacy: "mini-privacy-title",
      permissions: "mini-permissions",
      guide: "mini-privacy.guide",
      data: "mini-data",
      official: "mini-about-official",
      loading: "mini-loading",
      again: "application-again",
    });
    this.setData({
      look: look(),
      t,
      permissions: PERMISSIONS.map((what) => ({ name: say(`mini-permission-${what}`), text: say(`mini-permission-${what}.text`) })),
    });
    entitle("mini-about");
    void this.load();
  },
  onUnload() {
    this.patience.isOver = true;
  },
  async load() {
    const service = await loaded(this, settings);
    if (!service) return;
    const { operator, consent } = service;
    const days = { original: consent.original_days, ended: consent.ended_days };
    this.setData({
      operator: of(operator.name),
      version: say("application-consent-version", { version: consent.version }),
      privacy: [
        { name: say("application-consent-what"), text: say("application-consent-what.text") },
        { name: say("application-consent-why"), text: say("application-consent-why.text") },
        { name: say("application-consent-how-long"), text: say("application-consent-how-long.text", days) },
        { name: say("application-consent-withdraw"), text: say("application-consent-withdraw.text") },
      ],
    });
  },
  guide() {
    wx.openPrivacyContract({ fail: () => undefined });
  },
  myData() {
    go("/pages/data/data");
  },
  official() {
    go("/pages/question/question?slug=official-site");
  },
});
