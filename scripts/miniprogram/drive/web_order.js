'use strict'
/**
 * An order that somebody begins on the service's pages, in a browser without scripts: gives its
 * number, and the scene of the code by which its page leads into the mini-programme.
 */

/** Cookies of an answer, as a request sends them back. */
const cookiesOf = (answer) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')

async function beginOnWeb(service, document) {
  const form = await fetch(`${service.url}/apply/${document}`)
  const cookie = cookiesOf(form)
  const [, csrf] = (await form.text()).match(/name="csrf" value="([^"]+)"/)
  const begun = await fetch(`${service.url}/apply/${document}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrf }),
  })
  const number = begun.headers.get('location').split('/')[2]
  const code = await fetch(`${service.url}/orders/${number}/wechat.jpg`, { headers: { cookie } })
  if (!code.ok) throw new Error(`the order's code answered ${code.status}`)
  const codes = await (await fetch(`${service.standIn}/stand-in/wechat/codes`)).json()
  return { number, scene: codes.at(-1).scene }
}

module.exports = { beginOnWeb }
