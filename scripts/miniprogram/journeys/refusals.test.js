'use strict'
/** Every permission refused once: what is said, and the way on. */
const assert = require('node:assert/strict')
const { stage } = require('../drive/stage.js')
const { until } = require('../drive/until.js')
const steps = require('../drive/steps.js')

const { journey } = stage({})
const { at } = steps

journey('privacy refused, then agreed to', {}, async (phone) => {
  await steps.begins(phone)
  await phone.tap('从相册选择')
  await phone.tap('不同意')
  await phone.sees('没有同意隐私指引，所以没有打开。')
  await phone.look('privacy-refused')
  const [chosen] = await phone.calls('chooseMedia')
  assert.equal(chosen.answer, 'chooseMedia:fail privacy permission is not authorized')
  await steps.choosesPicture(phone)
  await phone.sees('就用这张')
})

journey('a use that the operator has not declared is said', { privacy: 'undeclared' }, async (phone) => {
  await steps.begins(phone)
  await phone.tap('从相册选择')
  await phone.sees('这个小程序还没有在微信登记这项用途。')
})

journey('the camera refused, then allowed in the settings', { privacy: 'agreed', camera: 'refuse' }, async (phone) => {
  await steps.begins(phone)
  await phone.tap('拍照')
  await phone.isAt(at('camera'))
  await phone.sees('微信没有用相机的权限。')
  await phone.look('camera-refused')
  await phone.tap('打开设置')
  await phone.tap('摄像头')
  await phone.tap('返回')
  await phone.tap('关闭')
  await phone.isAt(at('how'))
  await phone.tap('拍照')
  await phone.isAt(at('camera'))
  await until('the lens', () => phone.page.$('.host-lens'))
  await phone.look('camera')
  await phone.tap('拍照')
  await phone.isAt(at('result'))
  await phone.sees('就用这张')
})

/** How WeChat's phone button answers, and what the page says. */
const PHONES = [
  ['refused', { phone: 'refuse' }, '没有得到微信里的手机号。'],
  ['out of quota', { phone: 'no-quota' }, '没有得到微信里的手机号。'],
]
for (const [name, device, said] of PHONES)
  journey(`the phone number ${name}, typed`, { privacy: 'agreed', ...device }, async (phone) => {
    await steps.begins(phone)
    await steps.choosesPicture(phone)
    await steps.usesPicture(phone)
    await phone.tap('用微信里的手机号')
    await phone.sees(said)
    await phone.look(`phone-${device.phone}`)
    await steps.fillsIn(phone)
    await steps.goesToConfirm(phone)
  })

journey('the phone number from WeChat', { privacy: 'agreed', phoneNumber: '13912345678' }, async (phone) => {
  await steps.begins(phone)
  await steps.choosesPicture(phone)
  await steps.usesPicture(phone)
  await phone.tap('用微信里的手机号')
  const field = await phone.element('手机号', 'filled')
  await until('the number in its field', () => field.evaluate(({ value }) => value === '13912345678'))
  await steps.fillsIn(phone, { ...steps.PERSON, phone: '' })
  await steps.goesToConfirm(phone)
})

journey('notices refused: where to look instead', { privacy: 'agreed', subscriptions: { all: 'reject' } }, async (phone, service) => {
  const number = await steps.applies(phone)
  await phone.sees('没有订阅服务通知。')
  await phone.look('notices-refused')
  const before = (await service.sent()).length
  await service.reject(number, 'ears-hidden')
  await phone.sees('审核失败')
  assert.equal((await service.sent()).length, before)
})

journey('the album refused, then allowed in the settings', { privacy: 'agreed', album: 'refuse' }, async (phone, service) => {
  const number = await steps.applies(phone)
  await service.approve(number)
  await phone.tap('看回执')
  await phone.isAt(at('receipt'))
  await phone.tap('保存图片')
  await phone.sees('没有存到相册的权限。')
  await phone.look('album-refused')
  await phone.tap('打开设置')
  await phone.tap('添加到相册')
  await phone.tap('返回')
  await phone.tap('保存图片')
  await phone.sees('已经存到相册。')
  assert.equal((await phone.album()).length, 1)
})

journey('a picture with nobody on it says why and how', { privacy: 'agreed', picture: 'wall' }, async (phone) => {
  await steps.begins(phone)
  await steps.choosesPicture(phone)
  await phone.sees('这张图片做不成证件照。')
  await phone.look('result-nobody')
  await phone.set({ picture: 'portrait' })
  await phone.tap('重拍')
  await phone.isAt(at('how'))
  await steps.choosesPicture(phone)
  await phone.sees('就用这张')
})
