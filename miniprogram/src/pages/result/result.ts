// Sends the chosen picture with its progress, and shows what came of it: before and after, what is
// wrong first and how to put it right. Without a chosen picture it shows the last one.

import type { Picture } from "../../api/answers";
import { discard, download } from "../../api/download";
import { made, refusalOf } from "../../api/making";
import { order } from "../../api/orders";
import { troubleOf, type Trouble } from "../../api/outcome";
import { settings } from "../../api/settings";
import { upload, type Upload } from "../../api/upload";
import { aboutOf } from "../../order/about";
import { replace, toOrder } from "../../page/go";
import { loaded } from "../../page/load";
import { entitle, look } from "../../page/look";
import { takeChosen, type Chosen } from "../../photo/chosen";
import { findingsOf, headlineOf, isFit, type FindingsShown, type Headline } from "../../photo/findings";
import { linesOnPhoto, placesOnPicture, sizeOfPhoto, type Mark } from "../../photo/places";
import { megabytes, progressShown } from "../../photo/progress";
import { ratioOf } from "../../photo/ratio";
import { of, said, say } from "../../texts/speech";

interface Side {
  readonly file: string;
  readonly ratio: number;
  readonly marks: readonly Mark[];
}

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    number: "",
    about: "",
    step: "loading" as "loading" | "sending" | "stopped" | "shown",
    line: "",
    percent: 0,
    headline: null as Headline | null,
    findings: null as FindingsShown | null,
    measures: [] as readonly { readonly text: string; readonly held: boolean }[],
    before: null as Side | null,
    after: null as Side | null,
    hasLines: false,
    linesShown: false,
    isFit: false,
    hasDetails: false,
    passedText: "",
    unmeasuredText: "",
    passedShown: false,
    unmeasuredShown: false,
    trouble: null as Trouble | null,
  },
  patience: { isOver: false },
  chosen: undefined as Chosen | undefined,
  upload: undefined as Upload | undefined,
  files: [] as string[],
  onLoad(query: { readonly number?: string }) {
    const t = said({
      loading: "mini-loading",
      progress: "application-progress",
      stop: "application-stop",
      again: "application-again",
      retake: "application-retake",
      use: "application-use",
      before: "application-before",
      after: "application-after",
      enlargeBefore: "application-enlarge-before",
      enlargeAfter: "application-enlarge-after",
      lines: "application-lines",
      why: "application-why",
      failing: "application-failing",
      advised: "application-advised",
      measures: "application-measures",
      held: "mini-held",
      missed: "mini-missed",
    });
    this.setData({ look: look(), t, number: query.number ?? "" });
    entitle("application-result-title");
    this.chosen = takeChosen(this.data.number);
    if (this.chosen) void this.send(this.chosen);
    else void this.load();
  },
  onUnload() {
    this.patience.isOver = true;
    this.upload?.stop();
    discard([...this.files, ...(this.chosen ? [this.chosen.file] : [])]);
  },
  /** Sends the picture; a broken line is taken up again by itself. */
  async send({ file, background }: Chosen) {
    this.setData({ step: "sending", trouble: null, line: "", percent: 0 });
    this.upload = upload(this.data.number, file, background, (progress) => this.setData(progressShown(progress)));
    const outcome = await this.upload.done;
    this.upload = undefined;
    if (outcome === undefined || this.patience.isOver || outcome.kind === "unchanged") return;
    if (outcome.kind === "ok") {
      await this.load();
      return;
    }
    const unsent = outcome.kind === "unreached" ? notSent() : troubleOf(outcome);
    this.setData({ step: "stopped", trouble: await this.spoken(unsent) });
  },
  /** A picture that is too large is told with the limit. */
  async spoken(trouble: Trouble): Promise<Trouble> {
    if (trouble.code !== "too-large") return trouble;
    const service = await settings(this.patience);
    if (service.kind !== "ok") return trouble;
    return { code: trouble.code, message: say("application-too-large", { mb: megabytes(service.body.most_picture_bytes) }), remedy: "" };
  },
  stop() {
    this.upload?.stop();
    this.setData({ step: "stopped", trouble: null });
  },
  again() {
    if (this.chosen) void this.send(this.chosen);
    else void this.load();
  },
  async load() {
    const found = await loaded(this, (...how) => order(this.data.number, ...how));
    if (!found) {
      this.setData({ step: "stopped" });
      return;
    }
    const { picture, picture_making: making, allows, has_details: hasDetails } = found;
    if (!allows.includes("change")) {
      toOrder(this.data.number);
      return;
    }
    if (making !== undefined && making !== null) {
      this.setData({ step: "sending", trouble: null, ...progressShown({ kind: "looking" }) });
      const outcome = await made(this.data.number, 0, this.patience);
      if (outcome === undefined) return;
      if (outcome.kind === "ok" || outcome.kind === "unchanged") await this.load();
      else this.setData({ step: "stopped", trouble: outcome.kind === "unreached" ? notSent() : troubleOf(outcome) });
      return;
    }
    const refusal = refusalOf(found);
    if (refusal) {
      this.setData({ step: "stopped", trouble: refusal.kind === "refused" ? troubleOf(refusal) : notSent() });
      return;
    }
    if (!picture) {
      replace(`/pages/how/how?number=${this.data.number}`);
      return;
    }
    // The service has it: the file on the phone is of no use any more.
    if (this.chosen) discard([this.chosen.file]);
    this.chosen = undefined;
    this.setData({ about: aboutOf(found), hasDetails });
    this.show(picture);
    await this.fetch(picture);
  },
  show(picture: Picture) {
    const { judgement, has_original: hasOriginal } = picture;
    const photo = sizeOfPhoto(judgement);
    const findings = findingsOf(picture);
    this.setData({
      step: "shown",
      trouble: null,
      // Their places from the start, so that nothing moves when the pictures come.
      before: hasOriginal === false ? null : placeFor(judgement.upright_px),
      after: photo ? placeFor(photo) : null,
      headline: headlineOf(picture.fitness),
      findings,
      isFit: isFit(picture.fitness),
      passedText: say("application-passed", { count: findings.passed.length }),
      unmeasuredText: say("application-unmeasured", { count: findings.unmeasured.length }),
      measures: (judgement.measures ?? []).map(({ text, held }) => ({ text: of(text), held })),
      hasLines: linesOnPhoto(judgement).length + placesOnPicture(judgement).length > 0,
    });
  },
  async fetch({ judgement, has_original: hasOriginal }: Picture) {
    const photo = sizeOfPhoto(judgement);
    const upright = judgement.upright_px;
    const [before, after] = await Promise.all([
      hasOriginal === false ? undefined : download(`/orders/${this.data.number}/preview`),
      photo ? download(`/orders/${this.data.number}/photo`) : undefined,
    ]);
    for (const got of [before, after]) if (got?.kind === "ok") this.files.push(got.body);
    if (this.patience.isOver) {
      discard(this.files);
      return;
    }
    const side = (got: typeof before, size: readonly [number, number] | null | undefined, marks: readonly Mark[]): Side | null =>
      got?.kind === "ok" ? { ...placeFor(size), file: got.body, marks } : null;
    this.setData({ before: side(before, upright, placesOnPicture(judgement)), after: side(after, photo, linesOnPhoto(judgement)) });
  },
  turnLines() {
    this.setData({ linesShown: !this.data.linesShown });
  },
  turnPassed() {
    this.setData({ passedShown: !this.data.passedShown });
  },
  turnUnmeasured() {
    this.setData({ unmeasuredShown: !this.data.unmeasuredShown });
  },
  retake() {
    replace(`/pages/how/how?number=${this.data.number}`);
  },
  use() {
    const next = this.data.hasDetails ? "confirm" : "details";
    replace(`/pages/${next}/${next}?number=${this.data.number}`);
  },
});

/** What is said where the line did not hold. */
function notSent(): Trouble {
  return { code: "unreached", message: say("mini-not-sent"), remedy: say("mini-not-sent.remedy") };
}

/** An empty place for a picture of this size. */
function placeFor(size: readonly [number, number] | null | undefined): Side {
  return { file: "", ratio: ratioOf(size), marks: [] };
}
