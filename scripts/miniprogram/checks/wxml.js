'use strict'
/**
 * Tencent's own compilers over the built app: what they refuse, WeChat's developer tools
 * refuse.
 *
 *   node wxml.js APP
 */
const { readdirSync } = require('node:fs')
const { resolve } = require('node:path')
const { wxmlToJs, wxssToJs } = require('miniprogram-compiler')

const app = resolve(process.argv[2])
const count = (ending) => readdirSync(app, { recursive: true }).filter((name) => name.endsWith(ending)).length
const compilers = [[wxmlToJs, '.wxml'], [wxssToJs, '.wxss']]
for (const [compile, ending] of compilers) {
  compile(app)
  console.log(`${count(ending)} ${ending} files compile`)
}
