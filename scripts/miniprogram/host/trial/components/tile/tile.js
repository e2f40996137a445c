Component({
  properties: { label: String },
  pageLifetimes: {
    show() { getApp().seen.push(`tile ${this.data.label} show`) },
  },
  methods: {
    press() { this.triggerEvent('choose', { label: this.data.label }) },
  },
})
