// The service's settings, asked for once per start.

import { read, type Patience } from "./ask";
import type { Settings } from "./answers";
import type { Failure, Outcome } from "./outcome";

let known: Settings | undefined;

/** The settings; from memory once they are known. */
export async function settings(patience: Patience, missed?: (failure: Failure) => void): Promise<Outcome<Settings>> {
  if (known !== undefined) return { kind: "ok", body: known, etag: "" };
  const outcome = await read<Settings>("anybody", { method: "GET", path: "/wechat" }, patience, missed);
  if (outcome.kind === "ok") known = outcome.body;
  return outcome;
}
