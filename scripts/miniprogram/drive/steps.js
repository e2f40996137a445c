'use strict'
/**
 * The steps of an application, as a person takes them in Chinese. Each takes a phone, starts
 * where the one before it ended, and waits for the page that it leads to.
 */
const assert = require('node:assert/strict')
const { until } = require('./until.js')

const PERSON = { name: '张三', number: '11010519491231002X', phone: '13800138000' }
const TICK = '我已阅读，同意为这份订单处理照片里的人脸信息。'

const at = (page) => `pages/${page}/${page}`

/** The number of the order that the page is about. */
const numberOn = (phone) =>
  phone.page.evaluate(() => window.__host.pages().at(-1).data.number ?? window.__host.pages().at(-1).options.number)

/** From the first page to how the picture is taken; gives the order's number. */
async function begins(phone, { document = '居民身份证', city = '深圳' } = {}) {
  await phone.open()
  await phone.tap('办理回执')
  await phone.isAt(at('documents'))
  await phone.tap(document)
  await phone.isAt(at('city'))
  await phone.search(city)
  await phone.tap(city)
  await phone.isAt(at('requirements'))
  await phone.tap('下一步')
  await phone.isAt(at('how'))
  return numberOn(phone)
}

/** Chooses the picture of the test; WeChat asks about privacy the first time. */
async function choosesPicture(phone) {
  const { privacy = 'undecided' } = await phone.device()
  await phone.tap('从相册选择')
  if (privacy === 'undecided') await phone.tap('同意，继续')
  await phone.isAt(at('result'))
}

const usesPicture = async (phone, next = 'details') => {
  await phone.tap('就用这张')
  await phone.isAt(at(next))
}

/** Types the details that are not there yet, and consents. */
async function fillsIn(phone, person = PERSON) {
  await phone.type('姓名', person.name)
  await phone.type('证件号码', person.number)
  if (person.phone) await phone.type('手机号', person.phone)
  await phone.tap(TICK)
}

async function goesToConfirm(phone) {
  await phone.tap('下一步')
  await phone.isAt(at('confirm'))
}

/** Everything until the last look. */
async function prepares(phone, what) {
  const number = await begins(phone, what)
  await choosesPicture(phone)
  await usesPicture(phone)
  await fillsIn(phone)
  await goesToConfirm(phone)
  return number
}

/** A whole application without a price; gives the order's number. */
async function applies(phone, what) {
  const number = await prepares(phone, what)
  await phone.tap('提交')
  await phone.isAt(at('order'))
  await phone.sees('待审核')
  return number
}

/** The page holds what WCAG wants, and everything on it can be hit. */
async function isRight(phone) {
  const route = await phone.route()
  assert.deepEqual([...(await phone.axe()), ...(await phone.targets())], [], route)
}

/**
 * Presses again what is offered (the button, or 再试一次) until it is done, as a person does
 * who was told that something did not work.
 */
const untilDone = (phone, what, button, isDone) =>
  until(what, async () => {
    if (await isDone()) return true
    for (const text of ['再试一次', button])
      if (await phone.canTap(text)) {
        await phone.tap(text).catch(() => {})
        return isDone()
      }
    return false
  })

module.exports = {
  PERSON, TICK, applies, at, begins, choosesPicture, fillsIn, goesToConfirm, isRight, numberOn,
  prepares, untilDone, usesPicture,
}
