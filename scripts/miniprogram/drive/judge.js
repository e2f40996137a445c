'use strict'
/**
 * What a page has to hold, as lines of what it does not: WCAG 2.2 AA by axe-core, and what
 * axe does not know: targets of 44 px, a role for what can be tapped, no wider than the phone.
 */
const { readFileSync } = require('node:fs')

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

async function violations(page) {
  await page.evaluate(AXE)
  const found = await page.evaluate(
    (rules) =>
      window.axe.run(document.querySelector('wx-page:not([hidden])'), {
        runOnly: rules,
        resultTypes: ['violations'],
      }),
    RULES,
  )
  const line = ({ id, help }, { html, failureSummary }) =>
    `${id}: ${help}: ${html.slice(0, 160)} ${failureSummary.split('\n').slice(1, 3).join(' ')}`
  return found.violations.flatMap((broken) => broken.nodes.map((node) => line(broken, node)))
}

/** Runs in the browser. */
function smallTargets() {
  const LEAST_PX = 44
  const ROUNDING_PX = 0.5
  const lines = []
  const { scrollWidth } = document.documentElement
  if (scrollWidth > innerWidth) lines.push(`the page is ${scrollWidth} wide on ${innerWidth}`)
  for (const element of document.querySelectorAll('wx-page:not([hidden]) *')) {
    const isControl = element.matches('button, input, textarea, select')
    if ((!element.__taps && !isControl) || !element.checkVisibility()) continue
    const words = element.getAttribute('aria-label') || element.innerText || element.placeholder
    const name = `${element.tagName.toLowerCase()} 「${(words || '').trim().slice(0, 30)}」`
    const area = element.closest('wx-label') ?? element.closest('wx-checkbox, wx-radio') ?? element
    const { width, height } = area.getBoundingClientRect()
    if (width > 0 && Math.min(width, height) < LEAST_PX - ROUNDING_PX)
      lines.push(`${name} is ${Math.round(width)}×${Math.round(height)}`)
    const hasRole = isControl || element.matches('img, wx-label') || element.hasAttribute('role')
    if (!hasRole) lines.push(`${name} can be tapped and has no aria-role`)
  }
  return lines
}

module.exports = { smallTargets, violations }
