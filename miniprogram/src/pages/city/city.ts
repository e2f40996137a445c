// The choice of the city: the last one, the large ones, all by their first letter, or a search. A
// province alone is no city: the service says so and gives its cities.

import type { CityLine } from "../../api/answers";
import { cities } from "../../api/catalogue";
import type { Trouble } from "../../api/outcome";
import { lastCity, rememberCity } from "../../draft/last_city";
import { dataOf, valueOf } from "../../page/event";
import { go } from "../../page/go";
import { loaded } from "../../page/load";
import { entitle, look } from "../../page/look";
import { of, said, say } from "../../texts/speech";

interface Row {
  readonly code: string;
  readonly name: string;
  readonly province: string;
}

interface Group {
  readonly id: string;
  readonly heading: string;
  readonly rows: readonly Row[];
}

const TYPED_MS = 300;

Page({
  data: {
    look: "",
    t: {} as { readonly [name: string]: string },
    purpose: "apply",
    document: "",
    query: "",
    isLoaded: false,
    notice: null as { readonly message: string; readonly remedy: string } | null,
    last: null as Row | null,
    large: [] as readonly Row[],
    groups: [] as readonly Group[],
    trouble: null as Trouble | null,
  },
  patience: { isOver: false },
  timer: 0,
  shown: new Map<string, CityLine>(),
  onLoad(query: { readonly for?: string; readonly document?: string }) {
    const t = said({
      shape: "choose-city-search",
      hint: "choose-city-hint",
      last: "choose-city-last",
      large: "choose-city-large",
      letters: "choose-city-letters",
      loading: "mini-loading",
      again: "application-again",
    });
    this.setData({ look: look(), t, purpose: query.for === "answer" ? "answer" : "apply", document: query.document ?? "" });
    entitle("choose-city-title");
    void this.load("");
  },
  onUnload() {
    this.patience.isOver = true;
    clearTimeout(this.timer);
  },
  typed(event: WechatMiniprogram.Input) {
    const query = valueOf(event);
    this.setData({ query });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.load(query.trim()), TYPED_MS);
  },
  again() {
    void this.load(this.data.query.trim());
  },
  async load(query: string) {
    const choice = await loaded(this, (...how) => cities(this.data.document, query, ...how));
    if (!choice) return;
    const { notice, large, cities: found } = choice;
    const last = query === "" ? lastCity() : undefined;
    this.shown = new Map([...found, ...large, ...(last ? [last] : [])].map((city) => [city.code, city]));
    this.setData({
      isLoaded: true,
      notice: notice ? { message: of(notice.message), remedy: of(notice.remedy) } : null,
      last: last ? rowOf(last) : null,
      large: large.map((city) => ({ ...rowOf(city), name: of(city.short ?? city.names) })),
      groups: query === "" ? byLetter(found) : candidates(found),
    });
  },
  jump(event: WechatMiniprogram.TouchEvent) {
    wx.pageScrollTo({ selector: `#${dataOf(event, "id")}`, duration: 0 });
  },
  open(event: WechatMiniprogram.TouchEvent) {
    const code = dataOf(event, "code");
    const city = this.shown.get(code);
    if (city) rememberCity(city);
    const { purpose, document } = this.data;
    const page = purpose === "answer" ? "answer" : "requirements";
    go(`/pages/${page}/${page}?document=${document}&city=${code}`);
  },
});

function rowOf(city: CityLine): Row {
  return { code: city.code, name: of(city.names), province: of(city.province) };
}

/** The cities that a query means. */
function candidates(found: readonly CityLine[]): readonly Group[] {
  return found.length === 0 ? [] : [{ id: "found", heading: say("choose-city-candidates"), rows: found.map(rowOf) }];
}

/** Cities under the first letter of their pinyin. */
function byLetter(found: readonly CityLine[]): readonly Group[] {
  const letterOf = (city: CityLine): string => city.pinyin.slice(0, 1).toUpperCase();
  const letters = [...new Set(found.map(letterOf))].sort();
  return letters.map((letter) => ({
    id: `letter-${letter}`,
    heading: letter,
    rows: found.filter((city) => letterOf(city) === letter).map(rowOf),
  }));
}
