'use strict'
const assert = require('node:assert/strict')
const { test } = require('node:test')
const { app } = require('./app.js')

const { loaded, taken } = app('page/load')
const { orderShown } = app('pages/order/shown')
const { aboutOf } = app('order/about')
const { ratioOf } = app('photo/ratio')
const { say } = app('texts/speech')

const ok = (body) => ({ kind: 'ok', body, etag: '' })
const UNREACHED = { kind: 'unreached' }
const refused = (code) => ({
  kind: 'refused',
  problem: { status: 409, code, message: { zh: '不行', en: 'no' }, remedy: { zh: '', en: '' }, about: [], waitS: 0 },
})

/** A page that remembers what its trouble was. */
const page = () => {
  const said = []
  return { patience: { isOver: false }, said, setData: ({ trouble }) => said.push(trouble && trouble.code) }
}

test('what an outcome gives a page', () => {
  for (const [outcome, body, said] of [
    [ok(1), 1, [null]],
    [UNREACHED, undefined, ['unreached']],
    [refused('not-accepted'), undefined, ['not-accepted']],
    [{ kind: 'unchanged' }, undefined, []],
  ]) {
    const one = page()
    assert.equal(taken(one, outcome), body)
    assert.deepEqual(one.said, said)
  }
})

test('a page says each failure, and hears the last it asked', async () => {
  const one = page()
  const asked = []
  const body = await loaded(one, async (patience, missed) => {
    asked.push(patience)
    missed(UNREACHED)
    return ok('here')
  })
  assert.deepEqual([body, one.said], ['here', ['unreached', null]])
  // Asked anew while the first is on its way: the first is over and says nothing.
  let arrive
  const first = loaded(one, () => new Promise((done) => { arrive = done }))
  const second = await loaded(one, async () => ok('second'))
  arrive(ok('first'))
  assert.deepEqual([await first, second], [undefined, 'second'])
  assert.deepEqual(one.said, ['unreached', null, null])
  assert.equal(asked[0].isOver, true)
})

const DOCUMENT = { zh: '居民身份证', en: 'Resident identity card' }
const CITY = { zh: '深圳市', en: 'Shenzhen' }
const words = (text) => ({ zh: text, en: text })
const reason = (id, findings) => ({ id, name: words(id), why: words('why'), cure: words('cure'), findings })
const order = (more) => ({
  number: 'N1', document: 'd', document_name: DOCUMENT, city_name: CITY, status: 'waiting', gives: 'receipt', submissions: 1,
  has_details: true, created_at: 0, reasons: [], timeline: [], allows: [], told: [words('told')], ...more,
})
const known = (more) => ({ pays: 'here', givenDays: 30, notices: 'taken', now: 0, ...more })

test('what an order is for', () => {
  assert.equal(aboutOf(order()), '居民身份证 · 深圳市')
  assert.equal(aboutOf(order({ city_name: null })), '居民身份证')
})

test('the place of a picture', () => {
  for (const [size, expected] of [[[358, 441], (441 / 358) * 100], [null, 125], [undefined, 125]]) assert.equal(ratioOf(size), expected)
})

test('a rejection has its places and reasons', () => {
  const square = [[1, 1], [2, 1], [2, 2]]
  const findings = [{ id: 'smile', verdict: 'fail', regions_on_photo: [square] }]
  const picture = { fitness: 'good', note: '笑了', reasons: [], judgement: { findings, wrongs: [], photo: { width_px: 10, height_px: 20 } } }
  const shown = orderShown(order({ status: 'rejected', picture, reasons: [reason('other', []), reason('smile', ['smile'])] }), known())
  assert.deepEqual(shown.reasons.map(({ name, isMarked }) => [name, isMarked]), [['other', false], ['smile', true]])
  assert.deepEqual(shown.marks.map(({ label }) => label), ['2'])
  assert.deepEqual([shown.note, shown.hasPhoto, shown.ratio, shown.told], ['笑了', true, 200, []])
  // The same picture, while it waits, has nothing marked.
  assert.deepEqual(orderShown(order({ picture }), known()).marks, [])
})

test('what is said where notices do not reach the user', () => {
  const denied = { what: say('mini-denied-notices'), remedy: say('mini-denied-notices.remedy') }
  const untold = { what: say('application-untold', { at: '1970-01-01 08:00' }), remedy: '' }
  for (const [more, notices, expected] of [
    [{}, 'taken', null],
    [{}, 'refused', denied],
    [{ status: 'approved' }, 'refused', null],
    [{ wechat_untold_at: 1 }, 'taken', untold],
    [{ wechat_untold_at: 1 }, 'refused', untold],
  ])
    assert.deepEqual(orderShown(order(more), known({ notices })).untold, expected)
})

test('what can be done with an order', () => {
  const expired = { number: 'R', standing: 'expired', valid_until: '2027-01-11' }
  for (const [more, cancel, erase, renewable] of [
    [{ allows: ['cancel', 'erase', 'write'] }, true, true, false],
    [{ allows: ['erase', 'renew'], status: 'approved', receipt: expired }, false, true, true],
    [{ allows: ['erase', 'renew'], status: 'approved', receipt: { ...expired, standing: 'valid' } }, false, true, false],
    [{ allows: [], erased_at: 1 }, false, false, false],
  ]) {
    const shown = orderShown(order(more), known())
    assert.deepEqual([shown.canCancel, shown.canErase, shown.isRenewable], [cancel, erase, renewable])
    assert.equal(shown.erased !== '', 'erased_at' in more)
  }
})
