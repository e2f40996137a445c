/**
 * What `wx` says of the phone, and small things that it does.
 */
import { configuration } from '/__host/built/app.js'
import { device, onChange } from '../device.mjs'
import { enter } from '../enter.mjs'
import { define, defineEvent, defineNow, failure, wx } from './call.mjs'

const darkness = matchMedia('(prefers-color-scheme: dark)')
const theme = () => (configuration.darkmode && darkness.matches ? 'dark' : 'light')
const SDK = '3.8.0'

const windowInfo = () => ({
  pixelRatio: devicePixelRatio,
  screenWidth: innerWidth,
  screenHeight: innerHeight,
  windowWidth: innerWidth,
  windowHeight: innerHeight,
  statusBarHeight: 0,
  safeArea: { left: 0, right: innerWidth, top: 0, bottom: innerHeight, width: innerWidth, height: innerHeight },
})
const baseInfo = () => ({
  SDKVersion: SDK,
  language: device.language,
  version: '8.0.50',
  theme: configuration.darkmode ? theme() : undefined,
  fontSizeSetting: device.fontSize,
  fontSizeScaleFactor: device.fontSize / 16,
  host: { appId: '' },
})
const deviceInfo = () => ({ platform: device.platform, system: 'Android 14', brand: 'test', model: 'test' })

defineNow('getWindowInfo', windowInfo)
defineNow('getAppBaseInfo', baseInfo)
defineNow('getDeviceInfo', deviceInfo)
defineNow('getSystemSetting', () => ({ bluetoothEnabled: false, locationEnabled: false, wifiEnabled: true, deviceOrientation: 'portrait' }))
defineNow('getSystemInfoSync', () => ({ ...windowInfo(), ...baseInfo(), ...deviceInfo() }))
define('getSystemInfo', () => ({ ...windowInfo(), ...baseInfo(), ...deviceInfo() }))
defineNow('getAccountInfoSync', () => ({
  miniProgram: { appId: 'touristappid', envVersion: device.release ?? 'develop', version: '' },
}))
defineNow('getLaunchOptionsSync', () => enter.launched)
defineNow('getEnterOptionsSync', () => enter.entered)
defineNow('getMenuButtonBoundingClientRect', () => ({
  width: 87, height: 32, top: 6, right: innerWidth - 7, bottom: 38, left: innerWidth - 94,
}))
defineNow('canIUse', (schema) => {
  const [name] = schema.split('.')
  return name in wx || device.can?.includes(schema) === true
})
defineNow('nextTick', (run) => void setTimeout(run))

export const themeChanged = defineEvent('ThemeChange')
darkness.addEventListener('change', () => configuration.darkmode && themeChanged({ theme: theme() }))
export { darkness, theme }

export const appShown = defineEvent('AppShow')
export const appHidden = defineEvent('AppHide')
defineEvent('Error')
defineEvent('UnhandledRejection')
defineEvent('PageNotFound')
defineEvent('MemoryWarning')
defineEvent('UserCaptureScreen')
defineEvent('WindowResize')
defineEvent('KeyboardHeightChange')

/** What is on the clipboard. */
export const clipboard = { text: '' }
define('setClipboardData', ({ data }) => {
  if (typeof data !== 'string') throw failure('parameter error: parameter.data should be String')
  clipboard.text = data
})
define('getClipboardData', () => ({ data: clipboard.text }))
define('makePhoneCall', () => {})
define('vibrateShort', () => {})
define('hideKeyboard', () => {})
define('openCustomerServiceChat', () => {})
define('showShareMenu', () => {})
define('hideShareMenu', () => {})
define('setVisualEffectOnCapture', () => {})
defineNow('reportEvent', () => {})
defineNow('getUpdateManager', () => ({
  onCheckForUpdate() {}, onUpdateReady() {}, onUpdateFailed() {}, applyUpdate() {},
}))
onChange((values) => {
  if ('language' in values) document.documentElement.lang = device.language.replace('_', '-')
})
document.documentElement.lang = device.language.replace('_', '-')
