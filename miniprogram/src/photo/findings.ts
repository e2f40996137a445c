// The findings of a picture as rows: what is wrong first, each with how to put it right.

import type { Finding, Fitness, Picture, Verdict } from "../api/answers";
import { of, say } from "../texts/speech";
import type { Tone } from "../order/stage";

/** A finding in words. */
export interface FindingRow {
  readonly line: string;
  readonly reason: string;
  readonly remedy: string;
}

/** A picture's findings, by what they ask of the person. */
export interface FindingsShown {
  readonly failing: readonly FindingRow[];
  readonly advised: readonly FindingRow[];
  readonly passed: readonly FindingRow[];
  readonly unmeasured: readonly FindingRow[];
}

/** What came of a picture, in a headline. */
export interface Headline {
  readonly tone: Tone;
  readonly what: string;
  readonly remedy: string;
}

/** The headline of a picture. */
export function headlineOf(fitness: Fitness): Headline {
  const tones: { readonly [fitness in Fitness]: Tone } = { good: "good", advised: "unsure", failing: "bad", "no-photo": "bad" };
  return { tone: tones[fitness], what: say(`application-result-${fitness}`), remedy: say(`application-result-${fitness}.remedy`) };
}

/** Whether a picture may be handed in. */
export function isFit(fitness: Fitness): boolean {
  return fitness === "good" || fitness === "advised";
}

/** The findings in rows; of a picture that gave no photo, why there is none. */
export function findingsOf({ judgement }: Picture): FindingsShown {
  const rows = (verdict: Verdict): readonly FindingRow[] =>
    judgement.findings.filter((finding) => finding.verdict === verdict).map((finding) => rowOf(finding, verdict));
  const wrongs = judgement.wrongs.map(({ message, remedy }) => ({ line: of(message), reason: "", remedy: of(remedy) }));
  return {
    failing: wrongs.length > 0 ? wrongs : rows("fail"),
    advised: rows("advise"),
    passed: rows("pass"),
    unmeasured: rows("not-measured"),
  };
}

function rowOf(finding: Finding, verdict: Verdict): FindingRow {
  const objects = verdict === "fail" || verdict === "advise";
  return {
    line: objects ? of(finding.wrong) || of(finding.name) : of(finding.name) || finding.id,
    reason: objects ? of(finding.reason) : "",
    remedy: objects ? of(finding.remedy) : "",
  };
}
