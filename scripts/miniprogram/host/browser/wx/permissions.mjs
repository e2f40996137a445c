/**
 * Permissions: asked once, remembered, changed by the person in WeChat's settings.
 */
import { change, device } from '../device.mjs'
import { ask, element } from '../dialogs.mjs'
import { define, failure } from './call.mjs'
import { allowPrivacy } from './privacy.mjs'

const ANSWER = { 'scope.writePhotosAlbum': () => device.album, 'scope.camera': () => device.camera }
const NAMES = { 'scope.writePhotosAlbum': '添加到相册', 'scope.camera': '摄像头' }

/** Goes on where it is allowed; throws what a call then fails with. */
export async function allow(scope, referrer) {
  await allowPrivacy(referrer)
  if (device.settings[scope] === undefined) {
    const isAllowed = ANSWER[scope]() === 'allow'
    change({ settings: { ...device.settings, [scope]: isAllowed } })
    if (!isAllowed) throw failure('auth deny')
  }
  if (!device.settings[scope]) throw failure('auth deny')
}

define('authorize', ({ scope }) => allow(scope, 'authorize'))
define('getSetting', () => ({ authSetting: { ...device.settings }, subscriptionsSetting: {} }))
define('openSetting', () => openSettings())

/** WeChat's page of switches, one for each permission that was asked for. */
export async function openSettings() {
  const switches = Object.entries(device.settings).map(([scope, isOn]) => {
    const input = element('input', { type: 'checkbox', checked: isOn, name: scope })
    return [input, element('label', {}, [input, NAMES[scope] ?? scope])]
  })
  const within = switches.map(([, label]) => label)
  await ask({ kind: 'settings', title: '设置', within, buttons: [{ text: '返回', value: true }] })
  const settings = Object.fromEntries(switches.map(([{ name, checked }]) => [name, checked]))
  change({ settings })
  return { authSetting: settings }
}
