/**
 * Who the person is and what they agree to pay or be told: login, phone, payment,
 * subscriptions. The stand-in for WeChat makes the codes and is told of payments.
 */
import { becomes, device } from '../device.mjs'
import { isTapping } from '../gesture.mjs'
import { define, failure } from './call.mjs'
import { allowPrivacy } from './privacy.mjs'

const OFFLINE = failure('network error')

async function standIn(path, body) {
  if (device.network === 'none') throw OFFLINE
  const answer = await fetch(`/stand-in/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  if (!answer.ok) throw failure(`the stand-in answered ${answer.status} to ${path}`)
  return answer.status === 204 ? undefined : answer.json()
}

define('login', async () => {
  if (device.login !== 'ok') throw failure(device.login)
  const { code } = await standIn(`wechat/code/${device.openid}`)
  return { code }
})
define('checkSession', () => {
  if (device.login !== 'ok') throw failure('session expired')
})

/** What the button's event says. */
export async function phoneOfThePerson() {
  try {
    await allowPrivacy('button')
  } catch ({ reason, errno }) {
    return { errMsg: `getPhoneNumber:fail ${reason}`, errno }
  }
  if (device.phone === 'no-quota')
    return { errMsg: 'getPhoneNumber:fail jsapi has no permission', errno: 1400001 }
  if (device.phone === 'refuse') return { errMsg: 'getPhoneNumber:fail user deny' }
  if (device.network === 'none') return { errMsg: 'getPhoneNumber:fail network error' }
  const { code } = await standIn(`wechat/phone/${device.phoneNumber}`)
  return { errMsg: 'getPhoneNumber:ok', code, encryptedData: '', iv: '' }
}

define('requestPayment', async ({ timeStamp, nonceStr, package: prepared, signType, paySign }) => {
  for (const [name, value] of Object.entries({ timeStamp, nonceStr, package: prepared, signType, paySign }))
    if (typeof value !== 'string') throw failure(`parameter error: parameter.${name} should be String`)
  await becomes(({ payment }) => payment !== 'held')
  if (device.payment === 'cancel') throw failure('cancel')
  if (device.payment === 'fail') throw failure('system error')
  const charge = prepared.match(/^prepay_id=wx(.+)$/)?.[1]
  if (!charge) throw failure('prepay_id')
  await standIn(`pay/${charge}`, {})
  isTapping.forAMoment()
})

const MOST_TEMPLATES = 5

define('requestSubscribeMessage', async ({ tmplIds }) => {
  if (!isTapping.now)
    throw failure('can only be invoked by user TAP gesture.', { errCode: 20004 })
  if (!Array.isArray(tmplIds) || tmplIds.length === 0) throw failure('TmplIds is required', { errCode: 10001 })
  if (tmplIds.length > MOST_TEMPLATES) throw failure('Templates count out of max bounds', { errCode: 20003 })
  const answers = tmplIds.map((id) => [id, device.subscriptions[id] ?? device.subscriptions.all ?? 'accept'])
  for (const [id, answer] of answers)
    if (answer === 'accept') await standIn(`wechat/subscribe/${device.openid}/${id}`)
  return Object.fromEntries(answers)
})

