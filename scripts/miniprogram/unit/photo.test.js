'use strict'
const assert = require('node:assert/strict')
const { test } = require('node:test')
const { app } = require('./app.js')

const { choose, takeChosen } = app('photo/chosen')
const { findingsOf, headlineOf, isFit } = app('photo/findings')
const { linesOnPhoto, placesOnPhoto, placesOnPicture } = app('photo/places')
const { megabytes, progressShown } = app('photo/progress')
const { say } = app('texts/speech')

const words = (text) => ({ zh: text, en: text })
const square = [[10, 20], [30, 20], [30, 60], [10, 60]]
const finding = (id, verdict, more) => ({
  id, verdict, name: words(`${id} in order`), wrong: words(`${id} wrong`), reason: words('why'), remedy: words('cure'),
  regions: [square], regions_on_photo: [square], ...more,
})
const judgement = (more) => ({ findings: [], wrongs: [], photo: { width_px: 100, height_px: 200, bytes: 1 }, upright_px: [100, 200], ...more })

test('places lie in percent of the picture', () => {
  const findings = [finding('smile', 'fail'), finding('brows', 'advise'), finding('size', 'pass')]
  const at = 'left:8.80%;top:9.40%;width:22.40%;height:21.20%'
  for (const [marks, expected] of [
    [placesOnPicture(judgement({ findings })), [[at, 'fail', ''], [at, 'advise', '']]],
    [placesOnPicture(judgement({ findings, upright_px: null })), []],
    [placesOnPhoto(judgement({ findings }), [['brows'], [], ['size', 'smile']]), [[at, 'fail', '1'], [at, 'fail', '3'], [at, 'fail', '3']]],
    [placesOnPhoto(judgement({ findings, photo: null }), [['brows']]), []],
  ]) {
    assert.deepEqual(marks.map(({ style, tone, label }) => [style, tone, label]), expected)
    assert.deepEqual(marks.map(({ id }) => id), expected.map((_, index) => String(index)))
  }
})

test('lines and the bands in which they may lie', () => {
  const marks = linesOnPhoto(
    judgement({
      photo_lines: [{ from: [0, 50], to: [100, 50], held: true }, { from: [50, 150], to: [50, 0], held: false }],
      photo_bands: [{ corner: [0, 40], size: [100, 20] }],
    }),
  )
  assert.deepEqual(marks.map(({ style, tone }) => [style, tone]), [
    ['left:0.00%;top:20.00%;width:100.00%;height:10.00%', 'band'],
    ['left:0.00%;top:25.00%;width:100.00%;height:0.00%', 'held'],
    ['left:50.00%;top:0.00%;width:0.00%;height:75.00%', 'missed'],
  ])
  assert.deepEqual(linesOnPhoto(judgement()), [])
})

test('findings are rows by what they ask', () => {
  const findings = [finding('a', 'fail'), finding('b', 'advise', { wrong: null }), finding('c', 'pass'), finding('d', 'not-measured')]
  const row = (line, reason = '', remedy = '') => ({ line, reason, remedy })
  assert.deepEqual(findingsOf({ judgement: judgement({ findings }) }), {
    failing: [row('a wrong', 'why', 'cure')],
    advised: [row('b in order', 'why', 'cure')],
    passed: [row('c in order')],
    unmeasured: [row('d in order')],
  })
  const wrongs = [{ code: 'no-face', message: words('no face'), remedy: words('again') }]
  assert.deepEqual(findingsOf({ judgement: judgement({ findings, wrongs }) }).failing, [row('no face', '', 'again')])
})

test('what came of a picture', () => {
  for (const [fitness, tone, fit] of [['good', 'good', true], ['advised', 'unsure', true], ['failing', 'bad', false], ['no-photo', 'bad', false]]) {
    assert.deepEqual(headlineOf(fitness), { tone, what: say(`application-result-${fitness}`), remedy: say(`application-result-${fitness}.remedy`) })
    assert.equal(isFit(fitness), fit)
  }
})

test('a chosen picture is taken once, by its own order', () => {
  choose({ number: '1', file: 'tmp' })
  assert.equal(takeChosen('2'), undefined)
  assert.deepEqual(takeChosen('1'), { number: '1', file: 'tmp' })
  assert.equal(takeChosen('1'), undefined)
})

test('an upload in words', () => {
  for (const [progress, line, percent] of [
    [{ kind: 'sending', percent: 0, sent: 0, all: 0 }, say('mini-sending'), 0],
    [{ kind: 'sending', percent: 50, sent: 1_250_000, all: 2_500_000 }, say('application-sending', { done: '1.3 MB', all: '2.5 MB' }), 50],
    [{ kind: 'looking' }, say('application-looking'), 100],
    [{ kind: 'broken', seconds: 4 }, say('application-line-dropped', { seconds: 4 }), 0],
    [{ kind: 'offline' }, say('mini-upload-offline'), 0],
    [{ kind: 'in-line' }, say('mini-in-line'), 0],
  ])
    assert.deepEqual(progressShown(progress), { line, percent })
  assert.equal(megabytes(40_000_000), 40)
})
