/**
 * What WeChat lays over a page: a modal, an action sheet, a toast, the privacy question, a
 * picker's wheels. Real elements, so that a test answers them as a person does.
 */
const over = () => document.querySelector('.host-over')

function element(tag, properties, children = []) {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

/**
 * Shows a dialog until one of its buttons is pressed; gives that button's value.
 * `buttons` are texts and values; `within` are elements between title and buttons.
 */
export function ask({ kind, title, content, within = [], buttons }) {
  return new Promise((answered) => {
    const heading = title ? [element('h2', { textContent: title })] : []
    const words = content ? [element('p', { textContent: content })] : []
    const pressed = buttons.map(({ text, value, color }) => {
      const button = element('button', { type: 'button', textContent: text })
      if (color) button.style.color = color
      button.addEventListener('click', () => {
        dialog.remove()
        answered(value)
      })
      return button
    })
    const dialog = element('div', { className: `host-dialog host-${kind}` }, [
      element('div', { className: 'host-sheet' }, [
        ...heading,
        ...words,
        ...within,
        element('div', { className: 'host-buttons' }, pressed),
      ]),
    ])
    dialog.setAttribute('role', 'dialog')
    dialog.setAttribute('aria-label', title || content || kind)
    over().append(dialog)
  })
}

let shown
let ending

/** A toast or a loading sign; `duration` in milliseconds, 0 until it is hidden. */
export function tell({ kind, title, duration }) {
  hush()
  shown = element('div', { className: `host-toast host-${kind}`, textContent: title })
  shown.setAttribute('role', 'status')
  over().append(shown)
  if (duration > 0) ending = setTimeout(hush, duration)
}

export function hush() {
  clearTimeout(ending)
  shown?.remove()
  shown = undefined
}

export { element }
