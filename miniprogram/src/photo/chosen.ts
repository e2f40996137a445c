// The picture that was chosen or taken and is not sent yet. It is kept in memory alone: no face is
// left in storage.

/** A picture for an order. */
export interface Chosen {
  readonly number: string;
  readonly file: string;
  /** Six digits of another background's colour, if one was asked for. */
  readonly background?: string;
}

let waiting: Chosen | undefined;

/** Keeps a picture for the page that sends it. */
export function choose(chosen: Chosen): void {
  waiting = chosen;
}

/** Takes the picture of an order, if one waits. */
export function takeChosen(number: string): Chosen | undefined {
  const chosen = waiting?.number === number ? waiting : undefined;
  if (chosen !== undefined) waiting = undefined;
  return chosen;
}
