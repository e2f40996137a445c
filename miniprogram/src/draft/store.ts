// The phone's storage as drafts use it.

import type { Store } from "./draft";

/** The storage of the mini-programme on this phone. */
export const phone: Store = {
  get: (key) => wx.getStorageSync<unknown>(key),
  set: (key, value) => wx.setStorageSync(key, value),
  remove: (key) => wx.removeStorageSync(key),
  keys: () => wx.getStorageInfoSync().keys,
};
