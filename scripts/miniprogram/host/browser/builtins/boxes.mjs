/**
 * Components that only hold others: view, text, label, scroll-view, swiper, movable-view,
 * cover-view, page-meta.
 */
import { device, onChange } from '../device.mjs'
import { define, elementOf, say } from './define.mjs'

define('view', {})
define('cover-view', {})
define('movable-area', {})
define('movable-view', { properties: { x: null, y: null, direction: String, scale: Boolean, scaleValue: Number, scaleMin: Number, scaleMax: Number, disabled: Boolean, inertia: Boolean, outOfBounds: Boolean, damping: Number } })
define('text', {
  properties: { selectable: Boolean, userSelect: Boolean, space: String, decode: Boolean, overflow: String, maxLines: Number },
})

// A control inside, or the one that `for` names, is used where its label is tapped.
define('label', {
  properties: { for: String },
  created(element, component) {
    element.addEventListener('click', (event) => {
      if (event.target.closest('input, button, textarea, wx-picker, .host-control')) return
      const named = component.data.for && component._$.ownerShadowRoot?.getElementById(component.data.for)?.$$
      const within = (named || element).querySelector?.('input, textarea, button, wx-picker') ?? named
      if (!within) return
      event.stopPropagation()
      if (within.matches('input:not([type=checkbox],[type=radio]), textarea')) within.focus()
      else within.click()
    })
  },
})

define('scroll-view', {
  properties: { scrollX: Boolean, scrollY: Boolean, scrollTop: null, scrollLeft: null, scrollIntoView: String, scrollWithAnimation: Boolean, enableBackToTop: Boolean, showScrollbar: Boolean, enhanced: Boolean, upperThreshold: null, lowerThreshold: null, enableFlex: Boolean, refresherEnabled: Boolean, refresherTriggered: Boolean, type: String, bounces: Boolean, pagingEnabled: Boolean },
  changed: {
    scrollX: (element, is) => element.classList.toggle('host-scrolls-x', is),
    scrollY: (element, is) => element.classList.toggle('host-scrolls-y', is),
    scrollTop: (element, to) => requestAnimationFrame(() => (element.scrollTop = Number(to) || 0)),
    scrollIntoView: (element, id, component) =>
      id && requestAnimationFrame(() => component._$.ownerShadowRoot?.getElementById(id)?.$$?.scrollIntoView()),
  },
  created(element, component) {
    // A box that scrolls can be reached by keyboard and by reading aloud.
    element.tabIndex = 0
    element.addEventListener('scroll', () => {
      const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight } = element
      say(component, 'scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth })
      const near = Number.parseFloat(component.data.lowerThreshold ?? 50)
      if (scrollHeight - scrollTop - clientHeight < near) say(component, 'scrolltolower', { direction: 'bottom' })
    })
  },
})

define('swiper', {
  properties: { current: Number, indicatorDots: Boolean, autoplay: Boolean, interval: Number, duration: Number, circular: Boolean, vertical: Boolean, previousMargin: String, nextMargin: String, indicatorColor: String, indicatorActiveColor: String, displayMultipleItems: Number },
  changed: {
    current: (element, to) => requestAnimationFrame(() => (element.scrollLeft = to * element.clientWidth)),
  },
  created(element, component) {
    element.tabIndex = 0
    element.addEventListener('scrollend', () => {
      const current = Math.round(element.scrollLeft / element.clientWidth)
      if (current !== component.data.current) say(component, 'change', { current, source: 'touch' })
    })
  },
})
define('swiper-item', { properties: { itemId: String } })

define('page-meta', {
  properties: { pageStyle: String, rootFontSize: String, pageFontSize: String, backgroundColor: String, rootBackgroundColor: String, scrollTop: null },
  changed: {
    pageStyle: (element, style) => element.closest('wx-page')?.setAttribute('style', style),
    rootFontSize: (_, __, component) => type(component),
    pageFontSize: (_, __, component) => type(component),
  },
  attached(element, component) {
    if (component.data.pageStyle) element.closest('wx-page').setAttribute('style', component.data.pageStyle)
    type(component)
    onChange(() => element.isConnected && type(component))
  },
})

/** `system` is the size that the person set on the phone. */
const sized = (size) => (size === 'system' ? `${device.fontSize}px` : size)
function type(component) {
  const { rootFontSize, pageFontSize } = component.data
  const page = elementOf(component).closest('wx-page')
  if (!page) return
  if (rootFontSize) document.documentElement.style.fontSize = sized(rootFontSize)
  if (pageFontSize) page.style.fontSize = sized(pageFontSize)
}

