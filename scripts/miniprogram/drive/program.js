'use strict'
/**
 * A program that runs beside the tests: starts it, reads its output until what is waited for
 * is said, ends it. Whatever happens, it ends with the process that started it.
 */
const { spawn } = require('node:child_process')
const { createInterface } = require('node:readline')

const running = new Set()
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')))
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

/**
 * `said` is given each line of the stream and gives something once it has seen enough; the
 * program has to say that much or its start fails with what it said.
 */
function start(program, given, { stream = 'stderr', env = process.env, said }) {
  const child = spawn(program, given, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  child.on('exit', () => running.delete(child))
  // Somebody has to read what it says of itself.
  child[stream === 'stderr' ? 'stdout' : 'stderr'].resume()
  const lines = []
  return new Promise((started, failed) => {
    child.on('error', failed)
    child.on('exit', (code) => failed(new Error(`${program} ended with ${code}:\n${lines.join('\n')}`)))
    createInterface({ input: child[stream] }).on('line', (line) => {
      lines.push(line)
      const result = said(line, lines)
      if (result !== undefined) started({ result, lines, end: (signal) => end(child, signal) })
    })
  })
}

const end = (child, signal = 'SIGTERM') =>
  new Promise((ended) => {
    if (child.exitCode !== null || child.signalCode !== null) return ended()
    child.on('exit', ended)
    child.kill(signal)
  })

module.exports = { start }
