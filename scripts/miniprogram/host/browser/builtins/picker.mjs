/**
 * picker: a tap opens its wheels, here one list for each column, with 取消 and 确定.
 * Modes selector, multiSelector, date, time and region.
 */
import { ask, element as make } from '../dialogs.mjs'
import { device } from '../device.mjs'
import { noteError } from '../log.mjs'
import { define, say } from './define.mjs'

/** A few places; which there are is WeChat's own table on a phone. */
const PLACES = {
  北京市: { 北京市: ['东城区', '海淀区'] },
  广东省: { 广州市: ['越秀区', '天河区'], 深圳市: ['福田区', '南山区'] },
  江西省: { 九江市: ['浔阳区', '濂溪区'] },
}

const text = (item, key) => (key ? item[key] : String(item))
const word = (zh, en) => (device.language.startsWith('zh') ? zh : en)

function list(label, texts, chosen) {
  const select = make('select', {}, texts.map((one, value) => make('option', { value: String(value), textContent: one })))
  select.setAttribute('aria-label', label)
  select.value = String(chosen)
  return select
}

const MODES = {
  selector({ range, rangeKey, value, headerText }) {
    const select = list(headerText || word('选择', 'Choose'), (range ?? []).map((item) => text(item, rangeKey)), Number(value) || 0)
    return { columns: [select], read: () => select.value }
  },
  multiSelector({ range, rangeKey, value }, component) {
    const columns = range.map((column, index) =>
      list(`${word('第', 'Column ')}${index + 1}`, column.map((item) => text(item, rangeKey)), value?.[index] ?? 0),
    )
    columns.forEach((select, column) =>
      select.addEventListener('change', () => {
        say(component, 'columnchange', { column, value: Number(select.value) })
        // The app may give the columns after it other items.
        const now = component.data
        columns.forEach((one, index) => {
          const texts = now.range[index].map((item) => text(item, now.rangeKey))
          if (index <= column) return
          one.replaceChildren(...texts.map((each, at) => make('option', { value: String(at), textContent: each })))
        })
      }),
    )
    return { columns, read: () => columns.map((select) => Number(select.value)) }
  },
  date({ value, start, end, fields, headerText }) {
    const type = fields === 'month' ? 'month' : 'date'
    const input = make('input', { type, value: value ?? '', min: start ?? '', max: end ?? '' })
    input.setAttribute('aria-label', headerText || word('日期', 'Date'))
    return { columns: [input], read: () => input.value }
  },
  time({ value }) {
    const input = make('input', { type: 'time', value: value ?? '' })
    input.setAttribute('aria-label', word('时间', 'Time'))
    return { columns: [input], read: () => input.value }
  },
  region({ value }) {
    const columns = [make('select'), make('select'), make('select')]
    columns.forEach((select, index) => select.setAttribute('aria-label', [word('省', 'Province'), word('市', 'City'), word('区', 'District')][index]))
    const fill = (select, texts, wanted) => {
      select.replaceChildren(...texts.map((one) => make('option', { value: one, textContent: one })))
      select.value = texts.includes(wanted) ? wanted : texts[0]
    }
    const cities = () => fill(columns[1], Object.keys(PLACES[columns[0].value]), value?.[1])
    const districts = () => fill(columns[2], PLACES[columns[0].value][columns[1].value], value?.[2])
    fill(columns[0], Object.keys(PLACES), value?.[0])
    cities()
    districts()
    columns[0].addEventListener('change', () => { cities(); districts() })
    columns[1].addEventListener('change', districts)
    return { columns, read: () => columns.map((select) => select.value), more: { code: [], postcode: '' } }
  },
}

async function open(component) {
  const { mode, disabled, headerText } = component.data
  if (disabled) return
  const { columns, read, more = {} } = MODES[mode](component.data, component)
  const buttons = [{ text: word('取消', 'Cancel'), value: 'cancel' }, { text: word('确定', 'OK'), value: 'ok' }]
  const answer = await ask({ kind: 'picker', title: headerText, within: columns, buttons })
  if (answer === 'ok') say(component, 'change', { value: read(), ...more })
  else say(component, 'cancel')
}

define('picker', {
  properties: { mode: [String, 'selector'], range: Array, rangeKey: String, value: null, start: String, end: String, fields: String, headerText: String, disabled: Boolean, name: String, customItem: String, level: String },
  created(element, component) {
    element.setAttribute('role', 'button')
    element.tabIndex = 0
    element.__taps = true
    element.__value = () => component.data.value
    element.addEventListener('click', () => open(component).catch(noteError))
  },
})
