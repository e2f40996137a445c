// The words under the tabs. app.json says them in Chinese; a phone in English has them said again.

import { say, spoken } from "../texts/speech";

/** Says the words under the tabs; on a page that has them, since WeChat refuses it elsewhere. */
export function sayTabs(): void {
  if (spoken() === "zh") return;
  const words = [say("tab-home"), say("tab-orders"), say("mini-tab-mine")];
  words.forEach((text, index) => wx.setTabBarItem({ index, text, fail: () => undefined }));
}
