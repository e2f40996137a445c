// Sends a picture with its progress. A line that broke is taken up again by itself: at once when
// the network is back, else after a while.

import { answered, lineBack, lineNow } from "../line/line";
import type { Picture } from "./answers";
import { asUser, type Patience } from "./ask";
import { isMaking, made, type Making } from "./making";
import type { Outcome } from "./outcome";
import { waitAfter } from "./patience";
import { addressOf, outcomeOf } from "./send";

/** Where an upload is. */
export type Progress =
  | { readonly kind: "sending"; readonly percent: number; readonly sent: number; readonly all: number }
  /** All is sent, and the photo is being made. */
  | { readonly kind: "looking" }
  /** The line broke; again in so many seconds. */
  | { readonly kind: "broken"; readonly seconds: number }
  /** No network: again when it is back. */
  | { readonly kind: "offline" }
  /** Other pictures are before this one. */
  | { readonly kind: "in-line" };

/** An upload under way. */
export interface Upload {
  /** What came of it; nothing if it was stopped. */
  readonly done: Promise<Outcome<Picture> | undefined>;
  stop(): void;
}

/** How often a broken line is taken up again while the phone has a network. */
const MOST_BREAKS = 5;
/** How long the engine's line is waited in, in milliseconds. */
const LONGEST_IN_LINE_MS = 5 * 60 * 1000;
/** Sending and making may take this long, in milliseconds. */
const PATIENCE_MS = 180_000;

/** Uploads the file at `file` as the order's picture; `background` asks for another colour. */
export function upload(number: string, file: string, background: string | undefined, told: (progress: Progress) => void): Upload {
  const patience: Patience = { isOver: false };
  let task: WechatMiniprogram.UploadTask | undefined;
  const path = `/orders/${number}/picture${background === undefined ? "" : `?background=${background}`}`;

  const once = (token: string): Promise<Outcome<Picture | Making>> =>
    new Promise((done) => {
      told({ kind: "sending", percent: 0, sent: 0, all: 0 });
      task = wx.uploadFile({
        url: addressOf(path),
        filePath: file,
        name: "picture",
        header: { Authorization: `Bearer ${token}` },
        timeout: PATIENCE_MS,
        success: (answer) => {
          const { header } = answer as { header?: Record<string, string> };
          done(outcomeOf<Picture | Making>(answer.statusCode, parsed(answer.data), header ?? {}));
        },
        fail: () => done({ kind: "unreached" }),
      });
      task.onProgressUpdate(({ progress, totalBytesSent, totalBytesExpectedToSend }) => {
        if (patience.isOver) return;
        const sent = { percent: progress, sent: totalBytesSent, all: totalBytesExpectedToSend };
        told(progress >= 100 ? { kind: "looking" } : { kind: "sending", ...sent });
      });
      if (patience.isOver) task.abort();
    });

  const run = async (): Promise<Outcome<Picture> | undefined> => {
    const inLineUntil = Date.now() + LONGEST_IN_LINE_MS;
    let breaks = 0;
    for (;;) {
      const outcome = await asUser(once);
      if (patience.isOver) return undefined;
      if (outcome.kind === "ok" || outcome.kind === "unchanged") {
        answered();
        if (outcome.kind === "unchanged") return outcome;
        const { body, etag } = outcome;
        if (!isMaking(body)) return { kind: "ok", body, etag };
        told({ kind: "looking" });
        return made(number, body.wait_s, patience);
      }
      const wait = waitAfter(outcome, breaks + 1);
      if (wait === undefined) return outcome;
      if (outcome.kind === "refused") {
        if (Date.now() > inLineUntil) return outcome;
        told({ kind: "in-line" });
      } else if (lineNow().kind === "offline") {
        told({ kind: "offline" });
      } else {
        breaks += 1;
        if (breaks > MOST_BREAKS) return outcome;
        told({ kind: "broken", seconds: wait });
      }
      await lineBack(wait);
      if (patience.isOver) return undefined;
    }
  };

  return {
    done: run(),
    stop: () => {
      patience.isOver = true;
      task?.abort();
    },
  };
}

/** The JSON of an answer; `wx.uploadFile` gives its text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
