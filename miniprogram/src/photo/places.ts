// What is drawn over a picture: places of findings, measured lines and what they may be. Takes
// pixels of the picture, gives styles in percent of it, so that they fit at any size.

import type { Finding, Judgement, Point } from "../api/answers";

/** Something drawn over a picture. */
export interface Mark {
  /** Tells it from the others. */
  readonly id: string;
  /** Where it lies. */
  readonly style: string;
  readonly tone: "fail" | "advise" | "held" | "missed" | "band";
  /** The number of what it belongs to, or nothing. */
  readonly label: string;
}

/** The size of a picture in pixels. */
export type Size = readonly [number, number];

/** A place is drawn a little larger than what was found, by this part of the picture's width. */
const MARGIN = 0.012;

/** The places of the findings that object, on the uploaded picture. */
export function placesOnPicture(judgement: Judgement): readonly Mark[] {
  const size = judgement.upright_px;
  if (!size) return [];
  const marks = judgement.findings.flatMap((finding) => {
    const tone = objection(finding);
    return tone === undefined ? [] : (finding.regions ?? []).map((region) => ({ ...around(region, size), tone, label: "" }));
  });
  return marks.map(numbered);
}

/**
 * The places of what was rejected, on the photo: each with the number of its reason. `meant` has
 * for each reason the findings that it means.
 */
export function placesOnPhoto(judgement: Judgement, meant: readonly (readonly string[])[]): readonly Mark[] {
  const size = sizeOfPhoto(judgement);
  if (!size) return [];
  const marks = meant.flatMap((ids, index) =>
    judgement.findings
      .filter((finding) => ids.includes(finding.id))
      .flatMap((finding) => finding.regions_on_photo)
      .map((region) => ({ ...around(region, size), tone: "fail" as const, label: String(index + 1) })),
  );
  return marks.map(numbered);
}

/** The measured lines on the photo, and the bands in which they may lie. */
export function linesOnPhoto(judgement: Judgement): readonly Mark[] {
  const size = sizeOfPhoto(judgement);
  if (!size) return [];
  const bands = (judgement.photo_bands ?? []).map(({ corner: [x, y], size: [width, height] }) => ({
    style: boxed(x, y, width, height, size),
    tone: "band" as const,
    label: "",
  }));
  const lines = (judgement.photo_lines ?? []).map(({ from: [x1, y1], to: [x2, y2], held }) => ({
    style: boxed(Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1), size),
    tone: held ? ("held" as const) : ("missed" as const),
    label: "",
  }));
  return [...bands, ...lines].map(numbered);
}

function numbered(mark: Omit<Mark, "id">, index: number): Mark {
  return { ...mark, id: String(index) };
}

/** The size of the photo, if there is one. */
export function sizeOfPhoto(judgement: Judgement): Size | undefined {
  return judgement.photo ? [judgement.photo.width_px, judgement.photo.height_px] : undefined;
}

function objection(finding: Finding): "fail" | "advise" | undefined {
  return finding.verdict === "fail" || finding.verdict === "advise" ? finding.verdict : undefined;
}

/** The box around a region, with some margin. */
function around(region: readonly Point[], size: Size): { readonly style: string } {
  const across = region.map(([x]) => x);
  const down = region.map(([, y]) => y);
  const margin = size[0] * MARGIN;
  const [left, top] = [Math.min(...across) - margin, Math.min(...down) - margin];
  const width = Math.max(...across) + margin - left;
  const height = Math.max(...down) + margin - top;
  return { style: boxed(left, top, width, height, size) };
}

function boxed(left: number, top: number, width: number, height: number, [across, down]: Size): string {
  const part = (length: number, all: number): string => `${((length / all) * 100).toFixed(2)}%`;
  return `left:${part(left, across)};top:${part(top, down)};width:${part(width, across)};height:${part(height, down)}`;
}
