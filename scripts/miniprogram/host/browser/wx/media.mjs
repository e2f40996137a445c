/**
 * Pictures and documents: chosen, taken, saved to the album, looked at, shared. What left the
 * app is kept in `album` and `opened`, for the test to read.
 */
import { device } from '../device.mjs'
import { ask, element } from '../dialogs.mjs'
import { addressOf, files, keepTemporary } from '../files.mjs'
import { isKnown, overProxy } from '../place.mjs'
import { define, defineNow, failure } from './call.mjs'
import { allow } from './permissions.mjs'
import { allowPrivacy } from './privacy.mjs'

export const album = []
export const opened = []

/** The picture of the test, as a file of the app. */
export async function pictureOfTheTest() {
  const answer = await fetch(`/__host/pictures/${device.picture}`)
  if (!answer.ok) throw new Error(`the test has no picture ${device.picture}`)
  const blob = await answer.blob()
  const { width, height } = await createImageBitmap(blob).catch(() => ({ width: 0, height: 0 }))
  return { path: await keepTemporary(blob, 'jpg'), size: blob.size, width, height }
}

define('chooseMedia', async ({ sourceType = ['album', 'camera'] }) => {
  await allowPrivacy('chooseMedia')
  if (!device.picture) throw failure('cancel')
  if (!sourceType.includes('album')) await allow('scope.camera', 'chooseMedia')
  const { path, size, width, height } = await pictureOfTheTest()
  const file = { tempFilePath: path, size, width, height, fileType: 'image', duration: 0, thumbTempFilePath: '' }
  return { type: 'image', tempFiles: [file] }
})

defineNow('createCameraContext', () => ({
  takePhoto: (options = {}) => takePhoto(options),
}))

const takers = []
/** A `<camera>` on the page says that it is there, and whether it may be used. */
export const cameraIs = (state) => takers.push(state)

async function takePhoto({ success, fail, complete }) {
  const state = takers.at(-1)
  if (!state?.isReady() || !device.picture) {
    const result = { errMsg: 'operateCamera:fail camera not ready' }
    fail?.(result)
    complete?.(result)
    return
  }
  const { path, width, height } = await pictureOfTheTest()
  const result = { errMsg: 'operateCamera:ok', tempImagePath: path, width, height }
  success?.(result)
  complete?.(result)
}

define('saveImageToPhotosAlbum', async ({ filePath }) => {
  const blob = files.get(filePath)
  if (!blob) throw failure('file not exists')
  await allow('scope.writePhotosAlbum', 'saveImageToPhotosAlbum')
  album.push({ path: filePath, type: blob.type, bytes: blob.size, blob })
})

define('openDocument', ({ filePath, fileType, showMenu = false }) => {
  const blob = files.get(filePath)
  if (!blob) throw failure(`file doesn't exist`)
  opened.push({ how: 'document', fileType, showMenu, type: blob.type, bytes: blob.size, blob })
})

define('shareFileMessage', ({ filePath, fileName }) => {
  const blob = files.get(filePath)
  if (!blob) throw failure(`file doesn't exist`)
  opened.push({ how: 'shared', fileName, type: blob.type, bytes: blob.size, blob })
})

define('previewImage', async ({ urls, current = urls[0] }) => {
  const source = addressOf(current) ?? (isKnown(current) ? overProxy(current) : current)
  const within = [element('img', { src: source, alt: '' })]
  ask({ kind: 'preview', title: `${urls.indexOf(current) + 1}/${urls.length}`, within, buttons: [{ text: '关闭', value: true }] })
})

define('getImageInfo', async ({ src }) => {
  const blob = files.get(src)
  if (!blob) throw failure('file not found')
  const { width, height } = await createImageBitmap(blob)
  return { width, height, path: src, orientation: 'up', type: blob.type.split('/')[1] }
})

define('compressImage', async ({ src }) => {
  const blob = files.get(src)
  if (!blob) throw failure('file not found')
  return { tempFilePath: await keepTemporary(blob, 'jpg') }
})
