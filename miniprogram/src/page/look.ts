// What every page begins with: its title, and the size of type that the phone is set to.

import type { Arguments } from "../texts/format";
import { say, type Key } from "../texts/speech";

/** Pixels of running text at the usual setting, and the most that the pages are laid out for. */
const USUAL_PX = 17;
const MOST_PX = 26;

/** The style of a page's root: one `--u` is the size of running text. */
export function look(): string {
  const setting = wx.getAppBaseInfo().fontSizeSetting ?? USUAL_PX;
  return `--u:${Math.min(Math.max(setting, USUAL_PX), MOST_PX)}px`;
}

/** Says the page's title in its bar. */
export function entitle(key: Key, given: Arguments = {}): void {
  wx.setNavigationBarTitle({ title: say(key, given) });
}
