'use strict'
/**
 * Compiles the WXML of an app.
 *
 * Takes the app's folder and the paths of its pages and components without extension. Gives
 * the compiled templates as JavaScript text. Throws on what the compiler warns of, with file
 * and line.
 */
const { existsSync, readFileSync } = require('node:fs')
const { join, posix } = require('node:path')
const { TmplGroup } = require('glass-easel-template-compiler')
const { TAGS } = require('./tags.js')

const TAG = new RegExp(`<(/?)(${TAGS.join('|')})(?=[\\s>/])`, 'g')
const COMMENT = /<!--[\s\S]*?-->/g

/** As many line ends as before, so that a message names the right line. */
const blank = (text) => text.replace(/[^\n]/g, '')
const forHost = (wxml) => wxml.replace(COMMENT, blank).replace(TAG, '<$1wx-$2')

const relativeTo = (path, to) =>
  to.startsWith('/') ? to.slice(1) : posix.join(posix.dirname(path), to)

function compile(root, paths) {
  const group = new TmplGroup()
  const warnings = []
  const templates = new Set()
  const scripts = new Set()
  const read = (path) => {
    if (!existsSync(join(root, path))) throw new Error(`${path} is missing`)
    return readFileSync(join(root, path), 'utf8')
  }
  const addScript = (path) => {
    if (scripts.has(path)) return
    scripts.add(path)
    const text = read(`${path}.wxs`)
    group.addScript(path, text)
    for (const [, to] of text.matchAll(/require\(["'](.+?)\.wxs["']\)/g))
      addScript(relativeTo(path, to))
  }
  const addTemplate = (path) => {
    if (templates.has(path)) return
    templates.add(path)
    for (const found of group.addTmpl(path, forHost(read(`${path}.wxml`))))
      warnings.push(`${path}.wxml:${found.startLine}: ${found.message}`)
    group.getScriptDependencies(path).forEach(addScript)
    group.getDirectDependencies(path).forEach(addTemplate)
  }
  paths.forEach(addTemplate)
  // What every built-in component is made of: one that has children, one that has none.
  group.addTmpl('builtin/with-children', '<slot/>')
  group.addTmpl('builtin/without-children', '')
  if (warnings.length > 0) throw new Error(warnings.join('\n'))
  return group.getTmplGenObjectGroups()
}

module.exports = { compile, relativeTo }
