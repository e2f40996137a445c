// The city that was chosen last, so that it can be chosen again by one tap.

import type { CityLine } from "../api/answers";

const STORED = "last-city";

/** Remembers a city. */
export function rememberCity(city: CityLine): void {
  wx.setStorageSync(STORED, city);
}

/** The city that was chosen last. */
export function lastCity(): CityLine | undefined {
  const value: unknown = wx.getStorageSync(STORED);
  if (typeof value !== "object" || value === null) return undefined;
  const city = value as Partial<CityLine>;
  return typeof city.code === "string" && city.names !== undefined ? (value as CityLine) : undefined;
}

/** Forgets it. */
export function forgetCity(): void {
  wx.removeStorageSync(STORED);
}
