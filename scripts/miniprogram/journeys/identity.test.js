'use strict'
/** One person on two phones, two persons on two, and the ways in from outside. */
const assert = require('node:assert/strict')
const { stage } = require('../drive/stage.js')
const steps = require('../drive/steps.js')
const { beginOnWeb } = require('../drive/web_order.js')

const { journey, somebody } = stage({})
const { at } = steps

journey('two phones, one identity', { privacy: 'agreed', openid: 'oTwoPhones000000000000000001' }, async (phone, service, another) => {
  const number = await steps.applies(phone)
  const second = await another({ privacy: 'agreed', openid: 'oTwoPhones000000000000000001' })
  await second.open()
  await second.tap('订单')
  await second.isAt(at('orders'))
  await second.tap('居民身份证')
  await second.isAt(at('order'))
  await second.sees('待审核')
  await service.reject(number, 'ears-hidden')
  // Both see it by themselves.
  await phone.sees('审核失败')
  await second.sees('审核失败')
  await second.tap('重新提交（免费）')
  await steps.choosesPicture(second)
  await steps.usesPicture(second, 'confirm')
  await second.tap('提交')
  await second.sees('待审核')
  await phone.pull()
  await phone.sees('待审核')
})

journey('another person sees nothing of it', { privacy: 'agreed' }, async (phone, _, another) => {
  const number = await steps.applies(phone)
  const stranger = await another({ openid: somebody() })
  await stranger.open({ path: at('order'), query: `number=${number}`, scene: 1047 })
  await stranger.sees('没有找到，或者它不是这个微信的。')
  assert.ok(!(await stranger.shown()).includes('待审核'))
})

journey('a notice opens its order', { privacy: 'agreed' }, async (phone) => {
  const number = await steps.applies(phone)
  await phone.open({ path: at('order'), query: `number=${number}`, scene: 1107 })
  await phone.sees('待审核')
})

/** What a scanned code holds, where it leads, and what is there. */
const SCENES = [
  ['a document', 'd.resident-id-card', 'city', '深圳'],
  ['nothing that is known', 'x.y', 'home', '办理回执'],
  ['a document that is not there', 'd.no-such-thing', 'open', '没有这种证件'],
  ['an order that is over', 't.23456789ABC1b2c3d4aaaaaaaaaaa', 'open', '回首页'],
]
for (const [what, scene, page, said] of SCENES)
  journey(`a code with ${what}`, {}, async (phone) => {
    await phone.open({ path: at('open'), query: `scene=${encodeURIComponent(scene)}`, scene: 1047 })
    await phone.isAt(at(page))
    await phone.sees(said)
  })

journey('a code with an order', { privacy: 'agreed' }, async (phone) => {
  const number = await steps.applies(phone)
  await phone.open({ path: at('open'), query: `scene=${encodeURIComponent(`o.${number}`)}`, scene: 1047 })
  await phone.isAt(at('order'))
  await phone.sees('待审核')
})

journey('an order of the web is taken by its code, by one person', {}, async (phone, service, another) => {
  const { number, scene } = await beginOnWeb(service, 'japan-visa')
  const query = `scene=${encodeURIComponent(scene)}`
  await phone.open({ path: at('open'), query, scene: 1047 })
  await phone.isAt(at('order'))
  assert.equal(await steps.numberOn(phone), number)
  await phone.open()
  await phone.tap('订单')
  await phone.sees('日本签证照片')
  const other = await another({})
  await other.open({ path: at('open'), query, scene: 1047 })
  await other.sees('已经在另一个微信的订单里')
})
