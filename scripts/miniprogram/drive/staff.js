'use strict'
/**
 * The first operator at the office's pages: chooses a password and makes keys for programs,
 * which there is no API for without a key.
 */
const PASSWORD = 'violet harbour ninety-two'

/** Pages and forms with the cookies of one browser. */
function forms(url) {
  const cookies = new Map()
  async function ask(path, body) {
    const answer = await fetch(url + path, {
      method: body ? 'POST' : 'GET',
      body,
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair] = line.split(';')
      const at = pair.indexOf('=')
      cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    const to = answer.headers.get('location')
    if (to) return ask(new URL(to, url + path).pathname)
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 500)}`)
    return text
  }
  /** Shows a page and sends its form. */
  async function press(page, action, fields) {
    const csrf = (await ask(page)).match(/name="csrf" value="([^"]+)"/)[1]
    return ask(action, new URLSearchParams([['csrf', csrf], ...fields]))
  }
  return { press }
}

/** A key of these roles, by the first operator's one-time password. */
async function keyOf(url, oncePassword, roles) {
  const { press } = forms(url)
  const signIn = (password) =>
    press('/desk/sign-in', '/desk/sign-in', [['name', 'operator'], ['password', password], ['next', '']])
  await signIn(oncePassword)
  const changed = [['old', oncePassword], ['new', PASSWORD], ['again', PASSWORD]]
  await press('/desk/account', '/desk/account/password', changed)
  await signIn(PASSWORD)
  const made = await press('/office/keys', '/office/keys', [['name', 'desk'], ...roles.map((role) => ['role', role])])
  return made.match(/hzk_[\w-]+/)[0]
}

module.exports = { keyOf }
