exports.appended = (one, other) => `${one}${other}`
