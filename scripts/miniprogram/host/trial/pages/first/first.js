const { appended } = require('../../parts/appended')
Page({
  data: { tiles: ['a', 'b'], chosen: '-', name: '', cities: ['Shenzhen', 'Jiujiang'], city: 0, day: '2020-01-02', form: '', said: '' },
  onLoad() { getApp().seen.push('first load') },
  onShow() { getApp().seen.push('first show') },
  onReady() { getApp().seen.push('first ready') },
  onHide() { getApp().seen.push('first hide') },
  onPullDownRefresh() { this.setData({ said: 'pulled' }, () => wx.stopPullDownRefresh()) },
  onShareAppMessage() { return { title: 'shared', path: '/pages/first/first' } },
  choose({ detail, currentTarget }) { this.setData({ chosen: appended(detail.label, currentTarget.dataset.index) }) },
  typeName({ detail }) { this.setData({ name: detail.value }) },
  confirmed({ detail }) { this.setData({ said: `confirmed ${detail.value}` }) },
  left({ detail }) { getApp().seen.push(`left ${detail.value}`) },
  pickCity({ detail }) { this.setData({ city: Number(detail.value) }) },
  pickDay({ detail }) { this.setData({ day: detail.value }) },
  consent({ detail }) { this.setData({ said: `consents ${detail.value.join()}` }) },
  submit({ detail }) { this.setData({ form: JSON.stringify(detail.value) }) },
  go() {
    wx.navigateTo({
      url: '/pages/second/second?from=first',
      events: { back: (told) => this.setData({ said: `told ${told}` }) },
      success: ({ eventChannel }) => eventChannel.emit('forth', 'hello'),
    })
  },
})
