'use strict'
/**
 * A service and a stand-in that only say what they were asked (and a code, which the stand-in
 * gives), for the host's own tests. `/never` does not answer. Gives its address and what it
 * was asked.
 */
const http = require('node:http')


async function startEcho() {
  const asked = []
  const server = http.createServer((request, response) => {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const { method, url, headers } = request
      asked.push({ method, url, headers, body: Buffer.concat(chunks).toString('latin1') })
      if (url === '/never') return
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ url, code: 'a-code' }))
    })
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    asked,
    close: () => new Promise((done) => { server.close(done); server.closeAllConnections() }),
  }
}

module.exports = { startEcho }
