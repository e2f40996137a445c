// WeChat's question on privacy in our words, over the page: agree, refuse, or read the guide first.

import { answerPrivacy, whenPrivacyIsAsked } from "../../permission/privacy";
import { said } from "../../texts/speech";

const AGREE_ID = "agree-to-privacy";

Component({
  options: { styleIsolation: "apply-shared" },
  data: {
    isAsked: false,
    agreeId: AGREE_ID,
    t: {} as { readonly [name: string]: string },
  },
  lifetimes: {
    attached() {
      const t = said({
        title: "mini-privacy",
        text: "mini-privacy.text",
        guide: "mini-privacy.guide",
        agree: "mini-privacy.agree",
        refuse: "mini-privacy.refuse",
      });
      this.setData({ t });
      watch(this, () => this.setData({ isAsked: true }));
    },
    detached() {
      unwatch(this);
    },
  },
  // Only the page that is seen asks.
  pageLifetimes: {
    show() {
      watch(this, () => this.setData({ isAsked: true }));
    },
    hide() {
      unwatch(this);
    },
  },
  methods: {
    read() {
      wx.openPrivacyContract({ fail: () => undefined });
    },
    agree() {
      this.setData({ isAsked: false });
      answerPrivacy({ event: "agree", buttonId: AGREE_ID });
    },
    refuse() {
      this.setData({ isAsked: false });
      answerPrivacy({ event: "disagree" });
    },
    stay() {
      // A touch beside the question answers nothing.
    },
  },
});

const watching = new WeakMap<object, () => void>();

function watch(component: object, ask: () => void): void {
  unwatch(component);
  watching.set(component, whenPrivacyIsAsked(ask));
}

function unwatch(component: object): void {
  watching.get(component)?.();
  watching.delete(component);
}
