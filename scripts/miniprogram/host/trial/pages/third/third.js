Page({
  data: { font: 0, language: '', theme: '', scene: '', said: '' },
  onLoad(options) {
    const { fontSizeSetting, language, theme } = wx.getAppBaseInfo()
    this.setData({ font: fontSizeSetting, language, theme, scene: decodeURIComponent(options.scene || '') })
    wx.onThemeChange((changed) => this.setData({ theme: changed.theme }))
  },
  deep() {
    wx.navigateTo({ url: '/pages/nowhere/nowhere', fail: ({ errMsg }) => this.setData({ said: errMsg }) })
  },
})
