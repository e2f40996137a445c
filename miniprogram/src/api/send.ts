// One request over the network, by `wx.request`: neither signed in nor tried again.

import { SERVICE_ADDRESS } from "../config";
import { problemOf, type Outcome } from "./outcome";

/** A request to the API. */
export interface Request {
  readonly method: "GET" | "POST" | "PUT";
  /** Below /api/v1. */
  readonly path: string;
  readonly body?: object;
  /** The `ETag` of what is known already. */
  readonly known?: string;
}

/** How long an answer may take, in milliseconds; the service itself gives up after 15 s. */
const PATIENCE_MS = 20_000;

/** The address of something below /api/v1. */
export function addressOf(path: string): string {
  return `${SERVICE_ADDRESS}/api/v1${path}`;
}

/** Sends a request with a session's token, or without one. */
export function send<Body>(request: Request, token: string | undefined): Promise<Outcome<Body>> {
  const header: Record<string, string> = {};
  if (token !== undefined) header["Authorization"] = `Bearer ${token}`;
  if (request.known !== undefined) header["If-None-Match"] = request.known;
  if (request.body !== undefined) header["Content-Type"] = "application/json";
  return new Promise((done) => {
    wx.request<WechatMiniprogram.IAnyObject>({
      url: addressOf(request.path),
      method: request.method,
      header,
      timeout: PATIENCE_MS,
      ...(request.body === undefined ? {} : { data: request.body as WechatMiniprogram.IAnyObject }),
      success: ({ statusCode, data, header: answered }) => {
        done(outcomeOf<Body>(statusCode, data, answered as unknown as Record<string, string>));
      },
      fail: () => done({ kind: "unreached" }),
    });
  });
}

/** What an answer means. */
export function outcomeOf<Body>(status: number, data: unknown, header: Record<string, string>): Outcome<Body> {
  if (status === 304) return { kind: "unchanged" };
  if (status >= 200 && status < 300) {
    // What the service describes in openapi.json is believed.
    return { kind: "ok", body: data as Body, etag: named(header, "etag") };
  }
  const waitS = Number(named(header, "retry-after"));
  return { kind: "refused", problem: problemOf(status, data, Number.isFinite(waitS) ? waitS : 0) };
}

/** A header by its name, whose case phones and tools write differently. */
function named(header: Record<string, string>, name: string): string {
  const found = Object.keys(header).find((one) => one.toLowerCase() === name);
  return found === undefined ? "" : header[found] ?? "";
}
