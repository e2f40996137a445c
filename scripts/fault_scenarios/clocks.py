"""The clock of one machine is five minutes ahead, that of another five behind: decisions can
be taken back as long as with one clock, and no row tells of a time that was not."""

import email.utils
import glob
import json
import time

from .ground import Broken, Database, Lacks, ask, begun, installation, run_huizhi, tell
from .lives import call, good, key_of, laid_out, order, signed_in, submitted
from .load import chained
from .serving import Serve

LIBRARIES = "/usr/lib/*/faketime/libfaketimeMT.so.1"
# A decision can be taken back for so long.
UNDO_S = 10
# Columns of instants that have passed when they are written.
PASSED = {"orders": ["created_at", "updated_at"], "events": ["at"], "log": ["at"],
          "nodes": ["started_at", "seen_at"], "attempts": ["prepared_at", "submitted_at"]}
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def told_at_ms(ulid):
    """The time that an identifier begins with."""
    number = 0
    for letter in ulid[:10].upper():
        number = number * 32 + CROCKFORD.index(letter)
    return number


def decided(port, number, key, verdict):
    good(port, f"POST /reviews/{number}/take", key)
    return good(port, f"POST /reviews/{number}/decision", key, json.dumps(verdict))


def run(folder):
    if not (library := glob.glob(LIBRARIES)):
        raise Lacks("libfaketime (Debian: faketime)")
    catalogue, picture = laid_out(folder / "ground")
    database = Database()
    data = installation(folder / "data", database.url)
    said = begun(data)
    more = ("--catalogue", catalogue)
    clocks = [{"LD_PRELOAD": library[0], "FAKETIME": f"{sign}5m", "FAKETIME_DONT_FAKE_MONOTONIC":
               "1", "DONT_FAKE_MONOTONIC": "1"} for sign in ("+", "-")]
    faults = []

    def holds(what, it_does):
        if not it_does:
            faults.append(what)

    with Serve(data, clocks[0], more) as ahead, Serve(data, clocks[1], more) as behind:
        ahead.start()
        behind.start()
        # Both have the wrong clock: so their answers tell.
        for serve, shift_s in ((ahead, 300), (behind, -300)):
            told = ask(serve.port, "GET", "/readyz")[2]["date"]
            off_s = email.utils.parsedate_to_datetime(told).timestamp() - time.time()
            if abs(off_s - shift_s) > 5:
                raise Broken(f"the clock is off by {off_s:.0f} s, not {shift_s}")
        operator = signed_in(ahead.port, said)
        key = key_of(operator, "inspector")
        # Who signed in there is known here.
        operator.port = behind.port
        holds("a session of one is none at the other", operator.get("/office")[0] == 200)
        operator.port = ahead.port
        holds("a session ends", operator.get("/office")[0] == 200)

        # By turns: identifiers and times in the order in which they were made.
        numbers = [order((ahead, behind)[n % 2].port)[0] for n in range(20)]
        rows = [database.psql(f"SELECT id, created_at FROM orders WHERE number = '{number}'")
                .split("|") for number in numbers]
        # As far apart as two samples of the database's clock.
        late = max(told_at_ms(a[0]) - told_at_ms(b[0]) for a, b in zip(rows, rows[1:]))
        holds(f"identifiers go back by {late} ms", late < 100)

        # What waits longest is taken first, wherever it was handed in.
        first, _ = submitted(ahead.port, picture)
        second, token = submitted(behind.port, picture)
        taken = good(behind.port, "POST /queue/next", key)
        holds(f"{taken} is taken before {first}", first in json.dumps(taken))
        good(behind.port, f"POST /reviews/{first}/release", key)

        # Decided here, taken back there, within the time and not after it.
        for one, other in ((ahead, behind), (behind, ahead)):
            decided(one.port, first, key, {"verdict": "rejected", "reasons": ["ears-hidden"]})
            time.sleep(UNDO_S - 4)
            status, told = call(other.port, f"POST /reviews/{first}/undo", key)
            holds(f"it cannot be taken back in time: {status} {told}", status < 300)
        decided(ahead.port, second, key, {"verdict": "approved"})
        began = time.monotonic()
        while good(behind.port, f"GET /orders/{second}", token)["status"] != "approved":
            if time.monotonic() - began > 40:
                raise Broken("it is never final")
            time.sleep(0.3)
        final = time.monotonic() - began
        holds(f"it is final after {final:.1f} s", UNDO_S - 1 < final < UNDO_S + 8)
        status, _ = call(behind.port, f"POST /reviews/{second}/undo", key)
        holds("it is taken back when it is final", status >= 400)
        began = time.monotonic()
        while (status := call(behind.port, f"GET /orders/{second}/receipt", token)[0]) != 200:
            if time.monotonic() - began > 30:
                raise Broken(f"no receipt: {status}")
            time.sleep(0.3)

    chained(database)
    now = int(database.psql("SELECT CAST(extract(epoch FROM now()) * 1000 AS BIGINT)"))
    worst = 0
    for table, columns in PASSED.items():
        for column in columns:
            highest = database.psql(f"SELECT max({column}) FROM {table}")
            worst = max(worst, int(highest or 0) - now)
            holds(f"{table}.{column} is ahead of the database", int(highest or 0) <= now + 100)
    lowest = int(database.psql("SELECT min(created_at) FROM orders"))
    holds("an order was begun before its time", now - lowest < 200_000)
    back = int(database.psql("SELECT coalesce(max(before - at), 0) FROM (SELECT at, "
                             "max(at) OVER (ORDER BY seq) AS before FROM log) AS entries"))
    holds(f"the log goes back by {back} ms", back < 1_000)
    tell("clocks", s_until_final=round(final, 1), ms_an_identifier_goes_back=max(0, late),
         ms_the_log_goes_back=back)
    verified = run_huizhi("audit", "verify", "--data", data)
    holds(f"the log does not verify: {verified[1]}", verified[0] == 0)
    return faults
