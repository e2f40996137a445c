// The questions, asked for once per start.

import type { Question } from "../api/answers";
import type { Patience } from "../api/ask";
import { questions } from "../api/catalogue";
import type { Failure, Outcome } from "../api/outcome";

let known: readonly Question[] | undefined;

/** All questions; from memory once they are known. */
export async function allQuestions(patience: Patience, missed?: (failure: Failure) => void): Promise<Outcome<readonly Question[]>> {
  if (known !== undefined) return { kind: "ok", body: known, etag: "" };
  const outcome = await questions(patience, missed);
  if (outcome.kind === "ok") known = outcome.body;
  return outcome;
}
