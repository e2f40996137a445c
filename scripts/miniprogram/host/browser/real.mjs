/** The tags whose element is a real control; the same table as the build's. */
const source = await (await fetch('/__host/tags.js')).text()
const module = {}
new Function('module', source)(module)
export const { REAL, TAGS } = module.exports
