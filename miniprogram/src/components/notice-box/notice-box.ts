// A notice: what is so, what to do, and at most one button for it.

Component({
  options: { styleIsolation: "apply-shared" },
  properties: {
    /** `good`, `unsure`, `bad` or `plain`. */
    tone: { type: String, value: "plain" },
    what: { type: String, value: "" },
    remedy: { type: String, value: "" },
    /** The button's words; none without. */
    action: { type: String, value: "" },
  },
  methods: {
    act() {
      this.triggerEvent("act");
    },
  },
});
