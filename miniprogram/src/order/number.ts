// The numbers of orders and receipts as they are printed.

/** In groups of four that can be read out: `7K4M-9XPQ-R2WV`. */
export function grouped(number: string): string {
  return number.replace(/-/g, "").replace(/(.{4})(?=.)/g, "$1-");
}
