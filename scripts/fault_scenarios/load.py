"""Visitors, and whether what they were told is there."""

import collections
import http.client
import json
import random
import threading
import time

from .ground import Broken, ask, run_huizhi

# Visitors who ask at once; each begins orders and looks at them.
VISITORS = 8
PURPOSE = json.dumps({"document": "resident-id-card", "city": "440300"})
JSON = {"content-type": "application/json"}


class Load:
    """Visitors who begin orders and read them, each request noted with its outcome.

    `pause`: how long each waits between two requests.
    """

    def __init__(self, port, visitors=VISITORS, pause=0.0):
        self.port, self.orders, self.outcomes = port, {}, collections.Counter()
        self.pause = pause
        self.other, self.last_bad, self.slowest = [], 0.0, 0.0
        self.is_over, self.lock = threading.Event(), threading.Lock()
        self.threads = [threading.Thread(target=self.visit, args=(n,)) for n in range(visitors)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        for thread in self.threads:
            thread.join()

    def note(self, outcome, seconds=0.0):
        with self.lock:
            self.outcomes[outcome] += 1
            self.slowest = max(self.slowest, seconds)
            if outcome != "ok":
                self.last_bad = time.monotonic()

    def bad(self):
        """Answers that are neither right nor a 503 that asks to try again."""
        good = self.outcomes["ok"] + self.outcomes["503, try again"]
        return sum(self.outcomes.values()) - good

    def visit(self, n):
        chance = random.Random(n)
        while not self.is_over.is_set():
            time.sleep(self.pause)
            began = time.monotonic()
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
                    status, body, headers = ask(self.port, "POST", "/api/v1/orders", PURPOSE,
                                                {**visitor, **JSON})
                    expected = 201
                    if status == expected:
                        begun = json.loads(body)
                        self.orders[begun["number"]] = begun["token"]
            except (OSError, http.client.HTTPException):
                self.note("broken off")
                time.sleep(0.05)
                continue
            seconds = time.monotonic() - began
            if status == expected:
                self.note("ok", seconds)
            elif status in (502, 504):
                # The proxy's: it does not send a second time what may have been done.
                self.note("broken off", seconds)
            elif status == 503 and headers.get("retry-after"):
                self.note("503, try again", seconds)
                time.sleep(0.05)
            else:
                self.note(f"{status}", seconds)
                self.other.append((status, body[:200]))


def lost(port, database, orders):
    """How many of the orders that were acknowledged are not there. Some are asked for, too."""
    there = set(database.psql("SELECT number FROM orders").split())
    missing = sum(number not in there for number in orders)
    for number, token in list(orders.items())[::len(orders) // 20 + 1]:
        status, body, _ = ask(port, "GET", f"/api/v1/orders/{number}",
                              headers={"authorization": f"Bearer {token}"})
        if status != 200:
            raise Broken(f"an order cannot be asked for: {status} {body[:200]}")
    return missing


def chained(database, seconds=10):
    """Waits until the log is; how many entries still wait."""
    until = time.monotonic() + seconds
    while (waiting := database.count("log_inbox")) and time.monotonic() < until:
        time.sleep(0.1)
    return waiting


def whole(database, folder, acknowledged):
    """What does not hold of orders that were begun: each there once, with its line, its job
    and its entry in a log that verifies."""
    orders = database.count("orders")
    twice = database.count("(SELECT order_id FROM events WHERE what LIKE '%drafted%' "
                           "GROUP BY order_id HAVING count(*) <> 1) AS odd")
    without = database.count("orders WHERE NOT EXISTS "
                             "(SELECT 1 FROM events WHERE order_id = orders.id) OR NOT EXISTS "
                             "(SELECT 1 FROM (SELECT key FROM jobs UNION ALL SELECT key FROM timers)"
                             " AS due WHERE key LIKE '%' || orders.id)")
    waiting = chained(database, 1)
    logged = database.count("log WHERE action = 'drafted'")
    verified = run_huizhi("audit", "verify", "--data", folder)
    print(f"{acknowledged} orders acknowledged, {orders} there, {logged} in the log")
    return [what for holds, what in (
        (orders >= acknowledged, "fewer orders than were acknowledged"),
        (twice == 0 and without == 0, f"{twice} orders begun twice, {without} in part"),
        # What a process left that ended at once is chained by the next.
        (logged + waiting == orders, f"{orders} orders, {logged} + {waiting} in the log"),
        (verified[0] == 0, f"the log does not verify: {verified[1]}"),
    ) if not holds]
