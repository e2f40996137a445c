'use strict'
const assert = require('node:assert/strict')
const { afterEach, test } = require('node:test')
const { answering, app, phone } = require('./app.js')

const { asUser, askOnce, change, read } = app('api/ask')
const { problemOf, isPassing, troubleOf } = app('api/outcome')
const { begin, submit, write } = app('api/orders')
const { waitAfter } = app('api/patience')
const { outcomeOf } = app('api/send')
const { forget } = app('api/session')
const { upload } = app('api/upload')
const { lineNow, networkChanged, watchLine } = app('line/line')
const { say } = app('texts/speech')

const problem = (code, more) => ({ code, message: { zh: '不行', en: 'no' }, remedy: { zh: '改', en: 'mend' }, about: [], ...more })
const OVER = [401, problem('session-over')]
const BUSY = [503, problem('busy'), { 'Retry-After': '5' }]
const SESSION = [200, { token: 't1', until: 9e15 }]
const login = ({ success }) => queueMicrotask(() => success({ code: 'c' }))
/** Ends every pause, as the network's return does. */
const goOn = () => networkChanged('connected')
/** Ends the pause that the work comes to. */
const paused = async (work) => {
  const end = watchLine((line) => { if (line.kind === 'waiting') queueMicrotask(goOn) })
  return work.finally(end)
}
afterEach(() => { phone(); forget(); networkChanged('connected') })

test('what an answer means', () => {
  for (const [status, data, header, expected] of [
    [200, { a: 1 }, { ETag: '"x"' }, { kind: 'ok', body: { a: 1 }, etag: '"x"' }],
    [204, '', {}, { kind: 'ok', body: '', etag: '' }],
    [304, '', {}, { kind: 'unchanged' }],
  ])
    assert.deepEqual(outcomeOf(status, data, header), expected)
  const refused = outcomeOf(429, problem('too-many-requests'), { 'retry-after': '7' })
  assert.deepEqual([refused.kind, refused.problem.code, refused.problem.waitS], ['refused', 'too-many-requests', 7])
})

test('a refusal is read, whoever wrote it', () => {
  const about = [{ name: 'phone', code: 'phone-empty', message: { zh: '空', en: 'empty' }, remedy: { zh: '填', en: 'fill' } }, { name: 1 }, null]
  assert.deepEqual(problemOf(422, problem('fields', { about }), 0).about, [about[0]])
  for (const body of [undefined, '<html>', { code: 5, message: 'text' }]) {
    const { code, message } = problemOf(502, body, 0)
    assert.deepEqual([code, message.zh], ['status-502', say('mini-unexpected')])
  }
})

test('what is said of a failure', () => {
  const refused = (code) => ({ kind: 'refused', problem: problemOf(409, problem(code), 0) })
  for (const [failure, message, remedy] of [
    [{ kind: 'unreached' }, say('mini-unreached'), say('mini-unreached.remedy')],
    [refused('not-accepted'), '不行', '改'],
    [refused('not-found'), say('mini-not-found'), say('mini-not-found.remedy')],
    [refused('order-no-picture'), say('application-refused-order-no-picture'), say('application-refused-order-no-picture.remedy')],
  ]) {
    const trouble = troubleOf(failure)
    assert.deepEqual([trouble.message, trouble.remedy], [message, remedy])
  }
})

test('how long to wait before the next try', () => {
  const refused = (status, waitS) => ({ kind: 'refused', problem: { status, waitS } })
  for (const [failure, tries, expected, passing] of [
    [{ kind: 'unreached' }, 1, 2, true],
    [{ kind: 'unreached' }, 2, 4, true],
    [{ kind: 'unreached' }, 9, 30, true],
    [refused(503, 7), 3, 7, true],
    [refused(503, 0), 1, 2, true],
    [refused(429, 3600), 1, undefined, true],
    [refused(404, 0), 1, undefined, false],
    [refused(401, 5), 1, undefined, false],
  ]) {
    assert.equal(waitAfter(failure, tries), expected)
    assert.equal(isPassing(failure), passing)
  }
})

test('a session is made when it is needed, shared, and renewed once', async () => {
  for (const [answers, lines, kind] of [
    [[SESSION, [200, 1]], ['POST /wechat/session', 'GET /a'], 'ok'],
    [[SESSION, OVER, [200, { token: 't2', until: 9e15 }]], ['POST /wechat/session', 'GET /a'], 'refused'],
    [['lost'], ['POST /wechat/session'], 'unreached'],
  ]) {
    const { asked, request } = answering(...answers)
    phone({ login, request })
    forget()
    const outcome = await askOnce('user', { method: 'GET', path: '/a' })
    assert.equal(outcome.kind, kind)
    assert.deepEqual(asked.map(({ line }) => line), lines)
  }
  // Held from before, and over: renewed without a word, and only once.
  const { asked, request } = answering(SESSION, [200, 1], OVER, [200, { token: 't2', until: 9e15 }], OVER)
  phone({ login, request })
  forget()
  await askOnce('user', { method: 'GET', path: '/a' })
  const again = await askOnce('user', { method: 'GET', path: '/b' })
  assert.equal(again.kind, 'refused')
  assert.deepEqual(asked.map(({ line, token }) => `${line} ${token}`), [
    'POST /wechat/session undefined', 'GET /a Bearer t1', 'GET /b Bearer t1', 'POST /wechat/session undefined', 'GET /b Bearer t2',
  ])
})

test('two requests at once sign in once', async () => {
  const { asked, request } = answering(SESSION, [200, 1], [200, 2])
  phone({ login, request })
  forget()
  const path = (one) => asUser(async (token) => ({ kind: 'ok', body: `${token} ${one}`, etag: '' }))
  const outcomes = await Promise.all([path('a'), path('b')])
  assert.deepEqual(outcomes.map(({ body }) => body), ['t1 a', 't1 b'])
  assert.equal(asked.length, 1)
})

test('reading goes on by itself, and ends with its page', async () => {
  const { asked, request } = answering('lost', BUSY, [200, 'here'])
  phone({ request })
  const missed = []
  const outcome = await paused(read('anybody', { method: 'GET', path: '/a' }, { isOver: false }, ({ kind }) => missed.push(kind)))
  assert.deepEqual([outcome.body, missed, asked.length], ['here', ['unreached', 'refused'], 3])

  const left = answering('lost')
  phone({ request: left.request })
  assert.equal((await read('anybody', { method: 'GET', path: '/a' }, { isOver: true })).kind, 'unreached')
  const gone = answering([404, problem('not-found')])
  phone({ request: gone.request })
  assert.equal((await read('anybody', { method: 'GET', path: '/a' }, { isOver: false })).kind, 'refused')
})

test('a change is sent again only where nothing was done', async () => {
  for (const [answers, kind, count] of [
    [[BUSY, [204, '']], 'ok', 2],
    [['lost'], 'unreached', 1],
    [[[503, problem('unavailable')]], 'refused', 1],
    [[BUSY, BUSY, BUSY, BUSY], 'refused', 4],
  ]) {
    const { asked, request } = answering(...answers)
    phone({ request })
    const outcome = await paused(change('anybody', { method: 'POST', path: '/a' }))
    assert.deepEqual([outcome.kind, asked.length], [kind, count])
  }
})

test('the same twice does nothing twice', async () => {
  const draft = { number: 'N1', status: 'draft', document: 'd', city: '440300' }
  const mine = { by: 'applicant', text: '你好', at: 1 }
  const [list, thread] = ['GET /wechat/orders', 'GET /orders/N1/messages']
  const submitted = ['POST /orders/N1/submit', 'GET /orders/N1']
  const written = [thread, 'POST /orders/N1/messages', thread]
  const status = (one) => [200, { status: one }]
  for (const [name, work, answers, lines, kind] of [
    ['a draft is gone on with', () => begin('d', '440300'), [[200, [draft]]], [list], 'ok'],
    ['what was handed in is no draft', () => begin('d', '440300'), [[200, [{ ...draft, status: 'approved' }]], [201, { number: 'N2' }]], [list, 'POST /orders'], 'ok'],
    ['another city is another order', () => begin('d', '440100'), [[200, [draft]], [201, { number: 'N2' }]], [list, 'POST /orders'], 'ok'],
    ['a lost answer was a submission', () => submit('N1'), ['lost', status('waiting')], submitted, 'ok'],
    ['a lost answer was none', () => submit('N1'), ['lost', status('draft')], submitted, 'unreached'],
    ['submitted before', () => submit('N1'), [[409, problem('order-wrong-state')], status('in-review')], submitted, 'ok'],
    ['refused for a reason', () => submit('N1'), [[409, problem('order-no-picture')], status('draft')], submitted, 'refused'],
    ['a message that arrived', () => write('N1', '你好'), [[200, []], 'lost', [200, [mine]]], written, 'ok'],
    ['a message that did not', () => write('N1', '你好'), [[200, [mine]], 'lost', [200, [mine]]], written, 'unreached'],
  ]) {
    const { asked, request } = answering(SESSION, ...answers)
    phone({ login, request })
    forget()
    const outcome = await work()
    assert.equal(outcome.kind, kind, name)
    assert.deepEqual(asked.map(({ line }) => line).slice(1), lines, name)
  }
})

test('an upload goes on after a break, and stops when it is told to', async () => {
  const task = (more) => ({ onProgressUpdate: () => undefined, abort: () => undefined, ...more })
  const sends = (...answers) => {
    const made = []
    const uploadFile = (options) => {
      made.push(options.filePath)
      const answer = answers.shift()
      if (answer === 'lost') queueMicrotask(() => options.fail({ errMsg: 'uploadFile:fail' }))
      else if (answer !== 'hangs') queueMicrotask(() => options.success({ statusCode: answer[0], data: JSON.stringify(answer[1]), header: answer[2] ?? {} }))
      return task({ abort: () => options.fail({ errMsg: 'uploadFile:fail abort' }) })
    }
    const { request } = answering(SESSION)
    phone({ login, request, uploadFile })
    forget()
    return made
  }
  const told = []
  const tell = (progress) => {
    told.push(progress.kind)
    if (['broken', 'in-line', 'offline'].includes(progress.kind)) setImmediate(goOn)
  }

  const made = sends('lost', BUSY, [200, { fitness: 'good' }])
  const outcome = await upload('N1', 'tmp/a', undefined, tell).done
  assert.deepEqual([outcome.kind, made.length, told], ['ok', 3, ['sending', 'broken', 'sending', 'in-line', 'sending']])

  told.length = 0
  sends('lost', [200, { fitness: 'good' }])
  networkChanged('gone')
  await upload('N1', 'tmp/a', undefined, tell).done
  assert.deepEqual(told, ['sending', 'offline', 'sending'])

  // The photo is made by another process: it is asked for until it is there.
  const asks = async (...orders) => {
    const { asked, request } = answering(SESSION, ...orders.map((order) => (Array.isArray(order) ? order : [200, order])))
    const uploadFile = (options) => {
      queueMicrotask(() => options.success({ statusCode: 202, data: JSON.stringify({ ask: '/api/v1/orders/N1', wait_s: 3 }), header: {} }))
      return task()
    }
    phone({ login, request, uploadFile })
    forget()
    told.length = 0
    const outcome = await paused(upload('N1', 'tmp/a', undefined, (progress) => told.push(progress.kind)).done)
    assert.deepEqual(told, ['sending', 'looking'])
    assert.deepEqual(asked.slice(1).map(({ line }) => line), orders.map(() => 'GET /orders/N1'))
    return outcome
  }
  const making = { picture_making: 7, picture: { fitness: 'advised' } }
  const there = await asks(making, making, BUSY, { picture_making: null, picture: { fitness: 'good' }, picture_refused: [] })
  assert.deepEqual([there.kind, there.body.fitness], ['ok', 'good'])
  const none = await asks(making, { picture: { fitness: 'advised' }, picture_refused: [problem('image-truncated')] })
  assert.deepEqual([none.kind, none.problem.code], ['refused', 'image-truncated'])
  assert.equal((await asks([404, problem('not-found')])).problem.code, 'not-found')

  sends([422, problem('no-face')])
  assert.equal((await upload('N1', 'tmp/a', undefined, tell).done).kind, 'refused')

  sends('lost', 'lost', 'lost', 'lost', 'lost', 'lost')
  assert.equal((await upload('N1', 'tmp/a', undefined, tell).done).kind, 'unreached')

  sends('hangs')
  const stopped = upload('N1', 'tmp/a', undefined, () => undefined)
  setImmediate(() => stopped.stop())
  assert.equal(await stopped.done, undefined)
})

test('the line is told to whoever watches', () => {
  const seen = []
  const end = watchLine(({ kind }) => seen.push(kind))
  networkChanged('gone')
  networkChanged('connected')
  end()
  networkChanged('gone')
  assert.deepEqual(seen, ['fine', 'offline', 'fine'])
  assert.equal(lineNow().kind, 'offline')
})
