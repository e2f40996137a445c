/**
 * `wx` calls that open and leave pages, and those about the page that is shown.
 */
import { noteError } from '../log.mjs'
import * as stack from '../stack.mjs'
import { define, defineNow, failure } from './call.mjs'

define('navigateTo', stack.navigateTo)
define('redirectTo', stack.redirectTo)
define('navigateBack', stack.navigateBack)
define('switchTab', stack.switchTab)
define('reLaunch', stack.reLaunch)
define('exitMiniProgram', () => {})

define('pageScrollTo', ({ scrollTop, selector }) => {
  // An id stands in the DOM behind its component's own prefix.
  const inDom = selector?.replace(/#([\w-]+)/g, '[id$="--$1"]')
  const to = inDom && stack.top().element.querySelector(inDom)
  if (selector && !to) throw failure(`"${selector}" not found`)
  if (to) to.scrollIntoView()
  else document.documentElement.scrollTop = scrollTop
})
define('startPullDownRefresh', () => pullDown())
define('stopPullDownRefresh', () => {
  document.body.classList.remove('host-pulled')
})
defineNow('createSelectorQuery', () => stack.top().page.createSelectorQuery())

/** The person pulls the page down. */
export function pullDown() {
  document.body.classList.add('host-pulled')
  stack.call(stack.top(), 'onPullDownRefresh')
}

/** The page was scrolled to its end. */
const NEAR_END_PX = 50
let wasNearEnd = false
window.addEventListener('scroll', () => {
  const { scrollTop, scrollHeight, clientHeight } = document.documentElement
  const entry = stack.top()
  if (!entry) return
  stack.call(entry, 'onPageScroll', { scrollTop })
  const isNearEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX
  if (isNearEnd && !wasNearEnd) stack.call(entry, 'onReachBottom')
  wasNearEnd = isNearEnd
})

/** What the page gives to somebody it is shared with. */
export function share(from) {
  try {
    return stack.top().page.onShareAppMessage?.({ from, target: undefined })
  } catch (error) {
    noteError(error)
    return undefined
  }
}
