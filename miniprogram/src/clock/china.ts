// Times in words, on the clock of China wherever the phone is.

import { say } from "../texts/speech";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** China has one time zone, UTC+8, and no summer time. */
const AHEAD_MS = 8 * HOUR_MS;

/** `2026-11-23 10:03`. */
export function shown(at: number): string {
  return new Date(at + AHEAD_MS).toISOString().slice(0, 16).replace("T", " ");
}

/** When somebody is there again: `13:30 today`, `9:00 tomorrow`, `9:00 on Monday`. */
export function opening(opens: number, now: number): string {
  const then = new Date(opens + AHEAD_MS);
  const time = `${then.getUTCHours()}:${String(then.getUTCMinutes()).padStart(2, "0")}`;
  const ahead = dayOf(opens) - dayOf(now);
  if (ahead <= 0) return say("opening-today", { time });
  if (ahead === 1) return say("opening-tomorrow", { time });
  if (ahead < 7) {
    // Monday is 1, Sunday 7.
    const day = ((then.getUTCDay() + 6) % 7) + 1;
    return say("opening-weekday", { time, day: say(`weekday-${day as Weekday}`) });
  }
  const month = say(`month-${(then.getUTCMonth() + 1) as Month}`);
  return say("opening-date", { time, month, day: then.getUTCDate() });
}

type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;
type Month = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12;

function dayOf(at: number): number {
  return Math.floor((at + AHEAD_MS) / DAY_MS);
}
