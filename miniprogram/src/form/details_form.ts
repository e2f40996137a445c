// The form of the applicant's details: what is typed, what is sent, and which field a refusal means.

import type { Details, IdentityKind } from "../api/answers";
import type { About } from "../api/outcome";
import { of } from "../texts/speech";

/** What is typed, as it is kept on the phone. */
export interface Typed {
  readonly name: string;
  readonly kind: IdentityKind;
  readonly number: string;
  readonly birth: string;
  readonly phone: string;
  readonly email: string;
  readonly further: { readonly [id: string]: string };
}

/** What is ticked. */
export interface Ticked {
  readonly faceData: boolean;
  readonly guardian: boolean;
  /** The number whose first six digits were compared with the document. */
  readonly confirmed: string;
}

/** The kinds of identity documents, in the order of the form. */
export const KINDS: readonly IdentityKind[] = [
  "chinese-id",
  "passport",
  "hong-kong-macao-taiwan-resident",
  "foreign-permanent-resident",
  "home-return-permit",
  "taiwan-compatriot-permit",
];

/** The kinds whose number holds the date of birth: it is not asked for again. */
const HOLDS_BIRTH: readonly IdentityKind[] = ["chinese-id", "hong-kong-macao-taiwan-resident"];

const FURTHER = "further.";

/** An empty form. */
export const EMPTY: Typed = { name: "", kind: "chinese-id", number: "", birth: "", phone: "", email: "", further: {} };

/** Whether the form asks for the date of birth. */
export function asksBirth(kind: IdentityKind): boolean {
  return !HOLDS_BIRTH.includes(kind);
}

/** What is kept on the phone while it is typed. */
export function toDraft(typed: Typed): { readonly [field: string]: string } {
  const { further, ...plain } = typed;
  const rest = Object.entries(further).map(([id, text]) => [FURTHER + id, text]);
  return { ...plain, ...Object.fromEntries(rest) };
}

/** The form from what was kept. */
export function fromDraft(kept: { readonly [field: string]: string }): Typed {
  const kind = KINDS.find((one) => one === kept["kind"]) ?? EMPTY.kind;
  const further = Object.entries(kept).flatMap(([field, text]) => (field.startsWith(FURTHER) ? [[field.slice(FURTHER.length), text]] : []));
  return {
    name: kept["name"] ?? "",
    kind,
    number: kept["number"] ?? "",
    birth: kept["birth"] ?? "",
    phone: kept["phone"] ?? "",
    email: kept["email"] ?? "",
    further: Object.fromEntries(further),
  };
}

/** What is sent to the service. */
export function toDetails(typed: Typed, ticked: Ticked): Details {
  const consents = [...(ticked.faceData ? (["face-data"] as const) : []), ...(ticked.guardian ? (["guardian"] as const) : [])];
  return {
    name: typed.name,
    identity_kind: typed.kind,
    identity_number: typed.number,
    ...(ticked.confirmed !== "" && ticked.confirmed === typed.number ? { identity_number_confirmed: true } : {}),
    ...(asksBirth(typed.kind) ? { birth: typed.birth } : {}),
    phone: typed.phone,
    ...(typed.email === "" ? {} : { email: typed.email }),
    further: typed.further,
    consents,
  };
}

/** What is wrong, by the name of the field in the body; the consents by their kind. */
export function wrongsOf(about: readonly About[]): { readonly [field: string]: string } {
  return Object.fromEntries(
    about.map(({ name, code, message, remedy }) => {
      const field = name === "consents" ? (code === "consent-guardian" ? "guardian" : "face_data") : name;
      return [field, `${of(message)} ${of(remedy)}`.trim()];
    }),
  );
}

/** Whether the service asks to compare the first six digits of the number. */
export function asksToCompare(about: readonly About[]): boolean {
  return about.some(({ code }) => code === "id-region-unconfirmed");
}

/** Whether the applicant is under 14: the service asks for the guardian's consent. */
export function asksGuardian(about: readonly About[]): boolean {
  return about.some(({ code }) => code === "consent-guardian");
}
