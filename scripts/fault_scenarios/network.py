"""The network to the database goes silent and comes back, and the machine at its other end
is gone for good: pages that need it say 503 in time, others answer, nothing grows, and all is
well again by itself."""

import threading
import time

from .ground import IS_LONG, SECONDS, Database, ask, begun, installation, tell
from .line import Line
from .load import Load, lost, whole
from .serving import Nginx, Serve

# Longer than a page may take, so that whoever asked before it is told before it ends.
CUT = 60 if IS_LONG else 18
# A page has 15 s; the rest is a busy machine's.
LONGEST_PAGE = 19
# All is well so soon after; what waited for an answer when its other end was gone waits as
# long as a page may.
WELL_AFTER = 10
# Those of the processes, 12 each.
CONNECTIONS = ("pg_stat_activity WHERE application_name = 'huizhi' "
               "AND datname = current_database()")
# Growth of a process that counts as none: buffers of what waits.
GROWTH_KB = 64_000


# What it is called, what is done to the line and how far apart, and when all is well.
CUTS = [
    (f"silent for {CUT} s", ["hole", "pass"], CUT, WELL_AFTER),
    ("gone for good, another takes its place", ["dead"], 0, LONGEST_PAGE),
]
if IS_LONG:
    CUTS.insert(1, ("refused for 5 s", ["refuse", "pass"], 5, WELL_AFTER))


class OtherPages:
    """Asks a page that needs no database, again and again."""

    def __init__(self, serve):
        self.serve, self.slowest, self.bad, self.asked = serve, 0.0, 0, 0
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.look)

    def look(self):
        while not self.is_over.is_set():
            began = time.monotonic()
            try:
                is_good = ask(self.serve.port, "GET", "/help")[0] == 200
            except OSError:
                is_good = False
            self.asked += 1
            self.bad += not is_good
            self.slowest = max(self.slowest, time.monotonic() - began)
            time.sleep(0.2)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()


def cut(name, line, commands, seconds, port, serves, well_after=WELL_AFTER):
    """Does to the line what the commands say, `seconds` apart; the orders that were
    acknowledged, and what does not hold."""
    before = [serve.memory_kb() for serve in serves]
    with Load(port, pause=0.02) as load, OtherPages(serves[0]) as others:
        time.sleep(2)
        line.tell(commands[0])
        for command in commands[1:]:
            time.sleep(seconds)
            line.tell(command)
        mended = time.monotonic()
        time.sleep(max(SECONDS, well_after + 1))
    grown = max(serve.memory_kb() - was for serve, was in zip(serves, before))
    after = max(0.0, load.last_bad - mended)
    tell(name, ok=load.outcomes["ok"], try_again=load.outcomes["503, try again"],
         other=load.bad(), **{"s_the_slowest": round(load.slowest, 1),
                              "s_until_well": round(after, 1), "KB_grown": grown,
                              "other_pages": others.asked, "of_them_bad": others.bad})
    return load.orders, [f"{name}: {what}" for holds, what in (
        (load.bad() == 0, f"{load.outcomes}, {load.other[:3]}"),
        (load.outcomes["ok"] > 0, "nothing was answered"),
        (load.slowest < LONGEST_PAGE, f"a page took {load.slowest:.1f} s"),
        (after < well_after, f"not well after {after:.1f} s"),
        (grown < GROWTH_KB, f"a process grew by {grown} KB"),
        (others.bad == 0, f"{others.bad} of {others.asked} other pages failed"),
        (others.slowest < 3, f"another page took {others.slowest:.1f} s"),
    ) if not holds]


def run(folder):
    database = Database()
    acknowledged, faults = {}, []
    with Line(database.port) as line:
        data = installation(folder / "data", database.through(line.port))
        begun(data)
        with Serve(data) as one, Serve(data) as two:
            serves = [one.start(), two.start()]
            with Nginx(folder, serves) as proxy:
                for name, commands, seconds, well_after in CUTS:
                    orders, found = cut(name, line, commands, seconds, proxy.port, serves,
                                        well_after)
                    acknowledged.update(orders)
                    faults += found
                    # Those whose other end is gone stay with the server that was left.
                    connections = database.count(CONNECTIONS)
                    if commands != ["dead"] and connections > 2 * 12:
                        faults.append(f"{name}: {connections} connections are open")
                if missing := lost(proxy.port, database, acknowledged):
                    faults.append(f"{missing} orders were acknowledged and are not there")
        return faults + whole(database, data, len(acknowledged))
