/**
 * Files of the app: `wxfile://tmp_…` for what was chosen, taken or downloaded,
 * `wxfile://usr/…` for what the app wrote, `wxfile://store_…` for what it saved.
 */
export const files = new Map()
export const USER = 'wxfile://usr'

const addresses = new Map()
let count = 0

export async function keepTemporary(blob, extension) {
  count += 1
  const path = `wxfile://tmp_${count}.${extension}`
  await put(path, blob)
  return path
}

/** With its bytes beside it, which are read at once. */
export async function put(path, blob) {
  blob.bytes = await blob.arrayBuffer()
  files.set(path, blob)
}

/** An address that the browser can show; `undefined` where there is no such file. */
export function addressOf(path) {
  const blob = files.get(path)
  if (!blob) return undefined
  if (addresses.get(path)?.blob !== blob)
    addresses.set(path, { blob, url: URL.createObjectURL(blob) })
  return addresses.get(path).url
}

export const extensionOf = (type) =>
  ({ 'image/png': 'png', 'application/pdf': 'pdf', 'image/webp': 'webp', 'application/zip': 'zip' })[
    type.split(';')[0]
  ] ?? 'jpg'
