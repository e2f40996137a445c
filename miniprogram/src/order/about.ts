// What an order is for, in a line.

import { of, type Words } from "../texts/speech";

/** `居民身份证 · 深圳市`. */
export function aboutOf({ document_name: document, city_name: city }: { readonly document_name: Words; readonly city_name?: Words | null }): string {
  return [of(document), of(city)].filter((part) => part !== "").join(" · ");
}
