'use strict'
/**
 * Makes CSS of WXSS.
 *
 * Takes the text of a style sheet and where it belongs: to the whole app, to one page, or to
 * one component. Gives CSS in which built-in tags, `page`, `rpx` and the reach of the sheet
 * are as the rendering host has them.
 */
const { readFileSync } = require('node:fs')
const { join, posix } = require('node:path')
const { TAGS, tagInPage } = require('./tags.js')

/** 750 rpx are the width of the screen. */
const withoutRpx = (css) =>
  css.replace(/(-?\d*\.?\d+)rpx\b/g, (_, number) => `calc(100vw * ${number} / 750)`)

const TAG_IN_SELECTOR = new RegExp(`(^|[\\s>+~,(])(${TAGS.join('|')}|page)(?![\\w-])`, 'g')

/** A selector for the host's DOM; `mark` goes before each class name. */
function selectorFor(selector, mark) {
  const withTags = selector.replace(TAG_IN_SELECTOR, (_, before, tag) => before + tagInPage(tag))
  if (!mark) return withTags
  return withTags
    .replace(/\.(-?[_a-zA-Z\u4e00-\u9fff])/g, `.${mark}--$1`)
    .replace(/:host\b/g, `[wx-host="${mark}"]`)
}

/** Each selector of the sheet anew; what stands between braces stays as it is. */
function withSelectors(css, change) {
  let out = ''
  let start = 0
  for (let at = 0; at < css.length; at += 1) {
    if (css[at] === '{') {
      const prelude = css.slice(start, at)
      const isRule = prelude.trim().startsWith('@')
      const isStep = /^\s*(from|to|[\d.]+%)/.test(prelude)
      out += isRule || isStep ? prelude : change(prelude)
      out += '{'
      start = at + 1
    } else if (css[at] === '}' || css[at] === ';') {
      out += css.slice(start, at + 1)
      start = at + 1
    }
  }
  return out + css.slice(start)
}

/** The sheet at `path` in `root` with its imports in their places. */
function whole(root, path) {
  const text = readFileSync(join(root, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  return text.replace(/@import\s+["']([^"']+)["']\s*;/g, (_, to) =>
    whole(root, to.startsWith('/') ? to.slice(1) : posix.join(posix.dirname(path), to)),
  )
}

/** `reach` is 'app', 'page' or 'component'; `mark` is the style scope of a component. */
function toCss(root, path, reach, mark) {
  const scope = reach === 'component' ? mark : ''
  const css = withSelectors(withoutRpx(whole(root, path)), (s) => selectorFor(s, scope))
  if (reach !== 'page') return css
  return `@scope (wx-page[data-route="${path.replace(/\.wxss$/, '')}"]) {\n${css}\n}`
}

module.exports = { toCss }
