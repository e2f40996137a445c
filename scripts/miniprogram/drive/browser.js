'use strict'
/** Starts the one browser of a test file. */
const puppeteer = require('puppeteer-core')

const PROGRAM = process.env.CHROMIUM ?? '/usr/bin/chromium'

const startBrowser = () =>
  puppeteer.launch({
    executablePath: PROGRAM,
    headless: true,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--lang=zh-CN', '--hide-scrollbars'],
    protocolTimeout: 120_000,
  })

module.exports = { startBrowser }
