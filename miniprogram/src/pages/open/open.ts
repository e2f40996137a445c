// What a mini-programme code opens: its scene is read here, and the right page follows.

import { documents } from "../../api/catalogue";
import { openScene } from "../../api/orders";
import type { Trouble } from "../../api/outcome";
import { replace, toOrder, toTab } from "../../page/go";
import { loaded, taken } from "../../page/load";
import { entitle, look } from "../../page/look";
import { sceneOf } from "../../scene/scene";
import { said, say } from "../../texts/speech";

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    scene: "",
    trouble: null as Trouble | null,
  },
  patience: { isOver: false },
  onLoad(query: { readonly scene?: string }) {
    this.setData({ look: look(), scene: query.scene ?? "", t: said({ opening: "mini-opening", again: "application-again", home: "error-home" }) });
    entitle("product");
    void this.open();
  },
  onUnload() {
    this.patience.isOver = true;
  },
  async open() {
    this.setData({ trouble: null });
    const scene = sceneOf(this.data.scene);
    switch (scene.kind) {
      case "document":
        await this.openDocument(scene.document);
        return;
      case "order":
        toOrder(scene.number);
        return;
      case "none":
        toTab("home");
        return;
      case "taken": {
        const opened = taken(this, await openScene(scene.scene));
        if (opened) toOrder(opened.number);
      }
    }
  },
  /** The document's next page: the choice of the city, where one decides. */
  async openDocument(id: string) {
    const all = await loaded(this, (...how) => documents("", ...how));
    if (!all) return;
    const document = all.find((one) => one.id === id);
    if (!document) {
      this.setData({ trouble: { code: "not-found", message: say("page-error-unknown-document"), remedy: say("mini-document-gone") } });
      return;
    }
    const page = document.scope === "city" ? "city/city?for=apply&" : "requirements/requirements?";
    replace(`/pages/${page}document=${id}`);
  },
  home() {
    toTab("home");
  },
});
