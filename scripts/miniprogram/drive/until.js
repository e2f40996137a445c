'use strict'
/**
 * Waits for a condition. Takes what is waited for, in words, and a function; gives its first
 * result that is not false, undefined or null. Fails with the last reason after the limit.
 */
const LIMIT_MS = Number(process.env.HUIZHI_TEST_WAIT_MS ?? 60_000)
const BETWEEN_MS = 40

async function until(what, condition, limit = LIMIT_MS) {
  const end = Date.now() + limit
  let reason = ''
  for (;;) {
    try {
      const result = await condition()
      if (result !== undefined && result !== null && result !== false) return result
    } catch (error) {
      reason = `: ${error.message}`
    }
    if (Date.now() > end) throw new Error(`waited ${limit / 1000} s in vain for ${what}${reason}`)
    await new Promise((go) => setTimeout(go, BETWEEN_MS))
  }
}

module.exports = { until }
