/**
 * Addresses as the app writes them, as the browser can reach them: the service's own address
 * stands behind the host's origin; a path of the package is a file of the app.
 */
import { modules } from '/__host/built/app.js'
import { addressOf } from './files.mjs'

/** The one server address in the app's configuration; calls to another are refused. */
const [known] = String(modules.config ?? '').match(/https?:\/\/[^/'"`\s]+/) ?? []

export const isKnown = (url) => known !== undefined && `${url}/`.startsWith(`${known}/`)
export const overProxy = (url) => location.origin + url.slice(known.length)

/** What an `<image>` shows; `route` is its page. */
export function pictureAt(source, route) {
  if (!source) return ''
  if (/^(data|blob):/.test(source)) return source
  if (source.startsWith('wxfile:')) return addressOf(source) ?? '/__host/app/no-such-file'
  if (isKnown(source)) return overProxy(source)
  const folder = source.startsWith('/') ? '/' : `/${route}`
  return `/__host/app${new URL(source, `http://app${folder}`).pathname}`
}
