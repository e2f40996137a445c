// Opens WeChat's own payment window, inside WeChat. Whether it was paid is what the order's
// page shows, not what the window says.

const button = document.querySelector("[data-pay]");

function opened() {
  const failed = document.querySelector("[data-pay-failed]");
  failed.textContent = "";
  window.WeixinJSBridge.invoke("getBrandWCPayRequest", JSON.parse(button.dataset.pay), (answer) => {
    const said = String(answer?.err_msg ?? "");
    if (!said.endsWith(":ok") && !said.endsWith(":cancel")) failed.textContent = failed.dataset.payFailed;
  });
}

if (button) {
  // What WeChat came back with serves once: loaded anew, the page begins anew.
  history.replaceState(null, "", location.pathname);
  button.addEventListener("click", () => {
    if (window.WeixinJSBridge) opened();
    else document.addEventListener("WeixinJSBridgeReady", opened, { once: true });
  });
}
