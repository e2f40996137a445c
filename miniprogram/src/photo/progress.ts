// An upload in words.

import type { Progress } from "../api/upload";
import { say } from "../texts/speech";

/** Bytes of a megabyte, as it is said to people. */
const MEGABYTE = 1_000_000;

/** Megabytes of a limit: `40`. */
export function megabytes(bytes: number): number {
  return bytes / MEGABYTE;
}

/** Where an upload is: a line, and how much of it is done. */
export function progressShown(progress: Progress): { readonly line: string; readonly percent: number } {
  const size = (bytes: number): string => `${megabytes(bytes).toFixed(1)} MB`;
  switch (progress.kind) {
    case "sending": {
      const isKnown = progress.all > 0;
      const given = { done: size(progress.sent), all: size(progress.all) };
      return { line: isKnown ? say("application-sending", given) : say("mini-sending"), percent: progress.percent };
    }
    case "looking":
      return { line: say("application-looking"), percent: 100 };
    case "broken":
      return { line: say("application-line-dropped", { seconds: progress.seconds }), percent: 0 };
    case "offline":
      return { line: say("mini-upload-offline"), percent: 0 };
    case "in-line":
      return { line: say("mini-in-line"), percent: 0 };
  }
}
