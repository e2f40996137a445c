// Why WeChat did not do what was asked, and the way on.

import { say } from "../texts/speech";
import type { Trouble } from "../api/outcome";

/** What needs a permission: a picture from the album, the camera, writing to the album, the number. */
export type Permission = "album" | "camera" | "save" | "phone";

/** What was asked of WeChat. */
export type Asked = Permission | "share" | "open" | "copy";

/** A failure of WeChat's, as its callbacks tell it. */
export interface WechatFailure {
  readonly errMsg?: string;
  readonly errno?: number;
  readonly errCode?: number;
}

/** What a failure means. */
export type Meaning =
  /** The user closed what was opened; there is nothing to say. */
  | "closed"
  /** The user did not agree to the privacy guide (104). */
  | "privacy"
  /** The operator has not declared this use in the privacy guide (112). */
  | "undeclared"
  /** The user refused the permission; it is allowed again in the settings. */
  | "denied"
  | "failed";

/** Reads a failure. */
export function meaningOf(failure: WechatFailure): Meaning {
  const text = (failure.errMsg ?? "").toLowerCase();
  const code = failure.errno ?? failure.errCode;
  if (code === 104 || text.includes("privacy permission is not authorized")) return "privacy";
  if (code === 112 || text.includes("not declared in the privacy agreement")) return "undeclared";
  if (/auth(orize)?[ _:]*(deny|denied|no response)|permission denied|no permission|system permission/.test(text)) return "denied";
  if (text.includes("cancel")) return "closed";
  return "failed";
}

/** What is said of a failure, and whether WeChat's settings are the way on. */
export type Refused = Trouble & { readonly way: "settings" | "none" };

/** What is said of a failure; nothing where the user closed it. */
export function saidOf(asked: Asked, failure: WechatFailure): Refused | undefined {
  const meaning = meaningOf(failure);
  if (meaning === "closed") return undefined;
  if (asked === "share" || asked === "open" || asked === "copy" || meaning === "failed") {
    return { code: "failed", message: say(`mini-failed-${asked}`), remedy: say(`mini-failed-${asked}.remedy`), way: "none" };
  }
  if (meaning === "denied") {
    return { code: meaning, message: say(`mini-denied-${asked}`), remedy: say(`mini-denied-${asked}.remedy`), way: "settings" };
  }
  return { code: meaning, message: say(`mini-refused-${meaning}`), remedy: say(`mini-refused-${meaning}.${asked}`), way: "none" };
}
