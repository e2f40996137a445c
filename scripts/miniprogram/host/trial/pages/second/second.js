const { service } = require('../../config')
const ACTIONS = ['request', 'slow', 'elsewhere', 'choose', 'upload', 'save', 'settings', 'pay', 'subscribe', 'subscribe late', 'toast', 'modal', 'sheet', 'store', 'read', 'write', 'copy', 'lens', 'shoot', 'back and tell', 'missing']
Page({
  data: { actions: ACTIONS, from: '', heard: '', network: '', answer: '-', picture: '', asking: false, lens: false },
  onLoad(options) {
    this.setData({ from: options.from })
    this.getOpenerEventChannel().on('forth', (told) => this.setData({ heard: told }))
    wx.onNetworkStatusChange(({ networkType }) => this.setData({ network: networkType }))
    wx.onNeedPrivacyAuthorization((resolve) => {
      this.resolve = resolve
      this.setData({ asking: true })
    })
  },
  onUnload() { getApp().seen.push('second unload') },
  answer(text) { this.setData({ answer: text }) },
  told(name) {
    return {
      success: (result) => this.answer(`${name} ok ${result.statusCode || result.errMsg}`),
      fail: (error) => this.answer(`${name} failed ${error.errMsg} ${error.errno || ''}`),
    }
  },
  agree() { this.decided({ event: 'agree', buttonId: 'agree' }) },
  disagree() { this.decided({ event: 'disagree' }) },
  decided(answer) {
    this.setData({ asking: false })
    this.resolve(answer)
  },
  phone({ detail }) { this.answer(`phone ${detail.code ? 'code' : detail.errMsg} ${detail.errno || ''}`) },
  loaded({ detail }) { this.answer(`loaded ${detail.width}x${detail.height}`) },
  broken() { this.answer('broken') },
  noCamera({ detail }) { this.answer(`camera ${detail.errMsg}`) },
  lensReady() { this.answer('lens ready') },
  act({ currentTarget }) {
    const name = currentTarget.dataset.name
    const told = this.told(name)
    const does = {
      request: () => wx.request({ url: `${service}/echo?n=1`, method: 'PUT', data: { a: 1 }, ...told }),
      slow: () => wx.request({ url: `${service}/never`, ...told }),
      elsewhere: () => wx.request({ url: 'https://elsewhere.example/', ...told }),
      choose: () => wx.chooseMedia({ count: 1, mediaType: ['image'], success: ({ tempFiles }) => this.setData({ picture: tempFiles[0].tempFilePath }), fail: told.fail }),
      upload: () => {
        const task = wx.uploadFile({ url: `${service}/upload`, filePath: this.data.picture, name: 'picture', ...told })
        task.onProgressUpdate(({ progress }) => this.answer(`sent ${progress}`))
      },
      save: () => wx.saveImageToPhotosAlbum({ filePath: this.data.picture, ...told }),
      settings: () => wx.openSetting().then(({ authSetting }) => this.answer(`album ${authSetting['scope.writePhotosAlbum']}`)),
      pay: () => wx.requestPayment({ timeStamp: '1', nonceStr: 'n', package: 'prepay_id=wx7', signType: 'RSA', paySign: 's', ...told }),
      subscribe: () => wx.requestSubscribeMessage({ tmplIds: ['t1', 't2'], success: (result) => this.answer(`t1 ${result.t1} t2 ${result.t2}`), fail: told.fail }),
      'subscribe late': () => setTimeout(() => wx.requestSubscribeMessage({ tmplIds: ['t1'], ...told }), 1),
      toast: () => wx.showToast({ title: 'a toast', duration: 1000000 }),
      modal: () => wx.showModal({ title: 'a question', content: 'sure?', success: ({ confirm }) => this.answer(`modal ${confirm}`) }),
      sheet: () => wx.showActionSheet({ itemList: ['left', 'right'], success: ({ tapIndex }) => this.answer(`sheet ${tapIndex}`), fail: told.fail }),
      store: () => { wx.setStorageSync('kept', { n: 1 }); this.answer(`stored ${wx.getStorageSync('kept').n}`) },
      read: () => wx.getFileSystemManager().readFile({ filePath: `${wx.env.USER_DATA_PATH}/note.txt`, encoding: 'utf8', success: ({ data }) => this.answer(`read ${data}`), fail: told.fail }),
      write: () => { wx.getFileSystemManager().writeFileSync(`${wx.env.USER_DATA_PATH}/note.txt`, 'kept words', 'utf8'); this.answer('written') },
      copy: () => wx.setClipboardData({ data: '7K4M', ...told }),
      lens: () => this.setData({ lens: true }),
      shoot: () => wx.createCameraContext().takePhoto({ quality: 'high', success: ({ tempImagePath }) => this.setData({ picture: tempImagePath }), fail: told.fail }),
      'back and tell': () => { this.getOpenerEventChannel().emit('back', 'goodbye'); wx.navigateBack() },
      missing: () => wx.startBeaconDiscovery({}),
    }
    does[name]()
  },
})
