'use strict'
/**
 * Builds a native mini-programme for the rendering host.
 *
 *   node build.js APP OUT      APP: the compiled app, JavaScript, WXML, WXSS and JSON
 *
 * Leaves in OUT `app.js` (templates, configurations and modules, one ES module) and `app.css`.
 */
const { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } = require('node:fs')
const { join, relative, resolve } = require('node:path')
const { compile, relativeTo } = require('./wxml.js')
const { toCss } = require('./wxss.js')

const jsonAt = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {})

/** The configuration of a component, with the absolute paths of what it uses. */
function configurationOf(root, path, shared) {
  const read = jsonAt(join(root, `${path}.json`))
  const own = Object.entries(read.usingComponents ?? {})
  const using = own.map(([name, to]) => [name, `/${relativeTo(path, to)}`])
  return { ...read, usingComponents: { ...shared, ...Object.fromEntries(using) } }
}

/** Pages and all components that they use, by path. */
function parts(root, app) {
  const shared = Object.fromEntries(
    Object.entries(app.usingComponents ?? {}).map(([name, to]) => [name, `/${relativeTo('app', to)}`]),
  )
  const found = new Map()
  const add = (path, kind) => {
    if (found.has(path)) return
    const configuration = configurationOf(root, path, shared)
    const scope = kind === 'page' ? '' : path.replace(/\W+/g, '-')
    found.set(path, { kind, configuration, scope })
    for (const to of Object.values(configuration.usingComponents)) add(to.slice(1), 'component')
  }
  app.pages.forEach((path) => add(path, 'page'))
  return found
}

function modules(root) {
  const files = readdirSync(root, { recursive: true }).filter((name) => name.endsWith('.js'))
  return files.map((name) => name.replace(/\.js$/, '').replaceAll('\\', '/'))
}

/** What an app finds in a browser and not on a phone is hidden from it. */
const ABSENT = [
  'window', 'document', 'self', 'globalThis', 'fetch', 'XMLHttpRequest', 'localStorage',
  'sessionStorage', 'indexedDB', 'navigator', 'location', 'history', 'URL', 'URLSearchParams',
  'TextEncoder', 'TextDecoder', 'Blob', 'File', 'FormData', 'Image', 'crypto', 'atob', 'btoa',
  'structuredClone', 'alert', 'confirm', 'prompt', 'WebSocket', 'EventSource', 'Headers',
  'Request', 'Response', 'AbortController', 'queueMicrotask', 'requestAnimationFrame', 'process',
]
const GIVEN = [
  'require', 'module', 'exports', 'wx', 'App', 'Page', 'Component', 'Behavior', 'getApp',
  'getCurrentPages', 'console',
]

function build(root, out) {
  const app = jsonAt(join(root, 'app.json'))
  const found = parts(root, app)
  const css = []
  if (existsSync(join(root, 'app.wxss'))) css.push(toCss(root, 'app.wxss', 'app', ''))
  for (const [path, { kind, scope }] of found)
    if (existsSync(join(root, `${path}.wxss`)))
      css.push(toCss(root, `${path}.wxss`, kind, scope))
  const wrapped = modules(root).map((path) => {
    const source = readFileSync(join(root, `${path}.js`), 'utf8').replace(/^"use strict";/, '')
    const made = `(function (${[...GIVEN, ...ABSENT].join(', ')}) { 'use strict';${source}\n})`
    return `${JSON.stringify(path)}: ${made}`
  })
  const theme = app.themeLocation ? jsonAt(join(root, app.themeLocation)) : {}
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, 'app.css'), css.join('\n'))
  writeFileSync(
    join(out, 'app.js'),
    `export const templates = ${compile(root, [...found.keys()])};
export const configuration = ${JSON.stringify(app)};
export const theme = ${JSON.stringify(theme)};
export const parts = ${JSON.stringify(Object.fromEntries(found))};
export const modules = {\n${wrapped.join(',\n')}\n};\n`,
  )
}

module.exports = { build }
if (require.main === module) {
  const [root, out] = process.argv.slice(2).map((path) => resolve(path))
  build(root, out)
  console.log(`built ${relative(process.cwd(), out)}`)
}
