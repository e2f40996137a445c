// What was typed and is not with the service yet, on this phone: by order, for a day. Pictures are
// never part of it, and it is removed as soon as the service has it.

/** Where drafts are kept: `wx` storage on a phone. */
export interface Store {
  get(key: string): unknown;
  set(key: string, value: object): void;
  remove(key: string): void;
  keys(): readonly string[];
}

/** What is typed: the details of an order, or a message. */
export type DraftOf = "details" | "message";

/** How long a half-made application is kept on a device. */
const KEPT_MS = 24 * 60 * 60 * 1000;
const PREFIX = "draft/";

interface Kept {
  readonly at: number;
  readonly typed: { readonly [field: string]: string };
}

/** Keeps what was typed. */
export function keep(store: Store, what: DraftOf, number: string, typed: { readonly [field: string]: string }, now: number): void {
  const kept: Kept = { at: now, typed };
  store.set(keyOf(what, number), kept);
}

/** What was typed, while it is kept. */
export function kept(store: Store, what: DraftOf, number: string, now: number): { readonly [field: string]: string } {
  const found = read(store, keyOf(what, number));
  return found === undefined || isOld(found, now) ? {} : found.typed;
}

/** Forgets what was typed: the service has it, or the order is over. */
export function drop(store: Store, what: DraftOf, number: string): void {
  store.remove(keyOf(what, number));
}

/** Removes what is too old. */
export function dropOld(store: Store, now: number): void {
  for (const key of drafts(store)) {
    const found = read(store, key);
    if (found === undefined || isOld(found, now)) store.remove(key);
  }
}

/** Removes everything typed on this phone. */
export function dropAll(store: Store): void {
  drafts(store).forEach((key) => store.remove(key));
}

function drafts(store: Store): readonly string[] {
  return store.keys().filter((key) => key.startsWith(PREFIX));
}

function keyOf(what: DraftOf, number: string): string {
  return `${PREFIX}${what}/${number}`;
}

function isOld({ at }: Kept, now: number): boolean {
  return now - at > KEPT_MS;
}

function read(store: Store, key: string): Kept | undefined {
  const value = store.get(key);
  if (typeof value !== "object" || value === null) return undefined;
  const { at, typed } = value as Partial<Kept>;
  return typeof at === "number" && typeof typed === "object" ? { at, typed } : undefined;
}
