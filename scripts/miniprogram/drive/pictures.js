'use strict'
/**
 * Pictures to hand over, drawn in the browser into a folder: `portrait` is the committed one
 * at three times its size, which gives the face enough pixels; `wall` has nobody on it;
 * `small` is the portrait with too few pixels. Gives their paths by name.
 */
const { readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')

const COMMITTED = join(__dirname, '..', '..', '..', 'assets', 'pictures', 'astronaut.png')

async function drawPictures(browser, folder) {
  const page = await browser.newPage()
  const source = `data:image/png;base64,${readFileSync(COMMITTED, 'base64')}`
  const drawn = await page.evaluate(async (from) => {
    const image = new Image()
    image.src = from
    await image.decode()
    const draw = (width, height, paint) => {
      const canvas = Object.assign(document.createElement('canvas'), { width, height })
      const context = canvas.getContext('2d')
      context.imageSmoothingQuality = 'high'
      paint(context)
      return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]
    }
    const scaled = (factor) => {
      const [width, height] = [image.width * factor, image.height * factor]
      return draw(width, height, (context) => context.drawImage(image, 0, 0, width, height))
    }
    const wall = draw(1200, 1600, (context) => {
      context.fillStyle = '#cfd8dc'
      context.fillRect(0, 0, 1200, 1600)
    })
    return { portrait: scaled(3), small: scaled(0.5), wall }
  }, source)
  await page.close()
  return Object.fromEntries(
    Object.entries(drawn).map(([name, bytes]) => {
      const path = join(folder, `${name}.jpg`)
      writeFileSync(path, Buffer.from(bytes, 'base64'))
      return [name, path]
    }),
  )
}

module.exports = { drawPictures }
