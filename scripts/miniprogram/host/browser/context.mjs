/**
 * Where glass-easel draws: the window, with real controls behind some built-in tags, `rpx` in
 * inline styles, and taps raised by clicks. Other DOM events reach the app only as a built-in
 * raises them, with the details that WeChat gives.
 */
import * as glassEasel from 'glass-easel'
import { REAL } from './real.mjs'
import { isTapping } from './gesture.mjs'

const withoutRpx = (style) =>
  String(style).replace(/(-?\d*\.?\d+)rpx\b/g, (_, number) => `calc(100vw * ${number} / 750)`)

function createElement(tag) {
  const element = document.createElement(REAL[tag] ?? tag)
  if (REAL[tag]) element.classList.add(tag)
  if (tag === 'wx-button') element.type = 'button'
  const { setAttribute } = element
  element.setAttribute = (name, value) => {
    if (name === 'style') return setAttribute.call(element, name, withoutRpx(value))
    // The class attribute is the app's; the tag's own class stays.
    if (name === 'class' && REAL[tag]) return setAttribute.call(element, name, `${tag} ${value}`)
    return setAttribute.call(element, name, value)
  }
  return element
}

const touchesOf = (list) =>
  [...list].map(({ identifier, pageX, pageY, clientX, clientY }) => ({ identifier, pageX, pageY, clientX, clientY }))

const TOUCHES = ['touchstart', 'touchmove', 'touchend', 'touchcancel']

/** The node of the app that an element of the page belongs to. */
function nodeAt(element) {
  let at = element
  while (at && !at.__wxElement) at = at.parentNode
  return at?.__wxElement
}

function raise(target, name, detail, event) {
  const node = nodeAt(target)
  if (!node) return
  const touches = touchesOf(event.touches ?? [])
  const changed = touchesOf(event.changedTouches ?? [])
  const extraFields = {
    touches,
    changedTouches: changed.length > 0 ? changed : [{ identifier: 0, pageX: event.pageX, pageY: event.pageY, clientX: event.clientX, clientY: event.clientY }],
  }
  glassEasel.triggerEvent(node, name, detail, { originalEvent: event, bubbles: true, composed: true, capturePhase: true, extraFields })
}

const LONG_PRESS_MS = 350

/** `hover-class` while a finger is on the element. */
function press(target, type) {
  let at = target
  while (at && (at.__hover ?? 'none') === 'none') at = at.parentElement
  if (at && type !== 'touchmove') at.classList.toggle(at.__hover, type === 'touchstart')
}

export function createContext() {
  const context = new glassEasel.CurrentWindowBackendContext()
  context.document = {
    createElement,
    createTextNode: (text) => document.createTextNode(text),
    createDocumentFragment: () => document.createDocumentFragment(),
  }
  // Only marks what can be tapped; the events themselves are raised below.
  context.setListenerStats = (element, type) => {
    if (element && type === 'tap') element.__taps = true
  }
  const stage = document.querySelector('.host-stage')
  stage.addEventListener(
    'click',
    (event) => {
      if (event.target.closest('button:disabled')) return
      isTapping.forAMoment()
      raise(event.target, 'tap', { x: event.pageX, y: event.pageY }, event)
    },
    true,
  )
  let pressing
  for (const type of TOUCHES)
    stage.addEventListener(
      type,
      (event) => {
        press(event.target, type)
        raise(event.target, type, {}, event)
        clearTimeout(pressing)
        if (type === 'touchstart')
          pressing = setTimeout(() => raise(event.target, 'longpress', {}, event), LONG_PRESS_MS)
      },
      { capture: true, passive: true },
    )
  return context
}
