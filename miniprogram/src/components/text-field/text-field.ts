// A field to type into: its name, a hint, and what is wrong with it.

Component({
  options: { styleIsolation: "apply-shared" },
  properties: {
    label: { type: String, value: "" },
    value: { type: String, value: "" },
    hint: { type: String, value: "" },
    wrong: { type: String, value: "" },
    /** `text`, `number`, `idcard` or `digit`, as `<input type>` has it. */
    kind: { type: String, value: "text" },
    most: { type: Number, value: 140 },
    shape: { type: String, value: "" },
  },
  methods: {
    typed(event: WechatMiniprogram.Input) {
      this.triggerEvent("typed", { value: event.detail.value });
    },
    left() {
      this.triggerEvent("left");
    },
  },
});
