// Ways from page to page.

/** WeChat keeps this many pages below each other. */
const MOST_PAGES = 10;

/** Whether a page is being opened: a second tap meanwhile opens no second one. */
let isOpening = false;

/** Opens a page; replaces this one where no more fit below each other. */
export function go(url: string): void {
  if (isOpening) return;
  isOpening = true;
  const complete = (): void => {
    isOpening = false;
  };
  if (getCurrentPages().length >= MOST_PAGES) wx.redirectTo({ url, complete });
  else wx.navigateTo({ url, complete });
}

/** Opens a page in place of this one: what is done is not gone back to. */
export function replace(url: string): void {
  wx.redirectTo({ url });
}

/** Opens the order in place of this page. */
export function toOrder(number: string): void {
  replace(`/pages/order/order?number=${number}`);
}

/** Opens one of the three tabs. */
export function toTab(tab: "home" | "orders" | "mine"): void {
  wx.switchTab({ url: `/pages/${tab}/${tab}` });
}
