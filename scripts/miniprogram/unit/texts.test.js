'use strict'
const assert = require('node:assert/strict')
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { test } = require('node:test')
const { APP, app } = require('./app.js')

const { filled } = app('texts/format')
const { localeOf, of, say, said, speak } = app('texts/speech')
const { zh } = app('texts/zh')
const { en } = app('texts/en')

test('arguments are filled in, and choose words', () => {
  const days = { by: 'days', cases: { one: '{days} day', none: 'never' }, other: '{days} days' }
  for (const [text, given, expected] of [
    ['plain', {}, 'plain'],
    ['{a} and {b}', { a: 1, b: 'x' }, '1 and x'],
    ['{a} and {a}', { a: '$&' }, '$& and $&'],
    ['{missing}', {}, '{missing}'],
    [days, { days: 1 }, '1 day'],
    [days, { days: 2 }, '2 days'],
    [days, { days: '1' }, '1 days'],
    [days, { days: 'none' }, 'never'],
  ])
    assert.equal(filled(text, given), expected)
})

test('the language of a phone', () => {
  for (const [tag, expected] of [
    ['zh_CN', 'zh'], ['zh_TW', 'zh'], ['en', 'en'], ['en_US', 'en'], ['EN-gb', 'en'], ['eng', 'zh'], ['ja', 'zh'], ['', 'zh'],
  ])
    assert.equal(localeOf(tag), expected, tag)
})

test('texts are said in the language that is spoken', () => {
  for (const [locale, expected, words] of [['zh', '首页', '甲'], ['en', 'Home', 'a']]) {
    speak(locale)
    assert.equal(say('tab-home'), expected)
    assert.deepEqual(said({ home: 'tab-home' }), { home: expected })
    assert.equal(of({ zh: '甲', en: 'a' }), words)
    assert.equal(of(null), '')
  }
  speak('zh')
})

test('both languages have the same keys and arguments', () => {
  assert.deepEqual(Object.keys(en), Object.keys(zh))
  const names = (text) => [...new Set(JSON.stringify(text).match(/\{[a-z_]+\}/g) ?? [])].sort()
  for (const key of Object.keys(zh)) {
    assert.ok(filled(zh[key], {}).trim() && filled(en[key], {}).trim(), key)
    assert.deepEqual(names(zh[key]), names(en[key]), key)
  }
})

test('app.json says what the message files say', () => {
  const { pages, tabBar, window } = JSON.parse(readFileSync(join(APP, 'app.json'), 'utf8'))
  assert.equal(window.navigationBarTitleText, zh['product'])
  assert.deepEqual(tabBar.list.map(({ text }) => text), [zh['tab-home'], zh['tab-orders'], zh['mini-tab-mine']])
  for (const page of pages)
    for (const end of ['js', 'json', 'wxml', 'wxss']) assert.ok(readFileSync(join(APP, `${page}.${end}`)).length > 0, page)
})
