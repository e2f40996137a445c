// Documents, cities, requirements, questions: what anybody may read.

import { read, type Patience } from "./ask";
import type { CityChoice, DocumentLine, Question, Requirements, Retention } from "./answers";
import type { Failure, Outcome } from "./outcome";

type Missed = (failure: Failure) => void;

/** The documents whose names or categories have the query; all for none. */
export function documents(query: string, patience: Patience, missed?: Missed): Promise<Outcome<readonly DocumentLine[]>> {
  const path = query === "" ? "/documents" : `/documents?q=${encodeURIComponent(query)}`;
  return read("anybody", { method: "GET", path }, patience, missed);
}

/** The cities to choose from for a document, or those that a query means. */
export function cities(document: string, query: string, patience: Patience, missed?: Missed): Promise<Outcome<CityChoice>> {
  const base = `/documents/${document}/cities`;
  const path = query === "" ? base : `${base}?q=${encodeURIComponent(query)}`;
  return read("anybody", { method: "GET", path }, patience, missed);
}

/** What a document asks of its photo, in a city if one decides. */
export function requirements(
  document: string,
  city: string | undefined,
  patience: Patience,
  missed?: Missed,
): Promise<Outcome<Requirements>> {
  const base = `/documents/${document}`;
  return read("anybody", { method: "GET", path: city === undefined ? base : `${base}/cities/${city}` }, patience, missed);
}

/** All questions with their answers. */
export function questions(patience: Patience, missed?: Missed): Promise<Outcome<readonly Question[]>> {
  return read("anybody", { method: "GET", path: "/questions" }, patience, missed);
}

/** What is kept, how long and why. */
export function retention(patience: Patience, missed?: Missed): Promise<Outcome<Retention>> {
  return read("anybody", { method: "GET", path: "/retention" }, patience, missed);
}
