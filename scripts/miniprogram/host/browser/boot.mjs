/**
 * Starts the app: defines the built-ins, runs the modules, opens the first page. Leaves
 * `window.__host` for the test.
 */
import * as glassEasel from 'glass-easel'
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import { configuration, modules, parts, templates } from '/__host/built/app.js'
import * as chrome from './chrome.mjs'
import { createContext } from './context.mjs'
import { change, device } from './device.mjs'
import { enter } from './enter.mjs'
import { files } from './files.mjs'
import { calls, errors, noteError } from './log.mjs'
import * as stack from './stack.mjs'
import { asComponent, definitions } from './builtins/define.mjs'
import { given } from './wx/call.mjs'
import { appHidden, appShown, clipboard } from './wx/system.mjs'
import { album, opened } from './wx/media.mjs'
import { pullDown, share } from './wx/navigation.mjs'
import { stored } from './wx/storage.mjs'
import './builtins/boxes.mjs'
import './builtins/button.mjs'
import './builtins/controls.mjs'
import './builtins/picker.mjs'
import './builtins/pictures.mjs'
import './wx/account.mjs'
import './wx/dialogs.mjs'
import './wx/file_system.mjs'
import './wx/network.mjs'
import './wx/permissions.mjs'
import './wx/privacy.mjs'

const env = new MiniProgramEnv()
const space = env.createCodeSpace('', true)
const builtins = env.getGlobalCodeSpace()

glassEasel.globalOptions.throwGlobalError = false
glassEasel.addGlobalErrorListener((error) => {
  noteError(error)
  app?.onError?.(String(error?.message ?? error))
  return false
})
glassEasel.addGlobalWarningListener?.((warning) => {
  noteError(`warning: ${warning?.message ?? warning}`)
  return false
})

for (const [name, definition] of definitions) {
  const path = `builtin/${name}`
  const template = definition.isEmpty ? 'builtin/without-children' : 'builtin/with-children'
  builtins.addComponentStaticConfig(path, { component: true })
  builtins.addCompiledTemplate(path, { groupList: templates, content: templates[template] })
  builtins.componentEnv(path, ({ Component }) => Component(asComponent(definition)))
  const made = builtins.getComponentSpace().getComponentByUrl(path, '')
  space.getComponentSpace().setGlobalUsingComponent(`wx-${name}`, made)
}

for (const [path, { kind, configuration: own, scope }] of Object.entries(parts)) {
  space.addComponentStaticConfig(path, { ...own, component: kind === 'component' })
  space.addCompiledTemplate(path, { groupList: templates, content: templates[path] })
  if (scope) space.addStyleSheet(path, undefined, scope)
}

let app
const getApp = () => app
const getCurrentPages = () => stack.pages()

/** A component says in its code how far styles reach; the adapter reads it of its JSON. */
function withOptions(path, definition) {
  const { styleIsolation, addGlobalClass } = definition.options ?? {}
  if (styleIsolation || addGlobalClass)
    space.addComponentStaticConfig(path, { ...space.getComponentStaticConfig(path), styleIsolation, addGlobalClass })
  return definition
}

/** Modules by path without extension, each run once. */
const loaded = new Map()
function load(path, registering = {}) {
  if (loaded.has(path)) return loaded.get(path).exports
  const body = modules[path]
  if (!body) throw new Error(`module '${path}.js' is not defined`)
  const module = { exports: {} }
  loaded.set(path, module)
  const require = (to) => {
    const from = to.startsWith('/') ? to.slice(1) : new URL(to, `http://app/${path}`).pathname.slice(1)
    const found = [from, from.replace(/\.js$/, ''), `${from}/index`].find((name) => modules[name])
    if (!found) throw new Error(`module '${to}' is not defined, require args is '${path}'`)
    return load(found)
  }
  const outside = (name) => () => {
    throw new Error(`${name}() in ${path}, which is neither a page nor a component`)
  }
  const { App = outside('App'), Page = outside('Page'), Component = outside('Component'), Behavior = shared.Behavior } = registering
  body(require, module, module.exports, given, App, Page, Component, Behavior, getApp, getCurrentPages, console)
  return module.exports
}
const shared = {}
space.componentEnv('behaviors', ({ Behavior }) => (shared.Behavior = Behavior))

function define(path) {
  space.componentEnv(path, ({ Page, Component, Behavior }) =>
    load(path, { Page, Component: (definition) => Component(withOptions(path, definition)), Behavior }),
  )
}

load('app', {
  App: (definition) => {
    app = definition
  },
})
Object.keys(parts).forEach(define)

const backend = env.associateBackend(createContext())
stack.prepare((path) => {
  const root = backend.createRoot('wx-root', space, path)
  const channel = stack.channelOfOpener()
  root.get().getOpenerEventChannel = () => channel
  return root
}, chrome.draw)

try {
  app.onLaunch?.(enter.launched)
  app.onShow?.(enter.launched)
} catch (error) {
  noteError(error)
}
const first = `/${enter.launched.path}${enter.queryText ? `?${enter.queryText}` : ''}`
try {
  stack.reLaunch({ url: first })
} catch (thrown) {
  if (!thrown.failed) throw thrown
  app.onPageNotFound?.({ path: enter.launched.path, query: enter.launched.query, isEntryPage: true })
}

window.addEventListener('unhandledrejection', ({ reason, promise }) => app.onUnhandledRejection?.({ reason, promise }))

/** What a test reads and does that no person could do on the page itself. */
window.__host = {
  change, device, calls, errors, files, album, opened, clipboard, stored, pullDown, share,
  configuration, app: getApp, pages: getCurrentPages,
  routes: () => stack.stack.map(({ path }) => path),
  /** The app goes to the background and comes back, perhaps by another way in. */
  hide() {
    stack.call(stack.top(), 'onHide')
    stack.inComponents(stack.top(), 'hide')
    app.onHide?.()
    appHidden({})
  },
  show(options = {}) {
    enter.entered = { ...enter.launched, ...options }
    app.onShow?.(enter.entered)
    appShown(enter.entered)
    if (options.path) stack.reLaunch({ url: `/${options.path}${options.queryText ? `?${options.queryText}` : ''}` })
    else {
      stack.call(stack.top(), 'onShow')
      stack.inComponents(stack.top(), 'show')
    }
  },
}
