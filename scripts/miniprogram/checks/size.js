'use strict'
/**
 * The size of the package, which has one part: WeChat allows 2 MB, this project 500 KB.
 *
 *   node size.js APP
 */
const { readdirSync, statSync } = require('node:fs')
const { extname, join, resolve } = require('node:path')

const MOST_BYTES = 500 * 1024
const app = resolve(process.argv[2])
const sizes = new Map()
for (const name of readdirSync(app, { recursive: true })) {
  const found = statSync(join(app, name))
  if (found.isFile()) sizes.set(extname(name), (sizes.get(extname(name)) ?? 0) + found.size)
}
const all = [...sizes.values()].reduce((sum, size) => sum + size, 0)
const kilobytes = (bytes) => `${Math.ceil(bytes / 1024)} KB`
for (const [kind, size] of [...sizes].sort(([, one], [, other]) => other - one))
  console.log(`${kind.padEnd(6)} ${kilobytes(size).padStart(8)}`)
console.log(`all    ${kilobytes(all).padStart(8)} of ${kilobytes(MOST_BYTES)}`)
if (all === 0) throw new Error('nothing was built')
if (all > MOST_BYTES) throw new Error('the package is too large')
