const seen = []
App({
  seen,
  onLaunch(options) { seen.push(`launch ${options.path} ${options.scene}`) },
  onShow() { seen.push('app show') },
  onHide() { seen.push('app hide') },
})
