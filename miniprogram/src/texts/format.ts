// Fills arguments into a text. Takes a text as scripts/make-miniprogram-texts writes it, gives
// what is shown.

/** A text: words with `{name}` for arguments, or words chosen by the value of one argument. */
export type Text = string | Choice;

/** Words by the value of an argument: an exact value, `one` for 1, or `other`. */
export interface Choice {
  readonly by: string;
  readonly cases: { readonly [value: string]: string };
  readonly other: string;
}

/** Arguments by name. */
export type Arguments = { readonly [name: string]: string | number };

const PLACE = /\{([a-z][a-z0-9_-]*)\}/g;

/** The words for these arguments; an argument that is missing stays as its name in braces. */
export function filled(text: Text, given: Arguments): string {
  return chosen(text, given).replace(PLACE, (place: string, name: string) => {
    const value = given[name];
    return value === undefined ? place : String(value);
  });
}

function chosen(text: Text, given: Arguments): string {
  if (typeof text === "string") return text;
  const value = given[text.by];
  const exact = text.cases[String(value)];
  if (exact !== undefined) return exact;
  // The plural rules of English; Chinese has one form.
  if (value === 1 && text.cases["one"] !== undefined) return text.cases["one"];
  return text.other;
}
