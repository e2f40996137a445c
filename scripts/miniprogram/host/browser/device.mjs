/**
 * The phone and its person, as the test wants them: language, type size, network, and what
 * is answered where WeChat asks. Kept over a restart of the app, like a phone's settings.
 *
 * `device` is read by the built-ins and the `wx` calls; the test changes it with `change`.
 */
const PLACE = '__device'

const USUAL = {
  language: 'zh_CN',
  fontSize: 16,
  platform: 'android',
  openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
  /** wifi | none */
  network: 'wifi',
  /** undecided | agreed | undeclared: the operator forgot the entry in WeChat's console */
  privacy: 'undecided',
  /** what was answered to a permission: scope → true or false */
  settings: {},
  /** allow | refuse: what the person answers when first asked */
  album: 'allow',
  camera: 'allow',
  /** allow | refuse | no-quota */
  phone: 'allow',
  phoneNumber: '13800138000',
  /** accept | reject | ban | filter, by the template's id */
  subscriptions: {},
  /** ok | cancel | fail | held: the window of payment stays open */
  payment: 'ok',
  /** ok | high-risk: no code can be had */
  login: 'ok',
  /** the name of a picture of the test, or '' for a person who goes back */
  picture: '',
  /** none | held: an upload stands still after a part of it */
  upload: 'none',
}

export const device = { ...USUAL, ...JSON.parse(localStorage.getItem(PLACE) ?? '{}') }

const listeners = []
export const onChange = (listener) => listeners.push(listener)

/** Waits until the device is so; gives up with the signal. */
export const becomes = (isSo, signal) =>
  new Promise((go, stop) => {
    const look = () => isSo(device) && go()
    onChange(look)
    look()
    signal?.addEventListener('abort', () => stop(signal.reason))
  })

export function change(values) {
  Object.assign(device, values)
  localStorage.setItem(PLACE, JSON.stringify(device))
  listeners.forEach((listener) => listener(values))
}
