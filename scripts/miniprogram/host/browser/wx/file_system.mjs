/**
 * `wx.getFileSystemManager()`: what an app reads, writes and deletes of its files.
 */
import { files, USER } from '../files.mjs'
import { noteCall } from '../log.mjs'
import { failure, settle, wx } from './call.mjs'

const bytesOf = (data, encoding) => {
  if (data instanceof ArrayBuffer) return data
  if (encoding === 'base64') return Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))
  return new TextEncoder().encode(data)
}
const base64 = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(''))
const missing = (path) => failure(`no such file or directory, open "${path}"`, { errno: 1300002 })
const known = (path) => {
  if (!files.has(path)) throw missing(path)
  return files.get(path)
}

const CALLS = {
  access: ({ path }) => void known(path),
  getFileInfo: ({ filePath }) => ({ size: known(filePath).size }),
  unlink: ({ filePath }) => {
    known(filePath)
    files.delete(filePath)
  },
  writeFile: ({ filePath, data, encoding }) => {
    if (!filePath.startsWith(USER)) throw failure(`permission denied, open "${filePath}"`)
    const type = filePath.endsWith('.pdf') ? 'application/pdf' : ''
    const bytes = bytesOf(data, encoding)
    files.set(filePath, Object.assign(new Blob([bytes], { type }), { bytes }))
  },
  copyFile: ({ srcPath, destPath }) => void files.set(destPath, known(srcPath)),
  saveFile: ({ tempFilePath, filePath = `wxfile://store_${files.size}` }) => {
    files.set(filePath, known(tempFilePath))
    files.delete(tempFilePath)
    return { savedFilePath: filePath }
  },
  readFile: ({ filePath, encoding }) => {
    const { bytes } = known(filePath)
    if (encoding === 'base64') return { data: base64(bytes) }
    return { data: encoding ? new TextDecoder().decode(bytes) : bytes }
  },
  readdir: ({ dirPath }) => ({
    files: [...files.keys()].filter((path) => path.startsWith(`${dirPath}/`)).map((path) => path.slice(dirPath.length + 1)),
  }),
}

const SYNC = ['access', 'unlink', 'writeFile', 'readFile', 'readdir']

function manager() {
  const made = {}
  for (const [name, body] of Object.entries(CALLS))
    made[name] = (options) => {
      const entry = noteCall(`fs.${name}`, [options])
      const told = { complete: () => {}, ...options }
      settle(name, told, Promise.resolve().then(() => body(options)), entry)
    }
  const named = {
    accessSync: (path) => CALLS.access({ path }),
    unlinkSync: (filePath) => CALLS.unlink({ filePath }),
    writeFileSync: (filePath, data, encoding) => CALLS.writeFile({ filePath, data, encoding }),
    readFileSync: (filePath, encoding) => CALLS.readFile({ filePath, encoding }).data,
    readdirSync: (dirPath) => CALLS.readdir({ dirPath }).files,
  }
  for (const name of SYNC)
    made[`${name}Sync`] = (...given) => {
      noteCall(`fs.${name}Sync`, given)
      try {
        return named[`${name}Sync`](...given)
      } catch (thrown) {
        throw thrown.failed ? new Error(`${name}Sync:fail ${thrown.reason}`) : thrown
      }
    }
  return made
}

const one = manager()
wx.getFileSystemManager = () => one
wx.env = { USER_DATA_PATH: USER }
