'use strict'
/** What is paid before it is handed in: paid, given up and paid later, given back. */
const assert = require('node:assert/strict')
const { stage } = require('../drive/stage.js')
const { until } = require('../drive/until.js')
const steps = require('../drive/steps.js')

const { journey } = stage({ price: '15.00' })
const { at } = steps

async function handsIn(phone) {
  const number = await steps.prepares(phone)
  await phone.sees('¥15.00')
  await phone.tap('提交，付 ¥15.00')
  await phone.isAt(at('pay'))
  await phone.sees('¥15.00')
  return number
}

journey('paid, and the order waits', {}, async (phone) => {
  await handsIn(phone)
  await phone.look('pay')
  await steps.isRight(phone)
  await phone.tap('微信支付 ¥15.00')
  await phone.isAt(at('order'))
  await phone.sees('待审核')
  await phone.sees('已付款')
  await phone.look('order-paid')
  const paid = await phone.calls('requestPayment')
  assert.deepEqual(paid.map(({ answer }) => answer), ['requestPayment:ok'])
})

/** What WeChat says of a payment that came to nothing. */
for (const [payment, answer] of [['cancel', 'requestPayment:fail cancel'], ['fail', 'requestPayment:fail system error']])
  journey(`payment that ends with ${payment}, paid later`, { payment }, async (phone) => {
    await handsIn(phone)
    await phone.tap('微信支付 ¥15.00')
    await phone.called('requestPayment')
    await phone.sees('没有扣钱')
    await phone.look(`pay-${payment}`)
    await phone.tap('看订单')
    await phone.isAt(at('order'))
    await phone.sees('待付款')
    await phone.set({ payment: 'ok' })
    await phone.tap('去付款')
    await phone.isAt(at('pay'))
    await phone.tap('微信支付 ¥15.00')
    await phone.sees('待审核')
    const calls = await phone.calls('requestPayment')
    assert.deepEqual(calls.map((call) => call.answer), [answer, 'requestPayment:ok'])
  })

journey('paid, cancelled, given back', {}, async (phone, service) => {
  await handsIn(phone)
  await phone.tap('微信支付 ¥15.00')
  await phone.isAt(at('order'))
  await phone.sees('待审核')
  await phone.tap('取消订单')
  await phone.tap('确定')
  await phone.sees('已取消')
  await phone.sees('¥15.00 正在从微信支付原路退给您')
  await phone.look('order-refunded')
  const isReturned = async () => Object.values(await service.charges()).some(({ refunded }) => refunded === 1500)
  await until('the refund at the stand-in', isReturned)
})

journey('no network at the tap that pays', {}, async (phone) => {
  await handsIn(phone)
  await phone.set({ network: 'none' })
  await phone.tap('微信支付 ¥15.00')
  await phone.sees('连上以后自动接着办')
  assert.deepEqual(await phone.calls('requestPayment'), [])
  await phone.set({ network: 'wifi' })
  await steps.untilDone(phone, 'the payment', '微信支付 ¥15.00', async () => (await phone.route()) === at('order'))
  await phone.sees('待审核')
  assert.equal((await phone.calls('requestPayment')).length, 1)
})

journey('the service dies while the window of payment is open', { payment: 'held' }, async (phone, service) => {
  await handsIn(phone)
  await phone.tap('微信支付 ¥15.00')
  await until('the window of payment', async () => (await phone.calls('requestPayment')).length === 1)
  await service.kill()
  await phone.set({ payment: 'ok' })
  await phone.called('requestPayment')
  await service.run()
  // The notice went nowhere; the service asks WeChat itself.
  await steps.untilDone(phone, 'the order', '看订单', async () => (await phone.route()) === at('order'))
  await phone.sees('待审核')
  await phone.sees('已付款')
})
