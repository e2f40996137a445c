/**
 * The privacy question before the first use of what is private: asked by the app's own
 * listener where it has one, by WeChat's own dialog else. 104: the person refused; 112: the
 * operator has not declared the use.
 */
import { ask } from '../dialogs.mjs'
import { change, device } from '../device.mjs'
import { define, failure, wx } from './call.mjs'
import { noteCall } from '../log.mjs'

const CONTRACT = '《小程序隐私保护指引》'
const REFUSED = failure('privacy permission is not authorized', { errno: 104 })
const UNDECLARED = failure('api scope is not declared in the privacy agreement', { errno: 112 })

let listener
let asking

wx.onNeedPrivacyAuthorization = (given) => {
  noteCall('onNeedPrivacyAuthorization', [given]).answer = 'ok'
  listener = given
}

/** The app's listener answers with `agree` only after its button of that kind was tapped. */
function answered({ event, buttonId }) {
  if (event === 'exposureAuthorization') return
  if (event === 'agree' && (!buttonId || agreedBy !== buttonId))
    throw new Error(`agreed by ${buttonId}, but the person tapped ${agreedBy}`)
  asking.done(event === 'agree')
}

let agreedBy
export function agreeByButton(id) {
  agreedBy = id
  change({ privacy: 'agreed' })
}

async function question(referrer) {
  if (!listener) {
    const buttons = [{ text: '拒绝', value: false }, { text: '同意', value: true }]
    return ask({ kind: 'privacy', title: '用户隐私保护提示', content: CONTRACT, buttons })
  }
  if (asking) return asking.answer
  asking = {}
  asking.answer = new Promise((done) => {
    asking.done = done
  })
  agreedBy = undefined
  listener(answered, { referrer })
  const answer = await asking.answer
  asking = undefined
  return answer
}

/** Goes on where it may be used; throws what a call then fails with. */
export async function allowPrivacy(referrer) {
  if (device.privacy === 'undeclared') throw UNDECLARED
  if (device.privacy === 'agreed') return
  if (!(await question(referrer))) throw REFUSED
  change({ privacy: 'agreed' })
}

define('getPrivacySetting', () => ({
  needAuthorization: device.privacy === 'undecided',
  privacyContractName: CONTRACT,
}))
define('requirePrivacyAuthorize', () => allowPrivacy('requirePrivacyAuthorize'))
define('openPrivacyContract', async () => {
  await ask({ kind: 'contract', title: CONTRACT, buttons: [{ text: '关闭', value: true }] })
})
