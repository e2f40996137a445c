/**
 * `wx.request`, `wx.uploadFile`, `wx.downloadFile`, and the network that they need. The test
 * cuts it with `device.network`; what is under way then fails as it does on a phone.
 */
import { becomes, device, onChange } from '../device.mjs'
import { extensionOf, files, keepTemporary, put } from '../files.mjs'
import { noteCall } from '../log.mjs'
import { isKnown, overProxy } from '../place.mjs'
import { define, defineEvent, failure, settle, wx } from './call.mjs'

const OFFLINE = failure('errcode:-106 cronet_error_code:-106 error_msg:net::ERR_INTERNET_DISCONNECTED', {
  errno: 600001,
})
const UNREACHED = failure('errcode:-102 cronet_error_code:-102 error_msg:net::ERR_CONNECTION_REFUSED', {
  errno: 600001,
})
const TIMED_OUT = failure('timeout', { errno: 5 })
const ABORTED = failure('abort')
const UNKNOWN_HOST = failure('url not in domain list', { errno: 600002 })
const USUAL_TIMEOUT_MS = 60_000

const underWay = new Set()
const statusChanged = defineEvent('NetworkStatusChange')

define('getNetworkType', () => ({ networkType: device.network }))
onChange((values) => {
  if (!('network' in values)) return
  if (device.network === 'none') for (const cut of [...underWay]) cut(OFFLINE)
  statusChanged({ isConnected: device.network !== 'none', networkType: device.network })
})

/** A task of WeChat's: `body` gets how to stop and where to tell of progress. */
function defineTask(name, body) {
  wx[name] = (options) => {
    const entry = noteCall(name, [options])
    const stopping = new AbortController()
    const listeners = { HeadersReceived: [], ChunkReceived: [], ProgressUpdate: [] }
    const tell = (event, detail) => listeners[event].forEach((listener) => listener(detail))
    const cut = (why) => stopping.abort(why)
    const running = (async () => {
      // The task is given back before anything comes of it.
      await undefined
      if (!isKnown(options.url)) throw UNKNOWN_HOST
      if (device.network === 'none') throw OFFLINE
      underWay.add(cut)
      const clock = setTimeout(() => cut(TIMED_OUT), options.timeout ?? USUAL_TIMEOUT_MS)
      try {
        return await body(options, { signal: stopping.signal, tell })
      } catch (error) {
        throw stopping.signal.aborted ? stopping.signal.reason : error.failed ? error : UNREACHED
      } finally {
        clearTimeout(clock)
        underWay.delete(cut)
      }
    })()
    settle(name, { ...options, complete: options.complete ?? (() => {}) }, running, entry)
    const task = { abort: () => cut(ABORTED) }
    for (const event of Object.keys(listeners)) {
      task[`on${event}`] = (listener) => void listeners[event].push(listener)
      task[`off${event}`] = (listener) => {
        listeners[event] = listener ? listeners[event].filter((known) => known !== listener) : []
      }
    }
    return task
  }
}

const headersOf = (answer) => Object.fromEntries(answer.headers)

function bodyOf({ method = 'GET', data, header = {} }) {
  if (data === undefined || method === 'GET' || method === 'HEAD') return undefined
  if (typeof data === 'string' || data instanceof ArrayBuffer) return data
  const kind = Object.entries(header).find(([name]) => name.toLowerCase() === 'content-type')
  if (kind?.[1].includes('x-www-form-urlencoded')) return new URLSearchParams(data).toString()
  return JSON.stringify(data)
}

function addressWith({ url, method = 'GET', data }) {
  const address = new URL(overProxy(url))
  if (data && typeof data === 'object' && (method === 'GET' || method === 'HEAD'))
    for (const [name, value] of Object.entries(data)) address.searchParams.set(name, value)
  return address
}

const METHODS = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT']

async function chunksOf(answer, tell) {
  const reader = answer.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    tell('ChunkReceived', { data: value.slice().buffer })
  }
}

defineTask('request', async (options, { signal, tell }) => {
  const { method = 'GET', header = {}, dataType = 'json', responseType = 'text' } = options
  if (!METHODS.includes(method)) throw failure(`invalid method ${method}`)
  const body = bodyOf(options)
  const headers = { 'content-type': 'application/json', ...lowered(header) }
  const answer = await fetch(addressWith(options), {
    method, headers, body, signal, cache: 'no-store', credentials: 'omit', redirect: 'follow',
  })
  const known = { statusCode: answer.status, header: headersOf(answer), cookies: [] }
  tell('HeadersReceived', { header: known.header, statusCode: known.statusCode, cookies: [] })
  if (options.enableChunked) {
    if (answer.body) await chunksOf(answer, tell)
    return { ...known, data: '' }
  }
  if (responseType === 'arraybuffer') return { ...known, data: await answer.arrayBuffer() }
  const text = await answer.text()
  return { ...known, data: dataType === 'json' ? asJson(text) : text }
})

const lowered = (header) =>
  Object.fromEntries(Object.entries(header).map(([name, value]) => [name.toLowerCase(), value]))

function asJson(text) {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

defineTask('uploadFile', async ({ url, filePath, name, formData = {}, header = {} }, { signal, tell }) => {
  const file = files.get(filePath)
  if (!file) throw failure(`file not exist ${filePath}`)
  const form = new FormData()
  for (const [field, value] of Object.entries(formData)) form.append(field, value)
  form.append(name, file, filePath.split('/').pop())
  if (device.upload === 'held') {
    const sent = Math.floor(file.size * 0.4)
    tell('ProgressUpdate', { progress: 40, totalBytesSent: sent, totalBytesExpectedToSend: file.size })
    await becomes(({ upload }) => upload !== 'held', signal)
  }
  return new Promise((done, broken) => {
    const call = new XMLHttpRequest()
    call.open('POST', overProxy(url))
    for (const [field, value] of Object.entries(lowered(header)))
      // The boundary is the form's own.
      if (field !== 'content-type') call.setRequestHeader(field, value)
    call.upload.onprogress = ({ loaded, total }) =>
      tell('ProgressUpdate', {
        progress: Math.floor((loaded / total) * 100),
        totalBytesSent: loaded,
        totalBytesExpectedToSend: total,
      })
    call.onload = () => done({ data: call.responseText, statusCode: call.status, header: {} })
    call.onerror = () => broken(UNREACHED)
    call.onabort = () => broken(signal.reason)
    signal.addEventListener('abort', () => call.abort())
    call.send(form)
  })
})

defineTask('downloadFile', async ({ url, header = {}, filePath }, { signal, tell }) => {
  const answer = await fetch(overProxy(url), {
    headers: lowered(header), signal, cache: 'no-store', credentials: 'omit',
  })
  const blob = await answer.blob()
  tell('ProgressUpdate', {
    progress: 100, totalBytesWritten: blob.size, totalBytesExpectedToWrite: blob.size,
  })
  if (filePath) {
    await put(filePath, blob)
    return { filePath, statusCode: answer.status, header: headersOf(answer) }
  }
  const kept = await keepTemporary(blob, extensionOf(blob.type))
  return { tempFilePath: kept, statusCode: answer.status, header: headersOf(answer) }
})
