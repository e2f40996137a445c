// How the line to the service stands: shown on every page by the component line-state.

/** The state of the line. */
export type Line =
  | { readonly kind: "fine" }
  | { readonly kind: "offline" }
  /** The service asked to wait, or could not be reached; until when, in milliseconds since 1970. */
  | { readonly kind: "waiting"; readonly until: number };

let line: Line = { kind: "fine" };
const watching = new Set<(line: Line) => void>();
const returning = new Set<() => void>();

/** The line as it stands. */
export function lineNow(): Line {
  return line;
}

/** Tells `seen` of every change, and of the state now; gives what ends it. */
export function watchLine(seen: (line: Line) => void): () => void {
  watching.add(seen);
  seen(line);
  return () => {
    watching.delete(seen);
  };
}

/** The network of the phone came or went. */
export function networkChanged(state: "connected" | "gone"): void {
  tell(state === "gone" ? { kind: "offline" } : { kind: "fine" });
  if (state === "connected") {
    // Whoever goes on takes itself out.
    [...returning].forEach((go) => go());
  }
}

/** An answer came: the line is fine. */
export function answered(): void {
  if (line.kind === "waiting") tell({ kind: "fine" });
}

/** Waits that many seconds, or until the network is back, and says so meanwhile. */
export function pauseFor(seconds: number): Promise<void> {
  if (line.kind !== "offline") tell({ kind: "waiting", until: Date.now() + seconds * 1000 });
  return lineBack(seconds);
}

/** Waits that many seconds; while the phone has no network, until it is back. */
export function lineBack(seconds: number): Promise<void> {
  return new Promise((done) => {
    const go = (): void => {
      clearTimeout(timer);
      returning.delete(go);
      done();
    };
    const timer = setTimeout(() => {
      if (line.kind !== "offline") go();
    }, seconds * 1000);
    returning.add(go);
  });
}

function tell(now: Line): void {
  line = now;
  watching.forEach((seen) => seen(now));
}
