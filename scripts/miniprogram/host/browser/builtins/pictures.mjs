/**
 * Pictures and drawn things: image, icon, progress, rich-text, canvas, web-view, camera.
 */
import { pictureAt } from '../place.mjs'
import { device, onChange } from '../device.mjs'
import { top } from '../stack.mjs'
import { allow } from '../wx/permissions.mjs'
import { cameraIs } from '../wx/media.mjs'
import { define, say } from './define.mjs'

const FITS = {
  scaleToFill: ['fill'], aspectFit: ['contain'], aspectFill: ['cover'],
  widthFix: ['fill'], heightFix: ['fill'], top: ['none', 'top'], bottom: ['none', 'bottom'],
  center: ['none', 'center'], left: ['none', 'left'], right: ['none', 'right'],
  'top left': ['none', 'top left'], 'top right': ['none', 'top right'],
  'bottom left': ['none', 'bottom left'], 'bottom right': ['none', 'bottom right'],
}

function fit(element, mode) {
  const [way, place = 'center'] = FITS[mode] ?? FITS.scaleToFill
  element.style.objectFit = way
  element.style.objectPosition = place
  element.dataset.mode = mode
}

/** Without a label it has no text for who cannot see it: a check finds that. */
function describe(element, { ariaLabel, ariaHidden }) {
  if (String(ariaHidden) === 'true') element.alt = ''
  else if (ariaLabel !== undefined && ariaLabel !== null) element.alt = ariaLabel
}

const image = {
  isEmpty: true,
  properties: { src: String, mode: [String, 'scaleToFill'], lazyLoad: Boolean, showMenuByLongpress: Boolean, webp: Boolean, fadeIn: Boolean, forceHttp: Boolean },
  changed: {
    src: (element, source) => {
      if (source) element.src = pictureAt(source, top()?.path ?? '')
      else element.removeAttribute('src')
    },
    mode: fit,
    ariaLabel: (element, _, component) => describe(element, component.data),
    ariaHidden: (element, _, component) => describe(element, component.data),
  },
  created(element, component) {
    fit(element, 'scaleToFill')
    element.addEventListener('load', () => {
      say(component, 'load', { width: element.naturalWidth, height: element.naturalHeight })
    })
    element.addEventListener('error', () => say(component, 'error', { errMsg: `GET ${component.data.src} 404` }))
  },
}
define('image', image)
define('cover-image', image)

const ICONS = { success: '✓', success_no_circle: '✓', info: 'i', warn: '!', waiting: '…', cancel: '✕', download: '↓', search: '⌕', clear: '✕' }
define('icon', {
  isEmpty: true,
  properties: { type: String, size: null, color: String },
  changed: {
    type: (element, type) => (element.textContent = ICONS[type] ?? '?'),
    size: (element, size) => (element.style.fontSize = `${Number.parseFloat(size)}px`),
    color: (element, color) => (element.style.color = color),
  },
  created: (element) => element.setAttribute('aria-hidden', 'true'),
})

define('progress', {
  isEmpty: true,
  properties: { percent: Number, showInfo: Boolean, strokeWidth: null, activeColor: String, backgroundColor: String, color: String, active: Boolean, borderRadius: null, activeMode: String, duration: Number },
  changed: {
    percent: (element, percent) => {
      element.setAttribute('aria-valuenow', String(percent))
      element.firstChild.style.width = `${percent}%`
    },
    activeColor: (element, color) => (element.firstChild.style.background = color),
    strokeWidth: (element, width) => (element.style.height = `${Number.parseFloat(width)}px`),
  },
  created(element) {
    element.append(document.createElement('i'))
    for (const [name, value] of [['role', 'progressbar'], ['aria-valuemin', '0'], ['aria-valuemax', '100'], ['aria-valuenow', '0']])
      element.setAttribute(name, value)
  },
})

const TAGS = /^(p|div|span|b|strong|i|em|u|br|ul|ol|li|h[1-6]|img|a|table|tbody|tr|td|th|code|pre|hr|sub|sup)$/
function asNodes(nodes) {
  if (typeof nodes === 'string') return [document.createRange().createContextualFragment(nodes)]
  return (nodes ?? []).map((node) => {
    if (node.type === 'text') return document.createTextNode(node.text)
    const made = document.createElement(TAGS.test(node.name) ? node.name : 'span')
    for (const [name, value] of Object.entries(node.attrs ?? {})) made.setAttribute(name, value)
    made.append(...asNodes(node.children))
    return made
  })
}
define('rich-text', {
  isEmpty: true,
  properties: { nodes: null, space: String },
  changed: { nodes: (element, nodes) => element.replaceChildren(...asNodes(nodes)) },
})

define('canvas', { isEmpty: true, properties: { type: String, canvasId: String, disableScroll: Boolean } })

define('web-view', {
  isEmpty: true,
  properties: { src: String },
  changed: {
    src: (element, source) => {
      const frame = document.createElement('iframe')
      frame.title = source
      frame.src = pictureAt(source, '')
      element.replaceChildren(frame)
    },
  },
})

// The picture of the test stands before the lens.
define('camera', {
  properties: { mode: String, devicePosition: String, flash: String, frameSize: String, resolution: String },
  created(element, component) {
    element.__state = { isReady: () => element.isConnected && component.isReady === true }
    cameraIs(element.__state)
  },
  attached(element, component) {
    const view = Object.assign(new Image(), { className: 'host-lens', alt: '' })
    const look = () => {
      if (device.picture) view.src = `/__host/pictures/${device.picture}`
    }
    allow('scope.camera', 'camera').then(
      () => {
        look()
        onChange(look)
        element.prepend(view)
        component.isReady = true
        say(component, 'initdone', { maxZoom: 1 })
      },
      ({ reason, errno }) => say(component, 'error', { errMsg: `insertCamera:fail ${reason}`, errno }),
    )
  },
  detached: (_, component) => say(component, 'stop'),
})
