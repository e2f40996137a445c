'use strict'
const assert = require('node:assert/strict')
const { test } = require('node:test')
const { app } = require('./app.js')

const { drop, dropAll, dropOld, keep, kept } = app('draft/draft')
const { asksBirth, asksGuardian, asksToCompare, EMPTY, fromDraft, KINDS, toDetails, toDraft, wrongsOf } = app('form/details_form')

const DAY = 24 * 60 * 60 * 1000
const store = () => {
  const values = new Map([['session', { token: 'x' }]])
  return { get: (key) => values.get(key), set: (key, value) => values.set(key, value), remove: (key) => values.delete(key), keys: () => [...values.keys()], values }
}

test('a draft is kept for a day, by order and kind', () => {
  const phone = store()
  keep(phone, 'details', '1', { name: '张三' }, 0)
  keep(phone, 'message', '1', { text: '你好' }, DAY)
  for (const [what, number, now, expected] of [
    ['details', '1', DAY, { name: '张三' }],
    ['details', '1', DAY + 1, {}],
    ['details', '2', 0, {}],
    ['message', '1', DAY, { text: '你好' }],
  ])
    assert.deepEqual(kept(phone, what, number, now), expected)
  phone.set('draft/details/9', 'not a draft')
  dropOld(phone, DAY + 1)
  assert.deepEqual(phone.keys(), ['session', 'draft/message/1'])
  drop(phone, 'message', '1')
  keep(phone, 'details', '1', {}, 0)
  dropAll(phone)
  assert.deepEqual(phone.keys(), ['session'])
})

test('what is typed reads back from its draft', () => {
  const typed = { name: '张三', kind: 'passport', number: 'E12345678', birth: '1990-02-03', phone: '13800138000', email: 'a@b.cn', further: { school: 'No 1' } }
  assert.deepEqual(fromDraft(toDraft(typed)), typed)
  assert.deepEqual(fromDraft({}), EMPTY)
  assert.equal(fromDraft({ kind: 'driving-licence' }).kind, 'chinese-id')
})

test('what is sent', () => {
  const none = { faceData: false, guardian: false, confirmed: '' }
  for (const [typed, ticked, expected] of [
    [{}, {}, { consents: [] }],
    [{ birth: '1990-01-31' }, { faceData: true }, { consents: ['face-data'] }],
    [{ kind: 'passport', birth: '1990-01-31' }, { faceData: true, guardian: true }, { consents: ['face-data', 'guardian'], birth: '1990-01-31' }],
    [{ number: '1' }, { confirmed: '1' }, { consents: [], identity_number_confirmed: true }],
    [{ number: '2' }, { confirmed: '1' }, { consents: [] }],
    [{ email: 'a@b.cn' }, {}, { consents: [], email: 'a@b.cn' }],
  ]) {
    const whole = { ...EMPTY, ...typed }
    const sent = toDetails(whole, { ...none, ...ticked })
    assert.deepEqual(sent, { name: '', identity_kind: whole.kind, identity_number: whole.number, phone: '', further: {}, ...expected })
  }
  for (const kind of KINDS) assert.equal(asksBirth(kind), !['chinese-id', 'hong-kong-macao-taiwan-resident'].includes(kind), kind)
})

test('a refusal finds its fields', () => {
  const about = (name, code) => ({ name, code, message: { zh: `${code}。`, en: code }, remedy: { zh: '改。', en: 'mend' } })
  assert.deepEqual(
    wrongsOf([about('name', 'name-empty'), about('consents', 'consent-face-data'), about('consents', 'consent-guardian'), about('further.school', 'further-empty')]),
    { name: 'name-empty。 改。', face_data: 'consent-face-data。 改。', guardian: 'consent-guardian。 改。', 'further.school': 'further-empty。 改。' },
  )
  for (const [code, compare, guardian] of [['id-region-unconfirmed', true, false], ['consent-guardian', false, true], ['name-empty', false, false]]) {
    assert.equal(asksToCompare([about('x', code)]), compare)
    assert.equal(asksGuardian([about('x', code)]), guardian)
  }
})
