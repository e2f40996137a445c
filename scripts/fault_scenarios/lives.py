"""Orders with pictures, and those who decide on them."""

import json
import os
import re
import subprocess
import urllib.parse

from .ground import REPOSITORY, Broken, ask
from .load import JSON, PURPOSE

DETAILS = json.dumps({"name": "张三", "identity_kind": "chinese-id",
                      "identity_number": "11010519491231002X", "phone": "13800138000",
                      "consents": ["face-data"]})
PASSWORD = "violet harbour ninety-two"
FORM = {"content-type": "application/x-www-form-urlencoded"}


def fill(test, folder, **settings):
    """Runs one of crates/huizhi/tests/filled; HUIZHI_FILLER names them built. Else the same
    packages and features as scripts/test, so that nothing is built twice."""
    filler = ["cargo", "test", "--workspace", "--locked", "--quiet", "--features", "huizhi/sm2",
              "--test", "filled", "--"]
    if "HUIZHI_FILLER" in os.environ:
        filler = [os.environ["HUIZHI_FILLER"]]
    done = subprocess.run(
        [*filler, "--ignored", test], cwd=REPOSITORY, capture_output=True, text=True, check=False,
        env={**os.environ, "HUIZHI_FILL_FOLDER": str(folder), **settings})
    if done.returncode != 0:
        raise Broken(f"{test}: {done.stdout[-500:]}{done.stderr[-1500:]}")


def laid_out(folder):
    """A catalogue's folder, and a picture that it lets pass."""
    folder.mkdir()
    fill("lays_out_a_picture", folder)
    return folder / "catalogue", (folder / "portrait.jpg").read_bytes()


def call(port, line, token, body=None, kind="application/json", timeout=60):
    """A call of the API; its status and its JSON, or its bytes."""
    method, path = line.split(" ")
    given = {"content-type": kind, "authorization": f"Bearer {token}", "x-visitor": "1"}
    status, said, headers = ask(port, method, f"/api/v1{path}", body, given, timeout)
    if "json" in (headers.get("content-type") or ""):
        said = json.loads(said)
    return status, said


def good(port, line, token, body=None, **more):
    """The same, which has to succeed."""
    status, said = call(port, line, token, body, **more)
    if status >= 300:
        raise Broken(f"{line}: {status} {said}")
    return said


def order(port):
    """A new order's number and token."""
    status, said, _ = ask(port, "POST", "/api/v1/orders", PURPOSE, JSON)
    if status != 201:
        raise Broken(f"no order is begun: {status} {said}")
    begun = json.loads(said)
    return begun["number"], begun["token"]


def photographed(port, picture):
    """One with a photo."""
    number, token = order(port)
    good(port, f"PUT /orders/{number}/picture", token, picture, kind="application/octet-stream")
    return number, token


def submitted(port, picture):
    """One that waits for a decision."""
    number, token = photographed(port, picture)
    good(port, f"PUT /orders/{number}/details", token, DETAILS)
    good(port, f"POST /orders/{number}/submit", token)
    return number, token


class Browser:
    """Pages with their cookies and forms."""

    def __init__(self, port):
        self.port, self.cookies = port, {}

    def get(self, path):
        return self.asked("GET", path)

    def press(self, page, action, **fields):
        """Loads the page and sends the form with the token found there."""
        _, shown = self.get(page)
        token = re.search(r'name="csrf" value="([^"]*)"', shown)
        if token is None:
            raise Broken(f"{page} has no form: {shown[:300]}")
        status, said = self.asked("POST", action,
                                  urllib.parse.urlencode({**fields, "csrf": token[1]}), FORM)
        if status not in (200, 303):
            raise Broken(f"{action}: {status} {said[:300]}")
        return said

    def asked(self, method, path, body=None, headers=None):
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        status, said, told = ask(self.port, method, path, body,
                                 {"cookie": cookie, **(headers or {})})
        for line in told.get_all("set-cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return status, said.decode()


def signed_in(port, said):
    """The first operator, with the password that `storage init` said."""
    once = re.search(r"one-time password\s+(\S+)", said)
    if once is None:
        raise Broken(f"no password: {said}")
    browser = Browser(port)
    enter = ("/desk/sign-in", "/desk/sign-in")
    browser.press(*enter, name="operator", password=once[1], next="")
    browser.press("/desk/account", "/desk/account/password", old=once[1], new=PASSWORD,
                  again=PASSWORD)
    browser.press(*enter, name="operator", password=PASSWORD, next="")
    return browser


def key_of(browser, role):
    """A program's key, made by the operator."""
    made = browser.press("/office/keys", "/office/keys", name=role, role=role)
    return re.search(r"hzk_[A-Za-z0-9_-]+", made)[0]
