// The start of the mini-programme: its language, the network, the question on privacy, and what is
// too old to be kept.

import { dropOld } from "./draft/draft";
import { phone } from "./draft/store";
import { networkChanged } from "./line/line";
import { listenForPrivacy } from "./permission/privacy";
import { localeOf, speak } from "./texts/speech";

App({
  onLaunch() {
    speak(localeOf(wx.getAppBaseInfo().language));
    wx.onNetworkStatusChange(({ isConnected }) => networkChanged(isConnected ? "connected" : "gone"));
    wx.getNetworkType({
      success: ({ networkType }) => {
        if (networkType === "none") networkChanged("gone");
      },
    });
    listenForPrivacy();
    dropOld(phone, Date.now());
  },
});
