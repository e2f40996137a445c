// Configures WeChat's script on a page that is read inside WeChat: what a shared page shows,
// and that a page of one person is not shared.

const MENU = ["share:appMessage", "share:timeline", "share:qq", "share:weiboApp", "share:QZone", "copyUrl", "openWithQQBrowser", "openWithSafari", "share:email", "favorite"];
const CALLS = ["updateAppMessageShareData", "updateTimelineShareData", "hideMenuItems"];

function told() {
  const meta = document.querySelector("meta[name=share]");
  if (meta.content === "closed") {
    window.wx.hideMenuItems({ menuList: MENU.map((item) => `menuItem:${item}`) });
    return;
  }
  const page = {
    title: document.title,
    desc: meta.dataset.line,
    link: location.origin + location.pathname,
  };
  if (meta.dataset.picture) page.imgUrl = new URL(meta.dataset.picture, location.href).href;
  window.wx.updateAppMessageShareData(page);
  window.wx.updateTimelineShareData(page);
}

async function configure() {
  // The address as it was loaded: the signature is of that.
  const path = location.pathname + location.search;
  const answer = await fetch(`/wechat/page?path=${encodeURIComponent(path)}`);
  if (!answer.ok) return;
  const signed = await answer.json();
  window.wx.config({ debug: false, jsApiList: CALLS, ...signed });
  window.wx.ready(told);
}

if (window.wx?.config) configure();
