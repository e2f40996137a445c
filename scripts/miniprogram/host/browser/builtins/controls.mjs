/**
 * What a person types and ticks: form, input, textarea, checkbox, radio, switch, slider.
 */
import { around, define, elementOf, say } from './define.mjs'

/** Named controls of a form with their values, as `bindsubmit` gives them. */
const valueOf = (element) => element.__value?.()
define('form', {
  properties: { reportSubmit: Boolean },
  methods: {
    submit() {
      const found = [...elementOf(this).querySelectorAll('*')].filter((element) => element.__builtin?.data.name && element.__value)
      say(this, 'submit', { value: Object.fromEntries(found.map((element) => [element.__builtin.data.name, valueOf(element)])) })
    },
    reset() {
      for (const element of elementOf(this).querySelectorAll('*')) element.__reset?.()
      say(this, 'reset')
    },
  },
})

const INPUT_MODES = { number: 'numeric', digit: 'decimal', idcard: 'text', text: 'text', tel: 'tel', nickname: 'text', 'safe-password': 'text' }

/** The events of a field that is typed into; `done` is where Enter ends it. */
function typed(element, component, done) {
  element.__value = () => element.value
  element.__reset = () => (element.value = '')
  const detail = () => ({ value: element.value, cursor: element.selectionStart ?? element.value.length })
  element.addEventListener('input', (event) => {
    if (event.isComposing) return
    say(component, 'input', { ...detail(), keyCode: 0 })
  })
  element.addEventListener('compositionend', () => say(component, 'input', { ...detail(), keyCode: 0 }))
  element.addEventListener('focus', () => say(component, 'focus', { ...detail(), height: 0 }))
  element.addEventListener('blur', () => say(component, 'blur', { ...detail(), encryptedValue: '' }))
  if (done)
    element.addEventListener('keydown', ({ key, isComposing }) => {
      if (key !== 'Enter' || isComposing) return
      say(component, 'confirm', { value: element.value })
      element.blur()
    })
}

/** A label around a field is its name, where it has none of its own. */
function named(element) {
  const label = element.closest('wx-label')
  if (!label || element.hasAttribute('aria-label') || element.hasAttribute('aria-labelledby')) return
  if (!label.id) label.id = `label-${Math.random().toString(36).slice(2)}`
  element.setAttribute('aria-labelledby', label.id)
}

const field = {
  isEmpty: true,
  properties: {
    name: String, value: String, placeholder: String, placeholderStyle: String, placeholderClass: String,
    disabled: Boolean, maxlength: [Number, 140], focus: Boolean, autoFocus: Boolean, confirmType: [String, 'done'],
    confirmHold: Boolean, cursorSpacing: null, adjustPosition: [Boolean, true], holdKeyboard: Boolean,
    cursor: Number, selectionStart: Number, selectionEnd: Number, alwaysEmbed: Boolean,
  },
  changed: {
    value: (element, value) => element.value !== value && (element.value = value),
    placeholder: (element, text) => (element.placeholder = text),
    disabled: (element, is) => (element.disabled = is),
    maxlength: (element, most) => {
      if (most < 0) element.removeAttribute('maxlength')
      else element.maxLength = most
    },
    focus: (element, is) => is && requestAnimationFrame(() => element.focus()),
    confirmType: (element, type) => (element.enterKeyHint = type),
  },
}

define('input', {
  ...field,
  properties: { ...field.properties, type: [String, 'text'], password: Boolean },
  changed: {
    ...field.changed,
    type: (element, type) => {
      element.inputMode = INPUT_MODES[type] ?? 'text'
      element.autocomplete = 'off'
    },
    password: (element, is) => (element.type = is ? 'password' : 'text'),
  },
  created(element, component) {
    element.maxLength = 140
    typed(element, component, 'ends')
  },
  attached: (element) => named(element),
})
define('textarea', {
  ...field,
  properties: { ...field.properties, autoHeight: Boolean, fixed: Boolean, showConfirmBar: [Boolean, true], disableDefaultPadding: Boolean },
  changed: { ...field.changed, autoHeight: (element, is) => element.classList.toggle('host-grows', is) },
  created(element, component) {
    element.maxLength = 140
    typed(element, component)
  },
  attached: (element) => named(element),
})

/** checkbox and radio: an input with what stands beside it. */
const ticked = (type) => ({
  properties: { value: String, checked: Boolean, disabled: Boolean, color: String, name: String },
  control: (element) => element.__input,
  changed: {
    checked: (element, is) => (element.__input.checked = is),
    disabled: (element, is) => (element.__input.disabled = is),
  },
  created(element, component) {
    const input = Object.assign(document.createElement('input'), { type, className: 'host-control' })
    element.__input = input
    element.prepend(input)
    element.addEventListener('click', ({ target }) => target !== input && !input.disabled && !target.closest('wx-label wx-label') && input.click())
    input.addEventListener('change', () => {
      const group = around(element, `${type}-group`)
      if (type === 'radio' && group)
        for (const other of elementOf(group).querySelectorAll('wx-radio')) if (other !== element) other.__input.checked = false
      if (group) group.changed()
      else say(component, 'change', { value: input.checked ? [component.data.value] : [] })
    })
  },
  attached(element) {
    named(element.__input)
    // Its own words are its name, where no label stands around.
    if (element.textContent.trim() && !element.__input.hasAttribute('aria-labelledby') && !element.__input.hasAttribute('aria-label')) {
      element.id ||= `tick-${Math.random().toString(36).slice(2)}`
      element.__input.setAttribute('aria-labelledby', element.id)
    }
  },
})
define('checkbox', ticked('checkbox'))
define('radio', ticked('radio'))

const groupOf = (type, value) => ({
  properties: { name: String },
  created(element) {
    element.setAttribute('role', type === 'radio' ? 'radiogroup' : 'group')
    element.__value = () => value(element)
  },
  methods: {
    changed() {
      say(this, 'change', { value: value(elementOf(this)) })
    },
  },
})
const chosen = (element, type) =>
  [...element.querySelectorAll(`wx-${type}`)].filter(({ __input }) => __input.checked).map(({ __builtin }) => __builtin.data.value)
define('checkbox-group', groupOf('checkbox', (element) => chosen(element, 'checkbox')))
define('radio-group', groupOf('radio', (element) => chosen(element, 'radio')[0] ?? ''))

define('switch', {
  isEmpty: true,
  properties: { name: String, checked: Boolean, disabled: Boolean, type: String, color: String },
  changed: {
    checked: (element, is) => (element.checked = is),
    disabled: (element, is) => (element.disabled = is),
  },
  created(element, component) {
    element.type = 'checkbox'
    element.setAttribute('role', 'switch')
    element.__value = () => element.checked
    element.addEventListener('change', () => say(component, 'change', { value: element.checked }))
  },
  attached: (element) => named(element),
})

define('slider', {
  isEmpty: true,
  properties: { name: String, min: Number, max: [Number, 100], step: [Number, 1], value: Number, disabled: Boolean, showValue: Boolean, activeColor: String, backgroundColor: String, blockSize: Number },
  changed: {
    min: (element, min) => (element.min = min),
    max: (element, max) => (element.max = max),
    step: (element, step) => (element.step = step),
    value: (element, value) => (element.value = value),
    disabled: (element, is) => (element.disabled = is),
  },
  created(element, component) {
    element.type = 'range'
    element.__value = () => Number(element.value)
    element.addEventListener('input', () => say(component, 'changing', { value: Number(element.value) }))
    element.addEventListener('change', () => say(component, 'change', { value: Number(element.value) }))
  },
})
