"""Photos are made by `work`: one process is stopped beyond its lease, one killed, one stopped as
it should be, and all are gone. Each picture comes out once."""

import json
import pathlib
import signal
import subprocess
import threading
import time

from .ground import PROGRAMS, REPOSITORY, Database, ask, begun, installation
from .serving import Serve


class Picture:
    """A picture that is put to a new order, and what came of it."""

    FILE = (REPOSITORY / "assets/pictures/astronaut.png").read_bytes()

    def __init__(self, port, database):
        self.port, self.database = port, database
        purpose = json.dumps({"document": "resident-id-card", "city": "440300"})
        order = json.loads(ask(port, "POST", "/api/v1/orders", purpose,
                               {"content-type": "application/json"})[1])
        self.number, self.given = order["number"], {"authorization": f"Bearer {order['token']}"}
        self.order = self.database.psql(f"SELECT id FROM orders WHERE number = '{self.number}'")

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
        while self.database.psql(sql) != expected:
            if time.monotonic() > until:
                found = self.database.psql(sql)
                raise TimeoutError(f"{sql} is not {expected} after {seconds} s: {found}")
            time.sleep(0.05)

    def put_and_made(self):
        """The status once the photo is made, and the picture: where the answer says that it is
        still being made, the order it names is asked. A busy machine takes longer over a
        process's first photo than an answer waits."""
        status, body, _ = self.put()
        if status == 202:
            self.made_within(3 * LEASE)
            status, body = 200, self.shown()["picture"]
        return status, body

    def shown(self):
        return json.loads(ask(self.port, "GET", f"/api/v1/orders/{self.number}",
                              headers=self.given)[1])

    def made_within(self, seconds):
        """Seconds until the order has the picture."""
        since = time.monotonic()
        while time.monotonic() < since + seconds:
            shown = self.shown()
            if shown["picture"] and not shown["picture_making"]:
                return time.monotonic() - since
            time.sleep(0.1)
        raise TimeoutError(f"no photo after {seconds} s")

    def is_taken(self):
        """Whether a process has it."""
        return self.database.psql(
            f"SELECT state FROM pictures WHERE order_id = '{self.order}'") == "leased"

    def held(self):
        """Keeps others from changing the order, until this is ended."""
        hold = subprocess.Popen([f"{PROGRAMS}/psql", "-At", self.database.url], text=True,
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


def run(folder):
    database = Database()
    data = installation(folder / "data", database.url)
    settings = data / "settings.toml"
    settings.write_text('engine = "work"\nengine_slots = 2\n' + settings.read_text())
    begun(data)
    serves = [Serve(data), Serve(data)]
    works = [Serve(data, does="work"), Serve(data, does="work")]
    for process in serves + works[:1]:
        process.start()
    pictures, faults = [], []

    def picture(n):
        pictures.append(Picture(serves[n % 2].port, database))
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
            since = time.monotonic()
            status, body = picture(n).put_and_made()
            if status != 200 or "fitness" not in body:
                faults.append(f"a picture was answered with {status}: {body}")
        told("a picture made by another process", time.monotonic() - since)

        one, put = with_one_at_work(signal.SIGSTOP)
        works[1].start()
        told("stopped beyond its lease, made by another", one.made_within(3 * LEASE))
        put.join()
        before = database.psql(f"SELECT version FROM orders WHERE id = '{one.order}'")
        works[0].process.send_signal(signal.SIGCONT)
        time.sleep(5)
        if database.psql(f"SELECT version FROM orders WHERE id = '{one.order}'") != before:
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
        # What a process that stops does not finish it gives back.
        if one.is_taken():
            faults.append("a process that was stopped as it should be kept a picture")
        works[0].start()
        told("stopped, finished or given back", one.made_within(2 * LEASE))
        put.join()

        works[0].end(signal.SIGKILL)
        since = time.monotonic()
        while json.loads(ask(serves[0].port, "GET", "/readyz")[1])["parts"]["engine"] == "ok":
            if time.monotonic() > since + 2 * LEASE:
                faults.append("nobody notices that no process makes photos")
                break
            time.sleep(0.2)
        told("all gone, noticed", time.monotonic() - since)
        status, body, headers = Picture(serves[1].port, database).put()
        if (status, body["code"]) != (503, "engine-away") or not headers.get("retry-after"):
            faults.append(f"without a process that makes photos: {status}, {body}")
        works[0].start()
        status, body = picture(0).put_and_made()
        if status != 200:
            faults.append(f"with a new process that makes photos: {status}, {body}")
    except TimeoutError as late:
        faults.append(str(late))
    finally:
        for process in works + serves:
            if process.process is not None and process.process.poll() is None:
                process.process.send_signal(signal.SIGCONT)
                process.end(signal.SIGTERM)
    orders = ", ".join(f"'{one.order}'" for one in pictures)
    for what, count in (("attempts", f"SELECT count(*) FROM attempts WHERE order_id IN ({orders})"),
                        ("lines of timelines", "SELECT count(*) FROM events WHERE what LIKE "
                         f"'%picture-prepared%' AND order_id IN ({orders})")):
        if int(database.psql(count)) != len(pictures):
            faults.append(f"{database.psql(count)} {what} of {len(pictures)} pictures")
    if database.psql("SELECT count(*) FROM pictures") != "0":
        faults.append("pictures are left in the line")
    print(f"{len(pictures)} pictures, each once")
    return faults
