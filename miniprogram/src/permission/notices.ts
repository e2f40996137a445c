// 服务通知: which templates one tap asks for, and what the user took.

/** Most templates of one tap. */
const MOST = 5;

/** The templates to ask for, each once. */
export function askable(templates: readonly string[]): string[] {
  return [...new Set(templates)].slice(0, MOST);
}

/** The templates that the user accepted, of the answers by template. */
export function accepted(templates: readonly string[], answers: { readonly [template: string]: unknown }): readonly string[] {
  return templates.filter((template) => answers[template] === "accept");
}
