'use strict'
/**
 * `takePicture(page, path)`: what the view shows, as PNG.
 *
 * On a busy machine Chromium sometimes draws no frame of a page where nothing moves, and a
 * picture of it never comes. While a screencast runs frames are drawn, and what has not come in
 * time is asked for again. Puppeteer's own call waits for the one before it.
 */
const { writeFileSync } = require('node:fs')

const TRIES = 5
const PATIENCE_MS = 15_000
const SMALLEST = { format: 'jpeg', quality: 1, maxWidth: 16, maxHeight: 16 }

async function takePicture(page, path) {
  await page.bringToFront()
  for (let tried = 1; tried <= TRIES; tried++) {
    const devtools = await page.createCDPSession()
    await devtools.send('Page.startScreencast', SMALLEST)
    let late
    const shot = await Promise.race([
      devtools.send('Page.captureScreenshot', { format: 'png' }).catch((error) => ({ error })),
      new Promise((done) => (late = setTimeout(done, PATIENCE_MS))),
    ])
    clearTimeout(late)
    // Its screencast ends with it.
    await devtools.detach()
    if (shot?.error) throw shot.error
    if (shot) return writeFileSync(path, Buffer.from(shot.data, 'base64'))
  }
  throw new Error(`no picture for ${path} after ${TRIES} tries of ${PATIENCE_MS} ms`)
}

module.exports = { takePicture }
