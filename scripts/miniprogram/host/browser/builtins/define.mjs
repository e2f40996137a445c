/**
 * How a built-in component is made: its properties, what a changed property does to its
 * element, and the attributes that every component passes on to the DOM (role, aria-*).
 *
 * A definition has `properties` (name → type or `[type, value]`), `changed` (name → function
 * of element, value and component), `created` (element, component), `attached`, `detached`,
 * `isEmpty` where it takes no children, and `control` where another element than its own is
 * what a person uses.
 */
import { noteError } from '../log.mjs'

const ARIA = [
  'Label', 'Role', 'Hidden', 'Labelledby', 'Describedby', 'Checked', 'Selected', 'Expanded',
  'Disabled', 'Live', 'Modal', 'Level', 'Pressed', 'Current', 'Busy', 'Atomic', 'Controls',
  'Haspopup', 'Required', 'Invalid', 'Valuenow', 'Valuemin', 'Valuemax', 'Valuetext', 'Posinset',
  'Setsize', 'Multiline', 'Owns', 'Relevant', 'Roledescription', 'Errormessage',
]
const REFERENCES = ['Labelledby', 'Describedby', 'Controls', 'Owns', 'Errormessage']

export const definitions = new Map()
export const define = (name, definition) => definitions.set(name, definition)

const attribute = (element, name, value) => {
  if (value === undefined || value === null || value === '') element.removeAttribute(name)
  else element.setAttribute(name, String(value))
}

/** The ids of the DOM for ids of the page. */
function idsIn(component, ids) {
  const owner = component._$.ownerShadowRoot
  const found = String(ids).split(/\s+/).map((id) => owner?.getElementById(id)?.$$?.id)
  return found.filter(Boolean).join(' ')
}

export const elementOf = (component) => component._$.$$

/** The definition as glass-easel's adapter takes it. */
export function asComponent({ properties = {}, changed = {}, control, created, attached, detached, methods = {} }) {
  const all = { hidden: Boolean, role: null, hoverClass: [String, 'none'], hoverStayTime: Number, hoverStartTime: Number, hoverStopPropagation: Boolean, ...properties }
  for (const name of ARIA) all[`aria${name}`] = null
  const declared = Object.fromEntries(
    Object.entries(all).map(([name, is]) => [name, Array.isArray(is) ? { type: is[0], value: is[1] } : is === null ? { type: null, value: undefined } : { type: is }]),
  )
  const target = (component) => control?.(elementOf(component), component) ?? elementOf(component)
  const observers = {
    hidden() {
      elementOf(this).hidden = this.data.hidden
    },
    role() {
      attribute(target(this), 'role', this.data.role)
    },
    hoverClass() {
      elementOf(this).__hover = this.data.hoverClass
    },
  }
  for (const name of ARIA) {
    const key = `aria${name}`
    const inDom = name === 'Role' ? 'role' : `aria-${name.toLowerCase()}`
    observers[key] = function () {
      if (!REFERENCES.includes(name)) attribute(target(this), inDom, this.data[key])
      // What is referred to may come after this element.
      else queueMicrotask(() => attribute(target(this), inDom, this.data[key] && idsIn(this, this.data[key])))
    }
  }
  for (const [name, run] of Object.entries(changed)) {
    const before = observers[name]
    observers[name] = function () {
      before?.call(this)
      run(elementOf(this), this.data[name], this)
    }
  }
  const guarded = (run) =>
    function () {
      try {
        run?.(elementOf(this), this)
      } catch (error) {
        noteError(error)
      }
    }
  return {
    properties: declared,
    observers,
    methods,
    lifetimes: {
      created: guarded((element, component) => {
        element.__builtin = component
        created?.(element, component)
      }),
      attached: guarded(attached),
      detached: guarded(detached),
    },
  }
}

/** The nearest built-in around an element that is one of these. */
export function around(element, ...tags) {
  const found = element.parentElement?.closest(tags.map((tag) => `.wx-${tag}, wx-${tag}`).join(', '))
  return found?.__builtin
}

export const say = (component, name, detail = {}, options = {}) =>
  component.triggerEvent(name, detail, options)
