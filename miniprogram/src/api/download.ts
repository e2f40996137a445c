// Fetches a file of an order to a temporary place: pictures and papers need the user's token, which
// an <image> cannot send. The files are removed when their page is left: no face stays in storage.

import { asUser } from "./ask";
import type { Outcome } from "./outcome";
import { addressOf, outcomeOf } from "./send";

const PATIENCE_MS = 60_000;

/** Fetches `/orders/…` and gives the path of the file. */
export function download(path: string): Promise<Outcome<string>> {
  return asUser(
    (token) =>
      new Promise((done) => {
        wx.downloadFile({
          url: addressOf(path),
          header: { Authorization: `Bearer ${token}` },
          timeout: PATIENCE_MS,
          success: (answer) => {
            const { statusCode, tempFilePath } = answer;
            if (statusCode === 200) {
              done({ kind: "ok", body: tempFilePath, etag: "" });
              return;
            }
            const { header } = answer as { header?: Record<string, string> };
            // The body of a refusal is in the file.
            done(outcomeOf<string>(statusCode, refusalIn(tempFilePath), header ?? {}));
          },
          fail: () => done({ kind: "unreached" }),
        });
      }),
  );
}

/** Removes files that were fetched. */
export function discard(files: readonly string[]): void {
  const system = wx.getFileSystemManager();
  files.forEach((filePath) => {
    // One that is gone already is as good.
    if (filePath !== "") system.unlink({ filePath, fail: () => undefined });
  });
}

function refusalIn(file: string): unknown {
  if (file === undefined || file === "") return undefined;
  try {
    const text = wx.getFileSystemManager().readFileSync(file, "utf8");
    discard([file]);
    return typeof text === "string" ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
