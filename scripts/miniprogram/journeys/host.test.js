'use strict'
/**
 * The rendering host itself, held against what WeChat documents, over a small app that uses
 * what it has. Every case starts the app anew on a phone of its own.
 */
const assert = require('node:assert/strict')
const { mkdtempSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { after, before, test } = require('node:test')
const { build } = require('../host/build.js')
const { serve } = require('../host/serve.js')
const { startBrowser } = require('../drive/browser.js')
const { startEcho } = require('../drive/echo.js')
const { openPhone } = require('../drive/phone.js')

const TRIAL = join(__dirname, '..', 'host', 'trial')
const PORTRAIT = join(__dirname, '..', '..', '..', 'assets', 'pictures', 'astronaut.png')

let browser, echo, host, folder
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huizhi-host-'))
  build(TRIAL, folder)
  echo = await startEcho()
  const reached = { service: echo.url, standIn: echo.url }
  host = await serve({ app: TRIAL, built: folder, reached, pictures: { portrait: PORTRAIT } })
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await host?.close()
  await echo?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A case on a phone of its own; nothing may have gone wrong unseen. */
function on(name, device, run, { isFaulty = false } = {}) {
  test(name, async () => {
    const phone = await openPhone(browser, host, { device: { picture: 'portrait', ...device }, scheme: device.scheme })
    try {
      await run(phone)
      if (!isFaulty) assert.deepEqual(await phone.faults(), [])
    } finally {
      await phone.close()
    }
  })
}

const seen = (phone) => phone.page.evaluate(() => window.__host.app().seen)
const atSecond = async (phone) => {
  await phone.open()
  await phone.tap('Go to second')
  await phone.sees('from first')
}

on('pages open, hide, come back and end in WeChat’s order', {}, async (phone) => {
  await phone.open()
  await phone.sees('twice 4')
  await phone.tap('Go to second')
  await phone.sees('from first, heard hello')
  await phone.tap('back and tell')
  await phone.sees('said told goodbye')
  assert.deepEqual(await seen(phone), [
    'launch pages/first/first 1001', 'app show', 'first load', 'first show', 'tile a show',
    'tile b show', 'first ready', 'first hide', 'second unload', 'first show', 'tile a show',
    'tile b show',
  ])
})

on('tabs keep their pages; other pages end', {}, async (phone) => {
  await phone.open()
  await phone.tap('By navigator')
  await phone.sees('from navigator')
  await phone.page.evaluate(() => window.__host.pages()[0].setData({ said: 'still here' }))
  await phone.back()
  await phone.tap('Three')
  await phone.sees('third, font 16')
  await phone.tap('One')
  await phone.sees('said still here')
  assert.deepEqual(await phone.routes(), ['pages/first/first'])
})

on('a page that is not there fails the call', {}, async (phone) => {
  await phone.open({ path: 'pages/third/third' })
  await phone.tap('Too deep')
  await phone.sees('navigateTo:fail page "pages/nowhere/nowhere" is not found')
})

on('a code’s scene is handed over as it was scanned', { language: 'en', fontSize: 23 }, async (phone) => {
  await phone.open({ path: 'pages/third/third', query: 'scene=n%3D7K4M', scene: 1047 })
  await phone.sees('third, font 23, en, light, scene n=7K4M')
  await phone.scheme('dark')
  await phone.sees('en, dark')
})

on('events carry dataset and detail', {}, async (phone) => {
  await phone.open()
  await phone.tap('b')
  await phone.sees('chosen: b1')
  await phone.type('Name', 'Zhang San')
  await phone.sees('foot of Zhang')
  await phone.pick('City Shenzhen', 'Jiujiang')
  await phone.sees('City Jiujiang')
  await phone.pick('Day 2020-01-02', '2031-02-03')
  await phone.sees('Day 2031-02-03')
  await phone.pull()
  await phone.sees('said pulled')
  const { title } = await phone.page.evaluate(() => window.__host.share('menu'))
  assert.equal(title, 'shared')
})

on('a form gives the values of its controls', {}, async (phone) => {
  await phone.open()
  await phone.tap('I agree')
  await phone.sees('said consents face')
  await phone.tap('Passport')
  await phone.tap('Lines')
  await phone.type('Note', 'as it is')
  await phone.tap('Send form')
  await phone.sees('form {"consents":["face"],"kind":"pass","lines":true,"note":"as it is"}')
})

on('styles of a page stay on it, those of a component in it', {}, async (phone) => {
  await phone.open()
  const styleOf = (selector, name) =>
    phone.page.evaluate((a, b) => getComputedStyle(document.querySelector(`wx-page:not([hidden]) ${a}`))[b], selector, name)
  assert.equal(await styleOf('.words', 'color'), 'rgb(11, 83, 148)')
  assert.equal(await styleOf('wx-text', 'color'), 'rgb(138, 31, 31)')
  assert.equal(await styleOf('.cell', 'paddingLeft'), '16.64px')
  await phone.tap('Go to second')
  await phone.sees('from first')
  assert.equal(await styleOf('.words', 'color'), 'rgb(122, 0, 0)')
  assert.equal(await styleOf('.only-here', 'letterSpacing'), 'normal')
})

on('a disabled button is not tapped', {}, async (phone) => {
  await phone.open()
  const at = await phone.page.evaluate(() => {
    const button = [...document.querySelectorAll('button')].find(({ innerText }) => innerText === 'Cannot go')
    button.scrollIntoView({ block: 'center' })
    const { left, top, width, height } = button.getBoundingClientRect()
    return { x: left + width / 2, y: top + height / 2 }
  })
  await phone.page.touchscreen.tap(at.x, at.y)
  await phone.tap('Lines')
  assert.deepEqual(await phone.routes(), ['pages/first/first'])
})

on('a request carries method, body and type', {}, async (phone) => {
  await atSecond(phone)
  await phone.tap('request')
  await phone.sees('answer request ok 200')
  const { method, url, headers, body } = echo.asked.findLast((one) => one.url.startsWith('/echo'))
  assert.deepEqual([method, url, headers['content-type'], body], ['PUT', '/echo?n=1', 'application/json', '{"a":1}'])
  assert.equal(headers.origin, undefined)
})

on('only the configured server is called', {}, async (phone) => {
  await atSecond(phone)
  await phone.tap('elsewhere')
  await phone.sees('request:fail url not in domain list 600002')
})

on('a cut line fails what is under way and what comes after', {}, async (phone) => {
  await atSecond(phone)
  await phone.tap('slow')
  await phone.set({ network: 'none' })
  await phone.sees('ERR_INTERNET_DISCONNECTED 600001')
  await phone.sees('network none')
  await phone.tap('request')
  await phone.sees('request failed request:fail')
  await phone.set({ network: 'wifi' })
  await phone.tap('request')
  await phone.sees('request ok 200')
})

/** The device, the taps, and what the page then says. */
const CALLS = [
  ['privacy is asked first, agreed', {}, ['choose', 'I agree to it'], 'loaded 512x512'],
  ['privacy refused', {}, ['choose', 'I do not'], 'chooseMedia:fail privacy permission is not authorized 104'],
  ['privacy not declared by the operator', { privacy: 'undeclared' }, ['choose'], 'api scope is not declared in the privacy agreement 112'],
  ['nothing chosen', { privacy: 'agreed', picture: '' }, ['choose'], 'chooseMedia:fail cancel'],
  ['an upload is told of', { privacy: 'agreed' }, ['choose', 'upload'], 'upload ok 200'],
  ['the album may be written', { privacy: 'agreed' }, ['choose', 'save'], 'saveImageToPhotosAlbum:ok'],
  ['the album is refused', { privacy: 'agreed', album: 'refuse' }, ['choose', 'save'], 'saveImageToPhotosAlbum:fail auth deny'],
  ['the album is allowed later', { privacy: 'agreed', album: 'refuse' }, ['choose', 'save', 'settings', '添加到相册', '返回', 'save'], 'saveImageToPhotosAlbum:ok'],
  ['the phone number is given', { privacy: 'agreed' }, ['phone'], 'phone code'],
  ['the phone number is refused', { privacy: 'agreed', phone: 'refuse' }, ['phone'], 'getPhoneNumber:fail user deny'],
  ['no phone numbers are left', { privacy: 'agreed', phone: 'no-quota' }, ['phone'], '1400001'],
  ['it is paid', {}, ['pay'], 'requestPayment:ok'],
  ['paying is given up', { payment: 'cancel' }, ['pay'], 'requestPayment:fail cancel'],
  ['paying fails', { payment: 'fail' }, ['pay'], 'requestPayment:fail system error'],
  ['one template is taken', { subscriptions: { t2: 'reject' } }, ['subscribe'], 't1 accept t2 reject'],
  ['templates are asked for in a tap only', {}, ['subscribe late'], 'can only be invoked by user TAP gesture'],
  ['a modal is answered', { language: 'en' }, ['modal', 'OK'], 'modal true'],
  ['an action is chosen', {}, ['sheet', 'right'], 'sheet 1'],
  ['an action sheet is left', { language: 'en' }, ['sheet', 'Cancel'], 'showActionSheet:fail cancel'],
  ['a toast is seen', {}, ['toast'], 'a toast'],
  ['storage keeps objects', {}, ['store'], 'stored 1'],
  ['a file that is not there', {}, ['read'], '1300002'],
  ['a file that was written', {}, ['write', 'read'], 'read kept words'],
  ['something is copied', {}, ['copy'], 'setClipboardData:ok'],
  ['the camera is refused', { privacy: 'agreed', camera: 'refuse' }, ['lens'], 'camera insertCamera:fail auth deny'],
  ['the camera takes the picture', { privacy: 'agreed' }, ['lens', 'shoot'], 'loaded 512x512'],
]
const WAITS = { choose: ({ privacy }) => (privacy === 'agreed' ? 'loaded' : ''), settings: () => '添加到相册', lens: ({ camera }) => (camera ? '' : 'lens ready') }

for (const [name, device, taps, said] of CALLS)
  on(name, device, async (phone) => {
    await atSecond(phone)
    for (const tap of taps) {
      await phone.tap(tap)
      const next = WAITS[tap]?.(device)
      if (next && device.picture !== '') await phone.sees(next)
    }
    await phone.sees(said)
  })

on('an upload that is held is cut with the line', { privacy: 'agreed', upload: 'held' }, async (phone) => {
  await atSecond(phone)
  await phone.tap('choose')
  await phone.sees('loaded')
  await phone.tap('upload')
  await phone.sees('sent 40')
  await phone.set({ network: 'none' })
  await phone.sees('upload failed uploadFile:fail')
})

on('what the host does not have fails loudly', {}, async (phone) => {
  await atSecond(phone)
  await phone.tap('missing')
  await phone.called('navigateTo')
  const faults = await phone.faults()
  assert.match(faults.join('\n'), /the rendering host has no wx\.startBeaconDiscovery/)
}, { isFaulty: true })

on('storage lasts over a restart, and calls are in the log', {}, async (phone) => {
  await atSecond(phone)
  await phone.tap('store')
  await phone.sees('stored 1')
  const [{ given }] = await phone.calls('setStorageSync')
  assert.deepEqual(given, ['kept', { n: 1 }])
  await phone.open()
  assert.deepEqual(await phone.stored(), { kept: { n: 1 } })
})

for (const scheme of ['light', 'dark'])
  on(`the check of accessibility passes what is right (${scheme})`, { scheme }, async (phone) => {
    await phone.open()
    await phone.sees('twice 4')
    assert.deepEqual(await phone.axe(), [])
    assert.deepEqual(await phone.targets(), [])
  })

on('the check of accessibility finds what is wrong', { privacy: 'agreed' }, async (phone) => {
  await phone.open()
  await phone.page.evaluate(() => {
    const page = document.querySelector('wx-page')
    page.append(Object.assign(document.createElement('input'), { type: 'text' }))
    page.querySelector('.cell').style.color = '#ddd'
    page.querySelector('button').style.cssText = 'width: 30px; min-height: 0; height: 20px; padding: 0'
    page.querySelector('.cell').__taps = true
  })
  const found = (await phone.axe()).map((line) => line.split(':')[0])
  assert.deepEqual([...new Set(found)].sort(), ['color-contrast', 'label', 'target-size'])
  const targets = (await phone.targets()).join('\n')
  assert.match(targets, /button 「Send form」 is 30×20/)
  assert.match(targets, /can be tapped and has no aria-role/)
})
