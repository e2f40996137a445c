// Says on top of a page that there is no network, or that the service is asked again in a while.

import { watchLine } from "../../line/line";
import { say } from "../../texts/speech";

const SECOND_MS = 1000;

Component({
  options: { styleIsolation: "apply-shared" },
  data: { text: "" },
  lifetimes: {
    attached() {
      let timer = 0;
      const end = watchLine((line) => {
        clearInterval(timer);
        if (line.kind === "waiting") {
          const count = (): void => {
            const seconds = Math.max(1, Math.ceil((line.until - Date.now()) / SECOND_MS));
            this.setData({ text: say("mini-line-waiting", { seconds }) });
          };
          count();
          timer = setInterval(count, SECOND_MS);
        } else {
          this.setData({ text: line.kind === "offline" ? `${say("how-offline")} ${say("mini-line-offline")}` : "" });
        }
      });
      ended.set(this, () => {
        clearInterval(timer);
        end();
      });
    },
    detached() {
      ended.get(this)?.();
      ended.delete(this);
    },
  },
});

/** What ends the watching of each of these on a page. */
const ended = new WeakMap<object, () => void>();
