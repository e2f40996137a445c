'use strict'
/** A receipt that is no longer valid: said, and renewed with the details that are known. */
const { stage } = require('../drive/stage.js')
const steps = require('../drive/steps.js')

const { journey } = stage({})
const { at } = steps
const AFTER_DAYS = 200

journey('an expired receipt is renewed', { privacy: 'agreed' }, async (phone, service) => {
  const number = await steps.applies(phone)
  await service.approve(number)
  await phone.sees('看回执')
  await service.restart({ days: AFTER_DAYS })
  await phone.open()
  await phone.tap('订单')
  await phone.isAt(at('orders'))
  await phone.sees('已过期')
  await phone.look('orders-expired')
  await phone.tap('重新办理')
  await phone.isAt(at('how'))
  await steps.choosesPicture(phone)
  await phone.tap('就用这张')
  await phone.isAt(at('details'))
  await phone.look('renewed-details')
})
