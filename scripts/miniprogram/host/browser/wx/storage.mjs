/**
 * `wx` storage: survives a restart of the app; a test reads it with `stored`. Values are kept
 * as JSON, so that what cannot be stored on a phone is not here either.
 */
import { define, defineNow, failure } from './call.mjs'

const PREFIX = 'wx:'
const LARGEST = 1024 * 1024

function put(key, value) {
  const text = JSON.stringify({ value })
  if (text.length > LARGEST) throw failure('exceed max size of a key')
  localStorage.setItem(PREFIX + key, text)
}
const has = (key) => localStorage.getItem(PREFIX + key) !== null
const get = (key) => (has(key) ? JSON.parse(localStorage.getItem(PREFIX + key)).value : '')
const keys = () =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => key.slice(PREFIX.length))
const remove = (key) => localStorage.removeItem(PREFIX + key)
const clear = () => keys().forEach(remove)
const info = () => ({ keys: keys(), currentSize: 1, limitSize: 10240 })

export const stored = () => Object.fromEntries(keys().map((key) => [key, get(key)]))

define('setStorage', ({ key, data }) => put(key, data))
define('getStorage', ({ key }) => {
  if (!has(key)) throw failure('data not found')
  return { data: get(key) }
})
define('removeStorage', ({ key }) => remove(key))
define('clearStorage', clear)
define('getStorageInfo', info)
defineNow('setStorageSync', put)
defineNow('getStorageSync', get)
defineNow('removeStorageSync', remove)
defineNow('clearStorageSync', clear)
defineNow('getStorageInfoSync', info)
