'use strict'
/**
 * Serves a built mini-programme in its rendering host, and the service behind the same
 * origin: Huizhi sends no CORS headers, and a mini-programme knows no origins.
 *
 * Takes the folder of the compiled app, the folder of `build.js`, and the addresses of the
 * service and of the stand-in (both may change while it runs). Gives its address.
 *
 * | path | what |
 * |---|---|
 * | `/__host/…` | the host's page, its scripts, libraries, the app, pictures of the test |
 * | `/stand-in/…` | the stand-in for WeChat |
 * | else | the service; where it cannot be reached, the line is cut as a dead host's would be |
 */
const { createReadStream, existsSync, statSync } = require('node:fs')
const http = require('node:http')
const { dirname, extname, join, normalize } = require('node:path')

const KINDS = {
  '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json',
  '.mjs': 'text/javascript', '.jpg': 'image/jpeg', '.png': 'image/png', '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
}
const library = (name) => join(dirname(require.resolve(`${name}/package.json`)), 'dist')
const LIBRARIES = {
  'glass-easel.js': () => join(library('glass-easel'), 'glass_easel.all.es.js'),
  'adapter.js': () =>
    join(library('glass-easel-miniprogram-adapter'), 'glass_easel_miniprogram_adapter.es.js'),
}

function send(response, path) {
  if (!existsSync(path) || !statSync(path).isFile()) return response.writeHead(404).end()
  const kind = KINDS[extname(path)] ?? 'application/octet-stream'
  response.writeHead(200, { 'content-type': `${kind}; charset=utf-8`, 'cache-control': 'no-store' })
  createReadStream(path).pipe(response)
}

function pass(request, response, to) {
  const { hostname, port } = new URL(to)
  const headers = { ...request.headers, host: `${hostname}:${port}` }
  // What a browser adds of itself and a phone's app does not send.
  for (const name of Object.keys(headers))
    if (/^(origin|referer|cookie|sec-)/.test(name)) delete headers[name]
  const { method, url: path } = request
  const passed = http.request({ hostname, port, path, method, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers)
    answer.pipe(response)
    answer.on('error', () => response.destroy())
    answer.on('aborted', () => response.destroy())
  })
  passed.on('error', () => response.destroy())
  response.on('close', () => passed.destroy())
  request.pipe(passed)
}

/** `reached` has `service` and `standIn`; `pictures` are paths by name. */
async function serve({ app, built, reached, pictures }) {
  const inHost = (path) => {
    const [, , room, ...rest] = path.split('/')
    const name = rest.join('/')
    if (!room) return join(__dirname, 'browser', 'page.html')
    if (room === 'library') return LIBRARIES[name]?.() ?? ''
    if (room === 'built') return join(built, name)
    if (room === 'app') return join(app, name)
    if (room === 'pictures') return pictures[name] ?? ''
    if (room === 'tags.js') return join(__dirname, 'tags.js')
    return join(__dirname, 'browser', room, name)
  }
  const server = http.createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://host').pathname))
    if (path.startsWith('/__host')) return send(response, inHost(path).replace(/\/$/, ''))
    if (path.startsWith('/stand-in/')) return pass(request, response, reached.standIn)
    return pass(request, response, reached.service)
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((done) => { server.close(done); server.closeAllConnections() }),
  }
}

module.exports = { serve }
