'use strict'
/**
 * The compiled mini-programme for unit tests: `app('order/stage')` gives a module of it, each
 * test file its own; `phone` is what stands for `wx` in modules that call it.
 */
const { join, resolve } = require('node:path')

const TARGET = resolve(process.env.CARGO_TARGET_DIR ?? join(__dirname, '..', '..', '..', 'target'))
const APP = process.env.HUIZHI_MINIPROGRAM_APP ?? join(TARGET, 'miniprogram', 'app')

const app = (module) => require(join(APP, `${module}.js`))

/** A `wx` with storage in memory; `more` are further functions. */
function phone(more = {}) {
  const stored = new Map()
  globalThis.wx = {
    getStorageSync: (key) => structuredClone(stored.get(key) ?? ''),
    setStorageSync: (key, value) => stored.set(key, structuredClone(value)),
    removeStorageSync: (key) => stored.delete(key),
    getStorageInfoSync: () => ({ keys: [...stored.keys()] }),
    ...more,
  }
  return stored
}

/**
 * Answers for `wx.request`, in turn: `[status, body, headers]`, or `lost` where nobody answers.
 * Gives the requests that were made, as `METHOD path`.
 */
function answering(...answers) {
  const asked = []
  const request = ({ url, method, header, data, success, fail }) => {
    asked.push({ line: `${method} ${url.replace(/^.*\/api\/v1/, '')}`, token: header.Authorization, data })
    const answer = answers.shift()
    if (answer === undefined) throw new Error(`nobody expected ${method} ${url}`)
    if (answer === 'lost') queueMicrotask(() => fail({ errMsg: 'request:fail' }))
    else queueMicrotask(() => success({ statusCode: answer[0], data: answer[1], header: answer[2] ?? {} }))
  }
  return { asked, request }
}

module.exports = { APP, app, answering, phone }
