// What a mini-programme code means: its scene names the home page, a document, an order of the
// user's, or a text with which an order begun elsewhere becomes the user's.

/** A scene. */
export type Scene =
  | { readonly kind: "document"; readonly document: string }
  | { readonly kind: "order"; readonly number: string }
  | { readonly kind: "taken"; readonly scene: string }
  | { readonly kind: "none" };

/** Reads `query.scene`, which WeChat gives percent-encoded. */
export function sceneOf(encoded: string | undefined): Scene {
  const text = decoded(encoded ?? "");
  const rest = text.slice(2);
  if (/^d\.[a-z0-9]+(-[a-z0-9]+)*$/.test(text)) return { kind: "document", document: rest };
  if (/^o\.[0-9A-Za-z-]+$/.test(text)) return { kind: "order", number: rest };
  if (/^t\.[\w-]+$/.test(text)) return { kind: "taken", scene: text };
  return { kind: "none" };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
