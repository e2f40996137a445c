// A box to tick with its words; a tap anywhere on it ticks it or takes the tick away.

Component({
  options: { styleIsolation: "apply-shared" },
  properties: {
    label: { type: String, value: "" },
    ticked: { type: Boolean, value: false },
    /** What is wrong with it; empty for nothing. */
    wrong: { type: String, value: "" },
  },
  methods: {
    turn() {
      this.triggerEvent("turned", { ticked: !this.data.ticked });
    },
  },
});
