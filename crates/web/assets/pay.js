// Opens WeChat's own payment window, inside WeChat. Whether it was paid is what the order's
// page shows, not what the window says.

// What WeChat came back with serves once: the page is asked for anew without it.
history.replaceState(null, "", location.pathname);

function open(button) {
  const failed = document.querySelector("[data-pay-failed]");
  failed.textContent = "";
  window.WeixinJSBridge.invoke("getBrandWCPayRequest", JSON.parse(button.dataset.pay), (answer) => {
    const said = String(answer?.err_msg ?? "");
    if (!said.endsWith(":ok") && !said.endsWith(":cancel")) failed.textContent = failed.dataset.payFailed;
  });
}

// The button may be put in place later, by status.js.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pay]");
  if (!button) return;
  if (window.WeixinJSBridge) open(button);
  else document.addEventListener("WeixinJSBridgeReady", () => open(button), { once: true });
});
