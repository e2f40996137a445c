'use strict'
/**
 * A phone with the mini-programme on it: Chromium at phone size, driven as a person does, by
 * what is seen and what things are called.
 *
 * `openPhone(browser, host, { device, scheme })` gives the functions; `device` are the values of
 * `host/browser/device.mjs`, `scheme` is light or dark.
 */
const { mkdirSync } = require('node:fs')
const { join } = require('node:path')
const { find } = require('./find.js')
const { smallTargets, violations } = require('./judge.js')
const { takePicture } = require('./picture.js')
const { until } = require('./until.js')

const SIZE = { width: 390, height: 844, deviceScaleFactor: 2, hasTouch: true, isMobile: true }
const TALLEST = 6000
const TAP_MS = 1500

async function openPhone(browser, host, { device = {}, scheme = 'light', screenshots }) {
  const context = await browser.createBrowserContext()
  const page = await context.newPage()
  const faults = []
  page.on('pageerror', (error) => faults.push(`page: ${error.message}`))
  page.on('console', (message) => {
    // A refused call is the app's to show; the browser says so as well.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(`console: ${message.text()}`)
  })
  await page.setViewport(SIZE)
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ])
  await page.goto(`${host.url}/__host/host.css`)
  await page.evaluate((values) => localStorage.setItem('__device', JSON.stringify(values)), device)

  const ask = (run, ...given) => page.evaluate(run, ...given)
  const shown = () =>
    ask(() =>
      [...document.querySelectorAll('.host-title, wx-page:not([hidden]), .host-dialog, .host-toast, .host-tabs:not([hidden])')]
        .map((element) => element.innerText)
        .join('\n'),
    )

  const phone = {
    page,
    /** Starts the app, or starts it anew, at a page or at its first one. */
    async open({ path, query, scene } = {}) {
      // What went wrong before is not forgotten with the page.
      faults.push(...(await ask(() => window.__host?.errors ?? [])))
      const asked = new URLSearchParams()
      for (const [name, value] of Object.entries({ path, query, scene }))
        if (value !== undefined) asked.set(name, value)
      await page.goto(`${host.url}/__host/?${asked}`)
      await until('the app', () => ask(() => window.__host !== undefined))
    },
    set: (values) => ask((given) => window.__host.change(given), values),
    shown,
    /** Waits until the text can be seen. */
    sees: (text) =>
      until(`「${text}」`, async () => (await shown()).includes(text)),
    seesNo: (text) => until(`no 「${text}」`, async () => !(await shown()).includes(text)),
    /** Waits until the page is this one, and shown. */
    isAt: (route) => until(`the page ${route}`, async () => (await phone.route()) === route),
    route: () => ask(() => window.__host.routes().at(-1)),
    routes: () => ask(() => window.__host.routes()),
    /**
     * Taps what is called so. A page that moves under the finger is tapped again: a tap counts
     * only once its element has had it.
     */
    tap: (text) =>
      until(`a tap on 「${text}」`, async () => {
        await phone.isQuiet()
        const element = await phone.element(text, 'pressed')
        try {
          await element.evaluate((found) => {
            found.__tapped = false
            found.addEventListener('click', () => (found.__tapped = true), { capture: true, once: true })
          })
          await element.tap()
          return await until('the tap', () => element.evaluate((found) => found.__tapped), TAP_MS)
        } finally {
          await element.dispose()
        }
      }),
    /** Waits a while until nothing is loading, as a person looks before they tap. */
    isQuiet: () =>
      until(
        'quiet',
        () => ask(() => !window.__host.calls.some(({ name, answer }) => answer === 'pending' && /^(request|downloadFile)$/.test(name))),
        TAP_MS,
      ).catch(() => {}),
    /** Waits until the page has asked for all it shows, and its pictures are there. */
    isLoaded: () =>
      until('the page to be loaded', () =>
        ask(async () => {
          for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame)
          const isAsking = window.__host.calls.some(({ answer }) => answer === 'pending')
          const pictures = [...document.querySelectorAll('wx-page:not([hidden]) img[src]')]
          return !isAsking && pictures.every(({ complete }) => complete)
        }),
      ),
    /** The element for a text, once nothing lies over it. */
    element: (text, kind) =>
      until(`something to use called 「${text}」`, async () => {
        const handle = await page.evaluateHandle(find, text, kind)
        const element = handle.asElement()
        if (!element) return undefined
        const cover = await element.evaluate(async (found) => {
          found.scrollIntoView({ block: 'center', behavior: 'instant' })
          const place = () => JSON.stringify(found.getBoundingClientRect())
          const before = place()
          for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame)
          if (before !== place()) return 'nothing, but moves'
          const { left, top, width, height } = found.getBoundingClientRect()
          const over = document.elementFromPoint(left + width / 2, top + height / 2)
          if (found.disabled) return 'nothing, but is disabled'
          return over && (found.contains(over) || over.contains(found)) ? '' : `${over?.tagName} ${over?.className}`
        })
        if (cover) throw new Error(`it is under ${cover}`)
        return element
      }),
    /** Types into the field of this name, in place of what is there. */
    async type(name, text) {
      const element = await phone.element(name, 'filled')
      await element.tap()
      await element.evaluate((field) => field.select())
      await page.keyboard.press('Backspace')
      await element.type(text)
      await element.evaluate((field) => field.blur())
      await element.dispose()
    },
    /** Types into the one field of a page that searches; what is found follows each letter. */
    async search(text) {
      const field = await until('a field to search in', () => page.$('wx-page:not([hidden]) input[enterkeyhint=search]'))
      await field.tap()
      await field.type(text)
      await field.dispose()
    },
    /** Whether a person could press that now. */
    canTap: (text) =>
      ask((finding, wanted) => {
        const found = new Function(`return (${finding})`)()(wanted, 'pressed')
        return Boolean(found) && found.matches('button, [role=button], [role=link], wx-picker') && !found.disabled
      }, find.toString(), text),
    device: () => ask(() => window.__host.device),
    /** Opens a picker and turns its wheels to these texts. */
    async pick(name, ...choices) {
      await phone.tap(name)
      await until('the wheels', () => page.$('.host-picker'))
      const wheels = await page.$$('.host-picker select, .host-picker input')
      for (const [index, choice] of choices.entries())
        await wheels[index].evaluate((wheel, wanted) => {
          const option = [...(wheel.options ?? [])].find(({ textContent }) => textContent === wanted)
          wheel.value = option ? option.value : wanted
          wheel.dispatchEvent(new Event('change', { bubbles: true }))
        }, choice)
      const ok = await page.$('.host-picker .host-buttons > button:last-child')
      await ok.tap()
    },
    back: () => ask(() => document.querySelector('.host-back').click()),
    pull: () => ask(() => window.__host.pullDown()),
    hide: () => ask(() => window.__host.hide()),
    show: (options) => ask((given) => window.__host.show(given), options ?? {}),
    /** The `wx` calls that were made, of this name or all. */
    calls: (name) => ask((wanted) => window.__host.calls.filter((call) => !wanted || call.name === wanted), name),
    called: (name, count = 1) =>
      until(`wx.${name}`, async () => {
        const made = await phone.calls(name)
        return made.filter(({ answer }) => answer !== 'pending').length >= count ? made : undefined
      }),
    stored: () => ask(() => window.__host.stored()),
    files: () => ask(() => [...window.__host.files].map(([path, { size, type }]) => ({ path, size, type }))),
    album: () => ask(() => window.__host.album.map(({ type, bytes }) => ({ type, bytes }))),
    opened: () => ask(() => window.__host.opened.map(({ blob, ...rest }) => rest)),
    clipboard: () => ask(() => window.__host.clipboard.text),
    faults: async () => [...faults, ...(await ask(() => window.__host?.errors ?? []))],
    scheme: (value) => page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]),
    async look(name) {
      mkdirSync(screenshots, { recursive: true })
      // As tall as the page, so that what is fixed to the bottom stands at its end.
      const height = await ask(() => document.documentElement.scrollHeight)
      await page.setViewport({ ...SIZE, height: Math.min(Math.max(height, SIZE.height), TALLEST) })
      await takePicture(page, join(screenshots, `miniprogram-${name}.png`))
      await page.setViewport(SIZE)
    },
    axe: () => violations(page),
    targets: () => page.evaluate(smallTargets),
    /** Where the phone is and what happened last, for a failure's message. */
    async report() {
      const calls = (await phone.calls()).slice(-12)
      return [
        `--- at ${(await phone.routes()).join(' > ')}, seen:`,
        await shown(),
        '--- last calls:',
        ...calls.map(({ name, given, answer }) => `${name} ${JSON.stringify(given).slice(0, 160)} → ${answer}`),
        '--- faults:',
        ...(await phone.faults()),
      ].join('\n')
    },
    close: () => context.close(),
  }
  return phone
}

module.exports = { openPhone }
