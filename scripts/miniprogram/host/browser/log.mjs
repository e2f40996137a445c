/**
 * What the app called and what went wrong, for the test to read: `calls` are the `wx` calls
 * with their arguments (bytes and long texts cut), `errors` what nobody caught.
 */
export const calls = []
export const errors = []

const LONGEST = 300

function plain(value) {
  if (typeof value === 'function') return undefined
  if (typeof value === 'string' && value.length > LONGEST)
    return `${value.slice(0, LONGEST)}… (${value.length} characters)`
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return `${value.byteLength} bytes`
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).map(([name, inner]) => [name, plain(inner)])
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined))
}

export function noteCall(name, given) {
  const entry = { name, given: given.map(plain), answer: 'pending' }
  calls.push(entry)
  return entry
}

export const noteError = (error) => errors.push(String(error?.stack ?? error?.errMsg ?? error))

window.addEventListener('error', (event) => noteError(event.error ?? event.message))
window.addEventListener('unhandledrejection', (event) => noteError(event.reason))
