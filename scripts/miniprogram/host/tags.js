'use strict'
/**
 * The built-in tags of WXML and the elements that stand for them in the browser.
 *
 * A tag gets the prefix `wx-`, since otherwise the compiled template would make a plain
 * element of that name. Some are then real controls, so that what a browser and an
 * accessibility check know about these holds.
 */
const TAGS = [
  'button', 'camera', 'canvas', 'checkbox-group', 'checkbox', 'cover-image', 'cover-view', 'form',
  'icon', 'image', 'input', 'label', 'movable-area', 'movable-view', 'navigator', 'page-meta',
  'picker', 'progress', 'radio-group', 'radio', 'rich-text', 'scroll-view', 'slider',
  'swiper-item', 'swiper', 'switch', 'text', 'textarea', 'view', 'web-view',
]

/** Tags whose element is a real control. */
const REAL = {
  'wx-button': 'button',
  'wx-image': 'img',
  'wx-cover-image': 'img',
  'wx-input': 'input',
  'wx-slider': 'input',
  'wx-switch': 'input',
  'wx-textarea': 'textarea',
  'wx-canvas': 'canvas',
}

/** How a style sheet has to name the tag, with a tag's weight; a real control has it as a class. */
const tagInPage = (tag) =>
  REAL[`wx-${tag}`] ? `${REAL[`wx-${tag}`]}:where(.wx-${tag})` : `wx-${tag}`

module.exports = { TAGS, REAL, tagInPage }
