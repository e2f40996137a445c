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

    def __init__(self, folder, does="serve"):
        self.folder, self.port, self.process, self.does = folder, free_port(), None, does
        self.log = open(folder / f"{does}-{self.port}.log", "ab")

    def start(self):
        self.process = subprocess.Popen(
            [HUIZHI, self.does, "--data", self.folder, "--listen", f"127.0.0.1:{self.port}"],
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


class Picture:
    """A picture that is put to a new order, and what came of it."""

    FILE = pathlib.Path("assets/pictures/astronaut.png").read_bytes()

    def __init__(self, port):
        self.port = port
        purpose = json.dumps({"document": "resident-id-card", "city": "440300"})
        begun = json.loads(ask(port, "POST", "/api/v1/orders", purpose,
                               {"content-type": "application/json"})[1])
        self.number, self.given = begun["number"], {"authorization": f"Bearer {begun['token']}"}
        self.order = psql(f"SELECT id FROM orders WHERE number = '{self.number}'")

    def put(self):
        """The status of the answer, and its body."""
        status, body, headers = ask(
            self.port, "PUT", f"/api/v1/orders/{self.number}/picture", self.FILE,
            {**self.given, "content-type": "application/octet-stream"})
        return status, json.loads(body), headers

    def put_aside(self):
        """Puts it while something else is done."""
        thread = threading.Thread(target=self.put)
        thread.start()
        self.until(f"SELECT count(*) FROM pictures WHERE order_id = '{self.order}'", "1", 20)
        return thread

    def until(self, sql, expected, seconds):
        until = time.monotonic() + seconds
        while psql(sql) != expected:
            if time.monotonic() > until:
                raise TimeoutError(f"{sql} is not {expected} after {seconds} s: {psql(sql)}")
            time.sleep(0.05)

    def made_within(self, seconds):
        """Seconds until the order has the picture."""
        begun = time.monotonic()
        while time.monotonic() < begun + seconds:
            shown = json.loads(ask(self.port, "GET", f"/api/v1/orders/{self.number}",
                                   headers=self.given)[1])
            if shown["picture"] and not shown["picture_making"]:
                return time.monotonic() - begun
            time.sleep(0.1)
        raise TimeoutError(f"no photo after {seconds} s")

    def held(self):
        """Keeps others from changing the order, until this is ended."""
        hold = subprocess.Popen([f"{PROGRAMS}/psql", "-At", POSTGRES], text=True,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        hold.stdin.write(f"BEGIN; SELECT id FROM orders WHERE id = '{self.order}' FOR UPDATE;\n")
        hold.stdin.flush()
        for line in hold.stdout:
            if line.strip() == self.order:
                return hold

    def taken(self):
        """Waits until a process has it."""
        self.until(f"SELECT state FROM pictures WHERE order_id = '{self.order}'", "leased", 20)


# As long as a process has a picture that does not say that it still does.
LEASE = 20


def made_elsewhere(data):
    """Two `serve` whose photos are made by `work`: one of those is stopped beyond its lease,
    one is killed, all are gone. Faults found."""
    settings = data / "settings.toml"
    settings.write_text('engine = "work"\nengine_slots = 2\n' + settings.read_text())
    serves, works = [Serve(data), Serve(data)], [Serve(data, "work"), Serve(data, "work")]
    for process in serves + works[:1]:
        process.start()
    pictures, faults = [], []

    def picture(n):
        pictures.append(Picture(serves[n % 2].port))
        return pictures[-1]

    def told(what, seconds):
        print(f"{what:<52} {seconds:>5.1f} s")

    def with_one_at_work(how):
        """A picture that the first process has while `how` befalls it, and cannot write."""
        one = picture(0)
        works[0].process.send_signal(signal.SIGSTOP)
        put = one.put_aside()
        hold = one.held()
        works[0].process.send_signal(signal.SIGCONT)
        one.taken()
        works[0].process.send_signal(how)
        hold.kill()
        hold.wait()
        return one, put

    try:
        for n in range(4):
            begun = time.monotonic()
            status, body, _ = picture(n).put()
            if status != 200 or "fitness" not in body:
                faults.append(f"a picture was answered with {status}: {body}")
        told("a picture made by another process", time.monotonic() - begun)

        one, put = with_one_at_work(signal.SIGSTOP)
        works[1].start()
        told("stopped beyond its lease, made by another", one.made_within(3 * LEASE))
        put.join()
        before = psql(f"SELECT version FROM orders WHERE id = '{one.order}'")
        works[0].process.send_signal(signal.SIGCONT)
        time.sleep(5)
        if psql(f"SELECT version FROM orders WHERE id = '{one.order}'") != before:
            faults.append("a process that was stopped beyond its lease wrote")
        if "taken over" not in pathlib.Path(works[0].log.name).read_text():
            faults.append("a process that was stopped did not notice that it was late")

        one, put = with_one_at_work(signal.SIGKILL)
        works[0].process.wait()
        told("killed, made by another", one.made_within(2 * LEASE))
        put.join()
        works[0].start()

        one = picture(1)
        put = one.put_aside()
        for work in works:
            work.end(signal.SIGTERM)
        works[0].start()
        # What a process that stops does not finish it gives back.
        told("stopped, finished or given back", one.made_within(LEASE / 2))
        put.join()

        works[0].end(signal.SIGKILL)
        begun = time.monotonic()
        while json.loads(ask(serves[0].port, "GET", "/readyz")[1])["parts"]["engine"] == "ok":
            if time.monotonic() > begun + 2 * LEASE:
                faults.append("nobody notices that no process makes photos")
                break
            time.sleep(0.2)
        told("all gone, noticed", time.monotonic() - begun)
        status, body, headers = Picture(serves[1].port).put()
        if (status, body["code"]) != (503, "engine-away") or not headers.get("retry-after"):
            faults.append(f"without a process that makes photos: {status}, {body}")
        works[0].start()
        status, body, _ = picture(0).put()
        if status != 200:
            faults.append(f"with a new process that makes photos: {status}, {body}")
    except TimeoutError as late:
        faults.append(f"made elsewhere: {late}")
    finally:
        for process in works + serves:
            if process.process is not None and process.process.poll() is None:
                process.process.send_signal(signal.SIGCONT)
                process.end(signal.SIGTERM)
    orders = ", ".join(f"'{one.order}'" for one in pictures)
    for what, count in (("attempts", f"SELECT count(*) FROM attempts WHERE order_id IN ({orders})"),
                        ("lines of timelines", "SELECT count(*) FROM events WHERE what LIKE "
                         f"'%picture-prepared%' AND order_id IN ({orders})")):
        if int(psql(count)) != len(pictures):
            faults.append(f"{psql(count)} {what} of {len(pictures)} pictures")
    if psql("SELECT count(*) FROM pictures") != "0":
        faults.append("pictures are left in the line")
    print(f"{len(pictures)} pictures, each once")
    return faults


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
        faults += made_elsewhere(data)
        if faults:
            for fault in faults:
                print(f"FAILED: {fault}", file=sys.stderr)
            for log in data.glob("*-*.log"):
                told = [line for line in log.read_text().splitlines() if '"INFO"' not in line]
                sys.stderr.write("\n".join(told[-20:]))
            sys.exit(1)


main()
