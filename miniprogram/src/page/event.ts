// What an event of a page says.

/** An event of an element with `data-…` attributes. */
interface Tapped {
  readonly currentTarget: { readonly dataset: { readonly [name: string]: unknown } };
}

/** The `data-…` attribute of the element that was tapped. */
export function dataOf(event: Tapped, name: string): string {
  const value = event.currentTarget.dataset[name];
  return value === undefined || value === null ? "" : String(value);
}

/** The value that an element tells in its event. */
export function valueOf(event: { readonly detail: { readonly value?: unknown } }): string {
  const { value } = event.detail;
  return value === undefined || value === null ? "" : String(value);
}
