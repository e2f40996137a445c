'use strict'
/**
 * Every page in both languages, light and dark, and in the largest type: looked at, held
 * against WCAG, no target too small, nothing wider than the phone, and no Chinese in English.
 */
const assert = require('node:assert/strict')
const { stage } = require('../drive/stage.js')
const steps = require('../drive/steps.js')

const { journey } = stage({})
const { at } = steps
const OPENID = 'oLooksAtEveryPage00000000001'
const orders = {}

/** Page, query, and what it is called in the name of its picture where that is not the page. */
const pages = () => [
  ['home'],
  ['documents', 'for=apply'],
  ['city', 'for=apply&document=resident-id-card'],
  ['requirements', 'document=resident-id-card&city=440300'],
  ['how', `number=${orders.draft}`],
  ['camera', `number=${orders.draft}`],
  ['result', `number=${orders.draft}`],
  ['details', `number=${orders.draft}`],
  ['confirm', `number=${orders.draft}`],
  ['order', `number=${orders.rejected}`, 'order-rejected'],
  ['order', `number=${orders.approved}`, 'order-approved'],
  ['receipt', `number=${orders.approved}`],
  ['print', `number=${orders.approved}`],
  ['thread', `number=${orders.approved}`],
  ['orders'],
  ['service'],
  ['questions'],
  ['question', 'slug=using-the-receipt'],
  ['answer', 'document=resident-id-card&city=440300'],
  ['mine'],
  ['data'],
  ['about'],
]

journey('orders to look at', { openid: OPENID, privacy: 'agreed' }, async (phone, service) => {
  orders.approved = await steps.applies(phone)
  await service.approve(orders.approved)
  await phone.sees('看回执')
  orders.rejected = await steps.applies(phone)
  await service.reject(orders.rejected, 'ears-hidden')
  await phone.sees('审核失败')
  orders.draft = await steps.prepares(phone)
})

const LOOKS = [
  ['zh-light', { language: 'zh_CN', scheme: 'light' }],
  ['zh-dark', { language: 'zh_CN', scheme: 'dark' }],
  ['en-light', { language: 'en', scheme: 'light' }],
  ['en-dark', { language: 'en', scheme: 'dark' }],
  ['zh-large', { language: 'zh_CN', scheme: 'light', fontSize: 26 }],
]
/** What stays Chinese in English: the person's name, the word on a sample, what a source is cited as. */
const ALWAYS_CHINESE = new RegExp([steps.PERSON.name, '样张', '多家相片回执服务公布的办证地区一致'].join('|'), 'g')

for (const [look, device] of LOOKS)
  journey(look, { openid: OPENID, privacy: 'agreed', ...device }, async (phone) => {
    const wrong = []
    for (const [page, query, name = page] of pages()) {
      await phone.open({ path: at(page), query })
      await phone.isAt(at(page))
      await phone.isLoaded()
      await phone.look(`${name}-${look}`)
      const found = [...(await phone.axe()), ...(await phone.targets())]
      const words = (await phone.shown()).replace(ALWAYS_CHINESE, '')
      if (device.language === 'en')
        found.push(...words.split('\n').filter((line) => /[\u4e00-\u9fff]/.test(line)).map((line) => `Chinese: ${line}`))
      wrong.push(...found.map((line) => `${name}: ${line}`))
    }
    assert.deepEqual(wrong, [])
  })
