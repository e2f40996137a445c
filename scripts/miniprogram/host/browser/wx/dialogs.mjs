/**
 * Toasts, modals and action sheets of `wx`.
 */
import { device } from '../device.mjs'
import { ask, element, hush, tell } from '../dialogs.mjs'
import { isTapping } from '../gesture.mjs'
import { define, failure } from './call.mjs'

const USUAL_TOAST_MS = 1500
const word = (zh, en) => (device.language.startsWith('zh') ? zh : en)

define('showToast', ({ title, duration = USUAL_TOAST_MS }) => tell({ kind: 'toast', title, duration }))
define('showLoading', ({ title }) => tell({ kind: 'loading', title, duration: 0 }))
define('hideToast', hush)
define('hideLoading', hush)

define('showModal', async (options) => {
  const { title = '', content = '', showCancel = true, editable = false } = options
  const cancel = { text: options.cancelText ?? word('取消', 'Cancel'), value: 'cancel' }
  const confirm = { text: options.confirmText ?? word('确定', 'OK'), value: 'confirm' }
  for (const { text } of [cancel, confirm])
    // WeChat counts letters, and refuses longer words.
    if (text.length > 4 && device.language.startsWith('zh')) throw failure(`"${text}" is longer than 4`)
  const input = element('input', { value: content, placeholder: options.placeholderText ?? '' })
  input.setAttribute('aria-label', title)
  const buttons = showCancel ? [cancel, confirm] : [confirm]
  const answer = await ask({
    kind: 'modal', title, content: editable ? '' : content, within: editable ? [input] : [], buttons,
  })
  isTapping.forAMoment()
  return {
    confirm: answer === 'confirm',
    cancel: answer === 'cancel',
    content: editable && answer === 'confirm' ? input.value : null,
  }
})

const MOST_ITEMS = 6

define('showActionSheet', async ({ itemList, alertText }) => {
  if (itemList.length > MOST_ITEMS) throw failure('parameter error: itemList should not exceed 6')
  const items = itemList.map((text, value) => ({ text, value }))
  const buttons = [...items, { text: word('取消', 'Cancel'), value: -1 }]
  const tapIndex = await ask({ kind: 'actions', title: alertText, buttons })
  if (tapIndex < 0) throw failure('cancel')
  isTapping.forAMoment()
  return { tapIndex }
})
