/**
 * What WeChat draws around a page: the bar with title and way back, and the tabs; both in the
 * colours of the app's configuration and theme.
 */
import { configuration, parts, theme as themes } from '/__host/built/app.js'
import { calls } from './log.mjs'
import { isTab, navigateBack, stack, switchTab, top } from './stack.mjs'
import { define, failure } from './wx/call.mjs'
import { darkness, theme } from './wx/system.mjs'
import { device, onChange } from './device.mjs'

const bar = document.querySelector('.host-bar')
const tabBar = document.querySelector('.host-tabs')
const tabTexts = new Map()
const badges = new Map()

/** A colour or picture of the configuration, by the theme where it names a variable. */
const themed = (value) =>
  typeof value === 'string' && value.startsWith('@') ? themes[theme()]?.[value.slice(1)] : value

const windowOf = (path) => ({ ...configuration.window, ...parts[path].configuration })

export function draw() {
  const entry = top()
  if (!entry) return
  const look = windowOf(entry.path)
  bar.replaceChildren()
  bar.hidden = look.navigationStyle === 'custom'
  bar.style.background = themed(look.navigationBarBackgroundColor) ?? ''
  bar.style.color = themed(look.navigationBarTextStyle) ?? ''
  const title = Object.assign(document.createElement('span'), {
    className: 'host-title',
    textContent: entry.title ?? look.navigationBarTitleText ?? '',
  })
  if (stack.length > 1) {
    const back = Object.assign(document.createElement('button'), { className: 'host-back', textContent: '‹' })
    back.setAttribute('aria-label', device.language.startsWith('zh') ? '返回' : 'Back')
    back.addEventListener('click', () => navigateBack())
    bar.append(back)
  }
  bar.append(title)
  document.title = title.textContent || '小程序'
  entry.element.style.background = themed(look.backgroundColor) ?? ''
  drawTabs(entry)
}

function drawTabs({ path }) {
  tabBar.replaceChildren()
  tabBar.hidden = !isTab(path)
  document.body.classList.toggle('host-has-tabs', !tabBar.hidden)
  const look = configuration.tabBar
  if (!look || tabBar.hidden) return
  tabBar.style.background = themed(look.backgroundColor) ?? ''
  look.list.forEach((tab, index) => {
    const button = document.createElement('button')
    const isHere = tab.pagePath === path
    const icon = themed(isHere ? tab.selectedIconPath : tab.iconPath)
    if (icon) button.append(Object.assign(new Image(), { src: `/__host/app/${icon}`, alt: '' }))
    button.append(tabTexts.get(index) ?? tab.text, badges.get(index) ?? '')
    button.style.color = themed(isHere ? look.selectedColor : look.color) ?? ''
    if (isHere) button.setAttribute('aria-current', 'page')
    button.addEventListener('click', () => {
      calls.push({ name: 'tab', given: [tab.pagePath], answer: 'ok' })
      switchTab({ url: `/${tab.pagePath}` })
    })
    tabBar.append(button)
  })
}

define('setNavigationBarTitle', ({ title }) => {
  top().title = title
  draw()
})
define('setNavigationBarColor', () => {})
/** WeChat changes tabs only while they are shown. */
function needTabs() {
  if (!top() || !isTab(top().path)) throw failure('not TabBar page')
}

define('setTabBarItem', ({ index, text }) => {
  needTabs()
  tabTexts.set(index, text)
  draw()
})
define('setTabBarBadge', ({ index, text }) => {
  needTabs()
  badges.set(index, ` ${text}`)
  draw()
})
define('removeTabBarBadge', ({ index }) => {
  badges.delete(index)
  draw()
})
darkness.addEventListener('change', draw)
onChange((values) => 'language' in values && draw())
