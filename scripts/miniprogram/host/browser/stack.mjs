/**
 * The stack of pages: what is opened, shown, hidden and closed, in WeChat's order of calls.
 * A tab's page is kept; every other page ends when it is left by going back.
 */
import { configuration, parts } from '/__host/built/app.js'
import { queryOf } from './enter.mjs'
import { noteError } from './log.mjs'
import { failure } from './wx/call.mjs'

export const stack = []
const tabs = new Map()
const DEEPEST = 10
const stage = document.querySelector('.host-stage')

/** Creates a page's component; given by the boot, which knows the code space. */
let createRoot
let whenChanged = () => {}
export function prepare(create, changed) {
  createRoot = create
  whenChanged = changed
}

export const isTab = (path) => (configuration.tabBar?.list ?? []).some(({ pagePath }) => pagePath === path)
export const top = () => stack.at(-1)
export const pages = () => stack.map(({ page }) => page)

/** Calls a page's own function where it has it; its faults end nothing. */
export function call(entry, name, ...given) {
  try {
    return entry.page[name]?.(...given)
  } catch (error) {
    noteError(error)
    return undefined
  }
}

/** Tells the components of a page what happens to it. */
export const inComponents = (entry, name) => entry.root.getComponent().triggerPageLifetime(name, [])

function split(url) {
  const [path, query = ''] = url.split('?')
  if (path.startsWith('/')) return [path.slice(1), query]
  const from = top() ? `/${top().path}` : '/'
  return [new URL(path, `http://app${from}`).pathname.slice(1), query]
}

function create(path, query) {
  const element = document.createElement('wx-page')
  element.dataset.route = path
  const place = document.createElement('span')
  element.append(place)
  stage.append(element)
  const root = createRoot(path)
  const page = root.get()
  const entry = { path, element, root, page, scrolled: 0, title: undefined }
  page.route = path
  page.options = queryOf(query)
  // What the app does as it is created may ask for the current page.
  stack.push(entry)
  root.attach(element, place)
  call(entry, 'onLoad', page.options)
  return entry
}

function show(entry) {
  for (const { element } of [...stack, ...tabs.values()]) element.hidden = element !== entry.element
  document.documentElement.scrollTop = entry.scrolled
  whenChanged(entry)
  call(entry, 'onShow')
  inComponents(entry, 'show')
  if (entry.isReady) return
  entry.isReady = true
  requestAnimationFrame(() => call(entry, 'onReady'))
}

function hide(entry) {
  entry.scrolled = document.documentElement.scrollTop
  call(entry, 'onHide')
  inComponents(entry, 'hide')
}

function close(entry) {
  call(entry, 'onUnload')
  entry.element.remove()
  entry.root.release()
}

function known(path) {
  if (parts[path]?.kind !== 'page') throw failure(`page "${path}" is not found`)
  return path
}

export function navigateTo({ url, events = {} }) {
  const [path, query] = split(url)
  known(path)
  if (isTab(path)) throw failure('can not navigateTo a tabbar page')
  if (stack.length >= DEEPEST) throw failure(`webview count limit exceed`)
  const channel = createChannel(events)
  hide(top())
  pending = channel
  show(create(path, query))
  return { eventChannel: channel.opener }
}

export function redirectTo({ url }) {
  const [path, query] = split(url)
  known(path)
  if (isTab(path)) throw failure('can not redirectTo a tabbar page')
  close(stack.pop())
  show(create(path, query))
}

export function navigateBack({ delta = 1 } = {}) {
  if (stack.length < 2) throw failure('cannot navigate back at first page.')
  for (let left = Math.min(delta, stack.length - 1); left > 0; left -= 1) close(stack.pop())
  show(top())
}

export function switchTab({ url }) {
  const [path] = split(url)
  known(path)
  if (!isTab(path)) throw failure('can not switch to no-tabBar page')
  const before = top()
  if (before?.path === path) return
  if (before && isTab(before.path)) hide(before)
  while (top() && !isTab(top().path)) close(stack.pop())
  if (top()) tabs.set(top().path, stack.pop())
  const kept = tabs.get(path)
  if (kept) {
    stack.push(kept)
    show(kept)
    return
  }
  const entry = create(path, '')
  tabs.set(path, entry)
  show(entry)
}

export function reLaunch({ url }) {
  const [path, query] = split(url)
  known(path)
  const old = new Set([...stack.splice(0), ...tabs.values()])
  tabs.clear()
  old.forEach(close)
  const entry = create(path, query)
  if (isTab(path)) tabs.set(path, entry)
  show(entry)
}

let pending

/** The two ends between a page and the one that opened it. */
function createChannel(events) {
  const end = () => {
    const listeners = {}
    const on = (name, run) => (listeners[name] ??= []).push(run)
    return { listeners, on, once: on, off: (name) => delete listeners[name] }
  }
  const [opener, opened] = [end(), end()]
  Object.entries(events).forEach(([name, run]) => opener.on(name, run))
  const emit = (to) => (name, ...given) => (to.listeners[name] ?? []).forEach((run) => run(...given))
  opener.emit = emit(opened)
  opened.emit = emit(opener)
  return { opener, opened }
}

/** Before a page loads: `getOpenerEventChannel` belongs to each page. */
export function channelOfOpener() {
  const channel = pending ?? createChannel({})
  pending = undefined
  return channel.opened
}
