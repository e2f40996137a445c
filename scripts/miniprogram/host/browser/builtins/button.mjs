/**
 * button and navigator: what a tap does besides the app's own handler.
 */
import { calls, noteError } from '../log.mjs'
import { navigateBack, navigateTo, redirectTo, reLaunch, switchTab } from '../stack.mjs'
import { phoneOfThePerson } from '../wx/account.mjs'
import { share } from '../wx/navigation.mjs'
import { openSettings } from '../wx/permissions.mjs'
import { agreeByButton } from '../wx/privacy.mjs'
import { around, define, say } from './define.mjs'

const note = (name, given) => calls.push({ name, given, answer: 'ok' })

/** `open-type` → what follows the tap. */
const OPENS = {
  getPhoneNumber: async (component) => say(component, 'getphonenumber', await phoneOfThePerson()),
  getRealtimePhoneNumber: async (component) => say(component, 'getrealtimephonenumber', await phoneOfThePerson()),
  contact: (component) => {
    const { sessionFrom, showMessageCard, sendMessageTitle, sendMessagePath } = component.data
    note('contact', [{ sessionFrom, showMessageCard, sendMessageTitle, sendMessagePath }])
    say(component, 'contact', { errMsg: 'enterContact:ok', path: '', query: {} })
  },
  share: (component) => note('share', [share('button', component)]),
  openSetting: async (component) => say(component, 'opensetting', { errMsg: 'openSetting:ok', ...(await openSettings()) }),
  feedback: () => note('feedback', []),
  agreePrivacyAuthorization: (component) => {
    agreeByButton(component.id)
    say(component, 'agreeprivacyauthorization', { errMsg: 'agreePrivacyAuthorization:ok' })
  },
}

/** Two may stand together: `getPhoneNumber|agreePrivacyAuthorization`. */
async function open(component, openType) {
  const kinds = openType.split('|').filter(Boolean)
  for (const kind of kinds.sort((one) => (one === 'agreePrivacyAuthorization' ? -1 : 1))) {
    if (!OPENS[kind]) throw new Error(`the rendering host has no open-type ${kind}`)
    await OPENS[kind](component)
  }
}

define('button', {
  properties: {
    type: [String, 'default'], size: [String, 'default'], plain: Boolean, disabled: Boolean, loading: Boolean,
    formType: String, openType: String, lang: String, sessionFrom: String, sendMessageTitle: String,
    sendMessagePath: String, sendMessageImg: String, showMessageCard: Boolean, appParameter: String,
    phoneNumberNoQuotaToast: [Boolean, true],
  },
  changed: {
    type: (element, type) => (element.dataset.type = type),
    size: (element, size) => (element.dataset.size = size),
    plain: (element, is) => element.classList.toggle('host-plain', is),
    disabled: (element, is) => (element.disabled = is),
    loading: (element, is) => {
      element.classList.toggle('host-loading', is)
      element.setAttribute('aria-busy', String(is))
    },
  },
  created(element, component) {
    element.addEventListener('click', () => {
      const { openType, formType } = component.data
      // After the app's own handler of the tap.
      queueMicrotask(() => {
        if (openType) open(component, openType).catch(noteError)
        const form = formType && around(element, 'form')
        if (form) form[formType === 'reset' ? 'reset' : 'submit']()
      })
    })
  },
})

const GO = { navigate: navigateTo, redirect: redirectTo, switchTab, reLaunch, navigateBack }
define('navigator', {
  properties: { url: String, openType: [String, 'navigate'], delta: Number, target: String, hoverClass: String },
  created(element, component) {
    element.setAttribute('role', 'link')
    element.tabIndex = 0
    element.__taps = true
    element.addEventListener('click', () => {
      const { openType, url, delta } = component.data
      note(`navigator.${openType}`, [url])
      try {
        GO[openType]({ url, delta: delta || 1 })
        say(component, 'success', { errMsg: `${openType}:ok` })
      } catch (thrown) {
        say(component, 'fail', { errMsg: `${openType}:fail ${thrown.reason ?? thrown}` })
      }
    })
  },
})
