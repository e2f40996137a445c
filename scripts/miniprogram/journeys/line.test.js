'use strict'
/**
 * A bad line: no network in each step, the service killed in each step, an upload that breaks
 * off. What was typed stays, what was asked is done once.
 */
const assert = require('node:assert/strict')
const { stage } = require('../drive/stage.js')
const { until } = require('../drive/until.js')
const steps = require('../drive/steps.js')

const { journey } = stage({})
const { at } = steps

/** How the line goes and comes back, and what is then said on a page that asks for something. */
const CUTS = [
  ['without a network', async (phone) => phone.set({ network: 'none' }), async (phone) => phone.set({ network: 'wifi' }), '连上以后自动接着办'],
  ['with the service killed', async (_, service) => service.kill(), async (_, service) => service.run(), '连不上服务'],
]

/** Each step: what is pressed, and the page that it leads to. */
const PRESSES = [
  ['begin', '下一步', 'how', async (phone) => {
    await phone.open()
    await phone.tap('办理回执')
    await phone.tap('居民身份证')
    await phone.isAt(at('city'))
    await phone.search('深圳')
    await phone.tap('深圳')
    await phone.isAt(at('requirements'))
    await phone.sees('下一步')
  }],
  ['details', '下一步', 'confirm', async (phone) => {
    await steps.begins(phone)
    await steps.choosesPicture(phone)
    await steps.usesPicture(phone)
    await steps.fillsIn(phone)
  }],
  ['submit', '提交', 'order', async (phone) => {
    await steps.prepares(phone)
    await phone.sees('提交')
  }],
]

for (const [how, cut, mend, said] of CUTS)
  for (const [step, button, next, come] of PRESSES)
    journey(`${step} ${how}`, { privacy: 'agreed' }, async (phone, service) => {
      await come(phone)
      await cut(phone, service)
      await phone.tap(button)
      await phone.sees(said)
      await phone.look(`line-${step}-${how.split(' ').at(-1)}`)
      await mend(phone, service)
      await steps.untilDone(phone, `${next} after ${step}`, button, async () => (await phone.route()) === at(next))
      await phone.seesNo(said)
      // Done once, however often it was pressed.
      await phone.open()
      await phone.sees('身份证')
      await phone.tap('订单')
      await phone.isAt(at('orders'))
      await phone.sees('居民身份证')
      const rows = await phone.page.evaluate(() => window.__host.pages().at(-1).data.rows.length)
      assert.equal(rows, 1)
    })

for (const [how, cut, mend, said] of CUTS)
  journey(`a page opened ${how} comes by itself`, { privacy: 'agreed' }, async (phone, service) => {
    const number = await steps.applies(phone)
    await cut(phone, service)
    if (how.includes('killed')) await phone.open({ path: at('order'), query: `number=${number}` })
    else {
      await phone.tap('留言')
      await phone.isAt(at('thread'))
    }
    await phone.sees(said)
    await mend(phone, service)
    await phone.seesNo(said)
    await phone.sees(how.includes('killed') ? '待审核' : '还没有留言')
  })

journey('an upload that broke off goes on by itself', { privacy: 'agreed', upload: 'held' }, async (phone) => {
  await steps.begins(phone)
  await steps.choosesPicture(phone)
  await phone.sees('正在上传')
  await phone.look('uploading')
  await steps.isRight(phone)
  await phone.set({ network: 'none' })
  await phone.sees('连上以后自动接着传')
  await phone.look('upload-offline')
  await phone.set({ upload: 'none' })
  await phone.set({ network: 'wifi' })
  await phone.sees('就用这张')
  const sent = await phone.calls('uploadFile')
  assert.deepEqual(sent.map(({ answer }) => answer.split(' ')[0]), ['uploadFile:fail', 'uploadFile:ok'])
})

journey('an upload is stopped, and sent again', { privacy: 'agreed', upload: 'held' }, async (phone) => {
  await steps.begins(phone)
  await steps.choosesPicture(phone)
  await phone.tap('不传了')
  await phone.set({ upload: 'none' })
  const [first] = await phone.called('uploadFile')
  assert.equal(first.answer, 'uploadFile:fail abort')
  await phone.tap('再试一次')
  await phone.sees('就用这张')
})

journey('the service is killed while the picture is sent', { privacy: 'agreed', upload: 'held' }, async (phone, service) => {
  await steps.begins(phone)
  await steps.choosesPicture(phone)
  await phone.sees('正在上传')
  await service.kill()
  await phone.set({ upload: 'none' })
  await phone.sees('秒后自动再传')
  await service.run()
  await phone.sees('就用这张')
})

journey('what was typed is there after a restart of the app', { privacy: 'agreed' }, async (phone) => {
  const number = await steps.begins(phone)
  await steps.choosesPicture(phone)
  await steps.usesPicture(phone)
  await phone.type('姓名', steps.PERSON.name)
  await phone.type('证件号码', steps.PERSON.number)
  await phone.open({ path: at('details'), query: `number=${number}` })
  const field = await phone.element('姓名', 'filled')
  await until('the name in its field', () => field.evaluate(({ value }, name) => value === name, steps.PERSON.name))
})
