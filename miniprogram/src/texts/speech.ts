// The words of this mini-programme in the phone's language: Chinese, or English where the phone
// is in English. The texts beside this file are made from the message files of the service.

import { en } from "./en";
import { filled, type Arguments, type Text } from "./format";
import { zh } from "./zh";

/** A language that has texts. */
export type Locale = "zh" | "en";

/** The key of a text. */
export type Key = keyof typeof zh;

/** A text of the service's in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

let locale: Locale = "zh";

/** The language for a phone's language tag, such as `en` or `zh_CN`. */
export function localeOf(tag: string): Locale {
  return /^en([_-]|$)/i.test(tag) ? "en" : "zh";
}

/** Chooses the language; once, before the first page. */
export function speak(chosen: Locale): void {
  locale = chosen;
}

/** The language that is spoken. */
export function spoken(): Locale {
  return locale;
}

/** The text of a key. */
export function say(key: Key, given: Arguments = {}): string {
  const texts: { readonly [key in Key]: Text } = locale === "en" ? en : zh;
  return filled(texts[key], given);
}

/** The service's words in the language that is spoken; nothing for nothing. */
export function of(words: Words | null | undefined): string {
  return words ? words[locale] : "";
}

/** The texts of several keys, under names of a page's own. */
export function said<Name extends string>(keys: { readonly [name in Name]: Key }): { [name in Name]: string } {
  const names = Object.keys(keys) as Name[];
  return Object.fromEntries(names.map((name) => [name, say(keys[name])])) as { [name in Name]: string };
}
