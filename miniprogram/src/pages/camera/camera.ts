// The camera with the outline of a head: the picture is the camera's whole frame. Where the camera
// is refused, it says how to allow it, and the album is the way on.

import { SERVICE_ADDRESS } from "../../config";
import { replace } from "../../page/go";
import { entitle, look } from "../../page/look";
import { saidOf, type WechatFailure } from "../../permission/refused";
import type { Trouble } from "../../api/outcome";
import { choose } from "../../photo/chosen";
import { said } from "../../texts/speech";

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    number: "",
    background: "",
    /** Somebody else takes the picture, as the page before advises. */
    position: "back" as "back" | "front",
    guide: `${SERVICE_ADDRESS}/assets/-/drawings/framing-guide.svg`,
    isReady: false,
    isTaking: false,
    trouble: null as (Trouble & { readonly way: string }) | null,
  },
  onLoad(query: { readonly number?: string; readonly background?: string }) {
    const t = said({
      guide: "how-guide",
      head: "how-guide-head",
      shoulders: "how-guide-shoulders",
      take: "application-take",
      turn: "application-turn-camera",
      close: "application-close",
      allow: "mini-open-settings",
    });
    this.setData({ look: look(), t, number: query.number ?? "", background: query.background ?? "" });
    entitle("application-take");
  },
  ready() {
    this.setData({ isReady: true, trouble: null });
  },
  failed(event: { readonly detail: WechatFailure }) {
    this.refused(event.detail);
  },
  refused(failure: WechatFailure) {
    this.setData({ isTaking: false, trouble: saidOf("camera", failure) ?? null });
  },
  turn() {
    this.setData({ position: this.data.position === "back" ? "front" : "back" });
  },
  shoot() {
    if (this.data.isTaking) return;
    this.setData({ isTaking: true });
    wx.createCameraContext().takePhoto({
      quality: "original",
      success: ({ tempImagePath }) => {
        const { number, background } = this.data;
        choose({ number, file: tempImagePath, ...(background === "" ? {} : { background }) });
        replace(`/pages/result/result?number=${number}`);
      },
      fail: (failure: WechatFailure) => this.refused(failure),
    });
  },
  allow() {
    wx.openSetting({
      // Back from the settings, the camera is tried again.
      success: ({ authSetting }) => {
        if (authSetting["scope.camera"] === true) this.setData({ trouble: null, isReady: false });
      },
      fail: () => undefined,
    });
  },
  close() {
    wx.navigateBack();
  },
});
