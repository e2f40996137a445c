"""Holds the stand-in for WeChat Pay against a client that was not written here: PyPI
`wechatpayv3`, its gateway set to the stand-in. It signs its requests, verifies every
answer, and decrypts the notice that a payment delivers.

    client.py GATEWAY KEYS_FOLDER
"""

import http.server
import json
import pathlib
import sys
import threading
import urllib.request

from wechatpayv3 import WeChatPay, WeChatPayType

MCHID = "1900000109"
APPID = "wxd678efh567hg6787"
SERIAL = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"
API_KEY = "a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb"
PUBLIC_KEY_ID = "PUB_KEY_ID_0114232134912410000000000000"

gateway, keys = sys.argv[1], pathlib.Path(sys.argv[2])
delivered = []


class Receiver(http.server.BaseHTTPRequestHandler):
    """Keeps what is delivered, and takes it."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        delivered.append((dict(self.headers), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


receiver = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=receiver.serve_forever, daemon=True).start()
notify_url = f"http://127.0.0.1:{receiver.server_port}/notices"

client = WeChatPay(
    wechatpay_type=WeChatPayType.NATIVE,
    mchid=MCHID,
    private_key=(keys / "merchant.pem").read_text(),
    cert_serial_no=SERIAL,
    apiv3_key=API_KEY,
    appid=APPID,
    notify_url=notify_url,
    public_key=(keys / "platform-public.pem").read_text(),
    public_key_id=PUBLIC_KEY_ID,
)
client._core._gate_way = gateway


def check(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: {found!r} instead of {expected!r}")


def told(answer, status):
    """The answer's JSON; the client has verified its signature."""
    check("status", answer[0], status)
    return json.loads(answer[1]) if answer[1] else None


def act(path, body):
    """What the stand-in is told to do."""
    request = urllib.request.Request(
        gateway + path,
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


number = "HZ20261123000001"
amount = {"total": 1500, "currency": "CNY"}
made = told(client.pay(description="照片", out_trade_no=number, amount=amount), 200)
check("code", made["code_url"].startswith("weixin://wxpay/"), True)
found = told(client.query(out_trade_no=number), 200)
check("before it is paid", found["trade_state"], "NOTPAY")
wrong = client.pay(description="照片", out_trade_no="x", amount=amount)
check("a number that is too short", json.loads(wrong[1])["code"], "PARAM_ERROR")

in_app = client.pay(
    description="照片",
    out_trade_no="HZ20261123000002",
    amount=amount,
    payer={"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"},
    pay_type=WeChatPayType.JSAPI,
)
check("in the app", told(in_app, 200)["prepay_id"].startswith("wx"), True)
phone = client.pay(
    description="照片",
    out_trade_no="HZ20261123000003",
    amount=amount,
    scene_info={"payer_client_ip": "198.51.100.7", "h5_info": {"type": "Wap"}},
    pay_type=WeChatPayType.H5,
)
check("on a phone", told(phone, 200)["h5_url"].startswith("https://"), True)
told(client.close(out_trade_no="HZ20261123000003"), 204)

check("delivered three times", act(f"/stand-in/pay/{number}", {"times": 3}), [204] * 3)
for headers, body in delivered:
    notice = client.callback(headers, body)
    check("event", notice["event_type"], "TRANSACTION.SUCCESS")
    check("number", notice["resource"]["out_trade_no"], number)
    check("amount", notice["resource"]["amount"]["total"], 1500)
delivered.clear()
act(f"/stand-in/pay/{number}", {"twist": "forged"})
check("a forged notice", client.callback(*delivered[0]), None)

found = told(client.query(out_trade_no=number), 200)
check("paid", found["trade_state"], "SUCCESS")
back = {
    "out_refund_no": "HZR0001",
    "transaction_id": found["transaction_id"],
    "amount": {"refund": 1500, "total": 1500, "currency": "CNY"},
}
check("on its way", told(client.refund(**back), 200)["status"], "PROCESSING")
check("done", told(client.query_refund(out_refund_no="HZR0001"), 200)["status"], "SUCCESS")
check("given back", told(client.query(out_trade_no=number), 200)["trade_state"], "REFUND")
print("The stand-in answers a client of others as WeChat Pay does.")
