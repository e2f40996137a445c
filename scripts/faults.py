"""What scripts/faults runs: load, faults, and what must hold."""

import collections
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

HUIZHI = os.environ["HUIZHI_BIN"]
POSTGRES = os.environ["HUIZHI_TEST_POSTGRES"]
PROGRAMS = os.environ["HUIZHI_TEST_POSTGRES_PROGRAMS"]
PG_CTL = os.environ["HUIZHI_TEST_POSTGRES_CTL"]
# How long each scenario is watched.
SECONDS = float(os.environ.get("HUIZHI_FAULT_SECONDS", "10"))
# Visitors who ask at once; each begins orders and looks at them.
VISITORS = 8
LIMITS = """
[limits]
pages_per_minute = 100000000
writes_per_minute = 100000000
look_ups_per_minute = 100000000
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def psql(sql):
    asked = subprocess.run([f"{PROGRAMS}/psql", "-At", "-c", sql, POSTGRES],
                           capture_output=True, text=True, check=True)
    return asked.stdout.strip()


class Serve:
    """One process; starts on the same port each time."""

    def __init__(self, folder):
        self.folder, self.port, self.process = folder, free_port(), None
        self.log = open(folder / f"serve-{self.port}.log", "ab")

    def start(self):
        self.process = subprocess.Popen(
            [HUIZHI, "serve", "--data", self.folder, "--listen", f"127.0.0.1:{self.port}"],
            stdout=self.log, stderr=self.log)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                if ask(self.port, "GET", "/readyz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.05)
        sys.exit(f"a process does not get ready: see {self.log.name}")

    def end(self, how):
        self.process.send_signal(how)
        self.process.wait(60)


def ask(port, method, path, body=None, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers
    finally:
        connection.close()


class Load:
    """Visitors who begin orders and read them, each request noted with its outcome."""

    def __init__(self, port):
        self.port, self.orders, self.outcomes = port, {}, collections.Counter()
        self.other, self.last_bad = [], 0.0
        self.is_over, self.lock = threading.Event(), threading.Lock()
        self.threads = [threading.Thread(target=self.visit, args=(n,)) for n in range(VISITORS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        for thread in self.threads:
            thread.join()

    def note(self, outcome):
        with self.lock:
            self.outcomes[outcome] += 1
            if outcome != "ok":
                self.last_bad = time.monotonic()

    def visit(self, n):
        chance = random.Random(n)
        while not self.is_over.is_set():
            visitor = {"x-visitor": str(chance.randrange(1000))}
            try:
                known = list(self.orders.items())[-50:]
                if known and chance.random() < 0.6:
                    number, token = chance.choice(known)
                    given = {**visitor, "authorization": f"Bearer {token}"}
                    status, body, headers = ask(self.port, "GET", f"/api/v1/orders/{number}",
                                                headers=given)
                    expected = 200
                else:
                    purpose = json.dumps({"document": "resident-id-card", "city": "440300"})
                    given = {**visitor, "content-type": "application/json"}
                    status, body, headers = ask(self.port, "POST", "/api/v1/orders", purpose, given)
                    expected = 201
                    if status == expected:
                        begun = json.loads(body)
                        self.orders[begun["number"]] = begun["token"]
            except (OSError, http.client.HTTPException):
                self.note("broken off")
                time.sleep(0.05)
                continue
            if status == expected:
                self.note("ok")
            elif status in (502, 504):
                # The proxy's: it does not send a second time what may have been done.
                self.note("broken off")
            elif status == 503 and headers.get("retry-after"):
                self.note("503, try again")
                time.sleep(0.05)
            else:
                self.note(f"{status}")
                self.other.append((status, body[:200]))


def nginx(folder, serves):
    port = free_port()
    conf = pathlib.Path("deploy/nginx.conf").read_text()
    begin = conf.index("    server serve-1")
    end = conf.index("    keepalive")
    servers = "".join(f"    server 127.0.0.1:{one.port} max_fails=1 fail_timeout=1s;\n"
                      for one in serves)
    conf = conf[:begin] + servers + conf[end:]
    # All visitors have one address here.
    conf = conf.replace("hash $remote_addr", "hash $http_x_visitor")
    conf = conf.replace("listen 8080", f"listen 127.0.0.1:{port}")
    for place in ("body", "proxy", "fastcgi", "uwsgi", "scgi"):
        (folder / place).mkdir()
    temp = "".join(f"    {name}_temp_path {folder}/{place};\n" for name, place in (
        ("client_body", "body"), ("proxy", "proxy"), ("fastcgi", "fastcgi"),
        ("uwsgi", "uwsgi"), ("scgi", "scgi")))
    path = folder / "nginx.conf"
    path.write_text(f"daemon off;\nmaster_process off;\npid {folder}/nginx.pid;\n"
                    f"error_log {folder}/nginx.log;\nevents {{}}\n"
                    f"http {{\n    access_log off;\n{temp}{conf}}}\n")
    return port, subprocess.Popen(["nginx", "-p", folder, "-c", path],
                                  stderr=subprocess.DEVNULL)


def outgrown(old, new):
    """A folder is filled and copied to the database, killed five times on the way; the
    orders that were acknowledged."""
    (old / "settings.toml").write_text(LIMITS)
    serve = Serve(old)
    serve.start()
    with Load(serve.port) as load:
        time.sleep(3)
    serve.end(signal.SIGTERM)
    shutil.copy(old / "master.key", new / "master.key")
    command = [HUIZHI, "storage", "copy", "--from", old, "--data", new]
    kills, patience = 0, 0.15
    while True:
        copy = subprocess.Popen(command, stderr=subprocess.PIPE)
        try:
            said = copy.communicate(timeout=patience if kills < 5 else 120)[1]
        except subprocess.TimeoutExpired:
            copy.kill()
            copy.communicate()
            kills, patience = kills + 1, patience + 0.1
            continue
        # Killed after its last step, the one before was whole.
        if copy.returncode != 0 and b"storage-moved" not in said:
            sys.exit(f"FAILED: the copy does not go on: {said.decode()}")
        break
    again = subprocess.run([HUIZHI, "serve", "--data", old, "--listen", "127.0.0.1:0"],
                           capture_output=True, timeout=30)
    if b"storage-moved" not in again.stderr:
        sys.exit("FAILED: the old folder is used after it was copied")
    print(f"{len(load.orders)} orders copied, killed {kills} times on the way")
    return load.orders


def interrupted(command, kills):
    """Runs a command that goes on where it was killed; kills it so often, later each time."""
    done, patience = 0, 0.1
    while True:
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            said = run.communicate(timeout=patience if done < kills else 300)[1]
            return run.returncode, said.decode(), done
        except subprocess.TimeoutExpired:
            run.kill()
            run.communicate()
            done, patience = done + 1, patience * 2


def backed_up(folder, data, port, acknowledged):
    """A back-up is made under load, killed on the way, refreshed, and brought back to a
    folder, killed on the way; what was acknowledged before is there. Gives what fails."""
    place, again = folder / "backup", folder / "again"
    again.mkdir(mode=0o700)
    shutil.copy(data / "master.key", again / "master.key")
    (again / "settings.toml").write_text(LIMITS)
    make = [HUIZHI, "backup", "--data", data, "--to", place]
    with Load(port) as load:
        code, said, kills = interrupted(make, 4)
        if code != 0:
            return [f"the back-up is not made: {said}"]
        before = dict(load.orders)
        code, said, _ = interrupted(make, 0)
    acknowledged.update(load.orders)
    bring = [HUIZHI, "restore", "--from", place, "--data", again]
    code, said, killed_then = interrupted(bring, 4)
    # Killed after its last step, the one before was whole.
    if code != 0 and "storage-not-empty" not in said:
        return [f"the back-up is not brought back: {said}"]
    faults = []
    for command in (["audit", "verify"], ["doctor", "--all"]):
        held = subprocess.run([HUIZHI, *command, "--data", again], capture_output=True)
        if held.returncode != 0:
            faults.append(f"{command} of what was brought back: {held.stderr.decode()}")
    serve = Serve(again)
    serve.start()
    lost = [number for number, token in before.items() if ask(
        serve.port, "GET", f"/api/v1/orders/{number}",
        headers={"authorization": f"Bearer {token}"})[0] != 200]
    serve.end(signal.SIGTERM)
    print(f"{len(before)} orders backed up under load, killed {kills} times on the way, and "
          f"brought back, killed {killed_then} times: {len(lost)} lost")
    if lost:
        faults.append(f"{len(lost)} orders are not in the back-up")
    return faults


def rekeyed(data, serves, port, acknowledged):
    """The sealing key is replaced under load, killed on the way; both processes go on with
    the old file, and start again with the new one. Gives what fails."""
    was = (data / "master.key").read_text()
    rotate = [HUIZHI, "--lang", "en", "key", "rotate", "sealing", "--yes", "--data", data]
    with Load(port) as load:
        time.sleep(0.5)
        code, said, kills = interrupted(rotate, 7)
        time.sleep(2)
    acknowledged.update(load.orders)
    if code != 0:
        return [f"the key is not replaced: {said}"]
    faults = []
    other = sum(count for kind, count in load.outcomes.items()
                if kind not in ("ok", "503, try again"))
    if other:
        faults.append(f"while the key was replaced: {load.outcomes}, {load.other[:3]}")
    if (data / "master.key").read_text() == was or (data / "master.key.new").exists():
        faults.append("the new key is not in its place")
    left = int(psql("SELECT count(DISTINCT substr(key, 2, 8)) FROM orders WHERE key IS NOT NULL"))
    if left != 1:
        faults.append(f"orders are under {left} keys")
    rolling(serves)
    print(f"the sealing key replaced under load, killed {kills} times on the way: "
          f"{load.outcomes['ok']} requests ok, {other} failed")
    return faults


def rolling(serves):
    for serve in serves:
        serve.end(signal.SIGTERM)
        serve.start()


def killed(serves):
    serves[0].end(signal.SIGKILL)
    time.sleep(SECONDS / 2)
    serves[0].start()


def restarted(_):
    subprocess.run(f"{PG_CTL} -m fast restart", shell=True, check=True,
                   stdout=subprocess.DEVNULL)


def crashed(_):
    subprocess.run(f"{PG_CTL} -m immediate stop && {PG_CTL} start", shell=True, check=True,
                   stdout=subprocess.DEVNULL)


# Scenario; what it does; how many requests may fail in another way than by a 503 that
# asks to try again. A process that stops resets what the system had accepted for it and it
# had not taken yet; a proxy that asks /readyz sends nothing there by then, nginx does.
SCENARIOS = [
    ("processes replaced one by one", rolling, VISITORS),
    ("a process killed", killed, VISITORS),
    ("database restarted", restarted, 0),
    ("database crashed", crashed, 0),
]


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        data = folder / "data"
        data.mkdir(mode=0o700)
        settings = data / "settings.toml"
        settings.write_text(f'behind_proxy = true\n\n[database]\npostgres = "{POSTGRES}"\n{LIMITS}')
        settings.chmod(0o600)
        old = folder / "old"
        old.mkdir(mode=0o700)
        acknowledged = outgrown(old, data)
        serves = [Serve(data), Serve(data)]
        for serve in serves:
            serve.start()
        port, proxy = nginx(folder, serves)
        faults = []
        try:
            time.sleep(0.5)
            print(f"{'':<32} {'ok':>7} {'try again':>10} {'broken off':>11} {'other':>6} "
                  f"{'well after':>11}")
            for name, fault, tolerated in SCENARIOS:
                with Load(port) as load:
                    time.sleep(1)
                    fault(serves)
                    mended = time.monotonic()
                    time.sleep(SECONDS)
                acknowledged.update(load.orders)
                broken, again = load.outcomes["broken off"], load.outcomes["503, try again"]
                other = sum(load.outcomes.values()) - load.outcomes["ok"] - broken - again
                after = max(0.0, load.last_bad - mended)
                print(f"{name:<32} {load.outcomes['ok']:>7} {again:>10} {broken:>11} "
                      f"{other:>6} {after:>9.1f} s")
                if broken > tolerated or other > 0:
                    faults.append(f"{name}: {load.outcomes}, {load.other[:3]}")
                if after > SECONDS - 1:
                    faults.append(f"{name}: not well again")
            faults += backed_up(folder, data, port, acknowledged)
            faults += rekeyed(data, serves, port, acknowledged)
            lost = [number for number, token in acknowledged.items() if ask(
                port, "GET", f"/api/v1/orders/{number}",
                headers={"authorization": f"Bearer {token}"})[0] != 200]
            if lost:
                faults.append(f"{len(lost)} orders were acknowledged and are not there")
        finally:
            for serve in serves:
                if serve.process.poll() is None:
                    serve.end(signal.SIGTERM)
            proxy.terminate()
            proxy.wait()
        orders = int(psql("SELECT count(*) FROM orders"))
        twice = int(psql("SELECT count(*) FROM (SELECT order_id FROM events "
                         "GROUP BY order_id HAVING count(*) <> 1) AS odd"))
        without = int(psql("SELECT count(*) FROM orders WHERE NOT EXISTS "
                           "(SELECT 1 FROM events WHERE order_id = orders.id) OR NOT EXISTS "
                           "(SELECT 1 FROM jobs WHERE key LIKE 'lapse-draft:%' || orders.id)"))
        waiting = int(psql("SELECT count(*) FROM log_inbox"))
        logged = int(psql("SELECT count(*) FROM log WHERE action = 'drafted'"))
        verified = subprocess.run([HUIZHI, "audit", "verify", "--data", data],
                                  capture_output=True)
        print(f"{len(acknowledged)} orders acknowledged, {orders} there, {logged} in the log")
        for holds, what in (
            (orders >= len(acknowledged), "fewer orders than were acknowledged"),
            (twice == 0 and without == 0, f"{twice} orders begun twice, {without} in part"),
            (logged + waiting == orders, f"{orders} orders, {logged} + {waiting} in the log"),
            (verified.returncode == 0, "the log does not verify"),
        ):
            if not holds:
                faults.append(what)
        if faults:
            for fault in faults:
                print(f"FAILED: {fault}", file=sys.stderr)
            for log in data.glob("serve-*.log"):
                told = [line for line in log.read_text().splitlines() if '"INFO"' not in line]
                sys.stderr.write("\n".join(told[-20:]))
            sys.exit(1)


main()
