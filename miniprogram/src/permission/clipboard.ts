// Copies a number, so that it need not be typed.

import type { Trouble } from "../api/outcome";
import { saidOf } from "./refused";

/** Copies the text; `failed` hears what is said where it was not copied. */
export function copy(text: string, failed: (trouble: Trouble | null) => void): void {
  wx.setClipboardData({ data: text, fail: (failure) => failed(saidOf("copy", failure) ?? null) });
}
