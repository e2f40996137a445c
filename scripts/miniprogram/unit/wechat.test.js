'use strict'
const assert = require('node:assert/strict')
const { test } = require('node:test')
const { app, phone } = require('./app.js')

const { opening, shown } = app('clock/china')
const { found } = app('help/find')
const { accepted, askable } = app('permission/notices')
const { answerPrivacy, listenForPrivacy, whenPrivacyIsAsked } = app('permission/privacy')
const { meaningOf, saidOf } = app('permission/refused')
const { sceneOf } = app('scene/scene')
const { say } = app('texts/speech')

test('scenes', () => {
  for (const [encoded, expected] of [
    [undefined, { kind: 'none' }],
    ['', { kind: 'none' }],
    ['h', { kind: 'none' }],
    ['d.resident-id-card', { kind: 'document', document: 'resident-id-card' }],
    ['d%2Eresident-id-card', { kind: 'document', document: 'resident-id-card' }],
    ['d.', { kind: 'none' }],
    ['d.a/../b', { kind: 'none' }],
    ['o.YUMHQ6JWXWJ', { kind: 'order', number: 'YUMHQ6JWXWJ' }],
    ['o.1?x=1', { kind: 'none' }],
    ['t.aGVsbG8_-', { kind: 'taken', scene: 't.aGVsbG8_-' }],
    ['x.1', { kind: 'none' }],
    ['%', { kind: 'none' }],
  ])
    assert.deepEqual(sceneOf(encoded), expected, encoded)
})

test('what a failure of WeChat’s means', () => {
  for (const [failure, expected] of [
    [{ errMsg: 'chooseMedia:fail cancel' }, 'closed'],
    [{ errMsg: 'requestPayment:fail cancel' }, 'closed'],
    [{ errMsg: 'chooseMedia:fail privacy permission is not authorized', errno: 104 }, 'privacy'],
    [{ errMsg: 'chooseMedia:fail api scope is not declared in the privacy agreement', errno: 112 }, 'undeclared'],
    [{ errMsg: 'getPhoneNumber:fail', errno: 104 }, 'privacy'],
    [{ errMsg: 'getPhoneNumber:fail', errno: 112 }, 'undeclared'],
    [{ errMsg: 'getPhoneNumber:fail', errCode: 104 }, 'privacy'],
    [{ errMsg: 'saveImageToPhotosAlbum:fail auth deny' }, 'denied'],
    [{ errMsg: 'saveImageToPhotosAlbum:fail authorize no response' }, 'denied'],
    [{ errMsg: 'saveImageToPhotosAlbum:fail:auth denied' }, 'denied'],
    [{ errMsg: 'insertCamera:fail auth deny' }, 'denied'],
    [{ errMsg: 'chooseMedia:fail system permission denied' }, 'denied'],
    [{ errMsg: 'saveImageToPhotosAlbum:fail file not found' }, 'failed'],
    [{}, 'failed'],
  ])
    assert.equal(meaningOf(failure), expected, JSON.stringify(failure))
})

test('every refusal has a way on', () => {
  const denied = { errMsg: 'x:fail auth deny' }
  for (const asked of ['album', 'camera', 'save', 'phone']) {
    for (const [failure, way] of [[{ errno: 104 }, 'none'], [{ errno: 112 }, 'none'], [denied, 'settings'], [{}, 'none']]) {
      const said = saidOf(asked, failure)
      assert.ok(said.message && said.remedy, asked)
      assert.equal(said.way, way, asked)
    }
    assert.equal(saidOf(asked, { errMsg: 'x:fail cancel' }), undefined)
  }
  for (const asked of ['share', 'open', 'copy']) assert.equal(saidOf(asked, denied).message, say(`mini-failed-${asked}`))
})

test('templates of one tap, and what was taken of them', () => {
  assert.deepEqual(askable(['a', 'b', 'a']), ['a', 'b'])
  assert.deepEqual(askable(['1', '2', '3', '4', '5', '6']).length, 5)
  assert.deepEqual(accepted(['a', 'b', 'c'], { a: 'accept', b: 'reject', c: 'ban', d: 'accept', errMsg: 'ok' }), ['a'])
})

test('the question on privacy is asked by the page that is seen, and answered once', () => {
  let wechat
  phone({ onNeedPrivacyAuthorization: (heard) => { wechat = heard } })
  listenForPrivacy()
  const [asked, answers] = [[], []]
  const end = whenPrivacyIsAsked(() => asked.push('first'))
  end()
  wechat((answer) => answers.push(answer))
  whenPrivacyIsAsked(() => asked.push('second'))
  wechat((answer) => answers.push(answer))
  answerPrivacy({ event: 'agree', buttonId: 'b' })
  answerPrivacy({ event: 'disagree' })
  assert.deepEqual(asked, ['second', 'second'])
  assert.deepEqual(answers, [{ event: 'agree', buttonId: 'b' }, { event: 'agree', buttonId: 'b' }])
})

test('the clock of China', () => {
  const monday = Date.UTC(2027, 0, 3, 16)
  const at = (days, minutes) => monday + (days * 1440 + minutes) * 60_000
  assert.equal(shown(0), '1970-01-01 08:00')
  for (const [opens, now, expected] of [
    [at(0, 810), at(0, 720), '今天 13:30'],
    [at(1, 540), at(0, 1439), '明天 9:00'],
    [at(4, 540), at(0, 0), '周五 9:00'],
    [at(6, 540), at(0, 0), '周日 9:00'],
    [at(7, 540), at(0, 0), '1 月 11 日 9:00'],
    [at(0, 545), at(3, 0), '今天 9:05'],
  ])
    assert.equal(opening(opens, now), expected)
})

test('questions are found by their words', () => {
  const words = (text) => ({ zh: text, en: text })
  const question = (slug, group, text, ...more) => ({ slug, group, group_name: words(group), question: words(text), answer: [], related: [], words: more })
  const all = [question('a', '回执', '怎么使用回执？', 'shiyong'), question('b', '拍照', '眼镜 可以戴吗'), question('c', '回执', '多久有效')]
  const slugs = (query) => found(all, query).map(({ heading, rows }) => [heading, rows.map(({ slug }) => slug)])
  for (const [query, expected] of [
    ['', [['回执', ['a', 'c']], ['拍照', ['b']]]],
    ['ShiYong', [['回执', ['a']]]],
    ['眼镜可以', [['拍照', ['b']]]],
    ['xyz', []],
  ])
    assert.deepEqual(slugs(query), expected, query)
})
