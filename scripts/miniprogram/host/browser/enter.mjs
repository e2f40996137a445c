/**
 * How the app was entered: the page, its query, and WeChat's number of the way in (1001 the
 * list of mini-programmes, 1047 a scanned code, 1107 a notice). From the host's address:
 * `/__host/?path=pages/order/order&query=number%3D1&scene=1047`.
 */
import { configuration } from '/__host/built/app.js'

const asked = new URLSearchParams(location.search)

/** As WeChat hands it over: values are not decoded. */
export const queryOf = (text) =>
  Object.fromEntries(
    text
      .split('&')
      .filter(Boolean)
      .map((pair) => {
        const at = pair.indexOf('=')
        return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
      }),
  )

const launched = {
  path: asked.get('path') ?? configuration.entryPagePath ?? configuration.pages[0],
  query: queryOf(asked.get('query') ?? ''),
  scene: Number(asked.get('scene') ?? 1001),
  referrerInfo: {},
  apiCategory: 'default',
}

export const enter = { launched, entered: launched, queryText: asked.get('query') ?? '' }
