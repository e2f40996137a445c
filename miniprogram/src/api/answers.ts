// The answers of the API, as /api/v1/openapi.json describes them: what the pages read of them.

import type { Words } from "../texts/speech";

/** Milliseconds since 1970-01-01 00:00 UTC. */
export type UnixMs = number;

export type Status = "draft" | "unpaid" | "waiting" | "in-review" | "approved" | "rejected" | "cancelled" | "lapsed";
export type Gives = "receipt" | "photo";
export type Fitness = "good" | "advised" | "failing" | "no-photo";
export type Verdict = "pass" | "not-measured" | "advise" | "fail";
export type Standing = "valid" | "sample" | "used" | "expired" | "revoked";
export type Category =
  | "identity"
  | "social"
  | "transport"
  | "travel"
  | "occupation"
  | "education"
  | "examination"
  | "visa"
  | "abroad"
  | "size";
export type IdentityKind =
  | "chinese-id"
  | "passport"
  | "hong-kong-macao-taiwan-resident"
  | "foreign-permanent-resident"
  | "home-return-permit"
  | "taiwan-compatriot-permit";

/** A point in pixels of a picture: across and down. */
export type Point = readonly [number, number];

/** A name and its value, as they are shown. */
export interface Fact {
  readonly name: Words;
  readonly value: Words;
  readonly rgb?: readonly [number, number, number] | null;
}

export interface DocumentLine {
  readonly id: string;
  readonly names: Words;
  readonly short: Words;
  readonly also: Words;
  readonly scope: "city" | "national" | "abroad";
  readonly category: Category;
  readonly gives: Gives;
}

export interface CityLine {
  readonly code: string;
  readonly names: Words;
  readonly short: Words;
  readonly province: Words;
  readonly pinyin: string;
}

/** The choice of a city for a document. */
export interface CityChoice {
  readonly notice?: { readonly message: Words; readonly remedy: Words } | null;
  readonly large: readonly CityLine[];
  readonly cities: readonly CityLine[];
}

export interface Price {
  readonly amount_fen: number;
  readonly paid_for: "applying" | "receipt";
}

export interface Backdrop {
  readonly names: Words;
  readonly rgb: readonly [number, number, number];
}

export interface FurtherAsked {
  readonly id: string;
  readonly names: Words;
  readonly hint?: Words | null;
  readonly need: "must" | "may";
  readonly max_chars: number;
}

export interface Acceptance {
  readonly answer: "yes" | "no" | "unknown" | "not-applicable";
  readonly reason: Words;
  readonly instead?: Words | null;
  readonly source: string;
  readonly confidence: Words;
}

export interface Requirements {
  readonly document_name: Words;
  readonly city_name?: Words | null;
  readonly acceptance: Acceptance;
  readonly gives: Gives;
  readonly price?: Price | null;
  readonly asks: readonly FurtherAsked[];
  readonly facts: readonly Fact[];
  readonly receipt_terms: readonly Fact[];
  readonly specification: {
    readonly background_name: Words;
    readonly background_rgb: readonly [number, number, number];
    readonly background_choices: readonly Backdrop[];
  };
}

/** What the service's settings say to the mini-programme. */
export interface Settings {
  readonly pays: boolean;
  readonly notices: readonly { readonly template: string; readonly tells: readonly string[] }[];
  readonly operator: {
    readonly name?: Words | null;
    readonly phone?: string | null;
    readonly email?: string | null;
    readonly hours?: Words | null;
    readonly address: readonly Words[];
  };
  readonly waiting?: Words | null;
  readonly review?: { readonly now: Words; readonly hours: readonly { readonly what: Words; readonly when: Words }[] } | null;
  readonly consent: {
    readonly version: string;
    readonly original_days: number;
    readonly ended_days: number;
    readonly given_days: number;
  };
  readonly asks_email: boolean;
  readonly sends_sms: boolean;
  readonly most_picture_bytes: number;
  /** That WeChat looks at the photo too, where it does. */
  readonly safety?: Words | null;
  /** That WeChat reads messages. */
  readonly safety_messages?: Words | null;
}

export interface Finding {
  readonly id: string;
  readonly name?: Words | null;
  readonly verdict: Verdict;
  readonly wrong?: Words | null;
  readonly reason?: Words | null;
  readonly remedy?: Words | null;
  readonly regions?: readonly (readonly Point[])[] | null;
  readonly regions_on_photo: readonly (readonly Point[])[];
}

export interface PhotoLine {
  readonly from: Point;
  readonly to: Point;
  readonly held: boolean;
}

export interface Judgement {
  readonly findings: readonly Finding[];
  readonly photo?: { readonly width_px: number; readonly height_px: number; readonly bytes: number } | null;
  readonly wrongs: readonly { readonly code: string; readonly message: Words; readonly remedy: Words }[];
  readonly upright_px?: readonly [number, number] | null;
  readonly photo_lines?: readonly PhotoLine[] | null;
  readonly photo_bands?: readonly { readonly corner: Point; readonly size: Point }[] | null;
  readonly measures?: readonly { readonly text: Words; readonly held: boolean }[] | null;
}

export interface Reason {
  readonly id: string;
  readonly name: Words;
  readonly why: Words;
  readonly cure: Words;
  readonly findings?: readonly string[] | null;
}

export interface Picture {
  readonly fitness: Fitness;
  readonly judgement: Judgement;
  readonly reasons: readonly Reason[];
  readonly note: string;
  readonly has_original?: boolean;
}

export interface Bill {
  readonly price: Price;
  readonly status: "free" | "open" | "paid" | "closed" | "returned";
  readonly until?: UnixMs | null;
  readonly refund_fen?: number | null;
  readonly is_refund_given: boolean;
}

export interface Place {
  readonly ahead: number;
  readonly about_s?: number | null;
  readonly opens_at?: UnixMs | null;
}

export interface ReceiptLine {
  readonly number?: string | null;
  readonly standing: Standing;
  readonly valid_until: string;
  readonly ended_at?: UnixMs | null;
  readonly revoked_for?: Words | null;
}

export interface TimelineLine {
  readonly at: UnixMs;
  readonly what: string;
}

export type Allowed = "change" | "cancel" | "erase" | "write" | "renew";

/** Why a picture was not taken. */
export interface Refused {
  readonly code: string;
  readonly message: Words;
  readonly remedy: Words;
}

export interface Order {
  readonly number: string;
  readonly document: string;
  readonly document_name: Words;
  readonly city?: string | null;
  readonly city_name?: Words | null;
  readonly status: Status;
  readonly bill?: Bill | null;
  readonly gives: Gives;
  readonly submissions: number;
  readonly has_details: boolean;
  readonly created_at: UnixMs;
  readonly erased_at?: UnixMs | null;
  readonly place?: Place | null;
  readonly picture?: Picture | null;
  /** Since when the photo of a newer picture is being made. */
  readonly picture_making?: UnixMs | null;
  /** Why a newer picture was not taken. */
  readonly picture_refused?: readonly Refused[];
  readonly reasons: readonly Reason[];
  readonly receipt?: ReceiptLine | null;
  readonly timeline: readonly TimelineLine[];
  readonly allows: readonly Allowed[];
  readonly told: readonly Words[];
  readonly consent_code?: string | null;
  /** Since when WeChat did not deliver a notice that was due. */
  readonly wechat_untold_at?: UnixMs | null;
  readonly written_by_hand?: readonly string[];
}

export interface OrderListed {
  readonly number: string;
  readonly document: string;
  readonly document_name: Words;
  readonly city?: string | null;
  readonly city_name?: Words | null;
  readonly status: Status;
  readonly created_at: UnixMs;
  readonly erased_at?: UnixMs | null;
  readonly receipt?: ReceiptLine | null;
  readonly has_news: boolean;
  readonly has_picture: boolean;
}

export interface Confirmation {
  readonly name: string;
  readonly identity_kind: IdentityKind;
  readonly identity_number: string;
  readonly phone: string;
  readonly email?: string | null;
  readonly further: readonly { readonly names: Words; readonly text: string }[];
  readonly by_hand?: Words | null;
  readonly awaited: Words;
  readonly told: readonly Words[];
}

export interface Details {
  readonly name: string;
  readonly identity_kind: IdentityKind;
  readonly identity_number: string;
  readonly identity_number_confirmed?: boolean;
  readonly birth?: string;
  readonly phone: string;
  readonly email?: string;
  readonly further: { readonly [id: string]: string };
  readonly consents: readonly ("face-data" | "guardian")[];
}

export interface OwnReceipt {
  readonly number: string;
  readonly number_name?: Words | null;
  readonly standing: Standing;
  readonly valid_until: string;
  readonly is_sample: boolean;
  readonly code: "none" | "kept" | "taken";
  readonly code_until?: UnixMs | null;
  readonly uses?: Words | null;
}

export interface Message {
  readonly by: "applicant" | "staff" | "program" | "system";
  readonly at: UnixMs;
  readonly text: string;
}

export interface Question {
  readonly slug: string;
  readonly group: string;
  readonly group_name: Words;
  readonly question: Words;
  readonly answer: readonly Words[];
  readonly related: readonly string[];
  readonly words: readonly string[];
}

export interface Retention {
  readonly intro: Words;
  readonly rows: readonly { readonly what: Words; readonly how_long: Words; readonly why: Words; readonly then: Words }[];
  readonly notes: readonly Words[];
}
