// The place of a picture on a page.

import type { Size } from "./places";

/** What most documents ask for, about: 26 × 32 mm. */
const USUAL = 125;

/** Height as a part of the width, in percent. */
export function ratioOf(size: Size | null | undefined): number {
  return size ? (size[1] / size[0]) * 100 : USUAL;
}
