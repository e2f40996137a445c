// Finds questions: by a part of the question or of its search words, in groups.

import type { Question } from "../api/answers";
import { of } from "../texts/speech";

/** Questions under a heading. */
export interface QuestionGroup {
  readonly id: string;
  readonly heading: string;
  readonly rows: readonly { readonly slug: string; readonly question: string }[];
}

/** The questions that have the query, in their order. */
export function found(questions: readonly Question[], query: string): readonly QuestionGroup[] {
  const wanted = folded(query);
  const matching = questions.filter((one) => [of(one.question), ...one.words].some((word) => folded(word).includes(wanted)));
  const groups = [...new Set(matching.map((one) => one.group))];
  return groups.map((group) => {
    const inside = matching.filter((one) => one.group === group);
    return {
      id: group,
      heading: of(inside[0]?.group_name),
      rows: inside.map((one) => ({ slug: one.slug, question: of(one.question) })),
    };
  });
}

/** Letters without case, spaces or punctuation. */
function folded(text: string): string {
  return text.toLowerCase().replace(/[\s\p{P}]/gu, "");
}
