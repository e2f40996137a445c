'use strict'
/**
 * All that a journey of the mini-programme needs: the service with its stand-in, the rendering
 * host with the built app, one browser, phones.
 *
 * `stage(options)` is called once in a test file; it starts before its tests and ends after
 * them. `options` go to `startService`. A journey is `journey(name, device, run)`: `run` gets a
 * phone of its own and the service. Nothing may have gone wrong unseen.
 */
const assert = require('node:assert/strict')
const { mkdtempSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join, resolve } = require('node:path')
const { after, before, test } = require('node:test')
const { startBrowser } = require('./browser.js')
const { openPhone } = require('./phone.js')
const { drawPictures } = require('./pictures.js')
const { startService } = require('./service.js')
const { serve } = require('../host/serve.js')

const TARGET = resolve(process.env.CARGO_TARGET_DIR ?? join(__dirname, '..', '..', '..', 'target'))
const APP = process.env.HUIZHI_MINIPROGRAM_APP ?? join(TARGET, 'miniprogram', 'app')
const BUILT = process.env.HUIZHI_MINIPROGRAM_BUILT ?? join(TARGET, 'miniprogram', 'built')
const SCREENSHOTS = join(TARGET, 'screenshots')

let users = 0
/** A WeChat user that nobody else is. */
const somebody = () => `oUpF8uMuAJO_M2pxb1Q9zN${String((users += 1)).padStart(6, '0')}`

function stage(options) {
  const held = {}
  before(async () => {
    held.folder = mkdtempSync(join(tmpdir(), 'huizhi-pictures-'))
    held.browser = await startBrowser()
    const pictures = await drawPictures(held.browser, held.folder)
    held.service = await startService(options)
    const reached = { service: held.service.url, standIn: held.service.standIn }
    held.host = await serve({ app: APP, built: BUILT, reached, pictures })
  })
  after(async () => {
    await held.browser?.close()
    await held.host?.close()
    await held.service?.end()
    if (held.folder) rmSync(held.folder, { recursive: true, force: true })
  })

  const phoneOf = (device = {}) =>
    openPhone(held.browser, held.host, {
      device: { picture: 'portrait', openid: somebody(), ...device },
      scheme: device.scheme,
      screenshots: SCREENSHOTS,
    })

  function journey(name, device, run) {
    test(name, async () => {
      const phones = []
      const another = async (values) => {
        phones.push(await phoneOf(values))
        return phones.at(-1)
      }
      const phone = await another(device)
      try {
        await run(phone, held.service, another)
        for (const one of phones) assert.deepEqual(await one.faults(), [])
      } catch (error) {
        const at = name.replace(/[^\w]+/g, '-')
        for (const one of phones) {
          error.message += `\n${await one.report().catch(String)}`
          await one.look(`failed-${at}-${phones.indexOf(one) + 1}`).catch(() => {})
        }
        throw error
      } finally {
        for (const one of phones) await one.close()
      }
    })
  }
  return { journey, somebody }
}

module.exports = { stage }
