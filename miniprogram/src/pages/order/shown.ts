// What the page of an order shows of it.

import type { Order, Reason } from "../../api/answers";
import { shown as timeShown } from "../../clock/china";
import { aboutOf } from "../../order/about";
import { inQueue } from "../../order/awaited";
import { billShown, type BillShown } from "../../order/money";
import { isOver, stageOf, type Stage } from "../../order/stage";
import { stepsOf, type Step } from "../../order/step";
import { timelineOf, type TimelineRow } from "../../order/timeline";
import { placesOnPhoto, sizeOfPhoto, type Mark } from "../../photo/places";
import { ratioOf } from "../../photo/ratio";
import { of, say } from "../../texts/speech";

/** What the page knows besides the order. */
export interface Known {
  readonly pays: "here" | "at-the-shop";
  /** How long a photo without a receipt is kept. */
  readonly givenDays: number;
  /** What the user said to notices when the order was handed in. */
  readonly notices: "taken" | "refused";
  readonly now: number;
}

/** A reason of a rejection. */
export interface ReasonRow {
  readonly name: string;
  readonly why: string;
  readonly cure: string;
  /** Whether its place is marked on the photo. */
  readonly isMarked: boolean;
}

/** The data of the page. */
export interface OrderShown {
  readonly about: string;
  readonly stage: Stage;
  readonly waiting: string;
  readonly told: readonly string[];
  /** That notices do not reach the user, and where to look instead. */
  readonly untold: { readonly what: string; readonly remedy: string } | null;
  readonly bill: BillShown | null;
  readonly reasons: readonly ReasonRow[];
  readonly note: string;
  readonly hasPhoto: boolean;
  readonly ratio: number;
  readonly marks: readonly Mark[];
  readonly first: Step | null;
  readonly second: Step | null;
  readonly isRenewable: boolean;
  readonly erased: string;
  readonly timeline: readonly TimelineRow[];
  readonly canCancel: boolean;
  readonly canErase: boolean;
  readonly consentCode: string;
}

/** What is shown of an order. */
export function orderShown(found: Order, known: Known): OrderShown {
  const isPaidHere = known.pays === "here";
  const steps = stepsOf(found, isPaidHere);
  const { bill, place, picture, receipt, allows } = found;
  const meant = found.reasons.map((reason) => reason.findings ?? []);
  const marks = picture && found.status === "rejected" ? placesOnPhoto(picture.judgement, meant) : [];
  const size = picture ? sizeOfPhoto(picture.judgement) : undefined;
  return {
    about: aboutOf(found),
    stage: stageOf(found, known.givenDays),
    waiting: place ? inQueue(place, known.now) : "",
    told: found.status === "waiting" || found.status === "in-review" ? found.told.map(of) : [],
    untold: untoldOf(found, known.notices),
    bill: bill ? billShown(bill, isPaidHere) : null,
    reasons: found.reasons.map((reason, index) => reasonRow(reason, marks, index)),
    note: picture?.note ?? "",
    hasPhoto: size !== undefined && !found.erased_at,
    ratio: ratioOf(size),
    marks,
    first: steps.first ?? null,
    second: steps.second ?? null,
    isRenewable: isOver(receipt) && allows.includes("renew"),
    erased: found.erased_at ? say("application-erased", { at: timeShown(found.erased_at) }) : "",
    timeline: timelineOf(found),
    canCancel: allows.includes("cancel"),
    canErase: allows.includes("erase"),
    consentCode: found.consent_code ? say("application-consent-code", { code: found.consent_code }) : "",
  };
}

function untoldOf(found: Order, notices: Known["notices"]): OrderShown["untold"] {
  if (found.wechat_untold_at) return { what: say("application-untold", { at: timeShown(found.wechat_untold_at) }), remedy: "" };
  const isAwaited = ["unpaid", "waiting", "in-review"].includes(found.status);
  if (notices === "taken" || !isAwaited) return null;
  return { what: say("mini-denied-notices"), remedy: say("mini-denied-notices.remedy") };
}

function reasonRow(reason: Reason, marks: readonly Mark[], index: number): ReasonRow {
  return {
    name: of(reason.name),
    why: of(reason.why),
    cure: of(reason.cure),
    isMarked: marks.some((mark) => mark.label === String(index + 1)),
  };
}
