'use strict'
const assert = require('node:assert/strict')
const { test } = require('node:test')
const { app } = require('./app.js')

const { inQueue } = app('order/awaited')
const { amount, billShown, handIn, priceShown } = app('order/money')
const { grouped } = app('order/number')
const { rowsOf } = app('order/row')
const { isOver, stageOf, toneOfRow, why } = app('order/stage')
const { stepsOf } = app('order/step')
const { timelineOf } = app('order/timeline')
const { nextLookS } = app('order/watch')
const { say } = app('texts/speech')

const DOCUMENT = { zh: '居民身份证', en: 'Resident identity card' }
const receipt = (standing, more) => ({ number: '7K4M9XPQR2WV', standing, valid_until: '2027-01-11', ...more })
const bill = (paid_for, status, more) => ({ price: { amount_fen: 1500, paid_for }, status, is_refund_given: false, ...more })
const order = (more) => ({
  number: 'YUMHQ6JWXWJ', document: 'resident-id-card', document_name: DOCUMENT, city: '440300', status: 'draft',
  gives: 'receipt', submissions: 0, has_details: false, created_at: 0, reasons: [], timeline: [], allows: [], told: [], ...more,
})
const picture = (fitness, reasons = []) => ({ fitness, reasons, note: '', judgement: { findings: [], wrongs: [] } })

test('where an order stands, and whether it changes by itself', () => {
  const approved = { status: 'approved' }
  const status = (one) => `application-status-${one}`
  const until = { until: 1 }
  for (const [more, key, next, tone, live] of [
    [{}, 'draft', '.next', 'plain', false],
    [{ status: 'unpaid', bill: bill('applying', 'open', until) }, 'unpaid', '.next', 'plain', true],
    [{ status: 'waiting' }, 'waiting', '.next', 'plain', true],
    [{ status: 'in-review' }, 'in-review', '.next', 'plain', true],
    [{ status: 'rejected' }, 'rejected', '.next', 'bad', false],
    [{ ...approved }, 'approved', 'receipt-soon', 'good', true],
    [{ ...approved, receipt: receipt('valid') }, 'approved', '.next', 'good', false],
    [{ ...approved, bill: bill('receipt', 'open', until) }, 'approved', '.unpaid', 'good', true],
    [{ ...approved, gives: 'photo', bill: bill('receipt', 'open', until) }, 'approved', '.unpaid-photo', 'good', true],
    [{ status: 'cancelled' }, 'cancelled', '.next', 'plain', false],
    [{ status: 'cancelled', bill: bill('applying', 'returned', { refund_fen: 1500 }) }, 'cancelled', '.next', 'plain', true],
    [{ status: 'lapsed' }, 'lapsed', '.next', 'plain', false],
    [{ status: 'lapsed', timeline: [{ at: 0, what: 'lapsed-undecided' }] }, 'lapsed', '.unfinished', 'plain', false],
    [{ status: 'lapsed', timeline: [{ at: 0, what: 'lapsed-unpaid' }] }, 'lapsed', '.unpaid', 'plain', false],
  ]) {
    const stage = stageOf(order(more), 30)
    const said = next.startsWith('.') ? status(key) + next : next
    assert.deepEqual(stage, { word: say(status(key)), tone, next: say(said), isLive: live }, JSON.stringify(more))
  }
  assert.equal(stageOf(order({ status: 'approved', gives: 'photo' }), 30).next, say('application-status-approved.photo', { days: 30 }))
})

test('a receipt that is over is the stage of its order', () => {
  for (const [standing, tone, given] of [
    ['expired', 'bad', { until: '2027-01-11' }],
    ['used', 'plain', { at: '1970-01-01 08:00' }],
    ['revoked', 'bad', { at: '1970-01-01 08:00', why: '甲' }],
  ]) {
    const line = receipt(standing, { ended_at: 1, revoked_for: { zh: '甲', en: 'a' } })
    const stage = stageOf(order({ status: 'approved', receipt: line }), 30)
    assert.equal(stage.word, say(`receipt-${standing}`))
    assert.equal(stage.tone, tone)
    assert.equal(stage.next, say(`receipt-${standing}.why`, given))
    assert.equal(why(line), stage.next)
  }
  for (const [line, expected] of [[null, false], [undefined, false], [receipt('valid'), false], [receipt('sample'), false], [receipt('used'), true]])
    assert.equal(isOver(line), expected)
})

test('what an order offers', () => {
  const [goOn, retake] = [[say('application-go-on')], [say('application-retake'), 'how']]
  const until = { until: 1 }
  const rejected = { status: 'rejected', has_details: true }
  for (const [more, first, second] of [
    [{}, [...goOn, 'how']],
    [{ picture: picture('failing') }, [...goOn, 'result'], retake],
    [{ picture: picture('good') }, [...goOn, 'result'], retake],
    [{ picture: picture('good'), has_details: true }, [...goOn, 'confirm'], retake],
    [
      { ...rejected, picture: picture('good', [{ id: 'smile' }]) },
      [say('application-resubmit'), 'how'],
      [say('application-change-details'), 'details'],
    ],
    [{ ...rejected, picture: picture('good') }, [...goOn, 'confirm'], retake],
    [{ status: 'unpaid', bill: bill('applying', 'open', until) }, [say('mini-pay'), 'pay'], retake],
    [{ status: 'approved', bill: bill('receipt', 'open', until) }, [say('mini-pay'), 'pay']],
    [{ status: 'approved' }],
    [{ status: 'approved', receipt: receipt('valid') }, [say('receipt-show'), 'receipt']],
    [{ status: 'approved', receipt: receipt('expired') }],
    [{ status: 'approved', gives: 'photo' }, [say('mini-photo-open'), 'receipt']],
    [{ status: 'waiting' }],
    [{ status: 'in-review' }],
    [{ status: 'cancelled' }, [say('application-begin-anew'), 'documents']],
  ]) {
    const steps = stepsOf(order(more), true)
    const shown = (step) => step && [step.label, step.page.split('/')[2]]
    assert.deepEqual([shown(steps.first), shown(steps.second)], [first, second], JSON.stringify(more))
  }
  const unpaid = order({ status: 'unpaid', bill: bill('applying', 'open', { until: 1 }) })
  assert.deepEqual(Object.keys(stepsOf(unpaid, false)), ['second'], 'paid at the shop')
})

test('the place in the queue', () => {
  const now = Date.UTC(2027, 0, 4, 2)
  for (const [place, expected] of [
    [{ ahead: 2, about_s: 300 }, '前面还有 2 份，大约 5 分钟'],
    [{ ahead: 0, about_s: 0 }, '前面还有 0 份，大约 1 分钟'],
    [{ ahead: 0, about_s: 301 }, '前面还有 0 份，大约 6 分钟'],
    [{ ahead: 1 }, '前面还有 1 份。现在没有人审核，下次什么时候还没有定'],
    [{ ahead: 1, about_s: 3600 + 600, opens_at: now + 3_600_000 }, '前面还有 1 份。现在没有人审核，今天 11:00 开始，之后大约 10 分钟'],
  ])
    assert.equal(inQueue(place, now), expected)
})

test('amounts, prices and bills', () => {
  for (const [fen, expected] of [[0, '¥0.00'], [5, '¥0.05'], [1500, '¥15.00'], [123456, '¥1234.56']]) assert.equal(amount(fen), expected)
  for (const [price, expected] of [
    [null, '免费'],
    [{ amount_fen: 1500, paid_for: 'applying' }, '¥15.00，提交照片时付'],
    [{ amount_fen: 5, paid_for: 'receipt' }, '¥0.05，照片通过以后才付'],
  ])
    assert.equal(priceShown(price), expected)
  const returned = (more) => bill('applying', 'returned', { refund_fen: 1500, ...more })
  for (const [one, here, state, sentences, terms] of [
    [bill('applying', 'open', { until: 0 }), true, 'money-state-open', [], 3],
    [bill('applying', 'open', { until: 1 }), true, 'money-state-open', [say('mini-pay-here')], 3],
    [bill('applying', 'open', { until: 1 }), false, 'money-state-open', [say('money-at-till')], 3],
    [bill('receipt', 'paid'), true, 'money-state-paid', [], 3],
    [bill('applying', 'closed'), true, 'money-state-closed', [], 0],
    [returned(), true, 'money-state-returned', [say('money-back-online', { price: '¥15.00' })], 0],
    [returned(), false, 'money-state-returned', [say('money-back-due', { price: '¥15.00' })], 0],
    [returned({ is_refund_given: true }), true, 'money-state-returned', [say('money-back-given', { price: '¥15.00' })], 0],
  ]) {
    const shown = billShown(one, here)
    assert.equal(shown.facts[1].value, say(state))
    assert.deepEqual(shown.sentences, sentences)
    assert.equal(shown.terms.length, terms)
  }
  for (const [one, here, expected] of [
    [null, true, '提交'],
    [bill('receipt', 'open'), true, '提交'],
    [bill('applying', 'paid'), true, '提交'],
    [bill('applying', 'open'), true, '提交，付 ¥15.00'],
    [bill('applying', 'open'), false, '提交，到店里付 ¥15.00'],
  ])
    assert.equal(handIn(one, here), expected)
})

test('the timeline, newest first', () => {
  const events = ['drafted', 'submitted', 'paid', 'rejected', 'submitted', 'refunded', 'something-newer']
  const rows = timelineOf(order({ bill: bill('applying', 'returned', { refund_fen: 500 }), timeline: events.map((what, at) => ({ what, at })) }))
  assert.deepEqual(
    rows.map(({ what }) => what).reverse(),
    [
      say('application-event-drafted'), say('application-event-submitted'), say('application-event-paid', { price: '¥15.00' }),
      say('application-event-rejected'), say('application-event-resubmitted', { ordinal: 2 }),
      say('application-event-refunded', { price: '¥5.00' }), 'something-newer',
    ],
  )
})

test('the list of orders', () => {
  const listed = (number, more) => ({
    number, document: 'a', document_name: DOCUMENT, city: '440300', city_name: { zh: '深圳市', en: 'Shenzhen' }, status: 'draft',
    created_at: 0, has_news: false, has_picture: true, ...more,
  })
  const rows = rowsOf([
    listed('1'), listed('2'), listed('3', { city: '440100' }), listed('4', { status: 'waiting' }),
    listed('5', { status: 'approved', receipt: receipt('expired') }), listed('6', { status: 'approved', receipt: receipt('valid'), erased_at: 5 }),
  ])
  assert.deepEqual(
    rows.map((row) => [row.number, row.word, row.tone, row.receipt, row.isRenewable, row.hasPhoto]),
    [
      ['1', '草稿', 'unsure', '', false, true],
      ['3', '草稿', 'unsure', '', false, true],
      ['4', '待审核', 'unsure', '', false, true],
      ['5', '已过期', 'plain', '有效期至 2027-01-11 · 回执号 7K4M-9XPQ-R2WV', true, true],
      ['6', '审核通过', 'good', '有效期至 2027-01-11 · 回执号 7K4M-9XPQ-R2WV', false, false],
    ],
  )
  assert.equal(toneOfRow('lapsed', null), 'plain')
})

test('numbers in groups', () => {
  for (const [number, expected] of [['YUMHQ6JWXWJ', 'YUMH-Q6JW-XWJ'], ['7K4M-9XPQ-R2WV', '7K4M-9XPQ-R2WV'], ['', '']]) assert.equal(grouped(number), expected)
})

test('looks get rarer, and never rarer than every half minute', () => {
  const waits = [0, 1, 2, 5, 10, 100].map(nextLookS)
  assert.deepEqual([...waits].sort((a, b) => a - b), waits)
  assert.deepEqual([waits[0], waits.at(-1)], [3, 30])
})
