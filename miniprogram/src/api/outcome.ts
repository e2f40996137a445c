// What came of a request, and the words for what did not work.

import { of, say, type Words } from "../texts/speech";

/** A refusal of the service: problem JSON (RFC 9457). */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly message: Words;
  readonly remedy: Words;
  /** The fields of the body, or the findings, that are meant. */
  readonly about: readonly About[];
  /** Seconds after which asking again makes sense; 0 where the service names none. */
  readonly waitS: number;
}

/** What is wrong with one field. */
export interface About {
  readonly name: string;
  readonly code: string;
  readonly message: Words;
  readonly remedy: Words;
}

/** What came of a request. */
export type Outcome<Body> =
  | { readonly kind: "ok"; readonly body: Body; readonly etag: string }
  | { readonly kind: "unchanged" }
  | { readonly kind: "refused"; readonly problem: Problem }
  | { readonly kind: "unreached" };

/** An outcome that gave nothing. */
export type Failure = Exclude<Outcome<never>, { kind: "ok" } | { kind: "unchanged" }>;

/** What is wrong and what to do, as it is shown. */
export interface Trouble {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** What an order refuses its applicant. */
const REFUSED = [
  "wrong-state",
  "picture-unfit",
  "no-picture",
  "no-details",
  "unpaid",
  "nothing-to-pay",
  "claimed-by-another",
  "final",
  "other-user",
  "erased",
] as const;

/** The refusal in an answer that is not a success. */
export function problemOf(status: number, body: unknown, waitS: number): Problem {
  const told = isRecord(body) ? body : {};
  const code = typeof told["code"] === "string" ? told["code"] : `status-${status}`;
  const own = wordsOf(told["message"]);
  return {
    status,
    code,
    message: own ?? unnamed(),
    remedy: wordsOf(told["remedy"]) ?? { zh: "", en: "" },
    about: Array.isArray(told["about"]) ? told["about"].flatMap(aboutOf) : [],
    waitS,
  };
}

/** The words for an outcome that gave nothing. */
export function troubleOf(failure: Failure): Trouble {
  if (failure.kind === "unreached") {
    return { code: "unreached", message: say("mini-unreached"), remedy: say("mini-unreached.remedy") };
  }
  const { code, message, remedy } = failure.problem;
  if (code === "not-found") return { code, message: say("mini-not-found"), remedy: say("mini-not-found.remedy") };
  const refused = REFUSED.find((one) => code === `order-${one}`);
  // The service says these for programs; the pages of the web have them for people.
  if (refused) return { code, message: say(`application-refused-order-${refused}`), remedy: say(`application-refused-order-${refused}.remedy`) };
  return { code, message: of(message), remedy: of(remedy) };
}

/** Whether asking again by itself may help: nobody was reached, or the service asks to wait. */
export function isPassing(failure: Failure): boolean {
  return failure.kind === "unreached" || [429, 502, 503, 504].includes(failure.problem.status);
}

function aboutOf(entry: unknown): About[] {
  if (!isRecord(entry)) return [];
  const { name, code } = entry;
  if (typeof name !== "string" || typeof code !== "string") return [];
  const none = { zh: "", en: "" };
  return [{ name, code, message: wordsOf(entry["message"]) ?? none, remedy: wordsOf(entry["remedy"]) ?? none }];
}

function wordsOf(value: unknown): Words | undefined {
  if (!isRecord(value)) return undefined;
  const { zh, en } = value;
  return typeof zh === "string" && typeof en === "string" ? { zh, en } : undefined;
}

/** For an answer that no service of ours wrote, such as a proxy's. */
function unnamed(): Words {
  const text = say("mini-unexpected");
  return { zh: text, en: text };
}

function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null;
}
