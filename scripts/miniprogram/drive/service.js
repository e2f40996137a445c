'use strict'
/**
 * The real service beside the stand-in for WeChat, in a temporary folder.
 *
 * `startService({ price, more })` gives its address, the stand-in's, how to end and start it
 * again, and what the desk does: takes an order, approves it, rejects it, writes.
 */
const { execFileSync } = require('node:child_process')
const { mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs')
const net = require('node:net')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { start } = require('./program.js')
const { keyOf } = require('./staff.js')
const { until } = require('./until.js')

const BIN = process.env.HUIZHI_BIN_DIR
const LIMITS = `[limits]
pages_per_minute = 1000000
writes_per_minute = 1000000
look_ups_per_minute = 1000000
`
// Without an issuer every receipt is a sample.
const OPERATOR = `[issuer]
name = { zh = "小城照相馆", en = "Small Town Studio" }
contact = "0755-0000 0000"

[operator]
name = { zh = "小城照相馆", en = "Small Town Studio" }
address = { zh = "中山路一号", en = "1 Sun Road" }
phone = "0755-0000 0000"
hours = { zh = "周一至周五 9–18 点", en = "Mon–Fri, 9–18" }
`
// The committed portrait smiles, which no document allows.
const LENIENT = ['smile', 'mouth-open', 'teeth']
  .map((check) => {
    const [unit, most] = check === 'teeth' ? ['percent', '100.0'] : ['number', '1.0']
    return `[${check}]
unit = "${unit}"
pass-max = ${most}
fail-max = ${most}
source = { cite = "a test", confidence = "D" }
`
  })
  .join('\n')

const freePort = () =>
  new Promise((found) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => found(port))
    })
  })

/**
 * The environment of a program whose clock is ahead. The command `faketime` only tells where
 * its library is: under the command itself the program would outlive it.
 */
function later(days) {
  if (days === 0) return {}
  const preload = execFileSync('faketime', ['-f', `+${days}d`, 'printenv', 'LD_PRELOAD'], { encoding: 'utf8' })
  return { LD_PRELOAD: preload.trim(), FAKETIME: `+${days}d`, FAKETIME_DONT_FAKE_MONOTONIC: '1' }
}

async function startStandIn() {
  // Its settings end with those of the official account.
  const { result, lines, end } = await start(join(BIN, 'wechat-stand-in'), ['127.0.0.1:0'], {
    stream: 'stdout',
    said: (line, all) => (line.startsWith('authorize = ') ? all[0] : undefined),
  })
  return { url: result, settings: lines.slice(1).join('\n'), end }
}

/** `price` like "15.00", or none; `more` are further settings. */
async function startService({ price, more = '' } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'huizhi-miniprogram-'))
  const [data, catalogue] = ['data', 'catalogue'].map((name) => join(folder, name))
  mkdirSync(data)
  mkdirSync(catalogue)
  writeFileSync(join(catalogue, 'checks.toml'), LENIENT)
  const standIn = await startStandIn()
  const address = `127.0.0.1:${await freePort()}`
  const offer = price ? `[offers.usual]\nprice = "${price}"\n` : ''
  const settings = [`public_url = "http://${address}"`, LIMITS, OPERATOR, offer, more, standIn.settings].join('\n')
  writeFileSync(join(data, 'settings.toml'), settings, { mode: 0o600 })

  let running
  let password
  /** `days` later than now, for what expires. */
  async function run({ days = 0 } = {}) {
    const given = ['--lang', 'en', '--catalogue', catalogue, 'serve', '--listen', address, '--data', data]
    const env = { ...process.env, ...later(days) }
    delete env.HUIZHI_CATALOGUE
    running = await start(join(BIN, 'huizhi'), given, {
      env,
      said(line) {
        password ??= line.match(/one-time password\s+(\S+)/)?.[1]
        return line.match(/Serving at (\S+)/)?.[1]
      },
    })
  }
  const url = `http://${address}`
  async function opened() {
    await run()
    return keyOf(url, password, ['inspector', 'operator'])
  }
  // What was started does not outlive a start that failed.
  const key = await opened().catch(async (error) => {
    await running?.end()
    await standIn.end()
    throw error
  })

  async function desk(method, path, body) {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
    return text ? JSON.parse(text) : undefined
  }
  /** Takes the order once it waits, and decides. */
  async function decide(number, decision) {
    await until(`the order ${number} in the queue`, () => desk('POST', `/reviews/${number}/take`).then(() => true))
    await desk('POST', `/reviews/${number}/decision`, decision)
  }
  const control = async (path) => (await fetch(`${standIn.url}/stand-in/${path}`)).json()

  return {
    url,
    standIn: standIn.url,
    desk,
    approve: (number) => decide(number, { verdict: 'approved' }),
    reject: (number, ...reasons) => decide(number, { verdict: 'rejected', reasons }),
    write: (number, text) => desk('POST', `/threads/${number}`, { text }),
    /** Messages that the stand-in took for users. */
    sent: () => control('wechat/sent'),
    charges: () => control('charges'),
    log: () => running.lines.join('\n'),
    kill: () => running.end('SIGKILL'),
    run,
    async restart(how) {
      await running.end()
      await run(how)
    },
    async end() {
      await running.end()
      await standIn.end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

module.exports = { startService }
