/**
 * How a call of `wx` runs: logged, answered later, by callbacks where any is given and by a
 * promise else; with `errMsg` as WeChat writes it.
 */
import { noteCall, noteError } from '../log.mjs'

export const wx = {}

/** Thrown by a call's body: it failed, for this reason. */
export const failure = (reason, more = {}) => ({ failed: true, reason, ...more })

const messageOf = (name, { reason, failed, ...more }) => ({ errMsg: `${name}:fail ${reason}`, ...more })

export function settle(name, options, running, entry) {
  const outcome = running.then(
    (result) => ({ isOk: true, result: { errMsg: `${name}:ok`, ...result } }),
    (thrown) => {
      if (!thrown?.failed) noteError(thrown)
      const known = thrown?.failed ? thrown : failure(String(thrown))
      return { isOk: false, result: messageOf(name, known) }
    },
  )
  const told = outcome.then((settled) => {
    entry.answer = settled.result.errMsg
    return settled
  })
  if (!options.success && !options.fail && !options.complete)
    return told.then(({ isOk, result }) => (isOk ? result : Promise.reject(result)))
  // A fault in a callback is the app's, and not a reason for another callback.
  const run = (callback, result) => {
    try {
      callback?.(result)
    } catch (error) {
      noteError(error)
    }
  }
  told.then(({ isOk, result }) => {
    run(isOk ? options.success : options.fail, result)
    run(options.complete, result)
  })
  return undefined
}

/** A call with an options object; `body` gives the result's fields or throws `failure(…)`. */
export function define(name, body) {
  wx[name] = (options = {}) => {
    const entry = noteCall(name, [options])
    return settle(name, options, Promise.resolve().then(() => body(options)), entry)
  }
}

/** A call that answers at once. */
export function defineNow(name, body) {
  wx[name] = (...given) => {
    const entry = noteCall(name, given)
    try {
      const result = body(...given)
      entry.answer = 'ok'
      return result
    } catch (error) {
      entry.answer = String(error.message ?? error)
      throw error
    }
  }
}

/** A pair `onX`, `offX`; gives the function that calls the listeners. */
export function defineEvent(name) {
  const listeners = new Set()
  defineNow(`on${name}`, (listener) => void listeners.add(listener))
  defineNow(`off${name}`, (listener) => {
    if (listener) listeners.delete(listener)
    else listeners.clear()
  })
  return (event) => listeners.forEach((listener) => listener(event))
}

/** What the app sees: a call that the host does not have fails loudly. */
export const given = new Proxy(wx, {
  get(known, name) {
    if (name in known || typeof name === 'symbol') return known[name]
    return () => {
      const error = new Error(`the rendering host has no wx.${name}`)
      noteError(error)
      throw error
    }
  },
})
