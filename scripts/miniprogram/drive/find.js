'use strict'
/**
 * Finds what a person means by a text: runs in the browser. Takes the text (an exact one is
 * preferred, then the element that says least beside it) and what kind of thing is looked for:
 * `pressed` or `filled`. Gives the element or null. Only what can be seen counts, and a dialog
 * hides all else.
 */
function find(text, kind) {
  const dialogs = document.querySelectorAll('.host-dialog')
  const root = dialogs.length > 0 ? dialogs[dialogs.length - 1] : document.body
  const isSeen = (element) => {
    if (!element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) return false
    const { width, height } = element.getBoundingClientRect()
    return width > 0 && height > 0
  }
  const referred = (element) =>
    (element.getAttribute('aria-labelledby') ?? '')
      .split(/\s+/)
      .map((id) => document.getElementById(id)?.innerText.trim() ?? '')
      .join(' ')
  const labelOf = (element) =>
    element.getAttribute('aria-label') || referred(element) || element.alt || element.placeholder || ''
  const wordsOf = (element) => labelOf(element) || (element.innerText ?? '').trim()
  const every = [...root.querySelectorAll('*')].filter(
    (element) => !element.closest('.host-title') && (kind !== 'filled' || element.matches('input, textarea, select')),
  )
  const exact = every.filter((element) => wordsOf(element) === text && isSeen(element))
  if (exact.length > 0) {
    // Of nested ones the outermost control, else the innermost.
    const control = exact.find((element) => element.matches('button, input, textarea, select, [role=button], [role=link], wx-picker'))
    return control ?? exact.at(-1)
  }
  const holding = every.filter((element) => wordsOf(element).includes(text) && isSeen(element))
  const least = Math.min(...holding.map((element) => wordsOf(element).length))
  return holding.filter((element) => wordsOf(element).length === least).at(-1) ?? null
}

module.exports = { find }
