// A picture with what is drawn over it. A tap enlarges it.

import type { Mark } from "../../photo/places";

Component({
  options: { styleIsolation: "apply-shared" },
  properties: {
    /** A file on the phone. */
    source: { type: String, value: "" },
    /** What the picture shows, for those who hear the page. */
    label: { type: String, value: "" },
    /** Height as a part of the width, in percent: until the picture itself says it. */
    ratio: { type: Number, value: 125 },
    marks: { type: Array, value: [] as Mark[] },
  },
  data: { loadedRatio: 0 },
  observers: {
    source() {
      this.setData({ loadedRatio: 0 });
    },
  },
  methods: {
    loaded({ detail }: { readonly detail: { readonly width: number; readonly height: number } }) {
      if (detail.width > 0) this.setData({ loadedRatio: (detail.height / detail.width) * 100 });
    },
    enlarge() {
      if (this.data.source !== "") wx.previewImage({ urls: [this.data.source], current: this.data.source });
    },
  },
});
